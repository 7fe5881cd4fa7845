"""A store locked by another process: the caller is told to come back, and nothing is recorded."""

import json
import multiprocessing
import sqlite3
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.decisions.rate import Rater
from service.store.batches import Batches
from service.store.sqlite import SqliteStore
from tests.calling import client_for
from tests.faults.dossiers import dossier
from tests.faults.recording import JSON, Request, requests


def hold(path: Path, pipe: Connection) -> None:
    """Hold the write lock from the first message to the second."""
    holder = sqlite3.connect(path, isolation_level=None)
    pipe.recv()
    holder.execute("BEGIN IMMEDIATE")
    pipe.send("held")
    pipe.recv()
    holder.execute("ROLLBACK")
    holder.close()
    pipe.send("released")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "decisions.sqlite3", busy_timeout=0.05)
    yield store
    store.close()


@pytest.fixture
def client(store: SqliteStore, rater: Rater) -> FlaskClient:
    return client_for(store, rater)


@pytest.fixture
def holder(store: SqliteStore) -> Iterator[Connection]:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=hold, args=(store.path, theirs))
    process.start()
    yield ours
    process.join()
    assert process.exitcode == 0


def send(client: FlaskClient, request: Request, key: str) -> TestResponse:
    headers = {"Content-Type": request.media_type, "Idempotency-Key": key}
    return client.post(request.path, data=request.body, headers=headers)


def test_a_decision_waits_its_time_then_is_refused_and_taken_once_the_lock_is_gone(
    client: FlaskClient, store: SqliteStore, holder: Connection
) -> None:
    headers = {"Content-Type": JSON}
    first = client.post("/v1/decisions", data=dossier("LOS-1"), headers=headers)
    assert first.status_code == 201
    holder.send("hold")
    assert holder.recv() == "held"
    refused = client.post("/v1/decisions", data=dossier("LOS-2"), headers=headers)
    assert (refused.status_code, refused.json["code"]) == (503, "store_unavailable")
    assert refused.mimetype == "application/problem+json"
    read = client.get(first.headers["Location"])
    assert (read.status_code, read.data) == (200, first.data)
    holder.send("release")
    assert holder.recv() == "released"
    assert store.size() == 1
    assert client.post("/v1/decisions", data=dossier("LOS-2"), headers=headers).status_code == 201
    assert store.size() == 2


@pytest.mark.parametrize("kind", ["decision", "review", "batch"])
def test_who_would_record_is_told_to_come_again_and_a_retry_is_recorded_once(
    client: FlaskClient, store: SqliteStore, holder: Connection, kind: str
) -> None:
    first = client.post("/v1/decisions", data=dossier("LOS-1"), content_type=JSON)
    request = requests(first.headers["Location"], "LOS-2")[kind]
    holder.send("hold")
    assert holder.recv() == "held"
    refused = [send(client, request, "retry-1") for _ in range(2)]
    for answer in refused:
        assert (answer.status_code, answer.json["code"]) == (503, "store_unavailable")
        assert answer.mimetype == "application/problem+json"
        assert int(answer.headers["Retry-After"]) > 0
    holder.send("release")
    assert holder.recv() == "released"
    assert (store.size(), Batches(store).newest(9, None)) == (1, [])
    told = [send(client, request, "retry-1") for _ in range(3)]
    assert {answer.status_code for answer in told} == {request.status}
    assert len({answer.data for answer in told}) == 1
    replayed = [answer.headers.get("Idempotent-Replayed") for answer in told]
    assert replayed == [None, "true", "true"]
    listed = json.loads(client.get(request.path).data)[request.path.rpartition("/")[2]]
    assert len(listed) == (2 if kind == "decision" else 1)


def test_the_service_is_not_ready_while_the_store_is_locked_but_lives_and_reads(
    client: FlaskClient, store: SqliteStore, rater: Rater, holder: Connection
) -> None:
    first = client.post("/v1/decisions", data=dossier("LOS-1"), content_type=JSON)
    holder.send("hold")
    assert holder.recv() == "held"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["code"]) == (503, "not_ready")
    assert int(answer.headers["Retry-After"]) > 0
    told = [(fault["code"], fault["message"]) for fault in answer.json["errors"]]
    (store_fault,) = [message for code, message in told if code == "store_unavailable"]
    assert store_fault.startswith("store: ")
    assert client.get("/healthz").status_code == 200
    assert client.get(first.headers["Location"]).data == first.data
    holder.send("release")
    assert holder.recv() == "released"
    # What it found is kept for a second; another worker looks for itself.
    assert client_for(store, rater).get("/readyz").status_code == 200
