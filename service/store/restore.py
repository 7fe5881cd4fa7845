"""Puts a backup in the place of the store, once it is verified; never over a file unsaved."""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from service.durable import sync
from service.ledger.tree import root
from service.store import sessions
from service.store.backup import SIDE_FILES, CopyRefused, copied, place, settle
from service.store.file import BUSY_TIMEOUT_SECONDS
from service.store.port import Checkpoint, Record, StoreUnavailable
from service.store.soundness import file_faults
from service.store.sqlite import SqliteStore

Verify = Callable[[SqliteStore], Sequence[str]]
"""Returns what is wrong with the ledger of a store, in sentences."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A store put back: so many records; where the one before it is kept; what it lacks of that.

    ``missing`` is ``None`` where the store before could not be read.
    """

    records: int
    kept: Path | None
    missing: tuple[Record, ...] | None


class StoreInTheWay(CopyRefused):
    """A store is where the backup is to go; ``missing`` is as in :class:`Restored`."""

    def __init__(self, target: Path, missing: tuple[Record, ...] | None) -> None:
        self.missing = missing
        super().__init__(f"{target} exists; to put it aside and restore, add --replace.")


def restore(
    backup: Path,
    target: Path,
    verify: Verify,
    checkpoints: Iterable[Checkpoint] = (),
    *,
    replace: bool = False,
) -> Restored:
    """Copy ``backup`` to ``target`` once SQLite and ``verify`` find nothing wrong with the copy.

    ``checkpoints`` were kept elsewhere: those that the backup can have are added to it, before
    it is verified. ``replace``: a store at ``target`` is kept under another name beside it; no
    process may have it open. A backup by an earlier version of the service is brought up to date.

    Raises :exc:`CopyRefused` with the faults, :exc:`StoreInTheWay`, and
    :exc:`~service.store.port.StoreUnavailable` where a file cannot be read or written.
    """
    target = target.absolute()
    if os.path.exists(target) and os.path.samefile(backup, target):
        raise CopyRefused(f"{backup} is the store itself.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with copied(backup, target) as copy:
        faults = file_faults(copy)
        if not faults:
            _prepare(copy, checkpoints)
            faults = _verified(copy, verify)
        if faults:
            raise CopyRefused(f"{backup} does not verify; nothing was restored.", tuple(faults))
        records = _size(copy)
        if not _there(target):
            place(copy, target)
            return Restored(records, None, ())
        missing = _missing(target, copy)
        if not replace:
            raise StoreInTheWay(target, missing)
        try:
            return Restored(records, _swap(copy, target), missing)
        except (sqlite3.Error, OSError) as fault:
            raise StoreUnavailable(f"{target}: {fault}") from fault


def _prepare(copy: Path, checkpoints: Iterable[Checkpoint]) -> None:
    """Give ``copy`` the tables of this version, and the checkpoints made after it was.

    Nobody is signed in to it: sessions that were ended since are as open in it as the others.
    """
    store = SqliteStore(copy)
    try:
        sessions.remove_all(store)
        size, known = store.size(), store.checkpoints()
        for checkpoint in checkpoints:
            if checkpoint.size <= size and checkpoint not in known:
                store.add_checkpoint(checkpoint)
    finally:
        store.close()
    try:
        settle(copy)
    except (sqlite3.Error, OSError) as fault:
        raise StoreUnavailable(f"{copy}: {fault}") from fault


def _verified(copy: Path, verify: Verify) -> list[str]:
    store = SqliteStore(copy, read_only=True)
    try:
        return list(verify(store))
    finally:
        store.close()


def _size(copy: Path) -> int:
    store = SqliteStore(copy, read_only=True)
    try:
        return store.size()
    finally:
        store.close()


def _there(target: Path) -> list[str]:
    """Return the ends of the names of the files of a store at ``target``: "" is itself."""
    return [end for end in ("", *SIDE_FILES) if os.path.lexists(f"{target}{end}")]


def _missing(target: Path, copy: Path) -> tuple[Record, ...] | None:
    """Return the records of the store at ``target`` that ``copy`` lacks, ``None`` if unreadable."""
    old, new = SqliteStore(target, read_only=True), SqliteStore(copy, read_only=True)
    try:
        with old.snapshot():
            found = tuple(old.records(start=_in_common(old, new)))
            # What cannot be read as a record cannot be told either.
            return found if all(record.recorded_at and record.body for record in found) else None
    except (StoreUnavailable, KeyError, TypeError, ValueError):
        return None
    finally:
        old.close()
        new.close()


def _in_common(one: SqliteStore, other: SqliteStore) -> int:
    """Return how many of the first leaves are the same in both."""
    low, high = 0, min(one.size(), other.size())
    while low < high:
        middle = (low + high + 1) // 2
        if root(middle, one.node) == root(middle, other.node):
            low = middle
        else:
            high = middle - 1
    return low


def _swap(copy: Path, target: Path) -> Path:
    """Put ``copy`` in the place of the store at ``target``; return where that is kept."""
    kept = next(
        path
        for path in (target.with_name(f"{target.name}.before-restore-{n}") for n in count(1))
        if not _there(path)
    )
    with _alone(target):
        for end in _there(target):
            os.link(f"{target}{end}", f"{kept}{end}")
        for end in _there(target):
            if end:
                # Left behind, SQLite would take it for the log of the restored store.
                os.unlink(f"{target}{end}")
        os.replace(copy, target)
        sync(target.parent)
    return kept


@contextlib.contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Lock everybody out of the store, or raise :exc:`CopyRefused` where it is in use.

    What is missing, or damaged beyond opening, cannot be locked; nobody can write to it either.
    """
    with contextlib.ExitStack() as stack:
        try:
            # As a URI, so that a missing file is not made: SQLite would then remove its log.
            old = sqlite3.connect(
                f"{target.as_uri()}?mode=rw",
                uri=True,
                timeout=BUSY_TIMEOUT_SECONDS,
                isolation_level=None,
            )
            stack.enter_context(contextlib.closing(old))
            # Leaving the write-ahead log is granted only to the one process that has the file
            # open, and writes the log back, so that the file is kept whole.
            old.execute("PRAGMA journal_mode=DELETE")
            old.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as fault:
            if fault.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise CopyRefused(f"{target} is in use; stop the service first.") from None
        yield
