"""What is there after an export that did not succeed: nothing; and what was there stays."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from service.audit.bundle import BundleFaulty, export
from service.audit.selection import Request
from service.ledger.checkpoints import LedgerInconsistent
from service.store.port import Client, Draft, RecordDamaged
from service.store.sqlite import SqliteStore
from tests.audit.bundles import Ledger, told


def test_a_file_that_exists_is_not_written_over(ledger: Ledger, tmp_path: Path) -> None:
    target = tmp_path / "bundle.zip"
    target.write_bytes(b"of yesterday")
    with pytest.raises(FileExistsError):
        ledger.bundle(target)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [
        ("bundle.zip", b"of yesterday")
    ]


def test_an_export_under_way_is_not_written_over(ledger: Ledger, tmp_path: Path) -> None:
    part = tmp_path / "bundle.zip.part"
    part.write_bytes(b"of another")
    with pytest.raises(FileExistsError):
        ledger.bundle(tmp_path / "bundle.zip")
    assert part.read_bytes() == b"of another"


def test_a_bundle_is_of_one_state_of_the_store(ledger: Ledger, tmp_path: Path) -> None:
    """Whatever is recorded meanwhile: here, after the first record was read."""
    copy = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(ledger.path)) as source, closing(sqlite3.connect(copy)) as db:
        source.backup(db)

    class Busy(SqliteStore):
        """A store to which another process appends while it is read."""

        def contents(self, leaf_index: int) -> dict[str, bytes]:
            other = SqliteStore(copy)
            body = {"event": "added", "key_id": "00", "vkey": "none"}
            other.append(Draft("key", f"{leaf_index:032x}", None, Client(), body))
            other.close()
            return super().contents(leaf_index)

    store = Busy(copy)
    export(store, Request(), tmp_path / "bundle.zip")
    store.close()
    assert told(tmp_path / "bundle.zip") == []


def drop_triggers(db: sqlite3.Connection) -> None:
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")


DAMAGE = {
    "a record changed": "UPDATE records SET"
    " data = CAST(replace(CAST(data AS TEXT), 'N4', 'N1') AS BLOB) WHERE leaf_index = 2",
    "a record gone": "DELETE FROM records WHERE leaf_index = 2",
    "contents gone": "DELETE FROM contents WHERE leaf_index = 2 AND name = 'facts'",
    "contents of another": "UPDATE contents SET data = (SELECT data FROM contents WHERE"
    " leaf_index = 1 AND name = 'result') WHERE leaf_index = 2 AND name = 'result'",
    "contents that are no zlib": "UPDATE contents SET data = x'00' WHERE leaf_index = 2",
    "a node gone": "DELETE FROM nodes WHERE level = 1 AND position = 1",
    "a node changed": "UPDATE nodes SET hash = zeroblob(32) WHERE level = 1 AND position = 1",
    "the rules gone": "DELETE FROM sources",
    "a checkpoint of another tree": "UPDATE checkpoints SET note ="
    " replace(note, char(10) || '6' || char(10), char(10) || '7' || char(10)), size = 7"
    " WHERE size = 6",
    "a certificate that is no JSON": "UPDATE records SET data = x'00' WHERE leaf_index = 8",
    "a key that is no record": "UPDATE records SET data = CAST('{}' AS BLOB) WHERE leaf_index = 0",
}


@pytest.mark.parametrize("statement", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_store_gives_no_bundle(ledger: Ledger, tmp_path: Path, statement: str) -> None:
    copy = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(ledger.path)) as source, closing(sqlite3.connect(copy)) as db:
        source.backup(db)
        drop_triggers(db)
        assert db.execute(statement).rowcount > 0
        db.commit()
    folder = tmp_path / "out"
    folder.mkdir()
    store = SqliteStore(copy)
    with pytest.raises((BundleFaulty, RecordDamaged, LedgerInconsistent)):
        export(store, Request(), folder / "bundle.zip")
    store.close()
    assert list(folder.iterdir()) == []
