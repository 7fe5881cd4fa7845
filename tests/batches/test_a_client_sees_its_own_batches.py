"""A batch is seen by the client that sent it, and by those who may see what all clients do."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api.app import create_app
from service.api.batches import PAGE
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.batches.batching import batch_of, do, kept, next_page, send, settings_of
from tests.calling import calling, key_for


@pytest.fixture
def app(store: SqliteStore, rater: Rater) -> Flask:
    return create_app(store, rater, settings_of(store))


@pytest.fixture
def north(app: Flask, store: SqliteStore) -> FlaskClient:
    return calling(app, key_for(store, "originator", "los-north"))


@pytest.fixture
def south(app: Flask, store: SqliteStore) -> FlaskClient:
    return calling(app, key_for(store, "originator", "los-south"))


def listed(client: FlaskClient, page: str = "/v1/batches") -> list[str]:
    return [batch["batch_id"] for batch in client.get(page).get_json()["batches"]]


def test_another_clients_batch_is_as_if_it_were_not_there(
    north: FlaskClient, south: FlaskClient, store: SqliteStore
) -> None:
    location = send(north, batch_of(1)).headers["Location"]
    do(store)
    missing = south.get(f"/v1/batches/{'0' * 32}").get_json()
    for path in (location, f"{location}/results", f"/v1/batches?after={location[-32:]}"):
        answer = south.get(path)
        assert answer.status_code == 404, path
        assert answer.get_json() | {"instance": ""} == missing | {"instance": ""}
    assert missing["code"] == "batch_not_found"
    assert listed(south) == []
    assert listed(north) == [location[-32:]]


def test_two_keys_of_one_client_see_the_same(
    app: Flask, store: SqliteStore, north: FlaskClient
) -> None:
    location = send(north, batch_of(1)).headers["Location"]
    other = calling(app, key_for(store, "originator", "los-north"))
    assert other.get(location).status_code == 200


@pytest.mark.parametrize("role", ["committee", "auditor", "admin"])
def test_who_may_read_all_decisions_sees_the_batches_of_all(
    app: Flask, store: SqliteStore, north: FlaskClient, south: FlaskClient, role: str
) -> None:
    sent = [send(client, batch_of(1)).get_json()["batch_id"] for client in (north, south)]
    reader = calling(app, key_for(store, role, "somebody"))
    assert listed(reader) == sent[::-1]
    assert reader.get(f"/v1/batches/{sent[0]}").get_json()["client"] == "los-north"


@pytest.mark.parametrize("role", ["committee", "auditor", "policy", "monitor"])
def test_only_an_originator_sends_batches(app: Flask, store: SqliteStore, role: str) -> None:
    answer = send(calling(app, key_for(store, role)), batch_of(1))
    assert (answer.status_code, answer.get_json()["code"]) == (403, "forbidden")
    assert kept(store)["batches"] == 0


def test_batches_are_listed_newest_first_page_by_page(north: FlaskClient) -> None:
    sent = [send(north, b"{}").get_json()["batch_id"] for _ in range(PAGE + 3)]
    first = north.get("/v1/batches")
    ids = [batch["batch_id"] for batch in json.loads(first.data)["batches"]]
    assert len(ids) == PAGE
    link = next_page(first)
    assert link is not None
    # Whoever reads no headers, such as a generated client, goes on by the body.
    assert link == f"/v1/batches?after={first.get_json()['next']}"
    rest = north.get(link)
    assert next_page(rest) is None
    assert rest.get_json()["next"] is None
    assert [*ids, *listed(north, link)] == sent[::-1]


def test_a_decision_in_a_batch_is_its_clients_own(
    north: FlaskClient, south: FlaskClient, store: SqliteStore
) -> None:
    location = send(north, batch_of(1)).headers["Location"]
    do(store)
    decision = json.loads(north.get(f"{location}/results").data)["location"]
    assert north.get(decision).status_code == 200
    assert south.get(decision).status_code == 404
