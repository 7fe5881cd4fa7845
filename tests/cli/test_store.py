"""``pinzhi store backup``, ``restore`` and ``check``, as an operator calls them."""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.access.keys import Keys
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.cli.conftest import Pinzhi
from tests.store.ledgers import Ledger, by_hand, names


@pytest.fixture
def ledger(tmp_path: Path, rater: Rater) -> Iterator[Ledger]:
    """The ledger that the commands find: four records, of which three are signed."""
    ledger = Ledger(tmp_path, rater)
    ledger.decide(2)
    ledger.sign()
    ledger.decide()
    yield ledger
    ledger.store.close()


@pytest.fixture
def backup(ledger: Ledger, pinzhi: Pinzhi, tmp_path: Path) -> Path:
    path = tmp_path / "backup"
    assert pinzhi("store", "backup", path).exit_code == 0
    return path


def size(path: Path) -> int:
    store = SqliteStore(path, read_only=True)
    try:
        return store.size()
    finally:
        store.close()


def test_a_backup_is_told_in_one_line(ledger: Ledger, pinzhi: Pinzhi, tmp_path: Path) -> None:
    called = pinzhi("store", "backup", tmp_path / "backup")
    assert called.exit_code == 0
    assert called.stdout == f"{tmp_path}/backup: 4 records, the last checkpoint covers 3.\n"
    assert size(tmp_path / "backup") == 4


def test_a_backup_is_told_as_json(ledger: Ledger, pinzhi: Pinzhi, tmp_path: Path) -> None:
    called = pinzhi("store", "backup", tmp_path / "backup", "--format", "json")
    expected = {"backup": f"{tmp_path}/backup", "records": 4, "checkpoint": 3}
    assert json.loads(called.stdout) == expected


def test_a_second_backup_of_the_same_name_is_a_usage_error(pinzhi: Pinzhi, backup: Path) -> None:
    before = backup.read_bytes()
    called = pinzhi("store", "backup", backup)
    assert called.exit_code == 2
    assert called.stderr == f"Error: {backup} exists; a backup never overwrites a file.\n"
    assert backup.read_bytes() == before


def test_a_backup_of_a_changed_store_is_refused(
    ledger: Ledger, pinzhi: Pinzhi, tmp_path: Path
) -> None:
    ledger.store.close()
    by_hand(ledger.path, "DELETE FROM nodes WHERE level = 1")
    called = pinzhi("store", "backup", tmp_path / "backup")
    assert called.exit_code == 1
    assert "The tree is not the one of the last checkpoint, of 3 records." in called.stdout
    assert "backup" not in names(tmp_path)


def test_without_a_store_there_is_nothing_to_back_up_or_to_check(
    pinzhi: Pinzhi, tmp_path: Path
) -> None:
    for arguments in (["backup", tmp_path / "backup"], ["check"]):
        called = pinzhi("store", *arguments)
        assert called.exit_code == 2
        assert "There is no store of decisions at" in called.stderr
    assert names(tmp_path) == set()


