"""A store locked by another process: the caller is told to come back, and nothing is recorded."""

import multiprocessing
import sqlite3
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.calling import client_for
from tests.faults.dossiers import dossier


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


def test_a_decision_waits_its_time_then_is_refused_and_taken_once_the_lock_is_gone(
    client: FlaskClient, store: SqliteStore, holder: Connection
) -> None:
    headers = {"Content-Type": "application/json"}
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
