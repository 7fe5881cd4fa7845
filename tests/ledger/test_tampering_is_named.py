"""What a hand with the file changes, with the triggers dropped, ``verify`` finds and names."""

import sqlite3
import zlib

import orjson
import pytest

from service.canonical import canonical_bytes
from service.ledger.tree import leaf_hash
from tests.ledger.ledgers import (
    Kept,
    changed,
    drop_triggers,
    move,
    rebuild_tree,
)

AT = 5
"""The record that is tampered with: a decision that two checkpoints cover."""


def data_of(db: sqlite3.Connection, leaf_index: int) -> bytes:
    row = db.execute("SELECT data FROM records WHERE leaf_index = ?", (leaf_index,)).fetchone()
    return bytes(row[0])


def set_data(db: sqlite3.Connection, leaf_index: int, data: bytes) -> None:
    db.execute("UPDATE records SET data = ? WHERE leaf_index = ?", (data, leaf_index))


def test_a_ledger_that_nobody_touched_is_sound(kept: Kept) -> None:
    report = kept.verified(*kept.checkpoints)
    assert report.sound
    assert (report.size, report.records, report.covered) == (23, 23, 21)


def test_a_changed_record_is_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        set_data(db, AT, data_of(db, AT).replace(b'"grade":"N5"', b'"grade":"N1"'))
    report = kept.verified(*kept.checkpoints)
    (fault,) = report.faults
    assert (fault.code, fault.leaf_index) == ("record_changed", AT)
    assert fault.record_id is not None
    assert int(fault.record_id, 16) == AT
    # The leaves are as they were: what the checkpoint covers is known to be another record.
    assert report.covered == 21


@pytest.mark.parametrize("data", [b"", b"not json", b"[]", b"{}", b'{"leaf_index":7}', b"\xff"])
def test_a_record_that_is_nothing_any_more_is_named(kept: Kept, data: bytes) -> None:
    with kept.by_hand() as db:
        set_data(db, AT, data)
    assert kept.found(*kept.checkpoints) == [("record_changed", AT, None)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("record_id", "f" * 32),
        ("kind", "review"),
        ("subject", "f" * 32),
        ("recorded_at", "2020-01-01T00:00:00.000000+00:00"),
    ],
)
def test_a_changed_column_of_a_record_is_named(kept: Kept, column: str, value: str) -> None:
    with kept.by_hand() as db:
        db.execute(f"UPDATE records SET {column} = ? WHERE leaf_index = ?", (value, AT))
    (fault,) = kept.verified().faults
    assert (fault.code, fault.leaf_index) == ("row_changed", AT)
    assert column in fault.message


def test_a_deleted_record_is_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("DELETE FROM records WHERE leaf_index = ?", (AT,))
        for table in ("contents", "decisions", "finding_codes", "identifiers"):
            db.execute(f"DELETE FROM {table} WHERE leaf_index = ?", (AT,))
    assert kept.found(*kept.checkpoints) == [("record_missing", AT, AT)]


def test_what_is_left_of_a_deleted_record_is_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("DELETE FROM records WHERE leaf_index = ?", (AT,))
    assert sorted(kept.found()) == [
        ("contents_unknown", AT, None),
        ("record_missing", AT, AT),
        ("search_unknown", AT, None),
        ("search_unknown", AT, None),
        ("search_unknown", AT, None),
    ]


def test_a_deleted_record_whose_place_was_closed_up_is_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("DELETE FROM records WHERE leaf_index = ?", (AT,))
        for table in ("contents", "decisions", "finding_codes", "identifiers"):
            db.execute(f"DELETE FROM {table} WHERE leaf_index = ?", (AT,))
        move(db, AT + 1, -1)
    assert sorted(kept.found(*kept.checkpoints)) == [
        ("record_missing", AT, AT),
        ("record_moved", AT, 21),
    ]


