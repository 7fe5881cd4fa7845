"""A recorded decision is explained at its own address, by what the library functions answer."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.explanation.compare import compare
from service.explanation.counterfactuals import counterfactuals
from service.explanation.explain import explain
from service.explanation.notice import notice
from service.explanation.questions import claims, information_request, questions
from service.explanation.subject import Subject
from service.explanation.what_if import what_if
from service.explanation.why import why
from service.store.sqlite import SqliteStore
from tests.damage import damage
from tests.engine.borrowers import worked_dossiers
from tests.explanation.test_explaining_everything import MEMBERS

FAMILY = worked_dossiers()["family_condiment_maker"]
INCOMPLETE = worked_dossiers()["incomplete_dossier"]

SUCCESSION = {"governance.succession_plan": "documented"}


@pytest.fixture(scope="session")
def subject(rater: Rater) -> Subject:
    """The family business, as the library functions take it."""
    return Subject(rater, rater.rate(FAMILY))


@pytest.fixture
def decision_id(rater: Rater, store: SqliteStore) -> str:
    """A recorded decision on the family business."""
    return decide(rater, store, FAMILY).decision_id


def got(client: FlaskClient, address: str, **headers: str) -> Any:
    answer = client.get(f"/v1/decisions/{address}", headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/json"
    return json.loads(answer.data)


def rows(store: SqliteStore) -> int:
    (count,) = store.connection().execute("SELECT count(*) FROM decisions").fetchone()
    return int(count)


def test_the_explanation_has_the_members_of_the_contract_in_their_order(
    client: FlaskClient, decision_id: str
) -> None:
    explained = got(client, f"{decision_id}/explanation")
    assert list(explained) == ["decision_id", *MEMBERS]
    assert list(explained["reasons"]) == ["borrower", "committee"]
    assert list(explained["counterfactuals"])[:4] == [
        "target",
        "considered_facts",
        "minimal_size",
        "sets",
    ]
    assert list(explained["actions"]) == ["conditions", "covenants", "follow_up"]
    assert {"target", "minimal_size", "sets"} <= set(explained["edge"])


def test_the_explanation_is_of_the_grade_that_was_decided(
    client: FlaskClient, decision_id: str
) -> None:
    decided = got(client, decision_id)
    explained = got(client, f"{decision_id}/explanation")
    shared = [name for name in explained if name in decided]
    assert len(shared) == 12
    assert {name: explained[name] for name in shared} == {name: decided[name] for name in shared}


ANSWERS: dict[str, Callable[[Subject], Any]] = {
    "explanation": lambda subject: explain(subject),
    "explanation?to=N3": lambda subject: explain(subject, target="N3"),
    "why/NO_SUCCESSION": lambda subject: why(subject, "NO_SUCCESSION"),
    "why/GOV%20weak": lambda subject: why(subject, "GOV weak"),
    "why/composite": lambda subject: why(subject, "composite"),
    "counterfactuals": lambda subject: counterfactuals(subject),
    "counterfactuals?to=N3": lambda subject: counterfactuals(subject, "N3"),
    "questions": lambda subject: {
        "questions": questions(subject),
        "information_request": information_request(subject),
        "claims": claims(subject),
    },
    "notice": lambda subject: notice(subject),
    "notice?regime=us_reg_b": lambda subject: notice(subject, "us_reg_b"),
}
"""What follows the address of a decision, and the library's answer to the same question."""


@pytest.mark.parametrize("address", ANSWERS)
def test_every_address_gives_what_the_library_answers(
    client: FlaskClient, subject: Subject, decision_id: str, address: str
) -> None:
    answer = got(client, f"{decision_id}/{address}")
    assert next(iter(answer)) == "decision_id"
    assert answer.pop("decision_id") == decision_id
    if "recorded_at" in answer:
        answer["recorded_at"] = None
    assert json.dumps(answer) == json.dumps(ANSWERS[address](subject))


