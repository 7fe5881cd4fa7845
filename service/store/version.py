"""Which version a store's file is of: this one, an older one to carry over, or none to touch."""

import sqlite3

from sqlite_utils import Database

from service.store.migrations import migrations

MIGRATIONS = "_sqlite_migrations"
"""The table by which a store is known."""


class NoStore(sqlite3.DatabaseError):
    """The file has not the tables of a store, though it should have: it is damaged."""


def is_current(db: Database) -> bool:
    """Return whether a file has all tables; one without any, or an older store, has not.

    Raises :exc:`NoStore` where it cannot be told, and :exc:`sqlite3.DatabaseError` for a newer
    store, of which this version does not know what its tables mean, and for another database.
    """
    tables = db.table_names()
    if tables and MIGRATIONS not in tables:
        raise sqlite3.DatabaseError("it is no store of decisions")
    every = [migration.name for migration in migrations.pending(Database(memory=True))]
    applied = [migration.name for migration in migrations.applied(db)]
    if applied == every:
        return True
    # Migrations are applied in order.
    if applied[: len(every)] == every:
        raise sqlite3.DatabaseError(
            f"the store is of a newer version of the service, which made {applied[-1]} in it;"
            " install that version, or restore a backup made before"
        )
    if applied != every[: len(applied)]:
        raise NoStore("what it says of its version was changed")
    return False


def insist_on_current(db: Database) -> None:
    """Insist that a file that may only be read is a store of this version; raises as above."""
    if is_current(db):
        return
    if not db.table_names():
        raise NoStore("the file is empty")
    raise sqlite3.DatabaseError(
        "the store is of an older version; start the service, or run pinzhi ledger init, to carry"
        " it over"
    )
