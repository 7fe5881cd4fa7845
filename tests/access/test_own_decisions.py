"""An originator sees the decisions of its own client; those of others are not there."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.access.keys import Keys
from service.api.app import create_app
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.retention.erase import erase
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT, calling, key_for
from tests.damage import damage
from tests.dossiers import STRONG

READ = (
    "GET ",
    "GET /explanation",
    "GET /why/GOV",
    "GET /counterfactuals",
    "GET /questions",
    "GET /notice",
    "GET /reviews",
    "POST /what-if",
)
"""What an originator may ask about a decision."""


@pytest.fixture
def app(store: SqliteStore, rater: Rater) -> Flask:
    return create_app(store, rater, DEVELOPMENT)


@pytest.fixture
def north(app: Flask, store: SqliteStore) -> FlaskClient:
    return calling(app, key_for(store, "originator", "los-north"))


@pytest.fixture
def south(app: Flask, store: SqliteStore) -> FlaskClient:
    return calling(app, key_for(store, "originator", "los-south"))


@pytest.fixture
def auditor(app: Flask, store: SqliteStore) -> FlaskClient:
    return calling(app, key_for(store, "auditor", "audit"))


def decided(client: FlaskClient) -> str:
    answer = client.post("/v1/decisions", data=STRONG.read_bytes(), content_type="application/json")
    assert answer.status_code == 201
    return str(answer.get_json()["decision_id"])


def asked(client: FlaskClient, decision_id: str, what: str) -> tuple[int, str]:
    method, _, path = what.partition(" ")
    body = {"json": {"changes": {"management.bench": None}}} if method == "POST" else {}
    answer = client.open(f"/v1/decisions/{decision_id}{path}", method=method, **body)
    return answer.status_code, answer.get_json().get("code", "")


def listed(client: FlaskClient, query: str = "") -> list[str]:
    answer = client.get(f"/v1/decisions?{query}")
    assert answer.status_code == 200
    return [found["decision_id"] for found in answer.get_json()["decisions"]]


def test_anothers_decision_is_answered_as_one_that_never_was(
    north: FlaskClient, south: FlaskClient
) -> None:
    decision_id = decided(north)
    for what in READ:
        assert asked(north, decision_id, what)[0] == 200, what
        assert asked(south, decision_id, what) == (404, "decision_not_found"), what
    answers = [south.get(f"/v1/decisions/{asked}").get_json() for asked in (decision_id, "0" * 32)]
    for answer in answers:
        answer.pop("instance")
    assert answers[0] == answers[1]


def test_two_keys_of_one_client_see_the_same_decisions(
    app: Flask, store: SqliteStore, north: FlaskClient
) -> None:
    decision_id = decided(north)
    again = calling(app, key_for(store, "originator", "los-north"))
    assert asked(again, decision_id, "GET ")[0] == 200
    assert listed(again) == [decision_id]


def test_own_decisions_are_compared_with_each_other_only(
    north: FlaskClient, south: FlaskClient
) -> None:
    one, other, theirs = decided(north), decided(north), decided(south)
    assert asked(north, one, f"GET /compare/{other}")[0] == 200
    assert asked(north, one, f"GET /compare/{theirs}") == (404, "decision_not_found")
    assert asked(north, theirs, f"GET /compare/{one}") == (404, "decision_not_found")


def test_a_list_has_own_decisions_only_whatever_it_is_asked_for(
    north: FlaskClient, south: FlaskClient, auditor: FlaskClient
) -> None:
    own, theirs = decided(north), decided(south)
    assert listed(auditor) == [theirs, own]
    reference = json.loads(STRONG.read_bytes())["application_ref"]
    for query in ("", f"application_ref={reference}", "client=los-north", "since=2020-01-01"):
        assert listed(north, query) == [own], query
    assert listed(north, "client=los-south") == []


def test_pages_of_own_decisions_leave_none_out(north: FlaskClient, south: FlaskClient) -> None:
    own = []
    for _ in range(3):
        own.append(decided(north))
        decided(south)
    found: list[str] = []
    page = north.get("/v1/decisions?limit=1").get_json()
    while page["next"]:
        found += [hit["decision_id"] for hit in page["decisions"]]
        page = north.get(f"/v1/decisions?limit=1&cursor={page['next']}").get_json()
    found += [hit["decision_id"] for hit in page["decisions"]]
    assert found == own[::-1]


def test_nobody_corrects_anothers_decision(
    north: FlaskClient, south: FlaskClient, store: SqliteStore
) -> None:
    decision_id = decided(north)
    tried = [
        client.post(
            f"/v1/decisions?corrects={of}",
            data=STRONG.read_bytes(),
            content_type="application/json",
        )
        for client, of in ((south, decision_id), (south, "0" * 32), (north, decision_id))
    ]
    assert [answer.status_code for answer in tried] == [422, 422, 201]
    problems = [answer.get_json() for answer in tried[:2]]
    for problem in problems:
        problem.pop("instance")
    assert problems[0] == problems[1]
    assert store.size() == 2


def test_what_a_request_cannot_say_is_refused_to_an_originator_as_to_all(
    north: FlaskClient, auditor: FlaskClient
) -> None:
    decision_id = decided(north)
    for path in ("/v1/decisions", f"/v1/decisions/{decision_id}"):
        for client in (north, auditor):
            answer = client.get(f"{path}?corrects={decision_id[::-1]}")
            assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_parameter")


def test_anothers_batch_is_answered_as_one_that_never_was(
    north: FlaskClient, south: FlaskClient, auditor: FlaskClient
) -> None:
    sent = north.post("/v1/batches", data=b"{}\n", headers={"Content-Type": "application/x-ndjson"})
    assert sent.status_code == 202, sent.text
    at = sent.headers["Location"]
    for path in (at, f"{at}/results"):
        assert north.get(path).status_code == auditor.get(path).status_code == 200
        theirs, none = (south.get(p) for p in (path, path.replace(at[-32:], "0" * 32)))
        assert theirs.status_code == none.status_code == 404
        assert theirs.get_json()["code"] == none.get_json()["code"] == "batch_not_found"
    assert south.get("/v1/batches").get_json()["batches"] == []


def test_a_name_that_nobody_proved_makes_no_decision_anybodys(
    north: FlaskClient, store: SqliteStore, rater: Rater, auditor: FlaskClient
) -> None:
    claimed = decide(rater, store, STRONG.read_bytes(), Client("los-north")).decision_id
    assert asked(north, claimed, "GET ") == (404, "decision_not_found")
    assert listed(north) == []
    assert listed(auditor, "client=los-north") == [claimed]


def test_an_erased_decision_is_nobodys(
    north: FlaskClient, auditor: FlaskClient, store: SqliteStore
) -> None:
    decision_id = decided(north)
    erase(store, decision_id, order="DPO 7", by="Chen Jing", client=Client())
    assert asked(north, decision_id, "GET ") == (404, "decision_not_found")
    assert asked(auditor, decision_id, "GET ") == (410, "decision_erased")


def test_a_record_that_is_no_decision_is_not_given_as_one(
    north: FlaskClient, app: Flask, store: SqliteStore
) -> None:
    decision_id = decided(north)
    desk = calling(app, key_for(store, "committee", "los-north"))
    review = desk.post(
        f"/v1/decisions/{decision_id}/reviews",
        json={"action": "accept", "officer": "li.na"},
    )
    assert review.status_code == 201, review.text
    assert asked(north, review.get_json()["review_id"], "GET ") == (404, "decision_not_found")


def test_a_damaged_decision_is_told_to_be_damaged_and_listed_to_nobody(
    north: FlaskClient, store: SqliteStore
) -> None:
    decision_id, other = decided(north), decided(north)
    record = store.record(decision_id)
    assert record is not None
    damage(store, record, b"{")
    assert asked(north, decision_id, "GET ") == (500, "record_damaged")
    assert listed(north) == [other]


def test_what_is_recorded_names_the_key_and_not_its_text(
    north: FlaskClient, store: SqliteStore, tmp_path: Path
) -> None:
    record = store.record(decided(north))
    assert record is not None
    (key,) = Keys(store).all()
    proved = {"name": "los-north", "authenticated": True, "key": key.key_id}
    assert record.document["client"] == proved
    secret = north.environ_base["HTTP_AUTHORIZATION"].split("_", 2)[2].encode()
    store.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in tmp_path.iterdir():
        assert secret not in path.read_bytes()
