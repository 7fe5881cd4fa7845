"""Signed notes and checkpoints as text: C2SP signed-note and tlog-checkpoint, with Ed25519.

A note is a text, a blank line, and one line a signature::

    bank.example/pinzhi
    1042
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — bank.example/pinzhi Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeO...

Sources: https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

MAX_SIGNATURES = 100
"""A note with more is refused; C2SP asks for 16 at least, and Go's own reader stops here."""

_ED25519 = b"\x01"
_KEY_BYTES = 32
_ROOT_BYTES = 32
_ID_BYTES = 4
_DASH = "\u2014 "
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")
_SIZE = re.compile("0|[1-9][0-9]{0,17}")


class NoteMalformed(Exception):
    """The text is not a signed note, a checkpoint, or a verifier key; the message says why."""


class NoteUnverified(Exception):
    """No trusted key signed the note, or a signature in a trusted key's name is wrong."""


class NameRefused(ValueError):
    """The text cannot name a key or a ledger; the message says why."""


class Head(NamedTuple):
    """What a checkpoint says: the ledger's ``origin``, its ``size`` in leaves, its ``root``."""

    origin: str
    size: int
    root: bytes


class Signature(NamedTuple):
    """One signature line: the key's name, its id in 8 hex digits, the signature's bytes."""

    name: str
    key_id: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note's text, ending in a newline, and its signatures."""

    body: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A name and the 32 bytes of an Ed25519 public key that verifies notes signed in it.

    Raises :exc:`NameRefused`, and :exc:`ValueError` for another number of bytes.
    """

    name: str
    public: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.public) != _KEY_BYTES:
            raise ValueError(
                f"An Ed25519 public key has {_KEY_BYTES} bytes, not {len(self.public)}."
            )

    @property
    def key_id(self) -> str:
        """The key's id: the first 4 bytes of a hash of name, type and key, in hex."""
        hashed = hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public)
        return hashed.digest()[:_ID_BYTES].hex()

    def verifies(self, body: str, signature: bytes) -> bool:
        """Return whether ``signature`` is this key's over ``body``."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, body.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True, eq=False)
class Signer:
    """A name and the private key that signs notes in it; raises :exc:`NameRefused`."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)

    def __post_init__(self) -> None:
        check_name(self.name)

    @property
    def key(self) -> VerifierKey:
        """The public side."""
        return VerifierKey(self.name, self.private.public_key().public_bytes_raw())

    @property
    def key_id(self) -> str:
        """The key's id, 8 hex digits."""
        return self.key.key_id

    @property
    def vkey(self) -> str:
        """The public side as text, for :func:`parse_vkey`."""
        return vkey(self.name, self.key.public)


def check_name(name: str) -> str:
    """Return ``name`` if it can name a key or a ledger: text without spaces, plus or controls.

    Raises :exc:`NameRefused`.
    """
    if not name:
        raise NameRefused("The name is empty; a good one is 'bank.example/pinzhi'.")
    if not _is_utf8(name):
        raise NameRefused("The name is not valid Unicode text.")
    if any(sign.isspace() or sign == "+" or sign < " " for sign in name):
        raise NameRefused(f"{name!r}: a name has no spaces, line breaks or plus signs.")
    return name


def vkey(name: str, public: bytes) -> str:
    """Return a verifier key as text: name, key id and base64 of type and key, joined by plus.

    ``public`` is the raw 32 bytes. Raises :exc:`NameRefused`, :exc:`ValueError`.
    """
    key = VerifierKey(name, public)
    return f"{name}+{key.key_id}+{_encoded(_ED25519 + public)}"


