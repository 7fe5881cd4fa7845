"""A file with bytes flipped or cut off is found to be damaged, wherever that is."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from service.ledger.verify import verify_ledger
from service.store.port import StoreUnavailable
from service.store.scan import is_damage
from service.store.sqlite import SqliteStore
from tests.ledger.ledgers import Kept

FLIPS = 150


def everything(path: Path) -> dict[str, list[tuple[object, ...]]] | None:
    """What the tables of the file hold, ``None`` where they cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
            schema = db.execute("SELECT * FROM sqlite_schema ORDER BY name").fetchall()
            tables = [row[1] for row in schema if row[0] == "table"]
            held = {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
            return held | {"": [row[:3] + row[4:] for row in schema]}
    except sqlite3.Error:
        return None


def flip(path: Path, offset: int, bits: int) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        (byte,) = file.read(1)
        file.seek(offset)
        file.write(bytes([byte ^ bits]))


def test_a_flipped_byte_is_found_wherever_it_says_something(kept: Kept) -> None:
    original = everything(kept.path)
    assert original
    size = kept.path.stat().st_size
    places = random.Random(20261122)
    found = 0
    for _ in range(FLIPS):
        offset, bits = places.randrange(size), 1 << places.randrange(8)
        flip(kept.path, offset, bits)
        report = kept.verified(*kept.checkpoints)
        found += not report.sound
        # What is not found is where nothing is: every row still reads as it did.
        assert not report.sound or everything(kept.path) == original, offset
        flip(kept.path, offset, bits)
    assert found > FLIPS / 4
    assert kept.verified(*kept.checkpoints).sound


def test_a_flipped_byte_in_a_record_names_the_record(kept: Kept) -> None:
    data = kept.path.read_bytes()
    flip(kept.path, data.index(b'"application_ref":"LOS-6"') + 21, 1)
    report = kept.verified(*kept.checkpoints)
    assert [(f.code, f.leaf_index) for f in report.faults] == [("record_changed", 7)]


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_found(kept: Kept, share: float) -> None:
    with kept.path.open("r+b") as file:
        file.truncate(int(kept.path.stat().st_size * share))
    report = kept.verified(*kept.checkpoints)
    assert "file_damaged" in report.counts


def test_a_page_that_was_wiped_is_found_and_what_can_be_read_is_verified(kept: Kept) -> None:
    with closing(sqlite3.connect(kept.path)) as db:
        (size,) = db.execute("PRAGMA page_size").fetchone()
        (page,) = db.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'contents'"
        ).fetchone()
    with kept.path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))
    report = kept.verified(*kept.checkpoints)
    assert set(report.counts) == {"file_damaged"}
    assert any("to the end of contents" in f.message for f in report.faults)
    assert (report.records, report.covered) == (23, 21)


def test_a_file_that_is_no_database_is_found_to_be_none(kept: Kept) -> None:
    kept.path.write_bytes(b"these are notes, not a database\n" * 400)
    (fault,) = kept.verified(*kept.checkpoints).faults
    assert fault.code == "file_damaged"
    assert "not a database" in fault.message


def test_a_file_that_is_only_locked_is_no_fault_of_it(kept: Kept) -> None:
    with closing(sqlite3.connect(kept.path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN EXCLUSIVE")
        store = SqliteStore(kept.path, read_only=True, busy_timeout=0.001)
        with pytest.raises(StoreUnavailable, match="locked") as caught:
            verify_ledger(store, [])
        assert not is_damage(caught.value)
        store.close()
