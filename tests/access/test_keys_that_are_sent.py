"""How a key may be sent, what is refused, and that no log ever has one."""

import base64
import logging
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.access.keys import Keys
from service.api.app import create_app
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT, UNKNOWN, calling, key_for
from tests.dossiers import STRONG


@pytest.fixture
def app(store: SqliteStore, rater: Rater) -> Flask:
    return create_app(store, rater, DEVELOPMENT)


@pytest.fixture
def key(store: SqliteStore) -> str:
    return key_for(store, "originator", "los-north")


def status(app: Flask, authorization: str | None) -> int:
    headers = {} if authorization is None else {"Authorization": authorization}
    return app.test_client().get("/v1/rulesets", headers=headers).status_code


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def test_a_key_comes_as_bearer_or_as_the_password_of_basic(app: Flask, key: str) -> None:
    for authorization in (
        f"Bearer {key}",
        f"bearer {key}",
        f"BEARER   {key} ",
        basic("los-north", key),
        basic("", key),
        basic("经办人", key),
    ):
        assert status(app, authorization) == 200, authorization


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Basic",
        "Basic é",
        "Basic \x80\xff",
        "Basic !!!!",
        "Basic bm9jb2xvbg==",
        "Bearer a*=utf-8''%ff",
        'Digest username="x", realm="pinzhi"',
        "Bearer " + "A" * 8000,
        f"Bearer {UNKNOWN}",
        basic("los", UNKNOWN),
        basic(UNKNOWN, ""),
    ],
)
def test_anything_else_is_no_key(app: Flask, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = app.test_client().get("/v1/rulesets", headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unauthenticated")
    ways = answer.headers.getlist("WWW-Authenticate")
    assert [way.split()[0] for way in ways] == ["Bearer", "Basic"]


@pytest.mark.parametrize(
    "changed",
    [
        lambda key: f" x{key}",
        lambda key: f"{key},{key}",
        lambda key: key.upper(),
        lambda key: key.replace("pz_", "pz-"),
        lambda key: f"{key}\u0661",
    ],
)
def test_a_key_that_was_changed_is_none(app: Flask, key: str, changed: object) -> None:
    assert callable(changed)
    assert status(app, "Bearer " + changed(key).encode().decode("latin-1")) == 401


def test_a_password_that_is_no_base64_is_not_guessed_at(app: Flask, key: str) -> None:
    whole = basic("los", key)
    assert status(app, whole) == 200
    assert status(app, f"{whole[:12]}!{whole[12:]}") == 401


def test_a_key_is_neither_taken_from_the_address_nor_from_another_header(
    app: Flask, key: str
) -> None:
    client = app.test_client()
    assert client.get(f"/v1/rulesets?key={key}").status_code == 401
    assert client.get("/v1/rulesets", headers={"X-Api-Key": key}).status_code == 401


def test_an_address_that_is_not_there_is_told_to_anybody(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/v1/nowhere").status_code == 404
    assert client.delete("/v1/decisions").status_code == 405


def test_a_key_ends_at_its_hour_and_a_revoked_one_at_once(store: SqliteStore) -> None:
    moment = datetime(2026, 11, 22, 9, tzinfo=UTC)
    keys = Keys(store, clock=lambda: moment)
    made = keys.create("auditor", expires_in=timedelta(days=1))
    other = keys.create("auditor")
    moment += timedelta(days=1) - timedelta(microseconds=1)
    assert keys.recognise(made.text) is not None
    moment += timedelta(microseconds=1)
    assert keys.recognise(made.text) is None
    assert keys.recognise(other.text) is not None
    keys.revoke(other.key.key_id)
    assert keys.recognise(other.text) is None


def test_a_running_service_takes_changes_of_keys_at_once(app: Flask, store: SqliteStore) -> None:
    keys = Keys(SqliteStore(store.path))
    made = keys.create("auditor")
    assert status(app, f"Bearer {made.text}") == 200
    again = keys.rotate(made.key.key_id, overlap=timedelta(hours=1))
    assert status(app, f"Bearer {made.text}") == 200
    keys.revoke(made.key.key_id)
    assert status(app, f"Bearer {made.text}") == 401
    assert status(app, f"Bearer {again.text}") == 200
    keys.store.close()


def test_no_log_has_a_key_and_it_says_which_was_refused(
    app: Flask, store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    keys = Keys(store)
    valid, revoked = keys.create("auditor"), keys.create("auditor")
    keys.revoke(revoked.key.key_id)
    for text in (valid.text, revoked.text, UNKNOWN, valid.text + "x"):
        for client in (calling(app, text), basic_client(app, text)):
            client.get("/v1/rulesets")
            client.get("/v1/decisions")
            client.post("/v1/decisions", data=STRONG.read_bytes())
            client.get("/v1/nowhere")
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert revoked.key.key_id in logged
    for text in (valid.text, revoked.text, UNKNOWN):
        assert text not in logged
        assert text.split("_", 2)[2] not in logged
        assert base64.b64encode(f"los:{text}".encode()).decode() not in logged
    assert valid.text.split("_", 2)[2] not in repr(valid)


def basic_client(app: Flask, key: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = basic("los", key)
    return client
