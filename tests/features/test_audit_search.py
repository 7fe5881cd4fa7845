"""Finding decisions, as ``features/audit/search.feature`` states it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pytest_bdd import given, parsers, scenarios, then, when
from werkzeug.test import TestResponse

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.retention.erase import erase
from service.store.port import Client, Decision
from service.store.sqlite import SqliteStore
from tests.calling import client_for
from tests.clock import Days
from tests.features.borrowers import fixture_dossier

scenarios("audit/search.feature")

Taken = dict[str, Decision]
"""The decisions, by the dossiers that they are on."""


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def store(tmp_path: Path, days: Days) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "decisions.sqlite3", clock=days)
    yield store
    store.close()


@pytest.fixture
def client(store: SqliteStore, rater: Rater) -> FlaskClient:
    return client_for(store, rater)


@given("these decisions:", target_fixture="taken")
def decisions_taken(
    store: SqliteStore, rater: Rater, days: Days, datatable: list[list[str]]
) -> Taken:
    taken = {}
    for day, dossier, asks in datatable[1:]:
        days.day = day
        body = json.dumps(fixture_dossier(dossier)).encode()
        taken[dossier] = decide(rater, store, body, Client(asks))
    return taken


@given(parsers.parse('the decision on "{name}" is corrected'))
def decision_corrected(store: SqliteStore, rater: Rater, taken: Taken, name: str) -> None:
    body = json.dumps(fixture_dossier(name)).encode()
    decide(rater, store, body, corrects=taken[name].decision_id)


@given(parsers.parse('the decision on "{name}" is erased on order'))
def decision_erased(store: SqliteStore, taken: Taken, name: str) -> None:
    erase(store, taken[name].decision_id, order="Order 7/2026", by="li.na", client=Client())


@when(parsers.parse("the auditor lists the decisions with {filters}"), target_fixture="answer")
def decisions_listed(client: FlaskClient, filters: str) -> TestResponse:
    names_and_values = re.split(r"(?:^| )(\w+)=", filters)[1:]
    query = dict(zip(names_and_values[::2], names_and_values[1::2], strict=True))
    return client.get("/v1/decisions", query_string=query)


@when(
    "the auditor reads the decisions 2 a page, and after each page another is taken",
    target_fixture="read",
)
def read_page_by_page(client: FlaskClient, store: SqliteStore, rater: Rater) -> list[str]:
    read: list[str] = []
    address = "/v1/decisions?limit=2"
    while address:
        answer = client.get(address)
        read += (found["decision_id"] for found in json.loads(answer.data)["decisions"])
        decide(rater, store, json.dumps(fixture_dossier("services")).encode())
        address = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")
    return read


@when(
    "the auditor reads a page of one search and asks for the next with another filter",
    target_fixture="answer",
)
def read_on_with_another_filter(client: FlaskClient) -> TestResponse:
    page = json.loads(client.get("/v1/decisions?client=los-north&limit=1").data)
    query = {"client": "los-south", "cursor": page["next"]}
    return client.get("/v1/decisions", query_string=query)


@then(parsers.parse("they are of {names}"))
def are_of(answer: TestResponse, taken: Taken, names: str) -> None:
    found = [hit["decision_id"] for hit in json.loads(answer.data)["decisions"]]
    due = [] if names == "nobody" else names.split(", ")
    assert found == [taken[name].decision_id for name in due]


@then("the older of two decisions is marked as corrected by the newer")
def older_is_marked(answer: TestResponse) -> None:
    newer, older = json.loads(answer.data)["decisions"]
    assert newer["corrects"] == older["decision_id"]
    assert older["corrected_by"] == [newer["decision_id"]]
    assert newer["corrected_by"] == []


@then("each of the decisions that were there at first was read once")
def each_read_once(read: list[str], taken: Taken) -> None:
    assert read == [decision.decision_id for decision in reversed(taken.values())]


@then("the auditor is told that the cursor belongs to a query with other filters")
def told_of_the_cursor(answer: TestResponse) -> None:
    assert answer.status_code == 400
    detail = json.loads(answer.data)["detail"]
    assert detail == 'The query parameter "cursor" belongs to a query with other filters.'


@then(parsers.parse('the auditor is told that "{name}" is not known here'))
def told_of_the_name(answer: TestResponse, name: str) -> None:
    assert answer.status_code == 400
    assert json.loads(answer.data)["detail"] == f'The query parameter "{name}" is not known here.'
