"""``pinzhi ledger verify``: what it prints, and with which exit status."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from service.store.sqlite import SqliteStore
from tests.cli.conftest import Pinzhi
from tests.cli.test_on_a_terminal import run_on_terminal
from tests.ledger.ledgers import ORIGIN, append_decisions, drop_triggers


@pytest.fixture
def vkey(pinzhi: Pinzhi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The public key of a ledger of eleven records, ten of them decisions, two after the last
    checkpoint, which is also in the file ``kept``.
    """
    monkeypatch.setenv("PINZHI_KEYS", str(tmp_path / "keys"))
    with closing(SqliteStore(tmp_path / "decisions.sqlite3")) as store:
        append_decisions(store, 8)
        vkey = pinzhi("ledger", "init", "--origin", ORIGIN).stdout.strip()
        (tmp_path / "kept").write_text(store.checkpoints()[-1].note, "utf-8")
        append_decisions(store, 2, 20)
    return vkey


def tamper(tmp_path: Path, statement: str) -> None:
    with closing(SqliteStore(tmp_path / "decisions.sqlite3")) as store:
        db = store.connection().conn
        triggers = drop_triggers(db)
        db.execute(statement)
        for trigger in triggers:
            db.execute(trigger)


CHANGE = "UPDATE records SET data = x'7b7d' WHERE leaf_index = 3"


def test_a_sound_ledger_is_said_to_be_sound(pinzhi: Pinzhi, tmp_path: Path, vkey: str) -> None:
    called = pinzhi("ledger", "verify", "--checkpoint", tmp_path / "kept", "--key", vkey)
    assert called.exit_code == 0
    assert called.stdout.splitlines() == [
        "11 leaves: 11 records.",
        "1 checkpoint in the store, 1 given. The newest that agrees covers 9 records; not signed"
        " yet: 2.",
        "Signatures were checked with the keys that were given.",
        "Sound.",
    ]
    assert called.stderr == ""


def test_without_a_key_it_says_that_the_ledger_vouches_for_itself(
    pinzhi: Pinzhi, vkey: str
) -> None:
    called = pinzhi("ledger", "verify")
    assert called.exit_code == 0
    assert "with the keys that the ledger itself names; give those that were handed to you" in (
        called.stdout
    )


def test_each_fault_is_a_line_with_its_place_and_code(
    pinzhi: Pinzhi, tmp_path: Path, vkey: str
) -> None:
    tamper(tmp_path, CHANGE)
    called = pinzhi("ledger", "verify")
    assert called.exit_code == 1
    lines = called.stdout.splitlines()
    record_id = "0" * 31 + "4"
    assert lines[0] == (
        f"record 3 ({record_id}): The record is not the one in its leaf: it was changed."
        " [record_changed]"
    )
    assert "        1  A record is not the one in its leaf [record_changed]" in lines
    assert lines[-1] == "Not sound: 1 fault."


def test_as_json_it_has_the_same_faults(pinzhi: Pinzhi, tmp_path: Path, vkey: str) -> None:
    tamper(tmp_path, CHANGE)
    called = pinzhi("ledger", "verify", "--format", "json", "--checkpoint", tmp_path / "kept")
    assert called.exit_code == 1
    report = json.loads(called.stdout)
    assert report.pop("root")
    assert report == {
        "sound": False,
        "size": 11,
        "records": 11,
        "erased": 0,
        "checkpoints": {"stored": 1, "given": 1},
        "covered": 9,
        "keys_from": "ledger",
        "fault_counts": {"record_changed": 1},
        "faults": [
            {
                "code": "record_changed",
                "message": "The record is not the one in its leaf: it was changed.",
                "leaf_index": 3,
                "record_id": "0" * 31 + "4",
            }
        ],
    }


def test_it_changes_nothing(pinzhi: Pinzhi, tmp_path: Path, vkey: str) -> None:
    path = tmp_path / "decisions.sqlite3"
    before = path.read_bytes()
    pinzhi("ledger", "verify")
    assert path.read_bytes() == before


def test_a_damaged_file_has_faults_and_does_not_end_in_a_failure(
    pinzhi: Pinzhi, tmp_path: Path, vkey: str
) -> None:
    with (tmp_path / "decisions.sqlite3").open("r+b") as file:
        file.truncate(20_000)
    called = pinzhi("ledger", "verify", "--checkpoint", tmp_path / "kept")
    assert called.exit_code == 1
    assert "[file_damaged]" in called.stdout


def test_the_record_of_a_key_that_was_changed_is_named(
    pinzhi: Pinzhi, tmp_path: Path, vkey: str
) -> None:
    tamper(tmp_path, "UPDATE records SET data = x'5b5d' WHERE kind = 'key'")
    called = pinzhi("ledger", "verify")
    assert called.exit_code == 1
    assert "record 8" in called.stdout
    assert "[signature_bad]" in called.stdout
    named = pinzhi("ledger", "verify", "--key", vkey)
    assert named.exit_code == 1
    assert "[signature_bad]" not in named.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--key", "no key"], "is not a verifier key"),
        (["--checkpoint", "nowhere"], "does not exist"),
        (["--checkpoint", "README.md"], "README.md is not a checkpoint"),
    ],
)
def test_what_is_no_key_or_checkpoint_is_refused(
    pinzhi: Pinzhi, vkey: str, arguments: list[str], says: str
) -> None:
    called = pinzhi("ledger", "verify", *arguments)
    assert called.exit_code == 2
    assert says in called.stderr
    assert called.stdout == ""


def test_a_store_that_is_not_there_is_not_made(pinzhi: Pinzhi, tmp_path: Path) -> None:
    called = pinzhi("ledger", "verify")
    assert called.exit_code == 2
    assert "There is no store of decisions at" in called.stderr
    assert list(tmp_path.iterdir()) == []


def test_on_a_terminal_it_shows_how_far_it_is(tmp_path: Path, vkey: str) -> None:
    printed = tmp_path / "printed"
    path = str(tmp_path / "decisions.sqlite3")
    shown = run_on_terminal(["ledger", "verify"], "stderr", printed, PINZHI_STORE=path)
    assert b"records" in shown
    assert b"11/11" in shown
    assert printed.read_text("utf-8").endswith("Sound.\n")
