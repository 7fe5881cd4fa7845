"""Threads and processes that append at once each find all their decisions recorded."""

import multiprocessing
import sqlite3
import threading
from dataclasses import replace
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlite_utils import Database

from service.store.port import Decision, StoreUnavailable
from service.store.sqlite import SqliteStore, write_tx

WRITERS = 4
EACH = 25


def append(store: SqliteStore, decision: Decision, writer: str) -> None:
    for n in range(EACH):
        store.add(replace(decision, decision_id=f"{writer}-{n}"))


def recorded(store: SqliteStore) -> list[tuple[int, str]]:
    rows = store._connection().execute("SELECT seq, decision_id FROM decisions ORDER BY seq")
    return list(rows.fetchall())


def assert_all_recorded(store: SqliteStore, writers: list[str]) -> None:
    rows = recorded(store)
    assert [seq for seq, _ in rows] == list(range(1, len(rows) + 1))
    assert sorted(i for _, i in rows) == sorted(f"{w}-{n}" for w in writers for n in range(EACH))
    for writer in writers:
        own = [i for _, i in rows if i.startswith(f"{writer}-")]
        assert own == [f"{writer}-{n}" for n in range(EACH)]


def test_threads_appending_at_once_lose_nothing(store: SqliteStore, decision: Decision) -> None:
    def run(writer: str) -> None:
        append(store, decision, writer)
        store.close()

    names = [f"t{n}" for n in range(WRITERS)]
    threads = [threading.Thread(target=run, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert_all_recorded(store, names)


def open_together(path: Path, decision: Decision, writer: str, barrier: Barrier) -> None:
    store = SqliteStore(path)
    barrier.wait()
    append(store, decision, writer)
    store.close()


def test_processes_opening_a_new_file_at_once_lose_nothing(
    tmp_path: Path, decision: Decision
) -> None:
    context = multiprocessing.get_context("fork")
    for attempt in range(5):
        path = tmp_path / f"{attempt}.sqlite3"
        barrier = context.Barrier(WRITERS)
        names = [f"p{n}" for n in range(WRITERS)]
        processes = [
            context.Process(target=open_together, args=(path, decision, name, barrier))
            for name in names
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        assert [process.exitcode for process in processes] == [0] * WRITERS
        store = SqliteStore(path)
        assert_all_recorded(store, names)
        store.close()


def test_a_store_that_is_open_before_a_fork_is_used_safely_by_parent_and_children(
    store: SqliteStore, decision: Decision
) -> None:
    store.add(replace(decision, decision_id="before"))
    context = multiprocessing.get_context("fork")
    names = [f"c{n}" for n in range(WRITERS)]
    children = [context.Process(target=append, args=(store, decision, n)) for n in names]
    for child in children:
        child.start()
    append(store, decision, "parent")
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0] * WRITERS
    assert len(recorded(store)) == 1 + EACH * (WRITERS + 1)
    assert store._connection().execute("PRAGMA integrity_check").fetchone() == ("ok",)


def write_the_same_twice(db: Database) -> None:
    with write_tx(db):
        for _ in range(2):
            db.execute("INSERT INTO decisions SELECT 1,'x','','','','','','','','',x'',x'',''")


def test_a_failed_write_leaves_nothing_and_lets_the_next_one_through(
    store: SqliteStore, decision: Decision
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        write_the_same_twice(store._connection())
    assert recorded(store) == []
    assert store.add(decision) == 1


def test_a_store_held_by_another_writer_is_unavailable_and_then_available_again(
    store: SqliteStore, decision: Decision
) -> None:
    store.add(decision)
    other = SqliteStore(store.path)
    store._connection().execute("PRAGMA busy_timeout=1")
    with write_tx(other._connection()):
        with pytest.raises(StoreUnavailable, match="locked"):
            store.add(replace(decision, decision_id="late"))
        assert store.get(decision.decision_id) == decision
    assert store.add(replace(decision, decision_id="late")) == 2
    other.close()
