"""Every address of the service is walked in every role, and without a key that is valid.

What the table of the document on access says is what happens; nothing else is let through.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from service.access.keys import Keys
from service.access.roles import ACCESS, OWN_ONLY, OWNED, PUBLIC, ROLES, SHARED, access, is_page
from service.api.app import create_app
from service.api.gate import Gate
from service.decisions.rate import Rater
from service.settings import Settings
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT, UNKNOWN, calling, key_for
from tests.dossiers import ROOT

DOCUMENT = (ROOT / "docs/access.md").read_text("utf-8")
PRODUCTION = replace(DEVELOPMENT, environment="production")
WITHOUT_KEY = {
    "/healthz",
    "/readyz",
    "/openapi.json",
    "/docs",
    "/docs/{path}",
    "/docs/errors/{code}",
}


class Call(NamedTuple):
    """A request that the service has: its method, its address, and as the document spells it."""

    method: str
    path: str
    told: str

    def answered(self, client: FlaskClient, method: str | None = None) -> tuple[int, str]:
        """Return the status, and the code where it is a problem."""
        answer = client.open(self.path, method=method or self.method)
        problem = answer.get_json(silent=True)
        return answer.status_code, (problem or {}).get("code", "")


def told(rule: str) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)


def methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


def rules(app: Flask) -> list[Rule]:
    """The addresses that are for programs."""
    return [rule for rule in app.url_map.iter_rules() if not is_page(rule.rule)]


def calls(app: Flask) -> Iterator[Call]:
    for rule in rules(app):
        path = re.sub(r"<[^>]+>", "0" * 32, rule.rule)
        for method in sorted(methods(rule)):
            yield Call(method, path, f"{method} {told(rule.rule)}")


def table() -> dict[str, dict[str, str]]:
    """The table of the document: request to role to what it says."""
    rows = re.findall(r"^\| (.+) \|$", DOCUMENT, re.MULTILINE)
    (_, *roles), *lines = ([cell.strip() for cell in row.split("|")] for row in rows)
    assert tuple(roles) == ROLES
    return {line[0].strip("`"): dict(zip(roles, line[1:], strict=True)) for line in lines}


@pytest.fixture
def app(store: SqliteStore, rater: Rater) -> Flask:
    """The service as in production."""
    return create_app(store, rater, PRODUCTION)


def test_the_addresses_of_the_service_are_those_that_somebody_may_call(app: Flask) -> None:
    served = {f"{method} {rule.rule}" for rule in rules(app) for method in methods(rule)}
    assert served == set(ACCESS)


def test_the_table_of_the_document_names_every_address(app: Flask) -> None:
    public = {f"GET {path}" for path in WITHOUT_KEY}
    assert {call.told for call in calls(app)} == set(table()) | public
    assert {told(name) for name, may in ACCESS.items() if may is PUBLIC} == public


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_the_document_says_and_nothing_else(
    app: Flask, store: SqliteStore, role: str
) -> None:
    client = calling(app, key_for(store, role))
    for call in calls(app):
        if call.told not in table():
            continue
        answered = call.answered(client)
        if table()[call.told][role]:
            assert answered[0] not in (401, 403), call
        else:
            assert answered == (403, "forbidden"), call


@pytest.mark.parametrize("role", ROLES)
def test_head_is_as_get_and_options_as_anything_at_the_address(
    app: Flask, store: SqliteStore, role: str
) -> None:
    client = calling(app, key_for(store, role))
    for call in calls(app):
        rows = {
            name: may[role]
            for name, may in table().items()
            if name.endswith(f" {call.told.split()[1]}")
        }
        if not rows:
            continue
        status, _ = call.answered(client, "OPTIONS")
        assert (status == 403) == (not any(rows.values())), call
        if call.method == "GET":
            status, _ = call.answered(client, "HEAD")
            assert (status == 403) == (not rows[call.told]), call


def bad_keys(store: SqliteStore) -> dict[str, str | None]:
    """Keys that are none any more, or never were, all of the role that may everything."""
    keys = Keys(store)
    expired = keys.create("admin", expires_in=timedelta(0))
    revoked = keys.create("admin")
    keys.revoke(revoked.key.key_id)
    rotated = keys.create("admin")
    keys.rotate(rotated.key.key_id, overlap=timedelta(0))
    other = keys.create("admin")
    return {
        "no key": None,
        "an unknown key": UNKNOWN,
        "an expired key": expired.text,
        "a revoked key": revoked.text,
        "a rotated key": rotated.text,
        "a key of development": keys.create("admin", development=True).text,
        "the id of one key and the rest of another": f"pz_{other.key.key_id}_{expired.text[16:]}",
        "a key cut short": other.text[:-1],
        "a key that goes on": f"{other.text}A",
        "nothing": "",
    }


def test_no_bad_key_gets_anything_that_a_key_is_for(app: Flask, store: SqliteStore) -> None:
    for what, key in bad_keys(store).items():
        client = app.test_client() if key is None else calling(app, key)
        for call in calls(app):
            if call.told in table():
                assert call.answered(client) == (401, "unauthenticated"), (what, call)
                assert call.answered(client, "OPTIONS")[0] == 401, (what, call)
            else:
                assert call.answered(client)[0] not in (401, 403), (what, call)


def test_bad_keys_are_not_told_apart(app: Flask, store: SqliteStore) -> None:
    told = set()
    for key in bad_keys(store).values():
        if key is not None:
            answer = calling(app, key).get("/v1/rulesets")
            problem = answer.get_json()
            told.add((problem["detail"], str(answer.headers.getlist("WWW-Authenticate"))))
    assert len(told) == 1


def test_an_address_that_nobody_was_given_is_refused_to_everybody(
    app: Flask, store: SqliteStore
) -> None:
    app.add_url_rule("/v1/new", view_func=lambda: "secret", methods=["GET", "POST"])
    for method in ("GET", "HEAD", "POST", "OPTIONS"):
        assert app.test_client().open("/v1/new", method=method).status_code == 401
        for role in ROLES:
            client = calling(app, key_for(store, role))
            assert client.open("/v1/new", method=method).status_code == 403


def test_a_role_that_there_is_not_may_nothing(app: Flask, store: SqliteStore) -> None:
    key = key_for(store, "admin")
    store.connection().execute("UPDATE api_keys SET role = 'superadmin'")
    client = calling(app, key)
    for call in calls(app):
        assert call.told not in table() or call.answered(client)[0] == 403, call


def test_what_an_originator_names_in_an_address_is_either_owned_or_nobodys(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        for method in methods(rule):
            may = access(method, rule.rule)
            if may is not PUBLIC and OWN_ONLY & may:
                assert rule.arguments <= OWNED | SHARED, rule


def test_a_gate_that_never_asked_who_calls_lets_nobody_through(
    store: SqliteStore, app: Flask
) -> None:
    gate = Gate(store, DEVELOPMENT)
    bare = Flask("bare")
    bare.before_request(gate.authorise)
    bare.add_url_rule("/v1/rulesets", view_func=lambda: "rulesets")
    bare.register_error_handler(Exception, lambda error: (type(error).__name__, 500))
    assert bare.test_client().get("/v1/rulesets").text == "Unauthenticated"


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        (PRODUCTION, 401),
        (replace(PRODUCTION, metrics_open=True), 200),
        (DEVELOPMENT, 200),
    ],
)
def test_metrics_need_no_key_in_development_or_where_they_are_open(
    store: SqliteStore, rater: Rater, settings: Settings, status: int
) -> None:
    client = create_app(store, rater, settings).test_client()
    assert client.get("/metrics").status_code == status
    assert client.get("/v1/rulesets").status_code == 401
