"""The store of decisions in one SQLite file, shared by threads, workers and commands."""

import contextlib
import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import astuple, fields
from pathlib import Path

from sqlite_utils import Database

from service.store.migrations import migrations
from service.store.port import Decision, StoreUnavailable

BUSY_TIMEOUT_SECONDS = 5.0
"""How long a writer waits for its turn before the store counts as unavailable."""

DEFAULT_PATH = Path("var/pinzhi.sqlite3")

_COLUMNS = ", ".join(field.name for field in fields(Decision))
_INSERT = f"INSERT INTO decisions ({_COLUMNS}) VALUES ({', '.join('?' for _ in fields(Decision))})"
_SELECT = f"SELECT {_COLUMNS} FROM decisions WHERE decision_id = ?"

_inherited: list[Database] = []


def store_path() -> Path:
    """Return the path named by ``PINZHI_STORE``, or ``var/pinzhi.sqlite3`` under this folder."""
    return Path(os.environ.get("PINZHI_STORE") or DEFAULT_PATH)


@contextlib.contextmanager
def write_tx(db: Database) -> Iterator[Database]:
    """Run a block as the one writer; every write of the store goes through here.

    ``BEGIN IMMEDIATE`` waits for its turn at the start. A deferred transaction would fail
    where it first writes if another writer came between.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


class SqliteStore:
    """Decisions in the SQLite file at ``path``, which is made where it does not exist.

    Each thread of each process opens its own connection at its first use: an SQLite
    connection must not be carried across a fork.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Use the file at ``path``; ``read_only``: it must exist, and stays untouched."""
        # Absolute, so that no name such as ":memory:" has a meaning of its own to SQLite.
        self.path = path.absolute()
        self._read_only = read_only
        self._local = threading.local()

    def add(self, decision: Decision) -> int:
        """Record ``decision`` durably and return its sequence number, 1 or more.

        Raises :exc:`StoreUnavailable`; then nothing was recorded.
        """
        with self._faults(), write_tx(self._connection()) as db:
            sequence = db.execute(_INSERT, astuple(decision)).lastrowid
        assert sequence is not None
        return sequence

    def get(self, decision_id: str) -> Decision | None:
        """Return the decision, or ``None`` if there is none.

        Raises :exc:`StoreUnavailable`.
        """
        with self._faults():
            row = self._connection().execute(_SELECT, (decision_id,)).fetchone()
        return None if row is None else Decision(*row)

    def check(self) -> None:
        """Open the store, see that it can be written, and close it: nothing stays open.

        Raises :exc:`StoreUnavailable`.
        """
        try:
            with self._faults():
                db = self._connection()
                db.execute("BEGIN IMMEDIATE")
                # A file that may only be read is opened, and the transaction begun, without
                # complaint.
                db.execute("CREATE TABLE probe (a INTEGER) STRICT")
                db.execute("ROLLBACK")
        finally:
            self.close()

    def close(self) -> None:
        """Close the connection of this thread; the next use opens another."""
        opened: tuple[int, Database] | None = getattr(self._local, "opened", None)
        if opened is not None and opened[0] == os.getpid():
            opened[1].close()
        self._local.opened = None

    def _connection(self) -> Database:
        opened: tuple[int, Database] | None = getattr(self._local, "opened", None)
        if opened is not None and opened[0] == os.getpid():
            return opened[1]
        if opened is not None:
            # The parent's connection: to close it here could take the parent's log away.
            _inherited.append(opened[1])
        db = _look(self.path) if self._read_only else _open(self.path)
        self._local.opened = (os.getpid(), db)
        return db

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as fault:
            raise StoreUnavailable(f"{self.path}: {fault}") from fault


def _look(path: Path) -> Database:
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=ro", uri=True, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None
    )
    return Database(connection)


def _open(path: Path) -> Database:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None)
    try:
        db = Database(connection, strict=True)
        db.execute("PRAGMA foreign_keys=ON")
        with _alone(path.parent):
            # Some switches to WAL fail at once, without waiting, while another process is
            # at the same.
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
            if migrations.pending(db):
                with write_tx(db):
                    migrations.apply(db)
    except BaseException:
        connection.close()
        raise
    return db


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep out every other process that is opening a store in ``folder``."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
