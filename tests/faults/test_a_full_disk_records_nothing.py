"""On a full disk no review and no batch is recorded either; with room, a retry is, and once."""

import gzip
import json

import pytest

from tests.faults.dossiers import dossier
from tests.faults.recording import (
    NDJSON,
    Request,
    ask,
    failed_checks,
    insist_recorded_once,
    insist_refused,
    requests,
    send,
)
from tests.faults.test_a_full_disk import Room, room

__all__ = ["room"]

LINES = 400
"""Lines of a batch that is kept in several turns, of which the first may still have room."""


@pytest.fixture(autouse=True)
def one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quota is on all that a worker writes; this one has what it needs but the store."""
    monkeypatch.setenv("PINZHI_WORKERS", "1")


def test_who_would_record_is_told_and_a_retry_is_recorded_once(room: Room) -> None:
    server = room.server
    first = server.decide(dossier("before"))
    late = requests(first.location, "late")
    room.take(0)
    for kind, request in late.items():
        insist_refused(send(server, request, f"late-{kind}"))
        insist_refused(send(server, request, f"late-{kind}"))
    assert ask(server, "GET", "/healthz").status == 200
    assert ask(server, "GET", first.location).body == first.body
    assert failed_checks(server) == ["store"]
    room.give_back()
    insist_recorded_once(server, late, "late")


def test_of_a_batch_for_which_there_was_no_room_nothing_is_seen(room: Room) -> None:
    server = room.server
    server.decide(dossier("before"))
    body = b"".join(dossier(f"late-{n}") + b"\n" for n in range(LINES))
    batch = Request("/v1/batches", NDJSON, gzip.compress(body), 202, "gzip")
    room.take(60)
    insist_refused(send(server, batch, "late"))
    assert json.loads(ask(server, "GET", "/v1/batches").body)["batches"] == []
    room.give_back()
    insist_recorded_once(server, {"batch": batch}, "late")
