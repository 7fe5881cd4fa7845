"""A backup is verified whole before it becomes the store, and no store is ever overwritten."""

import gzip
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from service.decisions.rate import Rater
from service.store import users
from service.store.backup import CopyRefused, back_up
from service.store.restore import StoreInTheWay, restore
from service.store.sqlite import SqliteStore
from service.store.users import User
from service.users.sessions import Sessions
from tests.dossiers import ROOT
from tests.store.ledgers import Ledger, by_hand, names
from tests.web.signing_in import MADE

BEFORE_THE_LEDGER = ROOT / "fixtures" / "stores" / "before_the_ledger.sqlite3.gz"


@pytest.fixture
def ledger(tmp_path: Path, rater: Rater) -> Iterator[Ledger]:
    """A ledger of four records, the first three of them signed, and a backup of it."""
    ledger = Ledger(tmp_path, rater)
    ledger.decide(2)
    ledger.sign()
    ledger.decide()
    back_up(ledger.path, tmp_path / "backup")
    yield ledger
    ledger.store.close()


@pytest.fixture
def backup(ledger: Ledger, tmp_path: Path) -> Path:
    return tmp_path / "backup"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "new machine" / "decisions.sqlite3"


def decided(path: Path) -> list[tuple[bytes, bytes]]:
    with closing(SqliteStore(path)) as store:
        found = [store.get(record.record_id) for record in store.records(kind="decision")]
        return [(decision.record.data, decision.body) for decision in found if decision]


def test_a_restored_store_holds_every_decision_byte_for_byte(
    ledger: Ledger, backup: Path, target: Path
) -> None:
    restored = restore(backup, target, ledger.verify)
    assert (restored.records, restored.kept, restored.missing) == (4, None, ())
    assert names(target.parent) == {target.name}
    assert decided(target) == decided(ledger.path)


def test_a_restored_store_goes_on_where_the_backup_ended(
    ledger: Ledger, backup: Path, target: Path, rater: Rater
) -> None:
    restore(backup, target, ledger.verify)
    ledger.store.close()
    ledger.store = SqliteStore(target)
    ledger.decide(2)
    assert ledger.sign().size == 6
    assert ledger.verify(ledger.store) == []


def test_nobody_is_signed_in_to_a_restored_store(
    ledger: Ledger, target: Path, tmp_path: Path
) -> None:
    users.add(ledger.store, User("li.na", "committee", "li.na", None, MADE))
    token = Sessions(ledger.store).open("li.na")
    back_up(ledger.path, tmp_path / "signed in")
    Sessions(ledger.store).close(token)

    restore(tmp_path / "signed in", target, ledger.verify)

    with closing(SqliteStore(target)) as store:
        assert Sessions(store).recognise(token) is None


def test_the_backup_itself_stays_as_it_was(ledger: Ledger, backup: Path, target: Path) -> None:
    before = backup.read_bytes()
    restore(backup, target, ledger.verify, [ledger.sign()])
    assert backup.read_bytes() == before
    assert not {f"backup{end}" for end in ("-wal", "-shm")} & names(backup.parent)


@pytest.mark.parametrize(
    ("tampering", "named"),
    [
        (
            "UPDATE records SET data = CAST(data || ' ' AS BLOB) WHERE leaf_index = 2",
            "not the one in its leaf",
        ),
        ("DELETE FROM contents WHERE leaf_index = 1 AND name = 'dossier'", "dossier"),
        ("UPDATE decisions SET grade = 'N9' WHERE leaf_index = 3", "grade"),
        ("DELETE FROM records WHERE leaf_index = 3", "missing"),
    ],
)
def test_a_backup_that_was_changed_is_refused_and_its_fault_named(
    ledger: Ledger, backup: Path, target: Path, tampering: str, named: str
) -> None:
    by_hand(backup, tampering)
    with pytest.raises(CopyRefused, match="does not verify") as refused:
        restore(backup, target, ledger.verify)
    assert any(named in fault for fault in refused.value.faults), refused.value.faults
    assert names(target.parent) == set()


def test_a_backup_with_a_byte_flipped_is_never_restored_as_something_else(
    ledger: Ledger, backup: Path, target: Path
) -> None:
    data = backup.read_bytes()
    at = data.index(b'"recorded_at"')
    backup.write_bytes(data[:at] + b"#" + data[at + 1 :])
    with pytest.raises(CopyRefused):
        restore(backup, target, ledger.verify)
    assert names(target.parent) == set()


@pytest.mark.parametrize("cut", [0, 100, 4096, 40_000])
def test_a_backup_that_was_cut_short_is_refused(
    ledger: Ledger, backup: Path, target: Path, cut: int
) -> None:
    os.truncate(backup, cut)
    with pytest.raises(Exception, match=r"does not verify|file is not a database|malformed"):
        restore(backup, target, ledger.verify)
    assert names(target.parent) == set()


def test_a_store_that_is_there_is_not_overwritten_and_what_would_be_missing_is_told(
    ledger: Ledger, backup: Path
) -> None:
    since = ledger.decide(3)
    before = decided(ledger.path)
    with pytest.raises(StoreInTheWay) as refused:
        restore(backup, ledger.path, ledger.verify)
    assert refused.value.missing is not None
    assert [record.record_id for record in refused.value.missing] == since
    assert decided(ledger.path) == before


