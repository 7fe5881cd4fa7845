"""A store that cannot be used says so and names its file."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from service.store.port import Decision, StoreUnavailable
from service.store.sqlite import SqliteStore


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path, decision: Decision) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("these are notes, not a database\n" * 40)
    store = SqliteStore(path)
    with pytest.raises(StoreUnavailable, match=r"notes\.txt"):
        store.add(decision)
    with pytest.raises(StoreUnavailable, match=r"notes\.txt"):
        store.get(decision.decision_id)
    assert path.read_text().startswith("these are notes")


def test_a_folder_in_the_place_of_the_file_is_unavailable(
    tmp_path: Path, decision: Decision
) -> None:
    with pytest.raises(StoreUnavailable):
        SqliteStore(tmp_path).add(decision)


def test_a_file_in_the_place_of_the_folder_is_unavailable(
    tmp_path: Path, decision: Decision
) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(StoreUnavailable):
        SqliteStore(tmp_path / "var" / "decisions.sqlite3").add(decision)


def test_a_full_disk_is_unavailable_and_records_nothing(
    store: SqliteStore, decision: Decision
) -> None:
    store.add(decision)
    db = store._connection()
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count={pages}")
    large = replace(decision, decision_id="large", body=b"x" * 1_000_000)
    with pytest.raises(StoreUnavailable, match="full"):
        store.add(large)
    assert store.get("large") is None
    assert store.get(decision.decision_id) == decision


def test_a_check_finds_what_can_be_opened_but_not_written(store: SqliteStore) -> None:
    db = store._connection()
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreUnavailable, match="full"):
        store.check()


def test_a_check_finds_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("these are notes, not a database\n" * 40)
    with pytest.raises(StoreUnavailable, match=r"notes\.txt"):
        SqliteStore(path).check()


def test_a_check_leaves_nothing_open_and_nothing_behind(
    store: SqliteStore, decision: Decision
) -> None:
    store.add(decision)
    store.check()
    opened = [os.path.realpath(link) for link in Path("/proc/self/fd").iterdir()]
    assert not [name for name in opened if name.startswith(os.path.realpath(store.path))]
    assert store.get(decision.decision_id) == decision
    tables = store._connection().execute("SELECT name FROM sqlite_schema").fetchall()
    assert ("probe",) not in tables


def test_a_store_that_is_only_read_stays_untouched(tmp_path: Path, decision: Decision) -> None:
    path = tmp_path / "decisions.sqlite3"
    writer = SqliteStore(path)
    writer.add(decision)
    writer.close()
    before = path.read_bytes()
    reader = SqliteStore(path, read_only=True)
    assert reader.get(decision.decision_id) == decision
    with pytest.raises(StoreUnavailable):
        reader.add(decision)
    reader.close()
    assert path.read_bytes() == before


def test_to_read_makes_no_store(tmp_path: Path, decision: Decision) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    for path in (empty, tmp_path / "none"):
        with pytest.raises(StoreUnavailable):
            SqliteStore(path, read_only=True).get(decision.decision_id)
    assert empty.read_bytes() == b""
    assert not (tmp_path / "none").exists()
