"""One SQLite file as threads, workers and commands share it: connections and transactions."""

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from service.store.disk import alone, becomes_whole, state, still_state
from service.store.migrations import migrations
from service.store.port import StoreUnavailable
from service.store.version import insist_on_current, is_current
from service.watching import timed

BUSY_TIMEOUT_SECONDS = 5.0
"""How long a writer waits for its turn before the store counts as unavailable."""

POLL_SECONDS = 0.0005
"""How often a writer asks for its turn: of the order of what a turn takes."""

CHECKPOINT_PAGES = 4000
"""Pages in the log, of 4 kB, at which they are copied into the file: some 150 decisions.

They change the same pages again and again, which is copied once. SQLite's own 1,000 pages copy,
and wait for the disk, four times as often.
"""

LOG_BYTES = 64 << 20
"""Bytes to which the log is cut where a long reader made it grow."""


class _Opened(NamedTuple):
    """A connection; ``still`` is what a file was that is read without locks, else ``None``."""

    process: int
    db: Database
    still: tuple[int, int] | None


class _Seen(NamedTuple):
    """The file as it was last seen; ``size`` is in bytes."""

    inode: tuple[int, int]
    size: int


@contextlib.contextmanager
def write_tx(db: Database, patience: float = BUSY_TIMEOUT_SECONDS) -> Iterator[Database]:
    """Run a block as the one writer; every write of the store goes through here.

    ``BEGIN IMMEDIATE`` waits for its turn at the start, ``patience`` seconds, which are the
    connection's. A deferred transaction would fail where it first writes if another writer came
    between.
    """
    with timed("wait"):
        _begin(db.conn, patience)
    try:
        yield db
        with timed("commit"):
            db.conn.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def _begin(connection: sqlite3.Connection, patience: float) -> None:
    """Begin to write, asking often: SQLite asks ever more seldom, and who waits long loses."""
    ends = time.monotonic() + patience
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as fault:
                # The primary code alone: another process may be recovering the log.
                busy = fault.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > ends:
                    raise
            time.sleep(POLL_SECONDS)
    finally:
        connection.execute(f"PRAGMA busy_timeout={round(patience * 1000)}")


