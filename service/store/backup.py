"""Copies a store, while the service writes to it, into one file that can be relied on."""

import contextlib
import os
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.durable import sync
from service.ledger.note import unverified_head
from service.ledger.tree import root
from service.store.disk import state, still_state
from service.store.port import StoreUnavailable
from service.store.soundness import file_faults, look
from service.store.sqlite import SqliteStore

SIDE_FILES = ("-wal", "-shm", "-journal")
"""What SQLite puts beside a database, by the end of the name."""


class CopyRefused(Exception):
    """The copy was not put in its place; the message is a sentence that says why.

    ``faults`` are what is wrong with the copy, where that is why.
    """

    def __init__(self, message: str, faults: tuple[str, ...] = ()) -> None:
        self.faults = faults
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copy holds: so many records, and the size of its last checkpoint if it has one."""

    records: int
    checkpoint: int | None


def back_up(store: Path, destination: Path) -> Contents:
    """Copy the store at ``store`` as it is at one moment to the new file ``destination``.

    Writers go on meanwhile. The copy is one file without others beside it, readable by whoever
    can read the store. It takes its name only once it is on disk, SQLite finds it whole, and
    its tree has the root that its last checkpoint states. (That the records are those of the
    tree is verified when it is restored, or by a check of it.)

    Raises :exc:`CopyRefused`, and :exc:`~service.store.port.StoreUnavailable` where the store
    cannot be read or the destination not written.
    """
    if os.path.lexists(destination):
        raise CopyRefused(f"{destination} exists; a backup never overwrites a file.")
    with copied(store, destination) as copy:
        faults = file_faults(copy)
        contents, tree = (None, []) if faults else _contents(copy)
        if contents is None or tree:
            raise CopyRefused("The store is damaged; no backup was made.", (*faults, *tree))
        place(copy, destination)
    return contents


@contextlib.contextmanager
def copied(source: Path, destination: Path) -> Iterator[Path]:
    """Copy the store at ``source`` to a temporary name beside ``destination``, for the block.

    Raises :exc:`~service.store.port.StoreUnavailable`.
    """
    copy = destination.absolute().with_name(f".{destination.name}.{uuid.uuid4().hex}.part")
    try:
        try:
            _copy(source, copy)
        except (sqlite3.Error, OSError) as fault:
            raise StoreUnavailable(f"{source} cannot be copied to {copy}: {fault}") from fault
        yield copy
    finally:
        for end in ("", *SIDE_FILES):
            Path(f"{copy}{end}").unlink(missing_ok=True)


def place(copy: Path, destination: Path) -> None:
    """Give ``copy`` the name ``destination`` too, durably, unless something has that name.

    Raises :exc:`CopyRefused`, :exc:`~service.store.port.StoreUnavailable`.
    """
    try:
        # Unlike a renaming, a link cannot overwrite a file that came there meanwhile.
        os.link(copy, destination)
        sync(destination.absolute().parent)
    except FileExistsError:
        raise CopyRefused(f"{destination} exists; it is not overwritten.") from None
    except OSError as fault:
        raise StoreUnavailable(f"{destination}: {fault}") from fault


def settle(copy: Path) -> None:
    """Leave the database ``copy`` as one file that needs no other, on disk.

    Raises :exc:`sqlite3.Error`, :exc:`OSError`.
    """
    with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    sync(copy)


def _copy(source: Path, copy: Path) -> None:
    still = still_state(source)
    with contextlib.closing(look(source)) as old:
        # One state to read, however long that takes and whoever writes: the copying is never
        # begun again. Without it, it would wait for ever for a store that is locked.
        old.execute("BEGIN")
        old.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        mode = source.stat().st_mode & 0o777
        os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
        with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as new:
            old.backup(new)
    if still is not None and state(source) != still:
        raise StoreUnavailable(f"{source}: it was written while it was read; copy it again")
    settle(copy)


def _contents(copy: Path) -> tuple[Contents, list[str]]:
    """Return what the copy holds, and what is wrong with its tree."""
    store = SqliteStore(copy, read_only=True)
    try:
        size = store.size()
        last = store.last_checkpoint()
        if last is None:
            return Contents(size, None), []
        head = unverified_head(last.note)
        try:
            same = head.size <= size and root(head.size, store.node) == head.root
        except KeyError:
            same = False
        fault = f"The tree is not the one of the last checkpoint, of {head.size} records."
        return Contents(size, head.size), [] if same else [fault]
    finally:
        store.close()
