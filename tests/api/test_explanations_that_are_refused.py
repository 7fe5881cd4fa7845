"""Every question that cannot be answered, and every answer that fails its check, is a problem."""

import json
from collections.abc import Container, Iterable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.engine.direct import DirectEvaluator
from service.explanation.subject import Subject
from service.grading.arithmetic import Grading
from service.ruleset.model import Ruleset, Value
from service.store.sqlite import SqliteStore
from tests.calling import client_for
from tests.dossiers import STRONG
from tests.engine.borrowers import changed_ruleset, worked_dossiers
from tests.recorded_anew import recorded_anew

MEMBERS = ["type", "title", "status", "detail", "instance", "code"]

FAMILY = worked_dossiers()["family_condiment_maker"]


@pytest.fixture
def at(rater: Rater, store: SqliteStore) -> str:
    """The address of a recorded decision on the family business, which is graded N5."""
    return f"/v1/decisions/{decide(rater, store, FAMILY).decision_id}"


def assert_problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    problem: dict[str, Any] = json.loads(answer.data)
    assert list(problem)[:6] == MEMBERS
    assert set(problem) - set(MEMBERS) <= {"errors"}
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["type"] == f"/docs/errors/{code}"
    return problem


@pytest.mark.parametrize(
    "address", ["explanation", "why/GOV", "counterfactuals", "questions", "notice"]
)
def test_an_unknown_decision_is_not_explained(client: FlaskClient, address: str) -> None:
    assert_problem(client.get(f"/v1/decisions/0f3c/{address}"), 404, "decision_not_found")


def test_an_unknown_decision_is_neither_supposed_about_nor_compared(
    client: FlaskClient, at: str
) -> None:
    supposed = client.post("/v1/decisions/0f3c/what-if", json={"changes": {}})
    assert_problem(supposed, 404, "decision_not_found")
    assert_problem(client.get(f"{at}/compare/0f3c"), 404, "decision_not_found")


@pytest.mark.parametrize(
    ("code", "nearest"),
    [
        ("NO_SUCESSION", "NO_SUCCESSION"),
        ("no_succession", "NO_SUCCESSION"),
        ("GOV%20wek", "GOV weak"),
        ("PAT-99", "PAT-09"),
        ("a%2Fb", ""),
        ("%E4%BD%A0", ""),
    ],
)
def test_an_unknown_code_is_named_with_the_nearest(
    client: FlaskClient, at: str, code: str, nearest: str
) -> None:
    problem = assert_problem(client.get(f"{at}/why/{code}"), 404, "unknown_code")
    assert nearest in problem["detail"]


@pytest.mark.parametrize(
    ("grade", "said"),
    [
        ("N11", "There is no grade"),
        ("n3", "There is no grade"),
        ("", "There is no grade"),
        ("NR", "no better"),
        ("N5", "no better"),
        ("N9", "no better"),
    ],
)
@pytest.mark.parametrize("address", ["counterfactuals", "explanation"])
def test_a_grade_that_cannot_be_reached_is_no_target(
    client: FlaskClient, at: str, address: str, grade: str, said: str
) -> None:
    problem = assert_problem(client.get(f"{at}/{address}?to={grade}"), 422, "impossible_target")
    assert said in problem["detail"]
    assert "N1, N2, N3, N4" in problem["detail"]


def test_a_borrower_without_a_grade_has_no_target(
    client: FlaskClient, rater: Rater, store: SqliteStore
) -> None:
    body = worked_dossiers()["incomplete_dossier"]
    at = f"/v1/decisions/{decide(rater, store, body).decision_id}"
    problem = assert_problem(client.get(f"{at}/counterfactuals?to=N3"), 422, "impossible_target")
    assert "not rated" in problem["detail"]


def test_an_unknown_regime_is_named_with_the_known(client: FlaskClient, at: str) -> None:
    problem = assert_problem(client.get(f"{at}/notice?regime=us"), 422, "unknown_regime")
    assert "none, us_reg_b" in problem["detail"]


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("explanation?lang=zh", "lang"),
        ("explanation?to=N3&to=N2", "to"),
        ("explanation?to=N3&TO=N2", "TO"),
        ("why/GOV?to=N3", "to"),
        ("counterfactuals?target=N3", "target"),
        ("questions?limit=3", "limit"),
        ("notice?regimes=none", "regimes"),
        ("notice?regime=none&regime=none", "regime"),
        ("compare/0f3c?with=x", "with"),
    ],
)
def test_a_parameter_that_is_not_known_or_repeated_is_refused(
    client: FlaskClient, at: str, address: str, named: str
) -> None:
    problem = assert_problem(client.get(f"{at}/{address}"), 400, "bad_parameter")
    assert f'"{named}"' in problem["detail"]


