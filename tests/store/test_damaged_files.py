"""Files that are no sound store are told apart from those that cannot be used now."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from service.store.port import Draft, RecordDamaged, StoreUnavailable
from service.store.scan import is_damage
from service.store.sqlite import SqliteStore


def fault_of(path: Path) -> StoreUnavailable:
    store = SqliteStore(path, read_only=True)
    with pytest.raises(StoreUnavailable) as raised:
        store.size()
    return raised.value


@pytest.fixture
def path(store: SqliteStore, draft: Draft) -> Path:
    store.append(draft)
    store.close()
    return store.path


def test_an_empty_file_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.touch()
    assert is_damage(fault_of(path))


@pytest.mark.parametrize("name", ["m000_none", "m001_decisionz"])
def test_a_list_of_migrations_that_was_changed_is_damage(path: Path, name: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE _sqlite_migrations SET name = ? WHERE rowid = 1", (name,))
    fault = fault_of(path)
    assert is_damage(fault)
    assert "version was changed" in str(fault)


def test_a_store_of_an_older_version_is_none_and_the_message_says_what_to_do(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DELETE FROM _sqlite_migrations WHERE name >= 'm004'")
    fault = fault_of(path)
    assert not is_damage(fault)
    assert "start the service, or run pinzhi ledger init, to carry it over" in str(fault)


def test_a_schema_that_is_not_utf_8_is_damage(path: Path) -> None:
    data = path.read_bytes()
    assert b"CREATE TABLE records" in data
    path.write_bytes(data.replace(b"CREATE TABLE records", b"CREATE TABLE r\xff\xfeords"))
    assert is_damage(fault_of(path))


def test_bytes_left_over_after_contents_are_damage(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DROP TRIGGER contents_refuse_update")
        db.execute("UPDATE contents SET data = CAST(data || x'00' AS BLOB)")
    store = SqliteStore(path, read_only=True)
    with pytest.raises(RecordDamaged, match="cannot be decompressed"):
        store.contents(0)
    store.close()


def test_a_store_is_made_for_its_owner_only(tmp_path: Path, draft: Draft) -> None:
    before = os.umask(0o022)
    try:
        store = SqliteStore(tmp_path / "decisions.sqlite3")
        store.append(draft)
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert modes == {f"decisions.sqlite3{end}": 0o600 for end in ("", "-wal", "-shm")}