def test_a_store_that_is_replaced_is_kept_whole_under_another_name(
    ledger: Ledger, backup: Path
) -> None:
    since = ledger.decide(3)
    before = decided(ledger.path)
    ledger.store.close()
    restored = restore(backup, ledger.path, ledger.verify, replace=True)
    assert restored.missing is not None
    assert [record.record_id for record in restored.missing] == since
    assert restored.kept == ledger.path.with_name("decisions.sqlite3.before-restore-1")
    assert decided(restored.kept) == before
    assert decided(ledger.path) == before[:-3]
    assert restore(restored.kept, ledger.path, ledger.verify, replace=True).kept == (
        ledger.path.with_name("decisions.sqlite3.before-restore-2")
    )
    assert decided(ledger.path) == before


def test_a_store_of_another_history_is_missing_from_where_they_part(
    ledger: Ledger, backup: Path, tmp_path: Path
) -> None:
    ours = ledger.decide()
    ledger.store.close()
    other = Path(shutil.copy(backup, tmp_path / "other"))
    path, ledger.store = ledger.path, SqliteStore(other)
    ledger.decide(2)
    with pytest.raises(StoreInTheWay) as refused:
        restore(other, path, ledger.verify)
    assert refused.value.missing is not None
    assert [record.record_id for record in refused.value.missing] == ours


def test_a_store_in_use_is_not_replaced(ledger: Ledger, backup: Path) -> None:
    ledger.decide()
    before = decided(ledger.path)
    with closing(SqliteStore(ledger.path)) as service:
        service.size()
        with pytest.raises(CopyRefused, match="in use; stop the service first"):
            restore(backup, ledger.path, ledger.verify, replace=True)
        assert service.size() == 5
    assert decided(ledger.path) == before


def test_a_damaged_store_is_replaced_and_kept_as_it_is(ledger: Ledger, backup: Path) -> None:
    ledger.store.close()
    damaged = b"no database " * 1000
    ledger.path.write_bytes(damaged)
    restored = restore(backup, ledger.path, ledger.verify, replace=True)
    assert restored.missing is None
    assert restored.kept is not None
    assert restored.kept.read_bytes() == damaged
    assert len(decided(ledger.path)) == 3


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE records SET data = x'7b' WHERE leaf_index = 4",
        "UPDATE records SET data = CAST('{}' AS BLOB) WHERE leaf_index = 4",
        "DELETE FROM nodes WHERE level = 1",
    ],
)
def test_what_is_missing_of_a_damaged_store_is_not_known(
    ledger: Ledger, backup: Path, damage: str
) -> None:
    ledger.decide()
    ledger.store.close()
    by_hand(ledger.path, damage)
    with pytest.raises(StoreInTheWay) as refused:
        restore(backup, ledger.path, ledger.verify)
    assert refused.value.missing is None


def test_a_log_that_was_left_behind_is_not_taken_for_that_of_the_restored_store(
    ledger: Ledger, backup: Path
) -> None:
    ledger.decide(3)
    kept_away = ledger.path.with_name("moved")
    with closing(sqlite3.connect(ledger.path)) as open_elsewhere:
        # Another connection keeps the log there after the store is closed.
        open_elsewhere.execute("SELECT count(*) FROM records").fetchone()
        ledger.store.close()
        log = Path(f"{ledger.path}-wal").read_bytes()
        ledger.path.rename(kept_away)
    Path(f"{ledger.path}-wal").write_bytes(log)
    with pytest.raises(StoreInTheWay):
        restore(backup, ledger.path, ledger.verify)
    assert Path(f"{ledger.path}-wal").read_bytes() == log
    restored = restore(backup, ledger.path, ledger.verify, replace=True)
    assert Path(f"{restored.kept}-wal").read_bytes() == log
    assert len(decided(ledger.path)) == 3
    with closing(SqliteStore(ledger.path)) as store:
        assert ledger.verify(store) == []


def test_a_checkpoint_made_after_the_backup_is_restored_with_it(
    ledger: Ledger, backup: Path, target: Path
) -> None:
    later = ledger.sign()
    restore(backup, target, ledger.verify, [later])
    with closing(SqliteStore(target, read_only=True)) as store:
        assert store.checkpoints()[-1] == later


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(
    ledger: Ledger, tmp_path: Path, target: Path
) -> None:
    old = tmp_path / "old backup"
    old.write_bytes(gzip.decompress(BEFORE_THE_LEDGER.read_bytes()))
    assert restore(old, target, ledger.verify).records == 3
    assert len(decided(target)) == 3


def test_a_backup_of_a_later_version_is_refused(ledger: Ledger, backup: Path, target: Path) -> None:
    by_hand(
        backup,
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('pinzhi', 'm999_tomorrow', '2030-01-01')",
    )
    with pytest.raises(CopyRefused) as refused:
        restore(backup, target, ledger.verify)
    said = "A later version of the service wrote to it: m999_tomorrow is not known here."
    assert refused.value.faults == (said,)


def test_the_store_is_not_its_own_backup(ledger: Ledger) -> None:
    with pytest.raises(CopyRefused, match="is the store itself"):
        restore(ledger.path, ledger.path, ledger.verify, replace=True)