def parse_vkey(text: str) -> VerifierKey:
    """Read a verifier key written by :func:`vkey`; raises :exc:`NoteMalformed`."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    data = _decoded(encoded)
    if data is None or len(data) != 1 + _KEY_BYTES or data[:1] != _ED25519:
        raise NoteMalformed(f"{text!r} is not a verifier key of an Ed25519 key.")
    try:
        key = VerifierKey(name, data[1:])
    except NameRefused as refused:
        raise NoteMalformed(f"{text!r} is not a verifier key: {refused}") from None
    if key.key_id != key_id:
        raise NoteMalformed(f"{text!r}: the key's id is {key.key_id}, not {key_id!r}.")
    return key


def sign(body: str, signers: Iterable[Signer]) -> str:
    """Return ``body`` as a note with a signature by each of ``signers``, in their order.

    Raises :exc:`NoteMalformed` for a body that no note can hold (not ending in a newline, or
    with control characters), :exc:`ValueError` without signers.
    """
    _check_text(body)
    if not body.endswith("\n"):
        raise NoteMalformed("The text of a note ends in a newline.")
    lines = []
    for signer in signers:
        signature = bytes.fromhex(signer.key_id) + signer.private.sign(body.encode())
        lines.append(f"{_DASH}{signer.name} {_encoded(signature)}\n")
    if not lines:
        raise ValueError("A note is signed by one key at least.")
    return body + "\n" + "".join(lines)


def parse_note(text: str) -> Note:
    """Split a note into its body and signatures, *none of them verified*.

    Raises :exc:`NoteMalformed`.
    """
    _check_text(text)
    head, blank, block = text.rpartition("\n\n")
    if not blank:
        raise NoteMalformed("The note has no blank line before its signatures.")
    lines = block.split("\n")
    if lines.pop() or not lines:
        raise NoteMalformed("The note does not end in a line with a signature and a newline.")
    if len(lines) > MAX_SIGNATURES:
        raise NoteMalformed(f"The note has more than {MAX_SIGNATURES} signatures.")
    signatures = tuple(_signature(line) for line in lines)
    if len({(line.name, line.key_id) for line in signatures}) < len(signatures):
        raise NoteMalformed("A key signed the note twice.")
    return Note(head + "\n", signatures)


def open_note(text: str, vkeys: Iterable[str]) -> Note:
    """Return the note with the signatures that verify against ``vkeys``; others are left out.

    Signatures of unknown keys are ignored. Raises :exc:`NoteMalformed` for the note or a
    verifier key; :exc:`NoteUnverified` where no known key signed, or where a signature in a
    known key's name and id is wrong, whatever the others are.
    """
    known = [parse_vkey(key) for key in vkeys]
    note = parse_note(text)
    good = []
    for line in note.signatures:
        keys = [key for key in known if (key.name, key.key_id) == (line.name, line.key_id)]
        if not keys:
            continue
        if not any(key.verifies(note.body, line.signature) for key in keys):
            raise NoteUnverified(
                f"The signature of {line.name} (key {line.key_id}) does not fit the text."
            )
        good.append(line)
    if not good:
        raise NoteUnverified("None of the known keys signed the note.")
    return Note(note.body, tuple(good))


def checkpoint_body(origin: str, size: int, root: bytes) -> str:
    """Return the text of a checkpoint, to be signed.

    ``size`` is a number of leaves, 0 or more and below 10**18; ``root`` is 32 bytes. Raises
    :exc:`NameRefused` for the origin, :exc:`ValueError` for the others.
    """
    if not _SIZE.fullmatch(str(size)):
        raise ValueError(f"A ledger cannot have {size} leaves.")
    if len(root) != _ROOT_BYTES:
        raise ValueError(f"A root has {_ROOT_BYTES} bytes, not {len(root)}.")
    return f"{check_name(origin)}\n{size}\n{_encoded(root)}\n"


def parse_checkpoint(body: str) -> Head:
    """Read the text of a checkpoint, as a note's ``body``; lines after the third are passed over.

    Raises :exc:`NoteMalformed`.
    """
    lines = body.split("\n")
    if lines.pop() or len(lines) < 3 or not all(lines):
        raise NoteMalformed("A checkpoint is three lines or more, none of them empty.")
    origin, size, encoded = lines[:3]
    if not _SIZE.fullmatch(size):
        raise NoteMalformed(f"The checkpoint's second line, {size!r}, is not a number of leaves.")
    root = _decoded(encoded)
    if root is None or len(root) != _ROOT_BYTES:
        raise NoteMalformed("The checkpoint's third line is not the base64 of a SHA-256 hash.")
    return Head(origin, int(size), root)


def unverified_head(text: str) -> Head:
    """Return what a signed checkpoint says, its signatures *not verified*.

    Raises :exc:`NoteMalformed`.
    """
    return parse_checkpoint(parse_note(text).body)


def open_checkpoint(text: str, vkeys: Iterable[str]) -> Head:
    """Return what a signed checkpoint says, once a key in the name of its origin has signed it.

    Raises as :func:`open_note` and :func:`parse_checkpoint` do, and :exc:`NoteUnverified` where
    only keys of other names signed: a witness cannot speak for the ledger.
    """
    note = open_note(text, vkeys)
    head = parse_checkpoint(note.body)
    if all(line.name != head.origin for line in note.signatures):
        raise NoteUnverified(f"The checkpoint is not signed in the name of {head.origin}.")
    return head


def _signature(line: str) -> Signature:
    """Read one signature line: em dash, space, name, space, base64 of key id and signature."""
    dash, rest = line[: len(_DASH)], line[len(_DASH) :]
    name, _, encoded = rest.partition(" ")
    data = _decoded(encoded)
    if dash != _DASH or data is None or len(data) <= _ID_BYTES:
        raise NoteMalformed(f"{line!r} is not a signature line.")
    try:
        check_name(name)
    except NameRefused as refused:
        raise NoteMalformed(f"{line!r} is not a signature line: {refused}") from None
    return Signature(name, data[:_ID_BYTES].hex(), data[_ID_BYTES:])


def _check_text(text: str) -> None:
    if not _is_utf8(text):
        raise NoteMalformed("The note is not valid Unicode text.")
    if _CONTROL.search(text):
        raise NoteMalformed("The note has control characters other than newlines.")


def _is_utf8(text: str) -> bool:
    """Return whether ``text`` has UTF-8 bytes: whether it is free of lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decoded(text: str) -> bytes | None:
    """Return the bytes of canonical base64, ``None`` for anything else (also for other padding)."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if _encoded(data) == text else None
