"""Every error has one shape: RFC 9457 problem+json with type, title, status, detail,
instance and code; a rejected dossier also lists its faults in errors.
"""

import dataclasses
import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.access.roles import is_page
from service.api.app import create_app
from service.decisions.rate import Rater, Rating
from service.dossier.door import MAX_BYTES
from service.engine.direct import DirectEvaluator
from service.errors import EngineFailure
from service.ruleset.model import Ruleset
from service.store.port import Draft, Record
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT, UNKNOWN, calling, client_for, key_for
from tests.dossiers import STRONG, spoiled

MEMBERS = ["type", "title", "status", "detail", "instance", "code"]


def assert_problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    problem: dict[str, Any] = json.loads(answer.data)
    assert list(problem)[:6] == MEMBERS
    assert set(problem) - set(MEMBERS) <= {"errors"}
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["type"] == f"/docs/errors/{code}"
    assert problem["instance"].startswith("urn:uuid:")
    return problem


def post(client: FlaskClient, body: bytes, content_type: str = "application/json") -> TestResponse:
    return client.post("/v1/decisions", data=body, content_type=content_type)


def test_the_page_of_not_found_lists_every_path(client: FlaskClient) -> None:
    page = client.get("/docs/errors/not_found").text
    for rule in client.application.url_map.iter_rules():
        if is_page(rule.rule):
            continue
        path = re.sub(r"<(?:path:)?(\w+)>", r"{\1}", rule.rule)
        (method,) = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert f"{method} {path}`" in " ".join(page.split()), path


def test_an_unknown_address_is_not_found(client: FlaskClient) -> None:
    problem = assert_problem(client.get("/v1/nowhere"), 404, "not_found")
    assert problem["detail"].startswith("The service has nothing at this path")


def test_an_unknown_decision_is_not_found(client: FlaskClient) -> None:
    assert_problem(client.get("/v1/decisions/0f3c"), 404, "decision_not_found")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_decision_cannot_be_changed_or_removed(client: FlaskClient, method: str) -> None:
    answer = client.open("/v1/decisions/0f3c", method=method)
    problem = assert_problem(answer, 405, "method_not_allowed")
    assert problem["detail"] == "This path takes only GET, HEAD, OPTIONS."
    assert "GET" in answer.headers["Allow"]


def test_a_request_without_a_key_is_told_how_to_send_one(app: Flask) -> None:
    answer = app.test_client().get("/v1/rulesets")
    problem = assert_problem(answer, 401, "unauthenticated")
    assert "Authorization: Bearer" in problem["detail"]
    ways = answer.headers.getlist("WWW-Authenticate")
    assert [way.partition(" ")[0] for way in ways] == ["Bearer", "Basic"]


def test_a_role_that_may_not_is_told_which_it_is(store: SqliteStore, rater: Rater) -> None:
    problem = assert_problem(
        post(client_for(store, rater, role="auditor"), STRONG.read_bytes()), 403, "forbidden"
    )
    assert "auditor" in problem["detail"]


def test_a_key_that_makes_too_many_requests_is_told_when_to_try_again(
    store: SqliteStore, rater: Rater
) -> None:
    rationed = dataclasses.replace(DEVELOPMENT, rate_limit=1, rate_burst=1)
    client = calling(create_app(store, rater, rationed), key_for(store))
    answers = [client.get("/v1/rulesets") for _ in range(3)]
    problem = assert_problem(answers[-1], 429, "too_many_requests")
    seconds = int(answers[-1].headers["Retry-After"])
    assert seconds >= 1
    assert f"after {seconds} s" in problem["detail"]


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"]
)
def test_a_body_that_is_not_declared_as_json_is_not_taken(
    client: FlaskClient, content_type: str
) -> None:
    answer = post(client, STRONG.read_bytes(), content_type)
    assert_problem(answer, 415, "unsupported_media_type")


