"""The record of a decision is given byte for byte, and the records about it as they are."""

import hashlib
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.retention.erase import erase
from service.store.port import Client, Decision, Draft
from service.store.sqlite import SqliteStore
from tests.api.test_error_shape import assert_problem
from tests.damage import damage
from tests.dossiers import STRONG


@pytest.fixture
def decision(store: SqliteStore, rater: Rater) -> Decision:
    return decide(rater, store, STRONG.read_bytes(), Client("los-1"))


def history(client: FlaskClient, decision_id: str) -> dict[str, Any]:
    answer = client.get(f"/v1/decisions/{decision_id}/history")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    found: dict[str, Any] = json.loads(answer.data)
    return found


def test_the_bytes_of_a_record_have_its_digest(client: FlaskClient, decision: Decision) -> None:
    answer = client.get(f"/v1/decisions/{decision.decision_id}/record")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert answer.data == decision.record.data
    assert f"sha256:{hashlib.sha256(answer.data).hexdigest()}" == decision.record.digest


def test_a_decision_that_nothing_happened_to_has_an_empty_history(
    client: FlaskClient, decision: Decision
) -> None:
    assert history(client, decision.decision_id) == {
        "decision_id": decision.decision_id,
        "erased": False,
        "corrects": None,
        "corrected_by": [],
        "records": [],
    }


def test_the_records_about_a_decision_are_given_as_recorded_oldest_first(
    client: FlaskClient, store: SqliteStore, rater: Rater, decision: Decision
) -> None:
    about = [
        store.append(Draft(kind, f"{n:032x}", decision.decision_id, Client(), {"event": "said"}))
        for n, kind in enumerate(("review", "hold", "retention"))
    ]
    later = decide(rater, store, STRONG.read_bytes(), corrects=decision.decision_id)
    found = history(client, decision.decision_id)
    assert found["records"] == [record.document for record in about]
    assert found["corrected_by"] == [later.decision_id]
    assert history(client, later.decision_id)["corrects"] == decision.decision_id


def test_of_an_erased_decision_the_certificate_is_left(
    client: FlaskClient, store: SqliteStore, decision: Decision
) -> None:
    erase(store, decision.decision_id, order="court 7", by="dpo", client=Client())
    found = history(client, decision.decision_id)
    assert found["erased"]
    assert [record["kind"] for record in found["records"]] == ["erasure"]
    record = client.get(f"/v1/decisions/{decision.decision_id}/record")
    assert_problem(record, 410, "decision_erased")


@pytest.mark.parametrize("what", ["history", "record"])
def test_there_is_none_of_a_decision_that_never_was(
    client: FlaskClient, store: SqliteStore, what: str
) -> None:
    review = store.append(Draft("review", "f" * 32, "0" * 31 + "1", Client(), {}))
    for decision_id in ("0" * 32, review.record_id):
        answer = client.get(f"/v1/decisions/{decision_id}/{what}")
        assert_problem(answer, 404, "decision_not_found")


@pytest.mark.parametrize("what", ["history", "record"])
def test_neither_takes_a_parameter(client: FlaskClient, decision: Decision, what: str) -> None:
    answer = client.get(f"/v1/decisions/{decision.decision_id}/{what}?limit=1")
    assert_problem(answer, 400, "bad_parameter")


def test_a_record_changed_by_hand_is_not_given(
    client: FlaskClient, store: SqliteStore, decision: Decision
) -> None:
    db = store.connection()
    db.execute("DROP TRIGGER records_refuse_update")
    db.execute("UPDATE records SET data = CAST(replace(data, 'los-1', 'los-2') AS BLOB)")
    for what in ("record", "history"):
        answer = client.get(f"/v1/decisions/{decision.decision_id}/{what}")
        assert_problem(answer, 500, "record_damaged")


@pytest.mark.parametrize("kind", ["review", "hold", "retention"])
def test_a_damaged_record_about_a_decision_is_not_given(
    client: FlaskClient, store: SqliteStore, decision: Decision, kind: str
) -> None:
    body = {"event": "said"}
    about = store.append(Draft(kind, "a" * 32, decision.decision_id, Client(), body))
    damage(store, about, b"{")
    answer = client.get(f"/v1/decisions/{decision.decision_id}/history")
    assert_problem(answer, 500, "record_damaged")
    assert client.get(f"/v1/decisions/{decision.decision_id}").status_code == 200
