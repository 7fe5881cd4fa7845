"""A store that cannot be used says so and names its file."""

import os
import sqlite3
from pathlib import Path

import pytest

from service.store.port import Draft, StoreUnavailable
from service.store.sqlite import SqliteStore
from tests.store.drafts import drafted


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path, draft: Draft) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("these are notes, not a database\n" * 40)
    store = SqliteStore(path)
    with pytest.raises(StoreUnavailable, match=r"notes\.txt"):
        store.append(draft)
    with pytest.raises(StoreUnavailable, match=r"notes\.txt"):
        store.get(draft.record_id)
    assert path.read_text().startswith("these are notes")


def test_a_database_of_something_else_is_not_made_into_a_store(
    tmp_path: Path, draft: Draft
) -> None:
    path = tmp_path / "crm.sqlite3"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE customers (name TEXT)")
    other.close()
    with pytest.raises(StoreUnavailable, match="no store of decisions"):
        SqliteStore(path).append(draft)
    other = sqlite3.connect(path)
    assert other.execute("SELECT name FROM sqlite_schema").fetchall() == [("customers",)]
    other.close()


def test_a_folder_in_the_place_of_the_file_is_unavailable(tmp_path: Path, draft: Draft) -> None:
    with pytest.raises(StoreUnavailable):
        SqliteStore(tmp_path).append(draft)


def test_a_file_in_the_place_of_the_folder_is_unavailable(tmp_path: Path, draft: Draft) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(StoreUnavailable):
        SqliteStore(tmp_path / "var" / "decisions.sqlite3").append(draft)


def test_a_full_disk_is_unavailable_and_records_nothing(store: SqliteStore, draft: Draft) -> None:
    store.append(draft)
    db = store.connection()
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreUnavailable, match="full"):
        store.append(drafted("large", padding=1_000_000))
    assert store.get("large") is None
    assert store.get(draft.record_id) is not None


def test_a_check_finds_what_can_be_opened_but_not_written(store: SqliteStore) -> None:
    db = store.connection()
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreUnavailable, match="full"):
        store.check()


def test_a_check_finds_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("these are notes, not a database\n" * 40)
    with pytest.raises(StoreUnavailable, match=r"notes\.txt"):
        SqliteStore(path).check()


def test_a_check_leaves_nothing_open_and_nothing_behind(store: SqliteStore, draft: Draft) -> None:
    store.append(draft)
    store.check()
    opened = [os.path.realpath(link) for link in Path("/proc/self/fd").iterdir()]
    assert not [name for name in opened if name.startswith(os.path.realpath(store.path))]
    assert store.get(draft.record_id) is not None
    tables = store.connection().execute("SELECT name FROM sqlite_schema").fetchall()
    assert ("probe",) not in tables


def test_a_store_that_is_only_read_stays_untouched(tmp_path: Path, draft: Draft) -> None:
    path = tmp_path / "decisions.sqlite3"
    writer = SqliteStore(path)
    writer.append(draft)
    writer.close()
    before = path.read_bytes()
    reader = SqliteStore(path, read_only=True)
    assert reader.get(draft.record_id) is not None
    with pytest.raises(StoreUnavailable):
        reader.append(draft)
    reader.close()
    assert path.read_bytes() == before


def test_to_read_makes_no_store(tmp_path: Path, draft: Draft) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    for path in (empty, tmp_path / "none"):
        with pytest.raises(StoreUnavailable):
            SqliteStore(path, read_only=True).get(draft.record_id)
    assert empty.read_bytes() == b""
    assert not (tmp_path / "none").exists()


def test_a_file_that_was_moved_away_is_not_written_any_more(
    store: SqliteStore, draft: Draft
) -> None:
    store.append(draft)
    moved = store.path.rename(store.path.with_name("moved.sqlite3"))
    with pytest.raises(StoreUnavailable, match="moved away"):
        store.append(drafted("lost"))
    with pytest.raises(StoreUnavailable, match="moved away"):
        store.get(draft.record_id)
    assert not store.path.exists()
    moved.rename(store.path)
    assert store.get(draft.record_id) is not None
    assert store.get("lost") is None


@pytest.mark.parametrize("empty", [True, False])
def test_another_file_in_the_place_of_the_store_is_left_alone(
    store: SqliteStore, tmp_path: Path, draft: Draft, empty: bool
) -> None:
    store.append(draft)
    other = SqliteStore(tmp_path / "other.sqlite3")
    other.append(drafted("restored"))
    other.close()
    if empty:
        other.path.write_bytes(b"")
    before = other.path.read_bytes()
    other.path.replace(store.path)
    with pytest.raises(StoreUnavailable, match="another file was put in the store's place"):
        store.append(drafted("lost"))
    with pytest.raises(StoreUnavailable):
        store.get("restored")
    assert store.path.read_bytes() == before
