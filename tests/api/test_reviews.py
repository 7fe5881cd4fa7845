"""The human decision over HTTP: reviews are recorded, refused, and read with their history."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.decisions.rate import Rater
from service.retention.erase import erase
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.api.test_error_shape import assert_problem
from tests.calling import calling, key_for
from tests.reviews.reviewing import FAMILY, UNRATED, WORDS, Reviewed

MEMBERS = [
    "review_id",
    "decision_id",
    "action",
    "officer",
    "grade",
    "notches",
    "reason_code",
    "reason",
    "signs",
    "recorded_at",
    "leaf_index",
    "client",
    "policy",
    "model_grade",
    "effective_grade",
    "state",
]


@pytest.fixture
def decision(store: SqliteStore, rater: Rater) -> Reviewed:
    return Reviewed(store, rater, FAMILY)


@pytest.fixture
def at(decision: Reviewed) -> str:
    return f"/v1/decisions/{decision.decision_id}/reviews"


def post(client: FlaskClient, at: str, action: str, officer: str, **members: str) -> TestResponse:
    document = {"action": action, "officer": officer, **WORDS[action], **members}
    return client.post(at, json=document)


def recorded(answer: TestResponse) -> dict[str, Any]:
    assert (answer.status_code, answer.mimetype) == (201, "application/json")
    review: dict[str, Any] = json.loads(answer.data)
    assert list(review) == [*MEMBERS, "decision_state"]
    return review


def test_a_review_is_answered_with_the_grade_that_now_stands(
    client: FlaskClient, at: str, decision: Reviewed
) -> None:
    review = recorded(post(client, at, "override_down", "li.na", grade="N7"))
    assert review["decision_id"] == decision.decision_id
    assert (review["model_grade"], review["effective_grade"]) == ("N5", "N7")
    assert (review["state"], review["decision_state"]) == ("in_force", "overridden_down")


def test_who_asked_is_recorded_with_the_key_that_proved_it(
    client: FlaskClient, at: str, decision: Reviewed
) -> None:
    key = key_for(decision.store, "committee", "desk.7")
    review = recorded(post(calling(client.application, key), at, "accept", "li.na"))
    assert review["officer"] == "li.na"
    proved = {"name": "desk.7", "authenticated": True, "key": key.split("_")[1]}
    assert review["client"] == proved


def test_what_was_answered_is_in_the_store(
    client: FlaskClient, at: str, decision: Reviewed
) -> None:
    review = recorded(post(client, at, "accept", "li.na"))
    again = SqliteStore(decision.store.path, read_only=True)
    found = again.record(review["review_id"])
    again.close()
    assert found is not None
    assert found.body["action"] == "accept"


def test_the_history_keeps_the_model_grade_beside_the_human_one(
    client: FlaskClient, at: str, decision: Reviewed
) -> None:
    up = recorded(post(client, at, "override_up", "li.na", grade="N4"))
    assert json.loads(client.get(at).data)["pending"] == up["review_id"]
    signed = recorded(post(client, at, "countersign", "wang", review_id=up["review_id"]))
    history = json.loads(client.get(at).data)
    reviews = history.pop("reviews")
    assert history == {
        "decision_id": decision.decision_id,
        "model_grade": "N5",
        "effective_grade": "N4",
        "state": "overridden_up",
        "pending": None,
        "corrected_by": [],
    }
    assert [list(review) for review in reviews] == [MEMBERS, MEMBERS]
    assert [r["review_id"] for r in reviews] == [up["review_id"], signed["review_id"]]
    assert [r["state"] for r in reviews] == ["in_force", "signed"]


def test_every_fault_is_listed(client: FlaskClient, at: str, decision: Reviewed) -> None:
    answer = client.post(at, json={"action": "override_up", "officer": "li na", "grade": "N2"})
    problem = assert_problem(answer, 422, "review_rejected")
    assert problem["detail"] == "4 faults found; nothing was recorded."
    assert [(e["code"], e["pointer"]) for e in problem["errors"]] == [
        ("grade_not_allowed", "/grade"),
        ("bad_format", "/officer"),
        ("missing_member", "/reason"),
        ("missing_member", "/reason_code"),
    ]
    assert decision.history()["reviews"] == []


def test_faults_have_pages(client: FlaskClient) -> None:
    for code in ("grade_not_allowed", "same_officer"):
        assert client.get(f"/docs/errors/{code}").status_code == 200


def test_the_example_of_the_page_is_taken(client: FlaskClient, at: str) -> None:
    page = client.get("/docs/errors/review_rejected").text
    document = json.loads(page.partition("```json\n")[2].partition("```")[0])
    recorded(client.post(at, json=document))


def test_a_body_that_is_no_json_is_no_document(client: FlaskClient, at: str) -> None:
    answer = client.post(at, data=b"{", content_type="application/json")
    problem = assert_problem(answer, 400, "not_json")
    assert problem["detail"].endswith("nothing was recorded.")


def test_a_body_beyond_a_mebibyte_is_too_large(client: FlaskClient, at: str) -> None:
    answer = client.post(at, data=b" " * (1 << 20) + b"{}", content_type="application/json")
    assert_problem(answer, 413, "body_too_large")


def test_a_body_that_is_not_declared_as_json_is_not_taken(client: FlaskClient, at: str) -> None:
    assert_problem(client.post(at, data=b"{}"), 415, "unsupported_media_type")


def test_who_comes_too_late_is_told(client: FlaskClient, at: str) -> None:
    up = recorded(post(client, at, "override_up", "li.na", grade="N4"))
    recorded(post(client, at, "decline", "wang", review_id=up["review_id"]))
    late = post(client, at, "countersign", "chen", review_id=up["review_id"])
    problem = assert_problem(late, 409, "review_conflict")
    assert problem["detail"] == (
        f"The upward override {up['review_id']} is already declined. Nothing was recorded."
    )


def test_a_corrected_decision_names_the_newer_one(
    client: FlaskClient, at: str, decision: Reviewed
) -> None:
    newer = decision.correct()
    problem = assert_problem(post(client, at, "accept", "li.na"), 409, "review_conflict")
    assert newer in problem["detail"]
    assert json.loads(client.get(at).data)["corrected_by"] == [newer]


def test_an_erased_decision_is_gone(client: FlaskClient, at: str, decision: Reviewed) -> None:
    recorded(post(client, at, "accept", "li.na"))
    erase(decision.store, decision.decision_id, order="court 7", by="dpo", client=Client())
    assert_problem(client.get(at), 410, "decision_erased")
    assert_problem(post(client, at, "accept", "li.na"), 410, "decision_erased")


def test_an_unknown_decision_is_not_found(client: FlaskClient) -> None:
    at = f"/v1/decisions/{'0' * 32}/reviews"
    assert_problem(client.get(at), 404, "decision_not_found")
    assert_problem(post(client, at, "accept", "li.na"), 404, "decision_not_found")


def test_what_is_not_rated_is_not_overridden(
    client: FlaskClient, store: SqliteStore, rater: Rater
) -> None:
    unrated = Reviewed(store, rater, UNRATED)
    at = f"/v1/decisions/{unrated.decision_id}/reviews"
    answer = post(client, at, "override_down", "li.na", grade="N9")
    [error] = assert_problem(answer, 422, "review_rejected")["errors"]
    assert (error["code"], error["pointer"]) == ("grade_not_allowed", "/action")


def test_parameters_are_refused(client: FlaskClient, at: str) -> None:
    assert_problem(client.get(f"{at}?officer=li.na"), 400, "bad_parameter")
    assert_problem(post(client, f"{at}?dry=1", "accept", "li.na"), 400, "bad_parameter")