def test_a_backup_that_finds_no_room_leaves_nothing(ledger: Ledger, tmp_path: Path) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    folder = tmp_path / "full"
    folder.mkdir()
    program = "from service.cli import main; main()"
    called = subprocess.run(
        [sys.executable, "-c", program, "store", "backup", str(folder / "backup")],
        env={
            "PINZHI_STORE": str(ledger.path),
            "PYTHONPATH": ":".join(sys.path),
            # Python would cut the files it compiles modules into, too, and say nothing.
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        preexec_fn=little_room,
        capture_output=True,
        text=True,
        check=False,
    )
    assert called.returncode == 2, called.stderr
    assert "cannot be copied" in called.stderr
    assert names(folder) == set()


def test_a_backup_is_restored_to_another_place(
    pinzhi: Pinzhi, backup: Path, tmp_path: Path
) -> None:
    target = tmp_path / "second" / "decisions.sqlite3"
    called = pinzhi("store", "restore", backup, "--to", target)
    assert called.exit_code == 0
    assert called.stdout == f"{target}: 4 records restored; the backup verifies.\n"
    assert size(target) == 4


def test_a_store_that_is_there_is_named_with_what_would_be_missing(
    ledger: Ledger, pinzhi: Pinzhi, backup: Path
) -> None:
    since = ledger.decide(2)
    called = pinzhi("store", "restore", backup)
    assert called.exit_code == 2
    assert f"{ledger.path} exists; to put it aside and restore, add --replace." in called.stderr
    assert "The backup lacks 2 records of it:" in called.stderr
    for decision_id in since:
        assert f"decision {decision_id} (LOS-" in called.stderr
    assert size(ledger.path) == 6


def test_a_store_that_is_replaced_is_kept(ledger: Ledger, pinzhi: Pinzhi, backup: Path) -> None:
    since = ledger.decide(2)
    ledger.store.close()
    called = pinzhi("store", "restore", backup, "--replace", "--format", "json")
    assert called.exit_code == 0
    told = json.loads(called.stdout)
    kept = f"{ledger.path}.before-restore-1"
    assert (told["restored"], told["records"], told["kept"]) == (str(ledger.path), 4, kept)
    assert [record["record_id"] for record in told["missing"]] == since
    assert (size(ledger.path), size(Path(kept))) == (4, 6)


@pytest.mark.parametrize("form", ["text", "json"])
def test_keys_that_were_revoked_since_are_told_to_be_valid_again(
    ledger: Ledger, pinzhi: Pinzhi, tmp_path: Path, form: str
) -> None:
    keys = Keys(ledger.store)
    gone, leaked = (keys.create("originator", f"los-{n}").key.key_id for n in (1, 2))
    keys.revoke(gone)
    backup = tmp_path / "copy"
    assert pinzhi("store", "backup", backup).exit_code == 0
    keys.revoke(leaked)
    ledger.store.close()
    called = pinzhi("store", "restore", backup, "--replace", "--format", form)
    assert called.exit_code == 0
    if form == "json":
        assert json.loads(called.stdout)["api_keys"] == [leaked]
    else:
        told = f"Valid API keys in it: {leaked} (originator, los-2). Revoke what was revoked since."
        assert called.stdout.splitlines()[-1] == told


def test_a_checkpoint_kept_elsewhere_shows_that_the_backup_is_older(
    ledger: Ledger, pinzhi: Pinzhi, backup: Path, tmp_path: Path
) -> None:
    ledger.decide(3)
    kept = tmp_path / "kept.checkpoint"
    kept.write_text(ledger.sign().note, encoding="utf-8")
    target = tmp_path / "second" / "decisions.sqlite3"
    call = ("store", "restore", backup, "--to", target, "--checkpoint", kept)
    refused = pinzhi(*call)
    assert refused.exit_code == 1
    assert "the ledger has only 4: it lacks records 4 to 6. [rolled_back]" in refused.stdout
    assert not target.exists()
    accepted = pinzhi(*call, "--accept-loss")
    assert accepted.exit_code == 0
    lost = (
        "The given checkpoint is of 7 records, and the ledger has only 4: it lacks records 4 to 6."
    )
    assert accepted.stdout == (
        f"Lost: {lost}\n{target}: 4 records restored; the backup verifies.\n"
    )
    assert size(target) == 4
    target.unlink()
    (told,) = json.loads(pinzhi(*call, "--accept-loss", "--format", "json").stdout)["accepted"]
    assert (told["code"], told["message"], told["checkpoint"]) == ("rolled_back", lost, 7)


def test_accepting_a_loss_accepts_nothing_else(
    ledger: Ledger, pinzhi: Pinzhi, backup: Path, tmp_path: Path
) -> None:
    ledger.decide(3)
    kept = tmp_path / "kept.checkpoint"
    kept.write_text(ledger.sign().note, encoding="utf-8")
    by_hand(backup, "UPDATE decisions SET grade = 'N9' WHERE leaf_index = 1")
    target = tmp_path / "second" / "decisions.sqlite3"
    options = ("--checkpoint", kept, "--accept-loss", "--format", "json")
    called = pinzhi("store", "restore", backup, "--to", target, *options)
    assert called.exit_code == 1
    faults = json.loads(called.stdout)["faults"]
    assert [fault for fault in faults if "[search_changed]" in fault] == faults
    assert not target.exists()


def test_a_key_that_was_handed_out_finds_a_backup_signed_by_another(
    pinzhi: Pinzhi, backup: Path, tmp_path: Path, rater: Rater
) -> None:
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    other = Ledger(stranger, rater)
    other.store.close()
    key = other.keys.vkeys()[0].vkey
    target = tmp_path / "second" / "decisions.sqlite3"
    called = pinzhi("store", "restore", backup, "--to", target, "--key", key)
    assert called.exit_code == 1
    assert "[signature_bad]" in called.stdout
    assert not target.exists()


def test_what_is_no_key_is_a_usage_error(pinzhi: Pinzhi, backup: Path) -> None:
    called = pinzhi("store", "restore", backup, "--key", "no key")
    assert called.exit_code == 2
    assert "is not a verifier key" in called.stderr


def test_a_sound_store_checks_sound(ledger: Ledger, pinzhi: Pinzhi) -> None:
    called = pinzhi("store", "check")
    assert called.exit_code == 0
    assert called.stdout.endswith("Sound.\n")
    told = json.loads(pinzhi("store", "check", "--format", "json").stdout)
    assert (told["sound"], told["size"], told["faults"]) == (True, 4, [])


@pytest.mark.parametrize(
    ("tampering", "code"),
    [
        ("UPDATE decisions SET grade = 'N9' WHERE leaf_index = 2", "search_changed"),
        ("INSERT INTO contents VALUES (77, 'dossier', x'00')", "contents_unknown"),
        ("DELETE FROM nodes WHERE level = 1 AND position = 0", "node_missing"),
        ("UPDATE contents SET data = zeroblob(9) WHERE leaf_index = 1", "contents_changed"),
        ("DROP INDEX records_subject", "schema_changed"),
    ],
)
def test_a_store_changed_by_hand_is_faulty_and_the_fault_named(
    ledger: Ledger, pinzhi: Pinzhi, tampering: str, code: str
) -> None:
    ledger.store.close()
    by_hand(ledger.path, tampering)
    called = pinzhi("store", "check", "--format", "json")
    assert called.exit_code == 1
    assert code in {fault["code"] for fault in json.loads(called.stdout)["faults"]}
    assert f"[{code}]" in pinzhi("store", "check").stdout


def test_a_store_that_a_later_version_wrote_to_cannot_be_checked(
    ledger: Ledger, pinzhi: Pinzhi
) -> None:
    ledger.store.close()
    by_hand(
        ledger.path,
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('pinzhi', 'm999_tomorrow', '2030-01-01')",
    )
    called = pinzhi("store", "check")
    assert called.exit_code == 2
    assert f"A later version of the service wrote to {ledger.path}: m999_" in called.stderr


@pytest.mark.parametrize("command", ["", "backup", "restore", "check"])
def test_every_command_has_help(pinzhi: Pinzhi, command: str) -> None:
    called = pinzhi("store", *command.split(), "--help")
    assert called.exit_code == 0
    assert called.stdout.startswith("Usage: ")
    assert "..." not in called.stdout.partition("Commands:")[2]
