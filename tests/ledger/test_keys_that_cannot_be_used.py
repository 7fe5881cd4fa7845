"""Keys that are missing, open to others, damaged or not writable: refused, in a sentence."""

import contextlib
import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from service.ledger.keys import KeyFolder, KeysUnavailable

ORIGIN = "bank.example/pinzhi"


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    folder = KeyFolder(tmp_path / "keys")
    folder.create(ORIGIN)
    return folder


def pem(folder: KeyFolder) -> Path:
    return folder.path / f"{folder.vkeys()[-1].key_id}.pem"


def every_use(folder: KeyFolder) -> list[Callable[[], object]]:
    return [folder.vkeys, folder.signers, folder.rotate, lambda: folder.retire("00000000")]


def refused(folder: KeyFolder, saying: str) -> None:
    for use in every_use(folder):
        with pytest.raises(KeysUnavailable, match=saying):
            use()


@contextlib.contextmanager
def someone_else(path: Path) -> Iterator[None]:
    """Take every right to ``path`` away, from the administrator by being someone else."""
    mode = path.stat().st_mode
    path.chmod(0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        path.chmod(mode)


@contextlib.contextmanager
def no_space_for_files(most: int = 10) -> Iterator[None]:
    """Let no file grow beyond ``most`` bytes: what a full disk does to one who writes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # Python would cut the files it compiles modules into, too, and say nothing.
    compiles, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        sys.dont_write_bytecode = compiles


def contents(folder: KeyFolder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.path.iterdir()}


def test_where_there_is_no_folder_there_are_no_keys(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path / "none")
    refused(folder, r"none.*: No such file or directory\.")
    with pytest.raises(KeysUnavailable, match="No such file"):
        _ = folder.origin
    assert not folder.path.exists()


def test_a_folder_without_a_ledger_holds_no_keys(folder: KeyFolder) -> None:
    (folder.path / "ledger.json").unlink()
    refused(folder, r"ledger\.json: No such file or directory\.")


def test_a_file_in_the_place_of_the_folder_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file")
    folder = KeyFolder(tmp_path / "keys")
    refused(folder, "Not a directory")
    with pytest.raises(KeysUnavailable, match="File exists"):
        folder.create(ORIGIN)


def test_a_folder_that_may_not_be_read_is_named(folder: KeyFolder) -> None:
    with someone_else(folder.path):
        refused(folder, r"keys.*: Permission denied\.")
        with pytest.raises(KeysUnavailable, match="Permission denied"):
            folder.create(ORIGIN)


def test_a_missing_private_key_is_not_passed_over(folder: KeyFolder) -> None:
    pem(folder).unlink()
    folder.rotate()
    with pytest.raises(KeysUnavailable, match=r"\.pem: No such file or directory\."):
        folder.signers()


def test_a_private_key_that_may_not_be_read_is_named(folder: KeyFolder) -> None:
    key = pem(folder)
    key.unlink()
    key.mkdir()
    with pytest.raises(KeysUnavailable, match=r"\.pem: Is a directory\."):
        folder.signers()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644, 0o610])
def test_a_private_key_that_others_can_reach_is_refused(folder: KeyFolder, mode: int) -> None:
    pem(folder).chmod(mode)
    with pytest.raises(KeysUnavailable, match=r"others can reach: run chmod 600"):
        folder.signers()
    pem(folder).chmod(0o600)
    assert folder.signers()


@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777])
def test_a_folder_in_which_others_can_write_is_refused(folder: KeyFolder, mode: int) -> None:
    folder.path.chmod(mode)
    for use in (folder.signers, folder.rotate):
        with pytest.raises(KeysUnavailable, match=r"Others can write in .*; run chmod 700"):
            use()


def test_keys_are_not_made_in_a_folder_in_which_others_can_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with pytest.raises(KeysUnavailable, match="Others can write"):
        KeyFolder(tmp_path).create(ORIGIN)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff", b"[]", b"null", b"{}", b"[" * 100_000, b'{"format": 1, "origin": "a"}'],
)
def test_a_damaged_ledger_file_is_refused(folder: KeyFolder, data: bytes) -> None:
    (folder.path / "ledger.json").write_bytes(data)
    refused(folder, r"ledger\.json is damaged: ")


def change(**members: Any) -> Callable[[dict[str, Any]], None]:
    return lambda document: document.update(members)


def change_key(**members: Any) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["keys"][0].update(members)


OTHER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


@pytest.mark.parametrize(
    ("damage", "saying"),
    [
        (change(format=2), "format is not 1"),
        (change(origin=7), "origin must be text"),
        (change(origin="my bank"), "no spaces"),
        (change(origin="other.example"), "another name than the origin"),
        (change(keys={}), "keys a list"),
        (change(keys=[]), "must be the active one"),
        (change(keys=["a key"]), "an object of vkey and state"),
        (change(more=1), "an object of format, origin and keys"),
        (change_key(state="overlapping"), "must be the active one"),
        (change_key(state="retired"), "must be the active one"),
        (change_key(state=["active"]), "a state that is none"),
        (change_key(vkey=None), "a vkey that is no text"),
        (change_key(vkey="bank.example/pinzhi+00000000+AAAA"), "not a verifier key"),
        (change_key(vkey=OTHER), "another name than the origin"),
        (lambda document: document["keys"].append(document["keys"][0]), "named twice"),
    ],
)
def test_a_ledger_file_that_was_changed_by_hand_is_refused(
    folder: KeyFolder, damage: Callable[[dict[str, Any]], None], saying: str
) -> None:
    path = folder.path / "ledger.json"
    document = json.loads(path.read_text())
    damage(document)
    path.write_text(json.dumps(document))
    refused(folder, rf"ledger\.json is damaged: .*{saying}")


def test_a_private_key_that_is_another_one_is_refused(folder: KeyFolder, tmp_path: Path) -> None:
    other = KeyFolder(tmp_path / "other")
    other.create(ORIGIN)
    pem(folder).write_bytes(pem(other).read_bytes())
    with pytest.raises(KeysUnavailable, match=r"is not the private side of bank\.example/pinzhi\+"):
        folder.signers()


def test_a_damaged_private_key_is_refused_and_not_shown(folder: KeyFolder) -> None:
    whole = pem(folder).read_bytes()
    secret = whole.splitlines()[1]
    for damaged in (b"", whole[:-40], whole.replace(secret, secret[::-1]), secret, b"\xff\x00"):
        pem(folder).write_bytes(damaged)
        with pytest.raises(KeysUnavailable, match="is not a private key") as refusal:
            folder.signers()
        assert secret.decode() not in str(refusal.value)
        assert secret[::-1].decode() not in str(refusal.value)
        assert refusal.value.__cause__ is None


def test_a_private_key_of_another_kind_or_under_a_password_is_refused(folder: KeyFolder) -> None:
    other = generate_private_key(SECP256R1())
    private = folder.signers()[0].private
    pem(folder).write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(KeysUnavailable, match="is not an Ed25519 key"):
        folder.signers()
    pem(folder).write_bytes(
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"word"))
    )
    with pytest.raises(KeysUnavailable, match="is not a private key"):
        folder.signers()


def test_a_full_disk_leaves_the_keys_as_they_were(folder: KeyFolder) -> None:
    before = contents(folder)
    with no_space_for_files(), pytest.raises(KeysUnavailable, match="File too large"):
        folder.rotate()
    assert contents(folder) == before
    assert folder.rotate().state == "active"


def test_a_disk_that_is_full_after_the_private_key_leaves_the_ledger_as_it_was(
    folder: KeyFolder,
) -> None:
    before = folder.vkeys()
    space = pem(folder).stat().st_size
    with no_space_for_files(space), pytest.raises(KeysUnavailable, match="File too large"):
        folder.rotate()
    assert folder.vkeys() == before
    assert [signer.vkey for signer in folder.signers()] == [key.vkey for key in before]


def test_a_full_disk_makes_no_ledger_and_it_can_be_made_later(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path / "keys")
    with no_space_for_files(), pytest.raises(KeysUnavailable, match="File too large"):
        folder.create(ORIGIN)
    assert contents(folder) == {}
    assert folder.create(ORIGIN).state == "active"


def test_a_private_key_left_half_written_is_cleared_away(folder: KeyFolder) -> None:
    (folder.path / ".new").write_bytes(b"-----BEGIN PRIVATE")
    folder.rotate()
    assert not (folder.path / ".new").exists()
    assert len(folder.signers()) == 2


def test_a_retired_keys_file_that_cannot_be_removed_is_named(folder: KeyFolder) -> None:
    (old,) = folder.vkeys()
    path = pem(folder)
    folder.rotate()
    path.unlink()
    path.mkdir()
    with pytest.raises(KeysUnavailable, match=r"is retired, but .*\.pem could not be removed"):
        folder.retire(old.key_id)
    assert [key.state for key in folder.vkeys()] == ["retired", "active"]
    assert len(folder.signers()) == 1


def test_no_private_key_is_in_what_the_folder_shows(folder: KeyFolder) -> None:
    secret = pem(folder).read_bytes().splitlines()[1].decode()
    (signer,) = folder.signers()
    shown = repr([folder, vars(folder), folder.vkeys(), signer])
    assert secret not in shown
    assert signer.private.private_bytes_raw().hex() not in shown
