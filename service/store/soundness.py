"""Asks SQLite whether the file of a store is whole, and whether this service can read it."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from service.store.disk import still_state
from service.store.file import BUSY_TIMEOUT_SECONDS
from service.store.migrations import migrations
from service.store.port import StoreUnavailable


def look(path: Path) -> sqlite3.Connection:
    """Return a connection that can only read the file at ``path``, which must exist.

    Raises :exc:`sqlite3.Error`.
    """
    still = os.path.exists(path) and still_state(path) is not None
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if still else ''}"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None)


def unknown_versions(path: Path) -> list[str]:
    """Return the migrations applied to the store at ``path`` that this version does not know.

    Raises :exc:`~service.store.port.StoreUnavailable`.
    """
    with _reading(path) as db:
        return _unknown(db)


def file_faults(path: Path) -> list[str]:
    """Return what is wrong with the file at ``path`` as a database and as a store, in sentences.

    SQLite's ``integrity_check`` and ``foreign_key_check``, and the migrations applied: every
    one of them must be known here. It reads the whole file, and changes nothing. Raises
    :exc:`~service.store.port.StoreUnavailable` where it cannot be opened or is no database.
    """
    with _reading(path) as db:
        if not migrations.applied(db):
            return ["It is no store of decisions."]
        faults = [
            f"A later version of the service wrote to it: {name} is not known here."
            for name in _unknown(db)
        ]
        try:
            # Where there is much damage, SQLite tells the first hundred; where there is more, none.
            for (found,) in db.execute("PRAGMA integrity_check"):
                if found != "ok":
                    faults.append(f"SQLite finds the file damaged: {found}.")
            for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check"):
                missing = f"refers to a row of {parent} that is missing"
                faults.append(f"Row {rowid} of {table} {missing}.")
        except sqlite3.DatabaseError as fault:
            if fault.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
                raise
            faults.append(f"SQLite finds the file damaged: {fault}.")
        return faults


def _unknown(db: Database) -> list[str]:
    empty = Database(memory=True)
    known = {migration.name for migration in migrations.pending(empty)}
    empty.close()
    return sorted({migration.name for migration in migrations.applied(db)} - known)


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[Database]:
    try:
        with contextlib.closing(look(path)) as connection:
            yield Database(connection)
    except (sqlite3.Error, OSError, UnicodeDecodeError) as fault:
        raise StoreUnavailable(f"{path}: {fault}") from fault
