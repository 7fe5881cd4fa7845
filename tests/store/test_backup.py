"""A backup is one checked file with everything in it, taken while others write."""

import multiprocessing
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store import soundness
from service.store.backup import Contents, CopyRefused, back_up, place
from service.store.port import StoreUnavailable
from service.store.sqlite import SqliteStore
from tests.faults.dossiers import dossier
from tests.store.ledgers import Ledger, by_hand, names


@pytest.fixture
def ledger(tmp_path: Path, rater: Rater) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path, rater)
    yield ledger
    ledger.store.close()


def records(path: Path) -> list[bytes]:
    with closing(SqliteStore(path, read_only=True)) as store:
        return [record.data for record in store.records()]


def test_a_backup_holds_all_there_is_in_one_file(ledger: Ledger, tmp_path: Path) -> None:
    ledger.decide(3)
    ledger.sign()
    ledger.decide(2)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    assert back_up(ledger.path, folder / "backup") == Contents(records=6, checkpoint=4)
    assert names(folder) == {"backup"}
    assert records(folder / "backup") == records(ledger.path)
    # It can be read where nothing can be written, such as from a medium.
    assert names(folder) == {"backup"}
    with closing(sqlite3.connect(folder / "backup")) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_backup_verifies_as_the_store_does(ledger: Ledger, tmp_path: Path) -> None:
    ledger.decide(3)
    ledger.sign()
    back_up(ledger.path, tmp_path / "backup")
    with closing(SqliteStore(tmp_path / "backup", read_only=True)) as store:
        assert ledger.verify(store) == []


def write(path: Path, rater: Rater, pipe: Connection) -> None:
    """Decide until told to stop; say when the first decision is recorded, and how many."""
    store = SqliteStore(path)
    written = 0
    while not pipe.poll():
        decide(rater, store, dossier(f"LOS-{written}"))
        written += 1
        if written == 1:
            pipe.send("begun")
    store.close()
    pipe.send(written)


def test_backups_are_taken_while_another_process_writes(
    ledger: Ledger, rater: Rater, tmp_path: Path
) -> None:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    ledger.store.close()
    writer = context.Process(target=write, args=(ledger.path, rater, theirs))
    writer.start()
    assert ours.recv() == "begun"
    backups = [tmp_path / f"backup-{n}" for n in range(5)]
    for backup in backups:
        back_up(ledger.path, backup)
    ours.send("stop")
    written = ours.recv()
    writer.join()
    everything = records(ledger.path)
    assert len(everything) == 1 + written
    for backup in backups:
        held = records(backup)
        assert held == everything[: len(held)]
        with closing(SqliteStore(backup, read_only=True)) as store:
            assert ledger.verify(store) == []


@pytest.mark.parametrize("there", ["a file", "a link to nowhere"])
def test_a_backup_never_overwrites(ledger: Ledger, tmp_path: Path, there: str) -> None:
    destination = tmp_path / "backup"
    if there == "a file":
        destination.write_text("of last week")
    else:
        destination.symlink_to(tmp_path / "nowhere")
    before = names(tmp_path)
    with pytest.raises(CopyRefused, match="never overwrites"):
        back_up(ledger.path, destination)
    assert names(tmp_path) == before
    assert there != "a file" or destination.read_text() == "of last week"


def test_a_file_that_came_there_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("of now")
    (tmp_path / "backup").write_text("of another process")
    with pytest.raises(CopyRefused, match="is not overwritten"):
        place(tmp_path / "copy", tmp_path / "backup")
    assert (tmp_path / "backup").read_text() == "of another process"


def test_a_backup_is_readable_by_nobody_who_cannot_read_the_store(
    ledger: Ledger, tmp_path: Path
) -> None:
    ledger.path.chmod(0o600)
    back_up(ledger.path, tmp_path / "backup")
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600


def test_a_damaged_store_is_not_backed_up_as_if_it_were_sound(
    ledger: Ledger, tmp_path: Path
) -> None:
    ledger.decide(3)
    root = "SELECT rootpage FROM sqlite_master WHERE name = 'contents'"
    page = ledger.store.connection().execute(root).fetchone()[0] - 1
    ledger.store.close()
    with ledger.path.open("r+b") as file:
        file.seek(4096 * page)
        file.write(b"\xff" * 4096)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with pytest.raises(CopyRefused, match="damaged") as refused:
        back_up(ledger.path, folder / "backup")
    assert refused.value.faults
    assert names(folder) == set()


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE nodes SET hash = zeroblob(32) WHERE level = 2 AND position = 0",
        "DELETE FROM nodes WHERE level = 0 AND position >= 2",
    ],
)
def test_a_tree_that_is_not_the_one_signed_is_not_backed_up(
    ledger: Ledger, tmp_path: Path, tampering: str
) -> None:
    ledger.decide(3)
    ledger.sign()
    ledger.store.close()
    by_hand(ledger.path, tampering)
    with pytest.raises(CopyRefused) as refused:
        back_up(ledger.path, tmp_path / "backup")
    fault = "The tree is not the one of the last checkpoint, of 4 records."
    assert refused.value.faults == (fault,)
    assert not (tmp_path / "backup").exists()


def test_a_store_that_stays_locked_is_unavailable_and_not_waited_for_for_ever(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.decide()
    ledger.store.close()
    monkeypatch.setattr(soundness, "BUSY_TIMEOUT_SECONDS", 0.05)
    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as holder:
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailable, match="locked"):
            back_up(ledger.path, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


@pytest.mark.parametrize("there", ["nothing", "an empty file", "notes"])
def test_what_is_no_store_is_not_backed_up(tmp_path: Path, there: str) -> None:
    path = tmp_path / "decisions.sqlite3"
    if there != "nothing":
        path.write_text("" if there == "an empty file" else "these are notes\n" * 100)
    before = names(tmp_path)
    with pytest.raises((StoreUnavailable, CopyRefused)):
        back_up(path, tmp_path / "backup")
    assert names(tmp_path) == before