def test_the_last_records_deleted_with_their_leaves_are_a_ledger_rolled_back(kept: Kept) -> None:
    with kept.by_hand() as db:
        for table in ("records", "contents", "decisions", "finding_codes", "identifiers"):
            db.execute(f"DELETE FROM {table} WHERE leaf_index >= 15")
        db.execute("DELETE FROM nodes WHERE ((position + 1) << level) > 15")
        db.execute("DELETE FROM checkpoints WHERE size > 15")
    assert kept.found() == []
    (fault,) = kept.verified(*kept.checkpoints).faults
    assert (fault.code, fault.checkpoint) == ("rolled_back", 21)
    assert "lacks records 15 to 20" in fault.message


def test_two_records_that_changed_places_are_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        one, other = data_of(db, 4), data_of(db, 11)
        set_data(db, 4, other)
        set_data(db, 11, one)
    report = kept.verified(*kept.checkpoints)
    assert [(f.code, f.leaf_index) for f in report.faults] == [
        ("record_moved", 4),
        ("record_moved", 11),
    ]
    assert "7 before the leaf that it is" in report.faults[0].message
    assert "7 after the leaf that it is" in report.faults[1].message


def test_two_records_that_changed_places_with_their_rows_are_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("UPDATE records SET leaf_index = -1 WHERE leaf_index = 4")
        db.execute("UPDATE records SET leaf_index = 4 WHERE leaf_index = 11")
        db.execute("UPDATE records SET leaf_index = 11 WHERE leaf_index = -1")
    assert kept.found() == [("record_moved", 4, 4), ("record_moved", 11, 11)]


def test_records_whose_leaves_changed_places_too_are_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        one, other = data_of(db, 4), data_of(db, 11)
        for place, data in ((4, other), (11, one)):
            set_data(db, place, data)
            db.execute(
                "UPDATE nodes SET hash = ? WHERE level = 0 AND position = ?",
                (leaf_hash(data), place),
            )
    found = kept.found(*kept.checkpoints)
    assert ("record_moved", 4, None) in found
    assert ("record_moved", 11, None) in found
    assert ("records_rewritten", 4, 5) in found
    assert ("records_rewritten", 10, 11) in found
    assert ("checkpoint_not_extended", 1, 9) in found


def test_a_record_inserted_at_the_end_is_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        forged = changed(data_of(db, AT), leaf_index=23, record_id="f" * 32)
        db.execute(
            "INSERT INTO records SELECT 23, ?, kind, subject, recorded_at, ? FROM records"
            " WHERE leaf_index = 22",
            ("f" * 32, forged),
        )
    (fault,) = kept.verified().faults
    assert (fault.code, fault.leaf_index, fault.record_id) == ("record_inserted", 23, "f" * 32)


def test_a_record_inserted_twice_is_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute(
            "INSERT INTO records SELECT leaf_index + 20, record_id || 'x', kind, subject,"
            " recorded_at, data FROM records WHERE leaf_index BETWEEN 5 AND 7"
        )
    (fault,) = kept.verified().faults
    assert (fault.code, fault.leaf_index, fault.last_index) == ("record_inserted", 25, 27)
    assert "a copy of records 5 to 7" in fault.message


def test_a_record_inserted_far_beyond_the_end_is_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("INSERT INTO records VALUES (1000000000000, 'x', 'key', NULL, '', x'7b7d')")
        db.execute("INSERT INTO records VALUES (-7, 'y', 'key', NULL, '', x'7b7d')")
    assert sorted(kept.found()) == [
        ("record_inserted", -7, None),
        ("record_inserted", 10**12, None),
    ]


def test_a_record_inserted_in_the_middle_is_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        forged = changed(data_of(db, AT), record_id="f" * 32)
        move(db, AT, 1)
        db.execute(
            "INSERT INTO records SELECT ?, ?, kind, subject, recorded_at, ? FROM records"
            " WHERE leaf_index = 6",
            (AT, "f" * 32, forged),
        )
    found = kept.found(*kept.checkpoints)
    assert ("record_inserted", AT, None) in found
    assert ("record_moved", AT + 1, 23) in found


def test_contents_that_were_changed_are_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        forged = zlib.compress(canonical_bytes({"number": "9"}))
        db.execute(
            "UPDATE contents SET data = ? WHERE leaf_index = ? AND name = 'facts'", (forged, AT)
        )
    (fault,) = kept.verified().faults
    assert (fault.code, fault.leaf_index) == ("contents_changed", AT)
    assert "facts" in fault.message