def test_a_letter_says_when_the_decision_was_recorded(
    client: FlaskClient, store: SqliteStore, decision_id: str
) -> None:
    decision = store.get(decision_id)
    assert decision is not None
    assert got(client, f"{decision_id}/notice")["recorded_at"] == decision.recorded_at


def test_what_if_answers_with_what_would_follow_and_names_only_what_was_decided(
    client: FlaskClient, subject: Subject, decision_id: str
) -> None:
    answer = client.post(f"/v1/decisions/{decision_id}/what-if", json={"changes": SUCCESSION})
    assert answer.status_code == 200
    found = json.loads(answer.data)
    assert found["hypothetical"] is True
    assert found["before"].pop("decision_id") == decision_id
    assert "decision_id" not in found["after"]
    assert json.dumps(found) == json.dumps(what_if(subject, SUCCESSION))


def test_what_if_records_nothing(client: FlaskClient, store: SqliteStore, decision_id: str) -> None:
    before = got(client, decision_id)
    address = f"/v1/decisions/{decision_id}/what-if"
    for changes in (SUCCESSION, {"governance.succession_plan": None}, {"nowhere.fact": 1}):
        client.post(address, json={"changes": changes})
    assert rows(store) == 1
    assert got(client, decision_id) == before


def test_asking_records_nothing(client: FlaskClient, store: SqliteStore, decision_id: str) -> None:
    for address in ANSWERS:
        got(client, f"{decision_id}/{address}")
    assert rows(store) == 1


def test_two_decisions_are_compared_from_the_first_to_the_other(
    client: FlaskClient, rater: Rater, store: SqliteStore, subject: Subject, decision_id: str
) -> None:
    other_id = decide(rater, store, INCOMPLETE).decision_id
    found = got(client, f"{decision_id}/compare/{other_id}")
    assert next(iter(found["one"])) == next(iter(found["other"])) == "decision_id"
    assert found["one"].pop("decision_id") == decision_id
    assert found["other"].pop("decision_id") == other_id
    other = Subject(rater, rater.rate(INCOMPLETE))
    assert json.dumps(found) == json.dumps(compare(subject, other))


def test_a_decision_compared_with_itself_differs_in_nothing(
    client: FlaskClient, decision_id: str
) -> None:
    found = got(client, f"{decision_id}/compare/{decision_id}")
    assert found["one"] == found["other"]
    assert found["same_borrower"]
    assert found["difference"]["facts"] == []
    assert found["difference"]["findings"] == {"appeared": [], "gone": [], "changed": []}


def test_the_same_question_gets_the_same_bytes(client: FlaskClient, decision_id: str) -> None:
    for address in ANSWERS:
        first, second = (client.get(f"/v1/decisions/{decision_id}/{address}") for _ in range(2))
        assert first.data == second.data


def test_a_borrower_without_a_grade_is_explained_too(
    client: FlaskClient, rater: Rater, store: SqliteStore
) -> None:
    decided = decide(rater, store, INCOMPLETE).decision_id
    explained = got(client, f"{decided}/explanation")
    assert explained["grade"] == "NR"
    assert explained["counterfactuals"]["target"] is None
    assert explained["information_request"] is not None
    assert got(client, f"{decided}/notice")["kind"] == "incomplete"


def test_what_was_explained_before_is_explained_again_only_while_its_record_holds(
    client: FlaskClient, store: SqliteStore, decision_id: str
) -> None:
    address = f"/v1/decisions/{decision_id}/explanation"
    first = client.get(address)
    assert client.get(address).data == first.data
    assert client.get(f"{address}?to=N3").data != first.data
    chinese = client.get(address, headers={"Accept-Language": "zh"})
    assert (chinese.headers["Content-Language"], first.headers["Content-Language"]) == ("zh", "en")
    assert chinese.data != first.data
    record = store.record(decision_id)
    assert record is not None
    damage(store, record)
    assert client.get(address).get_json()["code"] == "record_damaged"
