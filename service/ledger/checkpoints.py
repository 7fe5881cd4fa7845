"""Makes checkpoints: signs the tree's root, once it is seen to extend what was signed before."""

import contextlib
import fcntl
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from service.durable import sync
from service.ledger.keys import KeyFolder
from service.ledger.note import (
    Head,
    NoteMalformed,
    NoteUnverified,
    checkpoint_body,
    open_checkpoint,
    sign,
    unverified_head,
)
from service.ledger.tree import root
from service.records.verified import verified
from service.store.port import Checkpoint, RecordStore

LATEST = "latest.checkpoint"
"""The name under which the newest checkpoint is published."""

_DIGITS = 20


class LedgerInconsistent(Exception):
    """The ledger is not what was signed before, so that nothing is signed or proved.

    The message is a sentence. ``pinzhi ledger verify`` says what is wrong.
    """


class NoCheckpoint(Exception):
    """There is no checkpoint, or none that covers what is asked for; the message says which."""


class Published(NamedTuple):
    """A checkpoint in a folder: the file, and whether its signatures replaced others there."""

    checkpoint: Checkpoint
    path: Path
    resigned: bool


def make_checkpoint(store: RecordStore, keys: KeyFolder) -> Checkpoint:
    """Sign the tree as it is now with all keys that sign, keep the checkpoint, and return it.

    Where nothing was added since the last one, and the same keys signed that, it is returned.

    Raises :exc:`LedgerInconsistent`, signing nothing, where the tree does not extend the last
    checkpoint of the store or the one that the folder of the keys remembers, or where the former
    is of another origin or not signed; :exc:`~service.ledger.keys.KeysUnavailable`,
    :exc:`~service.store.port.RecordDamaged`, :exc:`~service.store.port.StoreUnavailable`.
    """
    # In a turn, so that of two processes the second finds the checkpoint of the first; and the
    # keys too, so that none signs any more that was retired before.
    with store.turn():
        signers, origin = keys.signers(), keys.origin
        size = store.size()
        try:
            now = root(size, store.node)
            last = store.last_checkpoint()
            if last is not None:
                _insist(store, last, origin, size)
                insist_signed(last, _known(store, keys))
            remembered = _insist_remembered(store, keys, size)
        except KeyError as missing:
            raise LedgerInconsistent(
                f"The node {missing.args[0]} of the tree is missing."
            ) from None
        # Ed25519 signs the same text with the same key always the same.
        made = Checkpoint(size, sign(checkpoint_body(origin, size, now), signers))
        if made != last:
            store.add_checkpoint(made)
        if made != remembered:
            keys.remember(made)
    return made


def insist_signed(checkpoint: Checkpoint, vkeys: Iterable[str]) -> None:
    """Insist that one of ``vkeys`` signed ``checkpoint``, and none falsely, and for its size.

    Whoever can write the store can put one there that a rewritten tree extends. Raises
    :exc:`LedgerInconsistent`.
    """
    try:
        head = open_checkpoint(checkpoint.note, vkeys)
    except (NoteMalformed, NoteUnverified) as fault:
        raise LedgerInconsistent(
            f"The checkpoint of size {checkpoint.size} was not signed so: {fault}"
        ) from None
    if head.size != checkpoint.size:
        raise LedgerInconsistent(
            f"The checkpoint of size {checkpoint.size} is in fact one of size {head.size}."
        )


def insist_extended(store: RecordStore, checkpoint: Checkpoint) -> None:
    """Insist that the tree extends ``checkpoint``, whatever the name that it was signed in.

    Raises :exc:`LedgerInconsistent`, :exc:`~service.store.port.StoreUnavailable`.
    """
    with store.snapshot():
        try:
            _insist(store, checkpoint, head_of(checkpoint).origin, store.size())
        except KeyError as missing:
            raise LedgerInconsistent(
                f"The node {missing.args[0]} of the tree is missing."
            ) from None


def head_of(checkpoint: Checkpoint) -> Head:
    """Return what a checkpoint says, its signatures not verified.

    Raises :exc:`LedgerInconsistent` where it cannot be read.
    """
    try:
        return unverified_head(checkpoint.note)
    except NoteMalformed as fault:
        raise LedgerInconsistent(
            f"The checkpoint of size {checkpoint.size} cannot be read: {fault}"
        ) from None