def test_contents_that_cannot_be_decompressed_are_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute(
            "UPDATE contents SET data = x'00' WHERE leaf_index = ? AND name = 'result'", (AT,)
        )
    (fault,) = kept.verified().faults
    assert (fault.code, fault.leaf_index) == ("contents_changed", AT)
    assert "result cannot be decompressed" in fault.message


def test_contents_that_are_missing_or_not_its_own_are_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("UPDATE contents SET name = 'fact' WHERE leaf_index = 5 AND name = 'facts'")
        db.execute("UPDATE contents SET leaf_index = 99 WHERE leaf_index = 7 AND name = 'dossier'")
    assert sorted(kept.found()) == [
        ("contents_missing", 5, None),
        ("contents_missing", 7, None),
        ("contents_unknown", 5, None),
        ("contents_unknown", 99, None),
    ]


def test_the_files_of_a_ruleset_that_were_changed_are_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("UPDATE sources SET data = ?", (zlib.compress(b"{}"),))
    (fault,) = kept.verified().faults
    assert fault.code == "source_changed"
    assert "ruleset sha256:" in fault.message


def test_the_files_of_a_ruleset_that_were_removed_are_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("DELETE FROM sources")
    assert kept.found() == [("source_missing", 1, None)]


def test_triggers_that_were_dropped_are_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        pass
    assert kept.found() == []
    db = sqlite3.connect(kept.path)
    dropped = len(drop_triggers(db))
    db.execute("CREATE TABLE mine (a)")
    db.close()
    report = kept.verified()
    assert report.counts == {"schema_changed": dropped + 1}
    messages = [fault.message for fault in report.faults]
    assert "The trigger records_refuse_update is missing." in messages
    assert "The table mine is not the store's." in messages


def test_a_table_or_trigger_is_not_hidden_by_a_reserved_name(kept: Kept) -> None:
    with sqlite3.connect(kept.path) as db:
        db.execute("CREATE TABLE _sqlite_evil (a)")
        db.execute(
            "CREATE TRIGGER mine AFTER INSERT ON records BEGIN DELETE FROM _sqlite_evil; END"
        )
        db.execute("PRAGMA writable_schema=ON")
        for of in ("name", "sql"):
            db.execute(
                f"UPDATE sqlite_schema SET {of} = replace({of}, 'mine', 'sqlite_stat1')"
                " WHERE type = 'trigger' AND tbl_name = 'records' AND sql LIKE '%DELETE FROM _sql%'"
            )
    db.close()
    messages = [fault.message for fault in kept.verified().faults]
    assert "The table _sqlite_evil is not the store's." in messages
    assert "The trigger sqlite_stat1 is not the store's." in messages


def test_statistics_that_sqlite_keeps_are_no_fault(kept: Kept) -> None:
    with sqlite3.connect(kept.path) as db:
        db.execute("ANALYZE")
    db.close()
    assert kept.found() == []


@pytest.mark.parametrize("table", ["contents", "sources"])
def test_bytes_appended_to_what_is_kept_compressed_are_named(kept: Kept, table: str) -> None:
    with kept.by_hand() as db:
        db.execute(f"UPDATE {table} SET data = CAST(data || x'00' AS BLOB)")
    assert set(kept.verified().counts) == {
        {"contents": "contents_changed", "sources": "source_changed"}[table]
    }


@pytest.mark.parametrize("path", [("body", "ruleset"), ("body", "retention"), ("recorded_at",)])
def test_a_record_without_a_part_is_named_though_its_leaf_agrees(
    kept: Kept, path: tuple[str, ...]
) -> None:
    with kept.by_hand() as db:
        (data,) = db.execute("SELECT data FROM records WHERE leaf_index = 22").fetchone()
        document = orjson.loads(data)
        inner = document
        for name in path[:-1]:
            inner = inner[name]
        inner[path[-1]] = "no"
        set_data(db, 22, canonical_bytes(document))
        rebuild_tree(db)
    assert ("record_malformed", 22, None) in kept.found()
