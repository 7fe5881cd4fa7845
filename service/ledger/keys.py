"""The folder of the ledger's keys: made, rotated with overlap, retired, and read to sign.

The folder (mode 0700) holds ``ledger.json``, the public side, a file ``<key id>.pem`` (PKCS8,
mode 0600) for each key that still signs, and ``last.checkpoint``, what they signed last. Whoever
can read a private key can sign a ledger of his own making, so a key file open to others is
refused, not used.
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from service.durable import sync
from service.ledger.note import NoteMalformed, Signer, check_name, parse_vkey, unverified_head
from service.store.port import Checkpoint

State = Literal["active", "overlapping", "retired"]
"""``active`` and ``overlapping`` keys sign; a ``retired`` one only verifies what it signed."""

_LEDGER = "ledger.json"
_LAST = "last.checkpoint"
_TEMPORARY = ".new"
_FORMAT = 1


class KeysUnavailable(Exception):
    """The keys cannot be used or changed as asked; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class LedgerKey:
    """The public side of a key: its ``vkey`` (:func:`service.ledger.note.vkey`) and its state."""

    vkey: str
    state: State

    @property
    def key_id(self) -> str:
        """The key's id, 8 hex digits."""
        return parse_vkey(self.vkey).key_id


@dataclass(frozen=True, slots=True)
class _Ledger:
    """What ``ledger.json`` says; keys from the oldest to the newest, which is the active one."""

    origin: str
    keys: tuple[LedgerKey, ...]