def test_a_compressed_body_is_not_taken(client: FlaskClient) -> None:
    answer = client.post(
        "/v1/decisions",
        data=b"\x1f\x8b",
        content_type="application/json",
        headers={"Content-Encoding": "gzip"},
    )
    assert_problem(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b'{"dossier_id": "\xff"}', "not_utf8"),
        (b"[" * 100 + b"]" * 100, "too_deep"),
        (b'{"dossier_id": "a", "dossier_id": "b"}', "duplicate_member"),
        (b'{"dossier_id": NaN}', "not_finite"),
    ],
)
def test_a_body_that_is_no_json_document_is_unreadable(
    client: FlaskClient, body: bytes, code: str
) -> None:
    problem = assert_problem(post(client, body), 400, code)
    assert code in [error["code"] for error in problem["errors"]]


def test_a_body_of_1_mib_is_read_and_one_byte_more_is_too_large(client: FlaskClient) -> None:
    dossier = STRONG.read_bytes()
    largest = dossier + b" " * (MAX_BYTES - len(dossier))
    assert post(client, largest).status_code == 201
    for body in (largest + b" ", largest * 3):
        problem = assert_problem(post(client, body), 413, "body_too_large")
        assert [error["code"] for error in problem["errors"]] == ["body_too_large"]


def test_every_fault_of_a_dossier_is_listed_with_its_pointer(client: FlaskClient) -> None:
    body = spoiled(rating_date="soon", curency="CNY", history={"name_changes_5y": 1.5})
    problem = assert_problem(post(client, body), 422, "dossier_rejected")
    errors = {error["pointer"]: error for error in problem["errors"]}
    assert {"/rating_date", "/curency", "/history/name_changes_5y"} <= set(errors)
    for error in errors.values():
        assert list(error) == ["code", "pointer", "message"]
        assert error["message"]


def test_a_store_that_cannot_be_opened_is_unavailable(tmp_path: Path, rater: Rater) -> None:
    (tmp_path / "file").write_text("")
    client = calling(
        create_app(SqliteStore(tmp_path / "file" / "x.sqlite3"), rater, DEVELOPMENT), UNKNOWN
    )
    assert_problem(post(client, STRONG.read_bytes()), 503, "store_unavailable")
    assert_problem(client.get("/v1/decisions/0f3c"), 503, "store_unavailable")


def test_evaluators_that_disagree_give_no_decision_and_log_only_the_digest(
    store: SqliteStore, ruleset: Ruleset, rater: Rater, caplog: pytest.LogCaptureFixture
) -> None:
    points = {**ruleset.policy.points, "S1": 3}
    other = dataclasses.replace(ruleset, policy=dataclasses.replace(ruleset.policy, points=points))
    client = client_for(store, Rater(ruleset, DirectEvaluator(other)))
    problem = assert_problem(post(client, STRONG.read_bytes()), 500, "evaluators_disagree")
    assert store.connection().execute("SELECT count(*) FROM decisions").fetchone() == (0,)
    logged = "\n".join(caplog.messages)
    # The line of the failure, and that of the request.
    assert logged.count(problem["instance"]) == 2
    assert logged.count(rater.rate(STRONG.read_bytes()).dossier.digest) == 1
    assert json.loads(STRONG.read_bytes())["dossier_id"] not in logged


class FailingRater(Rater):
    """A rater whose engine fails: no dossier is known to make the real one do so."""

    def rate(self, body: bytes) -> Rating:
        raise EngineFailure("the engine refused a fact")


def test_an_engine_that_fails_gives_no_decision(
    store: SqliteStore, ruleset: Ruleset, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_for(store, FailingRater(ruleset))
    problem = assert_problem(post(client, STRONG.read_bytes()), 500, "engine_failure")
    assert problem["instance"] in caplog.text


class BrokenStore(SqliteStore):
    """A store with a defect, whose message quotes the dossier."""

    def append(self, draft: Draft) -> Record:
        raise KeyError(draft.body["dossier_id"])


def test_an_unforeseen_failure_shows_nothing_of_code_or_dossier(
    tmp_path: Path, rater: Rater, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = client_for(BrokenStore(tmp_path / "x.sqlite3"), rater)
    answer = post(client, STRONG.read_bytes())
    problem = assert_problem(answer, 500, "internal_error")
    assert "KeyError" not in answer.text
    assert ".py" not in answer.text
    assert problem["instance"] in caplog.text
    assert "KeyError" in caplog.text
    assert json.loads(STRONG.read_bytes())["dossier_id"] not in caplog.text
