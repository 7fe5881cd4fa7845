"""A key that comes with another request, or cannot be one, is refused, and nothing is recorded."""

import json

import pytest
from flask.testing import FlaskClient

from service.store.sqlite import SqliteStore
from tests.api.test_error_shape import assert_problem
from tests.calling import calling, key_for
from tests.dossiers import STRONG, spoiled
from tests.idempotency.retrying import assert_retried, send


@pytest.mark.parametrize(
    "body",
    [
        spoiled(application_ref="LOS-2"),
        json.dumps(json.loads(STRONG.read_bytes()), indent=7).encode(),
        b"not JSON at all",
    ],
    ids=["another dossier", "the same dossier in other bytes", "no dossier"],
)
def test_another_body_is_another_request(los: FlaskClient, store: SqliteStore, body: bytes) -> None:
    first = send(los, "key-1")
    assert_problem(send(los, "key-1", body), 422, "idempotency_key_reused")
    assert_retried(first, send(los, "key-1"))
    assert store.size() == 1


def test_another_query_is_another_request(los: FlaskClient, store: SqliteStore) -> None:
    decision = send(los, "key-1").headers["Location"].rpartition("/")[2]
    correction = send(los, "key-1", to=f"/v1/decisions?corrects={decision}")
    assert_problem(correction, 422, "idempotency_key_reused")
    assert store.size() == 1


def test_another_address_is_another_request(los: FlaskClient, store: SqliteStore) -> None:
    admin = calling(los.application, key_for(store, "admin", "los-1"))
    at = send(los, "key-1").headers["Location"]
    review = json.dumps({"action": "accept", "officer": "li.na"}).encode()
    problem = assert_problem(
        send(admin, "key-1", review, f"{at}/reviews"), 422, "idempotency_key_reused"
    )
    assert problem["detail"].endswith("nothing was recorded.")
    assert store.size() == 1


def test_the_same_review_of_another_decision_is_another_request(
    los: FlaskClient, committee: FlaskClient
) -> None:
    first, second = (f"{send(los).headers['Location']}/reviews" for _ in range(2))
    review = json.dumps({"action": "accept", "officer": "li.na"}).encode()
    assert send(committee, "key-1", review, first).status_code == 201
    answer = send(committee, "key-1", review, second)
    assert_problem(answer, 422, "idempotency_key_reused")
    assert committee.get(second).get_json()["reviews"] == []


@pytest.mark.parametrize("key", ["", " ", "two words", "x" * 256, "schl\u00fcssel", "tab\tbed"])
def test_what_cannot_be_a_key_is_refused(los: FlaskClient, store: SqliteStore, key: str) -> None:
    problem = assert_problem(send(los, key), 400, "bad_idempotency_key")
    assert "1 to 255 visible characters of ASCII" in problem["detail"]
    assert store.size() == 0


def test_a_refused_request_leaves_its_key_free(los: FlaskClient, store: SqliteStore) -> None:
    assert send(los, "key-1", spoiled(rating_date="never")).status_code == 422
    assert send(los, "key-1", b"{").status_code == 400
    assert send(los, "key-1", to="/v1/decisions?corrects=nothing").status_code in (404, 422)
    assert_retried(send(los, "key-1"), send(los, "key-1"))
    assert store.size() == 1
