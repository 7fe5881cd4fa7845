"""Wrong passwords in a row, by the digest of the name they were given for, in the SQLite file."""

from typing import NamedTuple

from service.store.sqlite import SqliteStore

_STEP = 8
"""Rows too old that go at once: the more are added, the more go."""


class Tries(NamedTuple):
    """How many there were, and when the last was, in the form of records."""

    failures: int
    last_at: str


def get(store: SqliteStore, name_digest: bytes) -> Tries | None:
    """Return the tries for that name, ``None`` if there are none."""
    row = store.row("SELECT failures, last_at FROM tries WHERE name_digest = ?", name_digest)
    return None if row is None else Tries(*row)


def put(store: SqliteStore, name_digest: bytes, failures: int, last_at: str) -> None:
    """Keep the tries for a name; durable on return, or where the turn ends."""
    statement = "INSERT OR REPLACE INTO tries (name_digest, failures, last_at) VALUES (?, ?, ?)"
    with store.turn():
        store.connection().execute(statement, (name_digest, failures, last_at))


def remove(store: SqliteStore, name_digest: bytes) -> None:
    """Forget the tries for a name."""
    with store.turn():
        store.connection().execute("DELETE FROM tries WHERE name_digest = ?", (name_digest,))


def remove_before(store: SqliteStore, at: str) -> None:
    """Forget some of those whose last is older than ``at``."""
    statement = (
        "DELETE FROM tries WHERE name_digest IN"
        " (SELECT name_digest FROM tries WHERE last_at < ? ORDER BY last_at LIMIT ?)"
    )
    with store.turn():
        store.connection().execute(statement, (at, _STEP))
