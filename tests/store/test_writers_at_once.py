"""Threads and processes that append at once each find all their decisions recorded."""

import multiprocessing
import sqlite3
import threading
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlite_utils import Database

from service.store.file import write_tx
from service.store.port import StoreUnavailable
from service.store.sqlite import SqliteStore
from tests.store.drafts import drafted

WRITERS = 4
EACH = 25


def append(store: SqliteStore, writer: str) -> None:
    for n in range(EACH):
        store.append(drafted(f"{writer}-{n}"))


def recorded(store: SqliteStore) -> list[tuple[int, str]]:
    rows = store.connection().execute(
        "SELECT leaf_index, decision_id FROM decisions ORDER BY leaf_index"
    )
    return list(rows.fetchall())


def assert_all_recorded(store: SqliteStore, writers: list[str]) -> None:
    rows = recorded(store)
    assert [index for index, _ in rows] == list(range(len(rows)))
    assert sorted(i for _, i in rows) == sorted(f"{w}-{n}" for w in writers for n in range(EACH))
    for writer in writers:
        own = [i for _, i in rows if i.startswith(f"{writer}-")]
        assert own == [f"{writer}-{n}" for n in range(EACH)]


def test_threads_appending_at_once_lose_nothing(store: SqliteStore) -> None:
    def run(writer: str) -> None:
        append(store, writer)
        store.close()

    names = [f"t{n}" for n in range(WRITERS)]
    threads = [threading.Thread(target=run, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert_all_recorded(store, names)


def open_together(path: Path, writer: str, barrier: Barrier) -> None:
    store = SqliteStore(path)
    barrier.wait()
    append(store, writer)
    store.close()


def test_processes_opening_a_new_file_at_once_lose_nothing(
    tmp_path: Path,
) -> None:
    context = multiprocessing.get_context("fork")
    for attempt in range(5):
        path = tmp_path / f"{attempt}.sqlite3"
        barrier = context.Barrier(WRITERS)
        names = [f"p{n}" for n in range(WRITERS)]
        processes = [
            context.Process(target=open_together, args=(path, name, barrier)) for name in names
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        assert [process.exitcode for process in processes] == [0] * WRITERS
        store = SqliteStore(path)
        assert_all_recorded(store, names)
        store.close()


def test_threads_that_make_the_file_together_find_it(tmp_path: Path) -> None:
    for attempt in range(20):
        store = SqliteStore(tmp_path / f"{attempt}.sqlite3")
        start = threading.Barrier(WRITERS)

        def begin(
            writer: str, store: SqliteStore = store, start: threading.Barrier = start
        ) -> None:
            start.wait()
            store.append(drafted(writer))
            store.close()

        threads = [threading.Thread(target=begin, args=(f"t{n}",)) for n in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.size() == WRITERS
        store.close()


def test_a_store_that_was_closed_before_a_fork_is_used_by_parent_and_children(
    store: SqliteStore,
) -> None:
    store.append(drafted("before"))
    store.close()
    context = multiprocessing.get_context("fork")
    names = [f"c{n}" for n in range(WRITERS)]
    children = [context.Process(target=append, args=(store, n)) for n in names]
    for child in children:
        child.start()
    append(store, "parent")
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0] * WRITERS
    assert len(recorded(store)) == 1 + EACH * (WRITERS + 1)
    assert store.connection().execute("PRAGMA integrity_check").fetchone() == ("ok",)


def refused(store: SqliteStore) -> None:
    with pytest.raises(StoreUnavailable, match="open when this process was forked"):
        store.append(drafted("lost"))


def test_a_store_that_is_open_at_a_fork_is_refused_to_the_child_whose_locks_would_not_hold(
    store: SqliteStore,
) -> None:
    store.append(drafted("before"))
    child = multiprocessing.get_context("fork").Process(target=refused, args=(store,))
    child.start()
    child.join()
    assert child.exitcode == 0
    store.append(drafted("after"))
    assert [name for _, name in recorded(store)] == ["before", "after"]


def write_the_same_twice(db: Database) -> None:
    with write_tx(db):
        for _ in range(2):
            db.execute("INSERT INTO records VALUES (7, 'x', '', NULL, '', x'')")


def test_a_failed_write_leaves_nothing_and_lets_the_next_one_through(
    store: SqliteStore,
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        write_the_same_twice(store.connection())
    assert recorded(store) == []
    assert store.append(drafted("a")).leaf_index == 0


def test_a_store_held_by_another_writer_is_unavailable_and_then_available_again(
    store: SqliteStore,
) -> None:
    store.append(drafted("early"))
    hasty = SqliteStore(store.path, busy_timeout=0.001)
    with write_tx(store.connection()):
        with pytest.raises(StoreUnavailable, match="locked"):
            hasty.append(drafted("late"))
        assert hasty.get("early") is not None
    assert hasty.append(drafted("late")).leaf_index == 1
    hasty.close()
