"""``pinzhi ledger``: keys, checkpoints and proofs, as an operator calls them."""

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.audit import verifier
from service.ledger.keys import KeyFolder
from service.store.sqlite import SqliteStore
from tests.cli.conftest import Pinzhi
from tests.cli.processes import ENVIRONMENT, PROGRAM
from tests.dossiers import ROOT
from tests.ledger.ledgers import (
    ORIGIN,
    append_decisions,
    decision_draft,
    drop_triggers,
    rebuild_tree,
)


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KeyFolder:
    monkeypatch.setenv("PINZHI_KEYS", str(tmp_path / "keys"))
    return KeyFolder(tmp_path / "keys")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """The store that the commands use, with ten decisions; a writer beside them."""
    store = SqliteStore(tmp_path / "decisions.sqlite3")
    append_decisions(store, 10)
    yield store
    store.close()


def test_init_prints_the_public_key_and_signs_the_first_checkpoint(
    pinzhi: Pinzhi, store: SqliteStore
) -> None:
    called = pinzhi("ledger", "init", "--origin", ORIGIN)
    assert called.exit_code == 0
    vkey = called.stdout.strip()
    (checkpoint,) = store.checkpoints()
    assert verifier.open_note(checkpoint.note, [vkey])[:2] == (ORIGIN, 11)
    (record,) = store.records(kind="key")
    assert record.body == {"event": "added", "key_id": vkey.split("+")[1], "vkey": vkey}


def test_init_is_done_once(pinzhi: Pinzhi, store: SqliteStore) -> None:
    pinzhi("ledger", "init", "--origin", ORIGIN)
    size = store.size()
    again = pinzhi("ledger", "init", "--origin", ORIGIN)
    assert again.exit_code == 2
    assert "already holds the keys" in again.stderr
    quiet = pinzhi("ledger", "init", "--if-needed", "--origin", "localhost/pinzhi")
    assert (quiet.exit_code, quiet.output) == (0, "")
    assert store.size() == size
    assert len(store.checkpoints()) == 1


def test_init_goes_on_where_it_was_interrupted(
    pinzhi: Pinzhi, store: SqliteStore, keys: KeyFolder
) -> None:
    """The machine failed after the keys were made, and before the ledger said so."""
    keys.create(ORIGIN)
    assert pinzhi("ledger", "init", "--if-needed", "--origin", ORIGIN).exit_code == 0
    assert [r.body["vkey"] for r in store.records(kind="key")] == [keys.vkeys()[0].vkey]
    assert len(store.checkpoints()) == 1


