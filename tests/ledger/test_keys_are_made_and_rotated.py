"""The keys of a ledger: made once, rotated with overlap, retired, and never half changed."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.ledger.keys import KeyFolder, KeysUnavailable
from service.ledger.note import NameRefused, NoteUnverified, open_note, sign

ORIGIN = "bank.example/pinzhi"
BODY = "a checkpoint\n"


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    folder = KeyFolder(tmp_path / "var" / "keys")
    folder.create(ORIGIN)
    return folder


def states(folder: KeyFolder) -> list[str]:
    return [key.state for key in folder.vkeys()]


def test_a_new_folder_holds_one_active_key_in_the_name_of_the_ledger(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path / "keys")
    key = folder.create(ORIGIN)
    assert folder.origin == ORIGIN
    assert folder.vkeys() == (key,)
    assert key.state == "active"
    assert key.vkey.startswith(f"{ORIGIN}+{key.key_id}+")


def test_what_the_keys_sign_verifies_with_the_public_side(folder: KeyFolder) -> None:
    note = open_note(sign(BODY, folder.signers()), [key.vkey for key in folder.vkeys()])
    assert [line.key_id for line in note.signatures] == [folder.vkeys()[0].key_id]


def test_only_the_owner_can_reach_the_folder_and_the_private_key(folder: KeyFolder) -> None:
    modes = {path.name: oct(path.stat().st_mode)[-3:] for path in folder.path.iterdir()}
    key_id = folder.vkeys()[0].key_id
    assert modes == {"ledger.json": "644", f"{key_id}.pem": "600"}
    assert oct(folder.path.stat().st_mode)[-3:] == "700"
    assert b"BEGIN PRIVATE KEY" in (folder.path / f"{key_id}.pem").read_bytes()


def test_a_ledger_keeps_its_keys_when_it_is_made_a_second_time(folder: KeyFolder) -> None:
    before = {path: path.read_bytes() for path in folder.path.iterdir()}
    with pytest.raises(KeysUnavailable, match="already holds the keys of a ledger"):
        folder.create("other.example/ledger")
    assert {path: path.read_bytes() for path in folder.path.iterdir()} == before


def test_an_empty_folder_that_was_there_is_used(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    key = KeyFolder(tmp_path).create(ORIGIN)
    assert KeyFolder(tmp_path).vkeys() == (key,)


@pytest.mark.parametrize("origin", ["", "my bank", "bank+pinzhi", "bank\npinzhi", "bank\u3000"])
def test_a_name_that_no_checkpoint_could_carry_makes_no_folder(tmp_path: Path, origin: str) -> None:
    with pytest.raises(NameRefused):
        KeyFolder(tmp_path / "keys").create(origin)
    assert not (tmp_path / "keys").exists()


def test_a_name_in_chinese_is_carried(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path / "keys")
    folder.create("银行.example/品质")
    assert folder.origin == "银行.example/品质"
    vkeys = [key.vkey for key in folder.vkeys()]
    assert open_note(sign(BODY, folder.signers()), vkeys).body == BODY


def test_after_a_rotation_both_keys_sign_the_new_one_first(folder: KeyFolder) -> None:
    (old,) = folder.vkeys()
    new = folder.rotate()
    assert states(folder) == ["overlapping", "active"]
    assert [signer.key_id for signer in folder.signers()] == [new.key_id, old.key_id]
    note = sign(BODY, folder.signers())
    assert open_note(note, [old.vkey]).body == open_note(note, [new.vkey]).body == BODY


def test_a_retired_key_signs_no_more_and_still_verifies_what_it_signed(folder: KeyFolder) -> None:
    (old,) = folder.vkeys()
    earlier = sign(BODY, folder.signers())
    new = folder.rotate()
    assert folder.retire(old.key_id).state == "retired"
    assert states(folder) == ["retired", "active"]
    assert [signer.key_id for signer in folder.signers()] == [new.key_id]
    assert open_note(earlier, [key.vkey for key in folder.vkeys()]).body == BODY
    with pytest.raises(NoteUnverified):
        open_note(sign(BODY, folder.signers()), [old.vkey])


def test_the_private_side_of_a_retired_key_is_gone(folder: KeyFolder) -> None:
    (old,) = folder.vkeys()
    new = folder.rotate()
    folder.retire(old.key_id)
    assert {path.name for path in folder.path.iterdir()} == {"ledger.json", f"{new.key_id}.pem"}


def test_the_last_key_is_not_retired(folder: KeyFolder) -> None:
    (only,) = folder.vkeys()
    with pytest.raises(KeysUnavailable, match="is the active one; rotate it first"):
        folder.retire(only.key_id)
    assert len(folder.signers()) == 1


def test_neither_an_unknown_nor_a_retired_key_is_retired(folder: KeyFolder) -> None:
    (old,) = folder.vkeys()
    folder.rotate()
    folder.retire(old.key_id)
    with pytest.raises(KeysUnavailable, match="is already retired"):
        folder.retire(old.key_id)
    with pytest.raises(KeysUnavailable, match="has no key 00000000"):
        folder.retire("00000000")


def test_a_compromised_key_is_replaced_at_once(folder: KeyFolder) -> None:
    first = folder.vkeys()[0]
    second, third = folder.rotate(), folder.rotate()
    folder.retire(second.key_id)
    assert states(folder) == ["overlapping", "retired", "active"]
    assert [signer.key_id for signer in folder.signers()] == [third.key_id, first.key_id]


def test_the_public_side_says_nothing_private(folder: KeyFolder) -> None:
    document = json.loads((folder.path / "ledger.json").read_text())
    (key,) = folder.vkeys()
    assert document == {
        "format": 1,
        "origin": ORIGIN,
        "keys": [{"vkey": key.vkey, "state": "active"}],
    }


def test_rotations_at_the_same_time_all_count(folder: KeyFolder) -> None:
    with ThreadPoolExecutor(4) as pool:
        rotations = [pool.submit(folder.rotate) for _ in range(8)]
        readings = [pool.submit(folder.signers) for _ in range(8)]
        rotated = {rotation.result().key_id for rotation in rotations}
        assert all(reading.result() for reading in readings)
    assert len(rotated) == 8
    assert states(folder) == ["overlapping"] * 8 + ["active"]
    assert {signer.key_id for signer in folder.signers()} == {key.key_id for key in folder.vkeys()}


ROTATES_FOR_EVER = """
import sys
from pathlib import Path
from service.ledger.keys import KeyFolder
folder = KeyFolder(Path(sys.argv[1]))
while True:
    old = folder.vkeys()[-1]
    new = folder.rotate()
    folder.retire(old.key_id)
    print(new.key_id, flush=True)
"""


def test_keys_survive_a_process_that_is_killed_while_it_rotates(folder: KeyFolder) -> None:
    for rotations in (1, 4, 9):
        command = [sys.executable, "-c", ROTATES_FOR_EVER, str(folder.path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            reported = [process.stdout.readline().strip() for _ in range(rotations)]
            process.kill()
        assert set(reported) <= {key.key_id for key in folder.vkeys()}
        vkeys = [key.vkey for key in folder.vkeys()]
        assert open_note(sign(BODY, folder.signers()), vkeys).body == BODY
        folder.rotate()