def insist_on_origin(store: RecordStore, origin: str) -> None:
    """Insist that keys of ``origin`` are those of this ledger, if it was ever signed.

    Raises :exc:`LedgerInconsistent` where they are another's, :exc:`StoreUnavailable`.
    """
    last = store.last_checkpoint()
    if last is not None and head_of(last).origin != origin:
        raise LedgerInconsistent(
            f"The last checkpoint is of {head_of(last).origin}, and the keys are of {origin}."
        )


def publish(store: RecordStore, keys: KeyFolder, folder: Path) -> Published:
    """Make a checkpoint and write it into ``folder``, which is made where it does not exist.

    It is written as ``<size>.checkpoint``, the size in 20 digits, and as ``latest.checkpoint``,
    each whole or not at all. What the folder holds must be of this ledger: raises
    :exc:`LedgerInconsistent` where the tree does not extend its latest checkpoint, or where it
    has another checkpoint of the same size. Raises :exc:`OSError` where it cannot be written,
    and what :func:`make_checkpoint` raises.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        return _publish(store, keys, folder)


def _publish(store: RecordStore, keys: KeyFolder, folder: Path) -> Published:
    earlier = _read(folder / LATEST)
    if earlier is not None:
        with store.snapshot():
            try:
                _insist(store, earlier, keys.origin, store.size())
                insist_signed(earlier, _known(store, keys))
            except (KeyError, LedgerInconsistent) as fault:
                raise LedgerInconsistent(
                    f"{folder / LATEST} is not of this ledger: {fault}"
                ) from None
    made = make_checkpoint(store, keys)
    path = folder / f"{made.size:0{_DIGITS}}.checkpoint"
    there = _read(path)
    if there is not None and head_of(there) != head_of(made):
        raise LedgerInconsistent(f"{path} is another checkpoint of the same size.")
    if there != made:
        _write(path, made.note)
    if earlier != made:
        _write(folder / LATEST, made.note)
    return Published(made, path, resigned=there is not None and there != made)


def _known(store: RecordStore, keys: KeyFolder) -> list[str]:
    """Return the keys that may have signed what was signed before.

    A folder that never signed was made after the one before it was lost: the keys of that are
    known from the ledger only.
    """
    known = [key.vkey for key in keys.vkeys()]
    if keys.last_signed() is None:
        known += [str(verified(store, key).body["vkey"]) for key in store.records(kind="key")]
    return known


def _insist_remembered(store: RecordStore, keys: KeyFolder, size: int) -> Checkpoint | None:
    remembered = keys.last_signed()
    if remembered is not None:
        try:
            _insist(store, remembered, keys.origin, size)
        except LedgerInconsistent as fault:
            raise LedgerInconsistent(
                f"{fault} It is in {keys.last}: after a restore that lost records, and only then,"
                " remove that file."
            ) from None
    return remembered


def _insist(store: RecordStore, last: Checkpoint, origin: str, size: int) -> None:
    """Insist that the tree of ``size`` leaves extends ``last``; raises :exc:`KeyError` too."""
    head = head_of(last)
    if head.origin != origin:
        raise LedgerInconsistent(
            f"The last checkpoint is of {head.origin}, and the keys are of {origin}."
        )
    if head.size > size:
        raise LedgerInconsistent(
            f"The last checkpoint is of {head.size} records, and the ledger has only {size}."
        )
    if root(head.size, store.node) != head.root:
        raise LedgerInconsistent(
            f"The tree does not extend the last checkpoint, of size {head.size}."
        )


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep out every other process that publishes in ``folder``: ``latest`` never goes back."""
    # A file of its own: whoever opens a store or keys in the folder locks the folder itself.
    descriptor = os.open(folder / ".publishing", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _read(path: Path) -> Checkpoint | None:
    """Return the checkpoint in a file, ``None`` where there is no file."""
    try:
        note = path.read_text(encoding="utf-8")
        return Checkpoint(unverified_head(note).size, note)
    except FileNotFoundError:
        return None
    except (NoteMalformed, UnicodeDecodeError) as fault:
        raise LedgerInconsistent(f"{path} is not a checkpoint: {fault}") from None


def _write(path: Path, text: str) -> None:
    """Write the file whole or not at all, and durably."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            partial.unlink()
    sync(path.parent)
