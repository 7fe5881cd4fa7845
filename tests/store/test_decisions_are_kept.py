"""What was recorded is there, byte for byte, and cannot be changed or removed."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import rfc8785

from service.ledger.tree import leaf_hash, root
from service.store.port import Client, Draft, RecordDamaged, StoreUnavailable
from service.store.sqlite import SqliteStore
from tests.store.drafts import drafted


def test_a_decision_is_given_back_byte_for_byte(store: SqliteStore, draft: Draft) -> None:
    record = store.append(draft)
    found = store.get(draft.record_id)
    assert found is not None
    assert found.record == record
    assert found.body == draft.contents["result"]
    assert found.dossier == draft.contents["dossier"]
    assert found.facts == draft.contents["facts"]


def test_a_record_says_what_when_by_whom_and_in_which_place(
    store: SqliteStore, draft: Draft
) -> None:
    record = store.append(draft)
    document = record.document
    assert rfc8785.dumps(document) == record.data
    assert document["kind"] == "decision"
    assert document["leaf_index"] == 0
    assert document["record_id"] == draft.record_id
    assert document["client"] == {"name": "los-2", "authenticated": False}
    assert document["recorded_at"] == document["clock"]
    assert document["body"] == draft.body


def test_every_record_is_a_leaf_of_the_tree(store: SqliteStore) -> None:
    records = [store.append(drafted(f"d{n}")) for n in range(5)]
    assert [record.leaf_index for record in records] == [0, 1, 2, 3, 4]
    assert [store.node(0, n) for n in range(5)] == [leaf_hash(r.data) for r in records]
    assert store.size() == 5
    assert len(root(5, store.node)) == 32
    with pytest.raises(KeyError):
        store.node(0, 5)


def test_equal_decisions_have_leaves_that_tell_nothing_of_each_other(
    store: SqliteStore,
) -> None:
    one, other = (store.append(drafted(i)).document for i in ("a", "b"))
    assert one["nonce"] != other["nonce"]


def test_an_unknown_decision_is_none(store: SqliteStore) -> None:
    assert store.get("no-such-decision") is None


def test_records_are_read_in_order_by_place_and_by_kind(
    store: SqliteStore,
) -> None:
    for name in ("a", "b"):
        store.append(drafted(name))
    store.append(Draft("review", "r", "a", Client(), {"action": "accept"}))
    assert [r.record_id for r in store.records()] == ["a", "b", "r"]
    assert [r.record_id for r in store.records(1, 2)] == ["b"]
    assert [r.record_id for r in store.records(kind="review")] == ["r"]
    assert [r.record_id for r in store.about("a")] == ["r"]
    assert store.about("b") == []
    assert store.get("r") is None
    found = store.record_at(2)
    assert found == store.record("r")


def test_the_clock_going_backwards_never_puts_a_record_before_an_earlier_one(
    tmp_path: Path,
) -> None:
    said = datetime(2026, 11, 1, 8, tzinfo=UTC)
    times = [said, said - timedelta(hours=1), said + timedelta(seconds=1)]
    store = SqliteStore(tmp_path / "a.sqlite3", clock=lambda: times.pop(0))
    records = [store.append(drafted(f"d{n}")).document for n in range(3)]
    store.close()
    assert [r["recorded_at"][11:19] for r in records] == ["08:00:00", "08:00:00", "08:00:01"]
    assert [r["clock"][11:19] for r in records] == ["08:00:00", "07:00:00", "08:00:01"]


def test_a_turn_records_all_or_nothing(store: SqliteStore) -> None:
    def interrupted() -> None:
        with store.turn():
            store.append(drafted("a"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()
    assert store.size() == 0
    with store.turn():
        store.append(drafted("a"))
        store.append(drafted("b"))
    assert store.size() == 2


def test_a_snapshot_does_not_see_what_is_recorded_meanwhile(
    store: SqliteStore,
) -> None:
    store.append(drafted("a"))
    other = SqliteStore(store.path)
    with store.snapshot():
        before = store.size()
        other.append(drafted("b"))
        assert store.size() == before
    assert store.size() == 2
    other.close()


def test_nothing_is_recorded_inside_a_snapshot_which_would_undo_it(store: SqliteStore) -> None:
    with store.snapshot(), pytest.raises(RuntimeError):
        store.append(drafted("a"))
    assert store.append(drafted("b")).leaf_index == 0


def test_decisions_are_there_after_the_file_is_closed_and_opened_again(
    store: SqliteStore, draft: Draft
) -> None:
    store.append(draft)
    decision = store.get(draft.record_id)
    store.close()
    reopened = SqliteStore(store.path)
    assert reopened.get(draft.record_id) == decision
    reopened.close()


def test_the_same_decision_id_is_not_recorded_twice(store: SqliteStore) -> None:
    store.append(drafted("a", "N4"))
    with pytest.raises(StoreUnavailable):
        store.append(drafted("a", "N1"))
    found = store.get("a")
    assert found is not None
    assert found.grade == "N4"
    assert store.size() == 1


TABLES = ("nodes", "records", "contents", "sources", "decisions", "finding_codes", "identifiers")
ALL_KEY = ("finding_codes", "identifiers")
"""Tables of which a row can only be replaced by itself."""


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        *((table, "DELETE FROM {table}") for table in TABLES),
        *((table, "UPDATE {table} SET {column} = {column}") for table in TABLES),
        *((t, "REPLACE INTO {table} SELECT * FROM {table}") for t in TABLES if t not in ALL_KEY),
    ],
)
def test_the_file_refuses_to_change_or_remove_what_is_recorded(
    store: SqliteStore, draft: Draft, table: str, statement: str
) -> None:
    store.append(draft)
    connection = sqlite3.connect(store.path)
    column = connection.execute(f"PRAGMA table_info({table})").fetchall()[-1][1]
    with pytest.raises(sqlite3.IntegrityError, match="never changed or removed"):
        connection.execute(statement.format(table=table, column=column))
    assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
    connection.close()


def by_hand(store: SqliteStore, *statements: str) -> None:
    """Do what nobody may: with the triggers dropped, change the file."""
    connection = sqlite3.connect(store.path)
    named = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for (name,) in named:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (
            "UPDATE records SET data = CAST(replace(data, 'N4', 'N1') AS BLOB)",
            "not the one in its leaf",
        ),
        ("DELETE FROM nodes", "not the one in its leaf"),
        ("DELETE FROM contents WHERE name = 'dossier'", "its dossier is missing"),
        (
            "UPDATE contents SET data = (SELECT data FROM contents WHERE name = 'facts')"
            " WHERE name = 'result'",
            "its result has another digest",
        ),
        ("UPDATE contents SET data = x'00'", "cannot be decompressed"),
    ],
)
def test_a_decision_that_was_changed_by_hand_is_not_given(
    store: SqliteStore, draft: Draft, statement: str, what: str
) -> None:
    store.append(draft)
    by_hand(store, statement)
    with pytest.raises(RecordDamaged, match=what):
        store.get(draft.record_id)


def test_columns_refuse_values_of_another_type(store: SqliteStore, draft: Draft) -> None:
    store.append(draft)
    connection = sqlite3.connect(store.path)
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT value in BLOB column"):
        connection.execute("INSERT INTO contents VALUES (0, 'other', 'text')")
    connection.close()


def test_the_file_is_opened_for_durable_writes(store: SqliteStore, draft: Draft) -> None:
    store.append(draft)
    db = store.connection()
    settings = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    values = [db.execute(f"PRAGMA {name}").fetchone()[0] for name in settings]
    assert values == ["wal", 2, 1, 5000]


def test_the_folder_of_the_store_is_made(tmp_path: Path, draft: Draft) -> None:
    store = SqliteStore(tmp_path / "a" / "b" / "decisions.sqlite3")
    store.append(draft)
    assert store.path.is_file()
    store.close()
