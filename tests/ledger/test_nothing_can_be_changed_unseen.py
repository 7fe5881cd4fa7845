"""Whatever cell, row or pair of rows of the file is changed by hand, ``verify`` finds it."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.ledger.verify import verify_ledger
from service.retention.acts import lift_hold, place_hold
from service.retention.erase import erase
from service.store import operations
from service.store.sqlite import SqliteStore
from tests.ledger.ledgers import NOBODY, Kept, drop_triggers

TABLES = {
    "nodes": "level, position",
    "records": "leaf_index",
    "contents": "leaf_index, name",
    "sources": "digest",
    "decisions": "leaf_index",
    "finding_codes": "leaf_index, code",
    "identifiers": "leaf_index, scheme",
    "erasures": "leaf_index",
    "holds": "leaf_index",
    "hold_ends": "leaf_index",
    "checkpoints": "seq",
}
"""Every table of the store that is verified row by row, and what orders its rows."""


@pytest.fixture(scope="module")
def store(made: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    """A ledger with an erasure and holds; its triggers are gone, and its transaction open."""
    path = tmp_path_factory.mktemp("open") / "ledger.sqlite3"
    path.write_bytes(made.path.read_bytes())
    store = SqliteStore(path)
    ids = [record.record_id for record in store.records(kind="decision")]
    erase(store, ids[2], order="DPO 7", by="A", client=NOBODY)
    said = {"reason": "a case", "by": "A", "reference": "C 7", "client": NOBODY}
    place_hold(store, ids[4], **said)
    lift_hold(store, place_hold(store, ids[5], **said).record_id, **said)
    store.close()
    store = SqliteStore(path)
    db = store.connection().conn
    drop_triggers(db)
    db.execute("PRAGMA synchronous=OFF")
    yield store
    store.close()


def found(store: SqliteStore, kept: Kept) -> set[str]:
    """The codes of what is found beside the triggers, which are gone."""
    vkeys = [key.vkey for key in kept.keys.vkeys()]
    report = verify_ledger(store, vkeys, kept.checkpoints)
    return set(report.counts) - {"schema_changed"}


def other(value: object, draw: st.DataObject) -> object:
    """A value of the same type, and another."""
    if isinstance(value, bytes):
        at = draw.draw(st.integers(0, len(value) - 1))
        return value[:at] + bytes([value[at] ^ draw.draw(st.integers(1, 255))]) + value[at + 1 :]
    if isinstance(value, int):
        return value + draw.draw(st.sampled_from([-1, 1, 1000]))
    if value is None:
        return "f" * 32
    text = str(value)
    return draw.draw(st.sampled_from([text + "x", text[:-1], "X" + text[1:], ""]))


def key_of(db: sqlite3.Connection, table: str) -> list[str]:
    columns = db.execute(f"PRAGMA table_info({table})").fetchall()
    return [c[1] for c in columns if c[5]] or [c[1] for c in columns]


def rows(db: sqlite3.Connection, table: str) -> list[sqlite3.Row]:
    cursor = db.execute(f"SELECT * FROM {table} ORDER BY {TABLES[table]}")
    cursor.row_factory = sqlite3.Row
    return cursor.fetchall()


def pick(draw: st.DataObject, found: list[sqlite3.Row]) -> sqlite3.Row:
    return found[draw.draw(st.integers(0, len(found) - 1))]


def where(db: sqlite3.Connection, table: str, row: sqlite3.Row) -> tuple[str, list[object]]:
    key = key_of(db, table)
    return " AND ".join(f"{name} IS ?" for name in key), [row[name] for name in key]


def test_the_ledger_is_sound_before_it_is_touched(store: SqliteStore, made: Kept) -> None:
    assert found(store, made) == set()


def test_every_table_of_the_store_is_tried(store: SqliteStore) -> None:
    db = store.connection()
    # What follows from records, and what is no part of them.
    others = {"postings", "portfolio", *operations.TABLES, *operations.USER_TABLES}
    others.add("_sqlite_migrations")
    assert set(TABLES) | others == set(db.table_names())
    assert all(db[table].count for table in TABLES)


@settings(max_examples=200)
@given(draw=st.data())
def test_no_cell_can_be_changed_unseen(store: SqliteStore, made: Kept, draw: st.DataObject) -> None:
    db = store.connection().conn
    table = draw.draw(st.sampled_from(sorted(TABLES)))
    row = pick(draw, rows(db, table))
    column = draw.draw(st.sampled_from(row.keys()))
    clause, values = where(db, table, row)
    db.execute("BEGIN")
    try:
        try:
            statement = f"UPDATE {table} SET {column} = ? WHERE {clause}"
            db.execute(statement, [other(row[column], draw), *values])
        except sqlite3.IntegrityError:
            return  # another row has that key
        assert found(store, made), (table, column, tuple(row))
    finally:
        db.execute("ROLLBACK")


@settings(max_examples=100)
@given(draw=st.data())
def test_no_row_can_be_deleted_unseen(store: SqliteStore, made: Kept, draw: st.DataObject) -> None:
    db = store.connection().conn
    table = draw.draw(st.sampled_from(sorted(TABLES)))
    row = pick(draw, rows(db, table))
    clause, values = where(db, table, row)
    db.execute("BEGIN")
    try:
        db.execute(f"DELETE FROM {table} WHERE {clause}", values)
        assert found(store, made), (table, tuple(row))
    finally:
        db.execute("ROLLBACK")