def supposed(client: FlaskClient, at: str, body: bytes) -> TestResponse:
    return client.post(f"{at}/what-if", data=body, content_type="application/json")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "not_json"),
        (b"{", 400, "not_json"),
        (b'{"changes": {"\xff": 1}}', 400, "not_utf8"),
        (b'\xef\xbb\xbf{"changes": {}}', 400, "byte_order_mark"),
        (b'{"changes": {}, "changes": {}}', 400, "duplicate_member"),
        (b'{"changes": {"reputation.current_dpd": NaN}}', 400, "not_finite"),
        (b"[" * 33 + b"]" * 33, 400, "too_deep"),
        (b" " * (1 << 20) + b"{}", 413, "body_too_large"),
    ],
)
def test_changes_come_through_the_same_door_as_dossiers(
    client: FlaskClient, at: str, body: bytes, status: int, code: str
) -> None:
    assert_problem(supposed(client, at, body), status, code)


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (b"[]", [("", "wrong_type")]),
        (b"{}", [("/changes", "missing_member")]),
        (b'{"changes": []}', [("/changes", "wrong_type")]),
        (b'{"changes": {}}', [("/changes", "missing_member")]),
        (b'{"changes": {"management.bench": null}, "to": "N3"}', [("/to", "unknown_member")]),
        (b'{"changes": null}', [("/changes", "wrong_type")]),
        (
            b'{"changes": {"governance.succession_plan": "documentd", "nowhere.fact": 1,'
            b' "reputation.current_dpd": -1, "history.name_changes_5y": 1.5,'
            b' "production.capacity_use_pct": 1e-9, "borrower.age": 61}}',
            [
                ("/changes/borrower.age", "unknown_member"),
                ("/changes/governance.succession_plan", "unknown_value"),
                ("/changes/history.name_changes_5y", "not_whole"),
                ("/changes/nowhere.fact", "unknown_member"),
                ("/changes/production.capacity_use_pct", "too_many_decimals"),
                ("/changes/reputation.current_dpd", "out_of_range"),
            ],
        ),
    ],
)
def test_every_fault_of_the_changes_is_told_at_once(
    client: FlaskClient, at: str, body: bytes, faults: list[tuple[str, str]]
) -> None:
    problem = assert_problem(supposed(client, at, body), 422, "changes_rejected")
    assert [(e["pointer"], e["code"]) for e in problem["errors"]] == faults
    assert all(error["message"] for error in problem["errors"])


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_changes_that_are_not_declared_as_json_are_not_taken(
    client: FlaskClient, at: str, content_type: str
) -> None:
    answer = client.post(f"{at}/what-if", data=b'{"changes": {}}', content_type=content_type)
    assert_problem(answer, 415, "unsupported_media_type")


def test_what_if_is_only_posted(client: FlaskClient, at: str) -> None:
    assert_problem(client.get(f"{at}/what-if"), 405, "method_not_allowed")
    assert_problem(client.post(f"{at}/explanation"), 405, "method_not_allowed")


def test_a_decision_by_a_ruleset_that_is_not_stored_is_not_explained(
    client: FlaskClient, rater: Rater, store: SqliteStore
) -> None:
    decision = decide(rater, store, FAMILY)
    unstored = decision.record.body["ruleset"] | {"source": None}
    at = f"/v1/decisions/{recorded_anew(store, decision, ruleset=unstored).decision_id}"
    assert client.get(at).status_code == 200
    problem = assert_problem(client.get(f"{at}/explanation"), 409, "ruleset_not_stored")
    assert rater.ruleset.digest in problem["detail"]


def test_a_decision_by_a_ruleset_that_is_installed_nowhere_is_explained(
    client: FlaskClient, store: SqliteStore, tmp_path: Path
) -> None:
    title = {"en": "Of the same version, with another title", "zh": "同版本，标题不同"}
    other = changed_ruleset(tmp_path, "ruleset.yaml", lambda c: c.update(title=title))
    at = f"/v1/decisions/{decide(Rater(other), store, FAMILY).decision_id}"
    assert client.get(f"{at}/explanation").status_code == 200


def test_a_decision_that_cannot_be_reproduced_is_not_explained(
    client: FlaskClient, rater: Rater, store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    # The answer recorded names another decision.
    other = recorded_anew(store, decide(rater, store, STRONG.read_bytes()))
    answer = client.get(f"/v1/decisions/{other.decision_id}/explanation")
    problem = assert_problem(answer, 500, "decision_not_reproduced")
    assert problem["instance"] in caplog.text
    assert other.decision_id in caplog.text
    assert json.loads(STRONG.read_bytes())["dossier_id"] not in caplog.text


class Stubborn(DirectEvaluator):
    """An evaluator with a defect: whatever is taken away, the grade stays as it was."""

    first: tuple[dict[str, tuple[str, ...]], Grading] | None = None

    def grade_codes(
        self,
        codes: Iterable[str],
        model: Value | None,
        *,
        favourable: bool = False,
        ignored: Container[str] = (),
    ) -> tuple[dict[str, tuple[str, ...]], Grading]:
        graded = super().grade_codes(codes, model, favourable=favourable, ignored=ignored)
        self.first = self.first or graded
        return self.first


def test_reasons_that_do_not_hold_are_not_given(
    store: SqliteStore, ruleset: Ruleset, caplog: pytest.LogCaptureFixture
) -> None:
    rater = Rater(ruleset, Stubborn(ruleset))
    client = client_for(store, rater)
    at = f"/v1/decisions/{decide(rater, store, FAMILY).decision_id}"
    problem = assert_problem(client.get(f"{at}/explanation"), 500, "reasons_do_not_hold")
    assert problem["instance"] in caplog.text
    assert json.loads(FAMILY)["dossier_id"] not in caplog.text


def test_changes_that_are_not_confirmed_are_not_given(
    client: FlaskClient,
    rater: Rater,
    store: SqliteStore,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = f"/v1/decisions/{decide(rater, store, FAMILY).decision_id}"
    # The evaluators find that nothing follows from the changes that the search found.
    monkeypatch.setattr(Subject, "confirm", lambda self, changes: self.evaluation)
    problem = assert_problem(client.get(f"{at}/counterfactuals"), 500, "change_not_confirmed")
    assert problem["instance"] in caplog.text
    assert json.loads(FAMILY)["dossier_id"] not in caplog.text
