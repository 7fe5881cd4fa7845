"""Callers that send again under the same key whatever was killed: one decision, one answer."""

import http.client
import sys
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from random import Random
from types import MappingProxyType

import pytest

from service.ledger.verify import verify_ledger
from service.store.sqlite import SqliteStore
from tests.faults.dossiers import dossier
from tests.faults.servers import Answer, Server, running

DIE = {"Die-Before-Answering": "now"}
KILLS = 8
CLIENTS = 4
EACH = 30


class DyingServer(Server):
    """Its workers die before they answer a request that says so."""

    def __init__(self, store: Path) -> None:
        super().__init__(store)
        self._command = [sys.executable, "-m", "gunicorn", "tests.faults.dying:app"]


def post(
    server: Server,
    name: str,
    body: bytes,
    to: str = "/v1/decisions",
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Answer | None:
    """Post under the key ``name``; ``None`` where the caller was told of no outcome."""
    connection = http.client.HTTPConnection(server.host, timeout=60)
    sent = {
        "Authorization": f"Bearer {server.key}",
        "Content-Type": "application/json",
        "Idempotency-Key": name,
        **headers,
    }
    try:
        connection.request("POST", to, body, sent)
        answer = connection.getresponse()
        told = Answer(answer.status, answer.getheader("Location") or "", answer.read())
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return None if told.status == 503 else told


@pytest.fixture
def dying(tmp_path: Path) -> Iterator[Server]:
    server = DyingServer(tmp_path / "decisions.sqlite3")
    server.start()
    yield server
    server.stop()


def test_what_was_committed_when_the_worker_died_is_what_the_retry_gets(dying: Server) -> None:
    body = dossier("LOS-1")
    assert post(dying, "key-1", body, headers=DIE) is None
    store = SqliteStore(dying.store)
    (committed,) = store.records(kind="decision")
    decision = store.get(committed.record_id)
    assert decision is not None
    location = f"/v1/decisions/{decision.decision_id}"
    assert post(dying, "key-1", body) == Answer(201, location, decision.body)
    dying.kill()
    dying.start()
    assert post(dying, "key-1", body) == Answer(201, location, decision.body)
    assert store.size() == 1
    store.close()


def test_so_is_a_review(dying: Server) -> None:
    decided = post(dying, "key-1", dossier("LOS-1"))
    assert decided is not None
    to = f"{decided.location}/reviews"
    review = b'{"action": "accept", "officer": "li.na"}'
    assert post(dying, "key-2", review, to, DIE) is None
    retried = [post(dying, "key-2", review, to) for _ in range(2)]
    assert retried[0] is not None
    assert retried[0].status == 201
    assert retried[0] == retried[1]
    store = SqliteStore(dying.store)
    assert [record.kind for record in store.records()] == ["decision", "review"]
    store.close()


def test_under_load_every_caller_gets_its_one_decision(tmp_path: Path) -> None:
    told: dict[str, Answer] = {}
    changed = threading.Condition()

    def call(server: Server, client: int) -> None:
        for n in range(EACH):
            name = f"LOS-{client}-{n}"
            body = dossier(name)
            while name not in told:
                answer = post(server, name, body)
                with changed:
                    if answer is not None:
                        told[name] = answer
                    changed.notify_all()

    def reached(number: int) -> bool:
        return len(told) >= number

    with running(tmp_path / "decisions.sqlite3") as server:
        threads = [threading.Thread(target=call, args=(server, n)) for n in range(CLIENTS)]
        for thread in threads:
            thread.start()
        random = Random(5)
        for kill in range(1, KILLS + 1):
            with changed:
                enough = partial(reached, kill * CLIENTS * EACH // (KILLS + 1))
                changed.wait_for(enough)
            server.kill_worker(random.randrange(2))
        for thread in threads:
            thread.join()
        again = {name: post(server, name, b"{}") for name in told}
    assert server.killed["worker"] == KILLS
    assert all(answer is not None and answer.status == 422 for answer in again.values())
    assert {answer.status for answer in told.values()} == {201}
    store = SqliteStore(tmp_path / "decisions.sqlite3")
    recorded = {record.body["application_ref"]: record for record in store.records()}
    assert len(recorded) == store.size() == CLIENTS * EACH
    for name, answer in told.items():
        decision = store.get(recorded[name].record_id)
        assert decision is not None
        assert answer.body == decision.body
    assert verify_ledger(store, []).sound
    store.close()
