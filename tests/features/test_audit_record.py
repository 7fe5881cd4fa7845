"""The record of a decision, as ``features/audit/record.feature`` states it."""

import json
import sqlite3

import pytest
from flask.testing import FlaskClient
from pytest_bdd import given, parsers, scenarios, then, when
from werkzeug.test import TestResponse

from service.access.keys import Keys
from service.canonical import digest
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store.port import Decision
from service.store.sqlite import SqliteStore
from tests.calling import client_for, key_for
from tests.features.borrowers import fixture_dossier

scenarios("audit/record.feature")

CHANGES = {
    "better the grade": "UPDATE decisions SET grade = 'N1'",
    "change the record": "UPDATE records SET data = x'7b7d'",
    "remove the record": "DELETE FROM records",
    "remove the dossier": "DELETE FROM contents WHERE name = 'dossier'",
    "put another in its place": "REPLACE INTO records SELECT * FROM records",
    "change a leaf of the ledger": "UPDATE nodes SET hash = zeroblob(32)",
    "change the ruleset": "UPDATE sources SET data = x'00'",
}


@pytest.fixture
def client(store: SqliteStore, rater: Rater) -> FlaskClient:
    return client_for(store, rater)


@given(parsers.parse('a recorded decision on "{name}"'), target_fixture="first")
def recorded_on(store: SqliteStore, rater: Rater, name: str) -> Decision:
    return decide(rater, store, json.dumps(fixture_dossier(name)).encode())


def key_of(store: SqliteStore, system: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key_for(store, 'originator', system)}"}


@when(
    parsers.parse('the loan system "{system}" sends the dossier "{name}"'), target_fixture="answer"
)
def dossier_sent(client: FlaskClient, store: SqliteStore, system: str, name: str) -> TestResponse:
    answer = client.post(
        "/v1/decisions",
        data=json.dumps(fixture_dossier(name)),
        content_type="application/json",
        headers=key_of(store, system),
    )
    assert answer.status_code == 201
    return answer


@when(parsers.parse('the loan system "{system}" sends a dossier without a rating date'))
def faulty_dossier_sent(client: FlaskClient, store: SqliteStore, system: str) -> None:
    dossier = fixture_dossier("family_condiment_maker")
    del dossier["rating_date"]
    answer = client.post("/v1/decisions", json=dossier, headers=key_of(store, system))
    assert answer.status_code == 422


@when(parsers.parse("somebody tries to {change} in the database"), target_fixture="refusal")
def changed_by_hand(store: SqliteStore, first: Decision, change: str) -> str:
    connection = sqlite3.connect(store.path)
    with pytest.raises(sqlite3.IntegrityError) as refused:
        connection.execute(CHANGES[change])
    connection.close()
    assert store.get(first.decision_id) == first
    return str(refused.value)


@when(parsers.parse('it is corrected by a decision on "{name}"'), target_fixture="second")
def corrected(client: FlaskClient, store: SqliteStore, first: Decision, name: str) -> Decision:
    answer = client.post(f"/v1/decisions?corrects={first.decision_id}", json=fixture_dossier(name))
    assert answer.status_code == 201
    return recorded(store, answer)


def recorded(store: SqliteStore, answer: TestResponse) -> Decision:
    decision = store.get(json.loads(answer.data)["decision_id"])
    assert decision is not None
    return decision


@then("the answer is recorded byte for byte")
def recorded_as_answered(store: SqliteStore, answer: TestResponse) -> None:
    assert recorded(store, answer).body == answer.data


@then(parsers.parse('the record names the client "{name}" and the key that proved it'))
def names_the_client(store: SqliteStore, answer: TestResponse, name: str) -> None:
    (key,) = [key.key_id for key in Keys(store).all() if key.client == name]
    document = recorded(store, answer).record.document
    assert document["client"] == {"name": name, "authenticated": True, "key": key}


@then("the record is the last leaf of the ledger")
def is_the_last_leaf(store: SqliteStore, answer: TestResponse) -> None:
    assert recorded(store, answer).record.leaf_index == store.size() - 1


@then("nothing is recorded")
def nothing_recorded(store: SqliteStore) -> None:
    assert store.size() == 0


@then("the record holds the dossier as it was received, and its digest")
def holds_the_dossier(store: SqliteStore, answer: TestResponse) -> None:
    decision = recorded(store, answer)
    assert json.loads(decision.dossier) == fixture_dossier("family_condiment_maker")
    assert decision.record.body["contents"]["dossier"] == digest(decision.dossier)


@then("the record holds the facts as they were read, and their digest")
def holds_the_facts(store: SqliteStore, answer: TestResponse) -> None:
    decision = recorded(store, answer)
    assert decision.facts is not None
    succession = json.loads(decision.facts)["governance.succession_plan"]
    assert (succession["value"], succession["source"]) == ("none", "third_party")
    assert decision.record.body["contents"]["facts"] == digest(decision.facts)


@then("the record holds the result with its trace, and its digest")
def holds_the_result(store: SqliteStore, answer: TestResponse) -> None:
    decision = recorded(store, answer)
    assert json.loads(decision.body)["trace"]
    assert decision.record.body["contents"]["result"] == digest(decision.body)


@then("the record holds the ruleset itself, and its digest")
def holds_the_ruleset(store: SqliteStore, answer: TestResponse) -> None:
    ruleset = recorded(store, answer).record.body["ruleset"]
    source = store.source(ruleset["source"])
    assert source is not None
    assert digest(source) == ruleset["source"]
    assert "policy.yaml" in json.loads(source)
    assert ruleset["digest"] == json.loads(answer.data)["ruleset"]["digest"]


@then("the record holds the versions of the service, the engine and libraries")
def holds_the_versions(store: SqliteStore, answer: TestResponse) -> None:
    document = recorded(store, answer).record.document
    assert document["service"]["version"]
    assert document["body"]["engine"] == json.loads(answer.data)["engine"]
    assert {"python", "marshmallow", "python-stdnum"} <= set(document["body"]["software"])


@then("the record holds the application's reference")
def holds_the_application(store: SqliteStore, answer: TestResponse) -> None:
    body = recorded(store, answer).record.body
    assert body["application_ref"] == fixture_dossier("family_condiment_maker")["application_ref"]


@then("the database refuses")
def database_refuses(refusal: str) -> None:
    assert refusal == "what is recorded is never changed or removed"


@then("the new decision names the one that it corrects")
def names_the_corrected(first: Decision, second: Decision) -> None:
    assert second.record.body["corrects"] == first.decision_id


@then("the first is given back as it was answered")
def first_as_it_was(client: FlaskClient, first: Decision) -> None:
    assert client.get(f"/v1/decisions/{first.decision_id}").data == first.body


@then("the first is known to be corrected by the new one")
def known_to_be_corrected(store: SqliteStore, first: Decision, second: Decision) -> None:
    assert store.correcting(first.decision_id) == [second.decision_id]