def test_a_ledger_gets_no_keys_of_another(
    pinzhi: Pinzhi, store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinzhi("ledger", "init", "--origin", ORIGIN)
    size = store.size()
    monkeypatch.setenv("PINZHI_KEYS", str(tmp_path / "other"))
    called = pinzhi("ledger", "init", "--origin", "localhost/pinzhi")
    assert called.exit_code == 1
    assert ORIGIN in called.stderr
    KeyFolder(tmp_path / "other").create("localhost/pinzhi")
    for command in (["init", "--if-needed", "--origin", ORIGIN], ["checkpoint"], ["rotate"]):
        assert pinzhi("ledger", *command).exit_code == 1
    assert store.size() == size
    assert len(store.checkpoints()) == 1


def test_a_folder_of_keys_that_is_named_wrongly_gives_no_new_keys(
    pinzhi: Pinzhi, store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinzhi("ledger", "init", "--origin", ORIGIN)
    monkeypatch.setenv("PINZHI_KEYS", str(tmp_path / "mistyped"))
    called = pinzhi("ledger", "init", "--if-needed", "--origin", ORIGIN)
    assert called.exit_code == 2
    assert "signed before" in called.stderr
    assert not (tmp_path / "mistyped").exists()
    # Where they are lost, somebody says so.
    assert pinzhi("ledger", "init", "--origin", ORIGIN).exit_code == 0


def test_a_checkpoint_is_never_signed_by_keys_that_the_ledger_does_not_name(
    pinzhi: Pinzhi, store: SqliteStore, keys: KeyFolder
) -> None:
    pinzhi("ledger", "init", "--origin", ORIGIN)
    # As after the restore of a backup that was made before.
    keys.rotate()
    assert pinzhi("ledger", "checkpoint").exit_code == 0
    assert pinzhi("ledger", "verify").exit_code == 0


def test_retiring_finds_a_rewritten_ledger_before_it_removes_the_key(
    pinzhi: Pinzhi, store: SqliteStore, keys: KeyFolder
) -> None:
    first = pinzhi("ledger", "init", "--origin", ORIGIN).stdout.split("+")[1]
    pinzhi("ledger", "rotate")
    size = store.size()
    db = store.connection()
    db.execute("DROP TRIGGER nodes_refuse_update")
    db.execute("UPDATE nodes SET hash = zeroblob(32) WHERE level = 0 AND position = 3")
    db.execute("UPDATE nodes SET hash = zeroblob(32) WHERE level = 3 AND position = 0")
    called = pinzhi("ledger", "retire", first)
    assert called.exit_code == 1
    assert [key.state for key in keys.vkeys()] == ["overlapping", "active"]
    assert len(keys.signers()) == 2
    assert store.size() == size


def test_a_name_that_no_ledger_can_have_is_refused(pinzhi: Pinzhi, keys: KeyFolder) -> None:
    called = pinzhi("ledger", "init", "--origin", "my bank")
    assert called.exit_code == 2
    assert "no spaces" in called.stderr
    assert not keys.path.exists()


def test_keys_are_rotated_with_overlap_and_retired(pinzhi: Pinzhi, store: SqliteStore) -> None:
    first = pinzhi("ledger", "init", "--origin", ORIGIN).stdout.strip()
    second = pinzhi("ledger", "rotate").stdout.strip()
    overlap = store.checkpoints()[-1].note
    for vkey in (first, second):
        assert verifier.open_note(overlap, [vkey])[1] == 12
    listed = pinzhi("ledger", "keys").stdout.splitlines()
    assert [line.split() for line in listed] == [["overlapping", first], ["active", second]]
    assert pinzhi("ledger", "retire", first.split("+")[1]).exit_code == 0
    listed = pinzhi("ledger", "keys").stdout.splitlines()
    assert [line.split() for line in listed] == [["retired", first], ["active", second]]
    assert verifier.open_note(store.checkpoints()[-1].note, [second])[1] == 13
    active = pinzhi("ledger", "retire", second.split("+")[1])
    assert active.exit_code == 2
    assert "rotate it first" in active.stderr
    assert pinzhi("ledger", "verify", "--key", first, "--key", second).exit_code == 0


def test_a_checkpoint_is_printed(pinzhi: Pinzhi, store: SqliteStore) -> None:
    vkey = pinzhi("ledger", "init", "--origin", ORIGIN).stdout.strip()
    append_decisions(store, 1, 20)
    called = pinzhi("ledger", "checkpoint")
    assert called.exit_code == 0
    assert verifier.open_note(called.stdout, [vkey])[:2] == (ORIGIN, 12)
    assert called.stdout == store.checkpoints()[-1].note


def test_a_checkpoint_is_published(pinzhi: Pinzhi, store: SqliteStore, tmp_path: Path) -> None:
    pinzhi("ledger", "init", "--origin", ORIGIN)
    called = pinzhi("ledger", "checkpoint", "--publish", tmp_path / "out")
    path = tmp_path / "out" / "00000000000000000011.checkpoint"
    assert (called.exit_code, called.stdout) == (0, f"{path}\n")
    assert path.read_text("utf-8") == store.checkpoints()[-1].note


def test_a_folder_that_cannot_be_written_is_told(
    pinzhi: Pinzhi, store: SqliteStore, tmp_path: Path
) -> None:
    pinzhi("ledger", "init", "--origin", ORIGIN)
    (tmp_path / "file").touch()
    called = pinzhi("ledger", "checkpoint", "--publish", tmp_path / "file" / "out")
    assert called.exit_code == 2
    assert "cannot be written: Not a directory" in called.stderr


def schedule(store: SqliteStore, tmp_path: Path) -> subprocess.Popen[str]:
    variables = {"PINZHI_STORE": str(store.path), "PINZHI_KEYS": str(tmp_path / "keys")}
    return subprocess.Popen(
        [*PROGRAM, "ledger", "checkpoint", "--publish", str(tmp_path / "out"), "--every", "1"],
        cwd=ROOT,
        env=ENVIRONMENT | variables | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_schedule_publishes_what_is_new(
    pinzhi: Pinzhi, store: SqliteStore, tmp_path: Path
) -> None:
    pinzhi("ledger", "init", "--origin", ORIGIN)
    with schedule(store, tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline().endswith("11.checkpoint\n")
        append_decisions(store, 1, 20)
        assert process.stdout.readline().endswith("12.checkpoint\n")
        process.send_signal(signal.SIGTERM)
        assert process.communicate() == ("", "")
    assert process.returncode == 0
    assert [c.size for c in store.checkpoints()] == [11, 12]


def test_a_schedule_ends_where_a_person_interrupts_it(
    pinzhi: Pinzhi, store: SqliteStore, tmp_path: Path
) -> None:
    pinzhi("ledger", "init", "--origin", ORIGIN)
    with schedule(store, tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.communicate() == ("", "")
    assert process.returncode == 0


def test_a_ledger_that_was_rewritten_is_not_signed(pinzhi: Pinzhi, store: SqliteStore) -> None:
    pinzhi("ledger", "init", "--origin", ORIGIN)
    db = store.connection().conn
    for table in ("records", "nodes"):
        db.execute(f"DROP TRIGGER {table}_refuse_update")
        db.execute(f"DROP TRIGGER {table}_refuse_delete")
    db.execute("UPDATE records SET data = x'7b7d' WHERE leaf_index = 3")
    rebuild_tree(db)
    for arguments in (["checkpoint"], ["rotate"]):
        called = pinzhi("ledger", *arguments)
        assert called.exit_code == 1
        assert called.stdout == ""
        assert "does not extend the last checkpoint" in called.stderr
        assert "pinzhi ledger verify" in called.stderr
    assert len(store.checkpoints()) == 1
    assert len(pinzhi("ledger", "keys").stdout.splitlines()) == 1


def test_a_decision_is_proved(pinzhi: Pinzhi, store: SqliteStore) -> None:
    vkey = pinzhi("ledger", "init", "--origin", ORIGIN).stdout.strip()
    append_decisions(store, 1, 20)
    for number in (3, 20):
        decision_id = decision_draft(number).record_id
        called = pinzhi("ledger", "prove", decision_id)
        assert called.exit_code == 0
        proof = json.loads(called.stdout)
        _, size, root = verifier.open_note(proof["checkpoint"], [vkey])
        assert json.loads(proof["record"])["record_id"] == decision_id
        leaf = verifier.hash_leaf(proof["record"].encode())
        path = [verifier.decode_base64(hashed) for hashed in proof["inclusion_path"]]
        assert verifier.verify_inclusion(proof["leaf_index"], size, leaf, path, root)
    # The first was covered already; the second had a checkpoint made for it.
    assert [checkpoint.size for checkpoint in store.checkpoints()] == [11, 12]


def test_to_prove_what_is_signed_writes_nothing(pinzhi: Pinzhi, store: SqliteStore) -> None:
    pinzhi("ledger", "init", "--origin", ORIGIN)
    with store.turn():
        # Nobody else may write now.
        assert pinzhi("ledger", "prove", decision_draft(3).record_id).exit_code == 0
        assert pinzhi("ledger", "consistency", "3", "10").exit_code == 0


def test_a_proof_by_a_checkpoint_that_was_not_signed_is_not_given(
    pinzhi: Pinzhi, store: SqliteStore
) -> None:
    pinzhi("ledger", "init", "--origin", ORIGIN)
    (made,) = store.checkpoints()
    db = store.connection().conn
    drop_triggers(db)
    forged = made.note.partition("\n\n")[0] + f"\n\n\u2014 {ORIGIN} AAAAAAAA\n"
    db.execute("UPDATE checkpoints SET note = ?", (forged,))
    called = pinzhi("ledger", "prove", decision_draft(3).record_id)
    assert called.exit_code == 1
    assert "was not signed" in called.stderr


def test_what_cannot_be_proved_is_told(pinzhi: Pinzhi, store: SqliteStore) -> None:
    unsigned = pinzhi("ledger", "prove", decision_draft(3).record_id)
    assert unsigned.exit_code == 2
    assert "make them with pinzhi ledger init" in unsigned.stderr
    pinzhi("ledger", "init", "--origin", ORIGIN)
    unknown = pinzhi("ledger", "prove", "f" * 32)
    assert unknown.exit_code == 2
    assert f"No decision {'f' * 32} is recorded" in unknown.stderr


def test_the_ledger_is_proved_to_have_only_grown(pinzhi: Pinzhi, store: SqliteStore) -> None:
    proof = json.loads(pinzhi("ledger", "consistency", "3", "10").stdout)
    roots = [verifier.decode_base64(proof[name]) for name in ("first_root", "second_root")]
    path = [verifier.decode_base64(hashed) for hashed in proof["path"]]
    assert verifier.verify_consistency(3, 10, *roots, path)
    for sizes in (("0", "3"), ("5", "4"), ("3", "11")):
        called = pinzhi("ledger", "consistency", *sizes)
        assert called.exit_code == 2
        assert "The ledger has 10 records" in called.stderr


@pytest.mark.parametrize(
    "arguments",
    [["rotate"], ["retire", "01234567"], ["checkpoint"], ["prove", "x"], ["consistency", "1", "1"]],
)
def test_no_command_but_init_makes_a_store(
    pinzhi: Pinzhi, tmp_path: Path, arguments: list[str]
) -> None:
    called = pinzhi("ledger", *arguments)
    assert called.exit_code == 2
    assert "There is no store of decisions at" in called.stderr
    assert not (tmp_path / "decisions.sqlite3").exists()


def test_without_keys_the_commands_say_so(pinzhi: Pinzhi, store: SqliteStore) -> None:
    for arguments in (["keys"], ["rotate"], ["checkpoint"]):
        called = pinzhi("ledger", *arguments)
        assert called.exit_code == 2
        assert "make them with pinzhi ledger init" in called.stderr


@pytest.mark.parametrize(
    "command",
    ["", "init", "rotate", "retire", "keys", "checkpoint", "prove", "consistency", "verify"],
)
def test_every_command_of_the_ledger_has_help(pinzhi: Pinzhi, command: str) -> None:
    called = pinzhi("ledger", *command.split(), "--help")
    assert called.exit_code == 0
    assert called.stdout.startswith("Usage: ")
    assert "..." not in called.stdout.partition("Commands:")[2]