class KeyFolder:
    """The keys in the folder ``path``. Every read is of the files as they are at that time."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()

    @property
    def origin(self) -> str:
        """The ledger's name, also the name its keys sign in; raises :exc:`KeysUnavailable`."""
        return self._read().origin

    def vkeys(self) -> tuple[LedgerKey, ...]:
        """Return the public side of all keys there ever were, from the oldest to the newest.

        Raises :exc:`KeysUnavailable`.
        """
        return self._read().keys

    def signers(self) -> tuple[Signer, ...]:
        """Return the keys that sign: the active one, then the overlapping ones, newest first.

        Raises :exc:`KeysUnavailable` where any of them cannot be used: a checkpoint that lacks
        a signature without anyone having said so would pass for a rotation.
        """
        with self._locked(fcntl.LOCK_SH):
            ledger = self._read()
            return tuple(self._signer(key) for key in ledger.keys[::-1] if key.state != "retired")

    @property
    def last(self) -> Path:
        """The file of the checkpoint that was signed last."""
        return self.path / _LAST

    def last_signed(self) -> Checkpoint | None:
        """Return the checkpoint that was signed last, ``None`` where none is remembered.

        It is kept here because whoever can write the store can remove those that are there.
        Raises :exc:`KeysUnavailable`.
        """
        with self._faults(self.last):
            try:
                data = self.last.read_bytes()
            except FileNotFoundError:
                return None
        try:
            note = data.decode("utf-8")
            return Checkpoint(unverified_head(note).size, note)
        except (NoteMalformed, UnicodeDecodeError) as error:
            raise KeysUnavailable(f"{self.last} is damaged: {error}") from None

    def remember(self, signed: Checkpoint) -> None:
        """Keep ``signed`` as the checkpoint that was signed last; raises :exc:`KeysUnavailable`."""
        with self._locked(fcntl.LOCK_EX):
            self._write(self.last, signed.note.encode(), 0o644)

    def create(self, origin: str) -> LedgerKey:
        """Make the folder and its first key, for a ledger of the name ``origin``.

        Raises :exc:`service.ledger.note.NameRefused` for the name and :exc:`KeysUnavailable`
        where the folder has a ledger, is open to others, or cannot be written.
        """
        check_name(origin)
        with self._faults(self.path):
            if not self.path.is_dir():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.path.mkdir(mode=0o700)
                sync(self.path.parent)
        with self._locked(fcntl.LOCK_EX):
            if os.path.lexists(self.path / _LEDGER):
                raise KeysUnavailable(f"{self.path} already holds the keys of a ledger.")
            signer = self._new_signer(origin, ())
            key = LedgerKey(signer.vkey, "active")
            self._write_ledger(_Ledger(origin, (key,)))
        return key

    def rotate(self) -> LedgerKey:
        """Make a new key and let it be the active one; those that signed so far still sign.

        Raises :exc:`KeysUnavailable`.
        """
        with self._locked(fcntl.LOCK_EX):
            ledger = self._read()
            signer = self._new_signer(ledger.origin, ledger.keys)
            key = LedgerKey(signer.vkey, "active")
            earlier = tuple(
                replace(key, state="overlapping") if key.state == "active" else key
                for key in ledger.keys
            )
            self._write_ledger(replace(ledger, keys=(*earlier, key)))
        return key

    def retire(self, key_id: str) -> LedgerKey:
        """Let an overlapping key sign no more, and remove its private side for good.

        The active key is not retired: :meth:`rotate` first, so that one always signs. Raises
        :exc:`KeysUnavailable`; its message says so where the key is retired, but its file left.
        """
        with self._locked(fcntl.LOCK_EX):
            ledger = self._read()
            found = [key for key in ledger.keys if key.key_id == key_id]
            if not found:
                raise KeysUnavailable(f"{self.path} has no key {key_id}.")
            if found[0].state == "active":
                raise KeysUnavailable(f"The key {key_id} is the active one; rotate it first.")
            if found[0].state == "retired":
                raise KeysUnavailable(f"The key {key_id} is already retired.")
            retired = replace(found[0], state="retired")
            keys = tuple(retired if key.key_id == key_id else key for key in ledger.keys)
            self._write_ledger(replace(ledger, keys=keys))
            try:
                self._pem(key_id).unlink(missing_ok=True)
                sync(self.path)
            except OSError as error:
                raise KeysUnavailable(
                    f"The key {key_id} is retired, but {self._pem(key_id)} could not be removed:"
                    f" {error.strerror}. Remove it by hand."
                ) from None
        return retired

    def _pem(self, key_id: str) -> Path:
        return self.path / f"{key_id}.pem"

    @contextlib.contextmanager
    def _faults(self, path: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise KeysUnavailable(f"{path}: {error.strerror}.") from None

    @contextlib.contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        """Hold the folder, so that no reader meets a change half made, nor a change another."""
        with self._faults(self.path):
            folder = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with self._faults(self.path):
                fcntl.flock(folder, how)
                mode = os.fstat(folder).st_mode
            if mode & 0o022:
                raise KeysUnavailable(
                    f"Others can write in {self.path}, where the ledger's keys are; run chmod 700."
                )
            yield
        finally:
            os.close(folder)

    def _read(self) -> _Ledger:
        path = self.path / _LEDGER
        try:
            with self._faults(path):
                data = path.read_bytes()
            return _ledger(json.loads(data))
        except (ValueError, RecursionError, NoteMalformed) as error:
            raise KeysUnavailable(f"{path} is damaged: {error}") from None

    def _signer(self, key: LedgerKey) -> Signer:
        path = self._pem(key.key_id)
        with self._faults(path), path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                raise KeysUnavailable(
                    f"{path} is a private key that others can reach: run chmod 600, and rotate"
                    " it if one of them may have read it."
                )
            data = file.read()
        # What the library says of a damaged key is left out: it must never quote one.
        try:
            private = load_pem_private_key(data, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise KeysUnavailable(f"{path} is damaged: it is not a private key.") from None
        if not isinstance(private, Ed25519PrivateKey):
            raise KeysUnavailable(f"{path} is not an Ed25519 key.")
        signer = Signer(parse_vkey(key.vkey).name, private)
        if signer.vkey != key.vkey:
            raise KeysUnavailable(f"{path} is not the private side of {key.vkey}.")
        return signer

    def _new_signer(self, origin: str, known: tuple[LedgerKey, ...]) -> Signer:
        """Make a key and write its private side; it counts once ``ledger.json`` names it."""
        taken = {key.key_id for key in known}
        signer = Signer(origin, Ed25519PrivateKey.generate())
        while signer.key_id in taken:
            signer = Signer(origin, Ed25519PrivateKey.generate())
        pem = signer.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self._write(self._pem(signer.key_id), pem, 0o600)
        return signer

    def _write_ledger(self, ledger: _Ledger) -> None:
        document = {
            "format": _FORMAT,
            "origin": ledger.origin,
            "keys": [{"vkey": key.vkey, "state": key.state} for key in ledger.keys],
        }
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        self._write(self.path / _LEDGER, text.encode(), 0o644)

    def _write(self, path: Path, data: bytes, mode: int) -> None:
        """Write ``path`` wholly or not at all, and durably; the lock is held."""
        temporary = self.path / _TEMPORARY
        with self._faults(path):
            temporary.unlink(missing_ok=True)
            try:
                descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with open(descriptor, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fchmod(descriptor, mode)
                    os.fsync(descriptor)
                temporary.rename(path)
            except OSError:
                temporary.unlink(missing_ok=True)
                raise
            sync(self.path)


def _ledger(document: object) -> _Ledger:
    """Check what ``ledger.json`` says; raises :exc:`ValueError`, :exc:`NoteMalformed`."""
    if not isinstance(document, dict) or document.keys() != {"format", "origin", "keys"}:
        raise ValueError("it must be an object of format, origin and keys.")
    if document["format"] != _FORMAT:
        raise ValueError(f"its format is not {_FORMAT}.")
    origin, keys = document["origin"], document["keys"]
    if not isinstance(origin, str) or not isinstance(keys, list):
        raise ValueError("its origin must be text and its keys a list.")
    check_name(origin)
    ledger = _Ledger(origin, tuple(_key(key) for key in keys))
    if any(parse_vkey(key.vkey).name != origin for key in ledger.keys):
        raise ValueError("a key has another name than the origin.")
    if len({key.key_id for key in ledger.keys}) != len(keys):
        raise ValueError("a key is named twice.")
    if [key.state == "active" for key in ledger.keys] != [False] * (len(keys) - 1) + [True]:
        raise ValueError("the last key, and no other, must be the active one.")
    return ledger


def _key(document: object) -> LedgerKey:
    if not isinstance(document, dict) or document.keys() != {"vkey", "state"}:
        raise ValueError("a key must be an object of vkey and state.")
    vkey, state = document["vkey"], document["state"]
    if not isinstance(vkey, str) or state not in get_args(State):
        raise ValueError("a key has a vkey that is no text, or a state that is none.")
    return LedgerKey(vkey, state)
