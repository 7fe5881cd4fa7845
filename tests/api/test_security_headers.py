"""Every answer, errors included, tells browsers and caches what they must not do with it."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.decisions.rate import Rater, Rating
from service.ruleset.model import Ruleset
from service.store.sqlite import SqliteStore
from tests.calling import client_for
from tests.dossiers import STRONG, spoiled

JSON = "application/json"


def assert_secure(answer: TestResponse) -> None:
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'"), policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] in ("no-referrer", "same-origin")
    assert headers["X-Request-Id"]


def test_every_route_answers_with_them(client: FlaskClient) -> None:
    asked = 0
    for rule in client.application.url_map.iter_rules():
        path = re.sub(r"<(?:path:)?\w+>", "0f3c", rule.rule)
        for method in sorted(rule.methods or ()):
            assert_secure(client.open(path, method=method))
            asked += 1
    assert asked > 60


def test_nothing_said_of_a_borrower_is_kept_on_the_way(client: FlaskClient) -> None:
    decided = client.post("/v1/decisions", data=STRONG.read_bytes(), content_type=JSON)
    refused = client.post("/v1/decisions", data=spoiled(rating_date="soon"), content_type=JSON)
    at = decided.headers["Location"]
    read = [client.get(at + path) for path in ("", "/record", "/explanation", "/history")]
    for answer in (decided, refused, *read):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"] == (
            "default-src 'none'; frame-ancestors 'none'"
        )


class Failing(Rater):
    """A rater with a defect."""

    def rate(self, body: bytes) -> Rating:
        raise KeyError


@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "status"),
    [
        ("GET", "/v1/nowhere", b"", JSON, 404),
        ("PUT", "/v1/decisions", b"", JSON, 405),
        ("POST", "/v1/decisions", b"{", JSON, 400),
        ("POST", "/v1/decisions", b" " * 2_000_000, JSON, 413),
        ("POST", "/v1/decisions", b"{}", "text/plain", 415),
        ("POST", "/v1/decisions", b"{}", JSON, 422),
    ],
)
def test_errors_have_them(
    client: FlaskClient, method: str, path: str, body: bytes, kind: str, status: int
) -> None:
    answer = client.open(path, method=method, data=body, content_type=kind)
    assert answer.status_code == status
    assert_secure(answer)
    assert answer.headers["Cache-Control"] == "no-store"


def test_failures_of_the_service_and_refusals_have_them(
    store: SqliteStore, ruleset: Ruleset
) -> None:
    client = client_for(store, Failing(ruleset))
    failed = client.post("/v1/decisions", data=b"{}", content_type=JSON)
    assert failed.status_code == 500
    unknown = client.get("/v1/decisions", headers={"Authorization": "Bearer none"})
    assert unknown.status_code == 401
    reader = client_for(store, Failing(ruleset), role="policy")
    forbidden = reader.get("/v1/decisions")
    assert forbidden.status_code == 403
    for answer in (failed, unknown, forbidden):
        assert_secure(answer)


def test_browsers_are_held_to_https_only_where_they_came_by_it(client: FlaskClient) -> None:
    # By plain http the header means nothing, and a service without TLS must stay reachable.
    assert "Strict-Transport-Security" not in client.get("/healthz").headers
    secure = client.get("/healthz", base_url="https://rating.bank.example")
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
