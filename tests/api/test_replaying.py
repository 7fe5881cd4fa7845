"""A decision is replayed over HTTP, and the verdict is the answer."""

import sqlite3
import zlib
from contextlib import closing

import pytest
from flask.testing import FlaskClient

from service.retention.erase import erase
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.dossiers import STRONG

MEMBERS = [
    "decision_id",
    "leaf_index",
    "recorded_at",
    "ruleset",
    "verdict",
    "reason",
    "detail",
    "stage",
    "element",
    "cause",
    "differences",
    "causes",
    "versions",
    "not_compared",
]


@pytest.fixture
def decision_id(client: FlaskClient) -> str:
    answer = client.post("/v1/decisions", data=STRONG.read_bytes(), content_type="application/json")
    return str(answer.get_json()["decision_id"])


def test_a_decision_just_taken_is_reproduced(client: FlaskClient, decision_id: str) -> None:
    answer = client.post(f"/v1/decisions/{decision_id}/replay")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    verdict = answer.get_json()
    assert sorted(verdict) == sorted(MEMBERS)
    assert (verdict["decision_id"], verdict["verdict"]) == (decision_id, "reproduced")
    assert verdict["ruleset"]["version"] == "1.1.0"
    assert verdict["differences"] == verdict["causes"] == verdict["versions"] == []


def test_a_divergence_is_an_answer_not_an_error(
    client: FlaskClient, store: SqliteStore, decision_id: str
) -> None:
    with closing(sqlite3.connect(store.path, isolation_level=None)) as db:
        db.execute("DROP TRIGGER contents_refuse_update")
        changed = zlib.compress(b"{}")
        db.execute("UPDATE contents SET data = ? WHERE name = 'facts'", (changed,))
    answer = client.post(f"/v1/decisions/{decision_id}/replay")
    assert answer.status_code == 200
    verdict = answer.get_json()
    assert (verdict["verdict"], verdict["stage"]) == ("diverged", "input")
    assert (verdict["element"], verdict["cause"]) == ("/contents/facts", "stored_input_damaged")


def test_of_an_erased_decision_it_says_so(
    client: FlaskClient, store: SqliteStore, decision_id: str
) -> None:
    erase(store, decision_id, order="A-7", by="Li Na", client=Client())
    answer = client.post(f"/v1/decisions/{decision_id}/replay")
    assert answer.status_code == 200
    assert (answer.get_json()["verdict"], answer.get_json()["reason"]) == ("incomparable", "erased")


def test_nothing_is_recorded(client: FlaskClient, store: SqliteStore, decision_id: str) -> None:
    before = store.size()
    client.post(f"/v1/decisions/{decision_id}/replay")
    assert store.size() == before


def test_a_decision_that_is_not_there(client: FlaskClient) -> None:
    answer = client.post("/v1/decisions/none/replay")
    assert answer.status_code == 404
    assert answer.get_json()["code"] == "decision_not_found"


def test_a_parameter_is_refused(client: FlaskClient, decision_id: str) -> None:
    answer = client.post(f"/v1/decisions/{decision_id}/replay?deep=1")
    assert answer.get_json()["code"] == "bad_parameter"


def test_only_post_replays(client: FlaskClient, decision_id: str) -> None:
    answer = client.get(f"/v1/decisions/{decision_id}/replay")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
