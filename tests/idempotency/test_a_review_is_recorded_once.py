"""A review that is sent again under its key is recorded once, and answered in the same bytes."""

import json

import pytest
from flask.testing import FlaskClient

from service.retention.erase import erase
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.api.test_error_shape import assert_problem
from tests.idempotency.retrying import REPLAYED, assert_retried, send

ACCEPT = json.dumps({"action": "accept", "officer": "li.na"}).encode()
REFER = json.dumps(
    {
        "action": "refer_back",
        "officer": "wang.fang",
        "reason_code": "EVIDENCE_INCOMPLETE",
        "reason": "The tax record is missing.",
    }
).encode()


@pytest.fixture
def at(los: FlaskClient) -> str:
    return f"{send(los).headers['Location']}/reviews"


def reviews(committee: FlaskClient, at: str) -> list[str]:
    history = committee.get(at).get_json()
    return [review["review_id"] for review in history["reviews"]]


def test_a_retried_review_is_recorded_once(committee: FlaskClient, at: str) -> None:
    first = send(committee, "key-1", ACCEPT, at)
    assert_retried(first, send(committee, "key-1", ACCEPT, at))
    assert reviews(committee, at) == [first.get_json()["review_id"]]


def test_without_a_key_each_is_recorded(committee: FlaskClient, at: str) -> None:
    sent = [send(committee, None, ACCEPT, at) for _ in range(2)]
    assert all(REPLAYED not in answer.headers for answer in sent)
    assert len(reviews(committee, at)) == 2


def test_the_answer_is_that_of_then_whatever_was_recorded_since(
    committee: FlaskClient, at: str
) -> None:
    first = send(committee, "key-1", ACCEPT, at)
    later = send(committee, "key-2", REFER, at)
    assert later.get_json()["decision_state"] != first.get_json()["decision_state"]
    assert_retried(first, send(committee, "key-1", ACCEPT, at))


def test_another_review_needs_another_key(committee: FlaskClient, at: str) -> None:
    send(committee, "key-1", ACCEPT, at)
    assert_problem(send(committee, "key-1", REFER, at), 422, "idempotency_key_reused")
    assert len(reviews(committee, at)) == 1


def test_a_refused_review_leaves_its_key_free(committee: FlaskClient, at: str) -> None:
    assert_problem(send(committee, "key-1", b"{}", at), 422, "review_rejected")
    nowhere = f"/v1/decisions/{'0' * 32}/reviews"
    assert_problem(send(committee, "key-1", ACCEPT, nowhere), 404, "decision_not_found")
    assert send(committee, "key-1", ACCEPT, at).status_code == 201


def test_of_an_erased_decision_no_answer_is_kept(
    committee: FlaskClient, at: str, store: SqliteStore
) -> None:
    assert send(committee, "key-1", REFER, at).status_code == 201
    decision_id = at.split("/")[3]
    erase(store, decision_id, order="order 7", by="u1", client=Client())
    assert_problem(send(committee, "key-1", REFER, at), 410, "decision_erased")
    assert store.connection()["answered"].count == 0