class SqliteFile:
    """The SQLite file at ``path``, which is made where it does not exist.

    Each thread of each process opens its own connection at its first use. A process closes the
    store before it forks another that is to use it: SQLite keeps in memory, which the other
    inherits, what locks of the file it holds, and the other does not hold them.

    A file that was moved away, replaced or cut short is neither read nor written any more: what
    went there would be found by nobody.
    """

    def __init__(
        self, path: Path, *, read_only: bool = False, busy_timeout: float = BUSY_TIMEOUT_SECONDS
    ) -> None:
        """Use the file at ``path``; ``read_only``: it must exist, and stays untouched.

        ``busy_timeout`` is in seconds.
        """
        # Absolute, so that no name such as ":memory:" has a meaning of its own to SQLite.
        self.path = path.absolute()
        self._read_only = read_only
        self._busy_timeout = busy_timeout
        # Inherited by the workers of a server that checked the store before it forked them.
        self._seen: _Seen | None = None
        self._users: set[tuple[int, int]] = set()
        """Process and thread of each connection that is open."""
        self._local = threading.local()

    def connection(self) -> Database:
        """Return this thread's connection.

        Raises :exc:`sqlite3.Error`, :exc:`OSError`, and :exc:`StoreUnavailable` where the file
        is no longer what it was, or another process left it open to this one.
        """
        opened: _Opened | None = getattr(self._local, "opened", None)
        mine = opened is not None and opened.process == os.getpid()
        if opened is not None and mine and opened.db.conn.in_transaction:
            # It was looked at before the transaction, and is again after it.
            return opened.db
        before = self._look_at_file()
        if opened is not None and mine:
            self._see_that_it_is_still(opened)
            return opened.db
        if any(process != os.getpid() for process, _ in tuple(self._users)):
            raise StoreUnavailable(f"{self.path}: it was open when this process was forked")
        still = still_state(self.path) if self._read_only else None
        db = self._look(still is not None) if self._read_only else self._open()
        try:
            if (after := self._look_at_file()) is None or before not in (None, after):
                raise StoreUnavailable(f"{self.path}: the file was moved away or replaced")
        except BaseException:
            db.close()
            raise
        self._local.opened = _Opened(os.getpid(), db, still)
        self._users.add((os.getpid(), threading.get_ident()))
        return db

    @contextlib.contextmanager
    def turn(self) -> Iterator[Database]:
        """Run a block as the one writer, or join the block that already is.

        Raises :exc:`RuntimeError` inside a :meth:`snapshot`, which would undo what is written.
        """
        with self.faults():
            db = self.connection()
            if db.conn.in_transaction:
                if not getattr(self._local, "writing", False):
                    raise RuntimeError("nothing is recorded inside a snapshot")
                yield db
                return
            self._local.writing = True
            try:
                with write_tx(db, self._busy_timeout):
                    yield db
            finally:
                self._local.writing = False
            # Where the file is gone, nothing may be acknowledged.
            self.connection()

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Database]:
        """Run a block that reads one state of the file, or join the one that already does."""
        with self.faults():
            db = self.connection()
            if db.conn.in_transaction:
                yield db
                return
            db.execute("BEGIN")
            try:
                yield db
            finally:
                db.rollback()
                # Whatever was found in a file that was written meanwhile, damage too, is not so.
                if (opened := getattr(self._local, "opened", None)) is not None:
                    self._see_that_it_is_still(opened)

    @contextlib.contextmanager
    def faults(self) -> Iterator[None]:
        """Turn a fault of the file inside the block into :exc:`StoreUnavailable`."""
        try:
            yield
        except (sqlite3.Error, OSError, UnicodeDecodeError) as fault:
            raise StoreUnavailable(f"{self.path}: {fault}") from fault

    def close(self) -> None:
        """Close the connection of this thread; the next use opens another."""
        opened: _Opened | None = getattr(self._local, "opened", None)
        if opened is not None and opened.process == os.getpid():
            opened.db.close()
            self._users.discard((os.getpid(), threading.get_ident()))
            self._local.opened = None

    def _look_at_file(self) -> tuple[int, int] | None:
        """Return what file is at the path, ``None`` for none, and keep in mind that it was seen.

        Raises :exc:`StoreUnavailable` where it is not the one seen before, or lacks a part of it.
        """
        seen = self._seen
        try:
            found = os.stat(self.path)
        except FileNotFoundError:
            if seen is not None:
                # To make an empty store in its place would hide that decisions are missing.
                raise StoreUnavailable(f"{self.path}: the file was moved away") from None
            return None
        inode = found.st_dev, found.st_ino
        if seen is not None and seen.inode != inode:
            # Its log may still be that of the other: to open both together would mix them.
            raise StoreUnavailable(
                f"{self.path}: another file was put in the store's place; stop the service, and"
                " take the files -wal and -shm beside it away before it starts again"
            )
        if seen is not None and found.st_size < seen.size and not becomes_whole(self.path):
            raise StoreUnavailable(f"{self.path}: the file was cut short")
        if seen is None or seen.size != found.st_size:
            self._seen = _Seen(inode, found.st_size)
        return inode

    def _see_that_it_is_still(self, opened: _Opened) -> None:
        if opened.still is not None and state(self.path) != opened.still:
            if not opened.db.conn.in_transaction:
                self.close()
            raise StoreUnavailable(f"{self.path}: it was written while it was read; read it again")

    def _look(self, still: bool) -> Database:
        connection = sqlite3.connect(
            f"{self.path.as_uri()}?mode=ro{'&immutable=1' if still else ''}",
            uri=True,
            timeout=self._busy_timeout,
            isolation_level=None,
        )
        try:
            db = Database(connection)
            insist_on_current(db)
        except BaseException:
            connection.close()
            raise
        return db

    def _open(self) -> Database:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # A file that was there is never made again, whatever becomes of it meanwhile.
        if self._seen is None:
            # For the owner only: it holds what borrowers said. Its log gets the same rights.
            with contextlib.suppress(FileExistsError):
                os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        connection = sqlite3.connect(
            f"{self.path.as_uri()}?mode=rw",
            uri=True,
            timeout=self._busy_timeout,
            isolation_level=None,
        )
        try:
            db = Database(connection, strict=True)
            db.execute("PRAGMA foreign_keys=ON")
            # What is erased on order is overwritten, whatever SQLite was built to do.
            db.execute("PRAGMA secure_delete=ON")
            with alone(self.path.parent):
                # Some switches to WAL fail at once, without waiting, while another process is
                # at the same.
                db.execute("PRAGMA journal_mode=WAL")
                db.execute("PRAGMA synchronous=FULL")
                db.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
                db.execute(f"PRAGMA journal_size_limit={LOG_BYTES}")
                if not is_current(db):
                    # One transaction: the store is carried over whole, or stays as it was.
                    with write_tx(db, self._busy_timeout):
                        migrations.apply(db)
        except BaseException:
            connection.close()
            raise
        return db
