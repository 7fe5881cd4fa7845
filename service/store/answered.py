"""What was answered under idempotency keys: kept for as long as a request may be retried.

Nothing here belongs to the ledger. A row goes once it is too old, and with the record it is of.
"""

from dataclasses import astuple, dataclass, fields
from datetime import timedelta

from service.records.form import time_text
from service.store.port import Record
from service.store.sqlite import SqliteStore

_STEP = 8
"""Rows too old that one turn removes while it adds one: the more are added, the more go."""

_STEP_OF_A_SWEEP = 200


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: ``request`` is the SHA-256 of what was asked, ``answered_at`` in record form.

    ``record_id`` is the record that was made, if one was, and ``answered_at`` then the time it
    was recorded. Without a ``body`` the answer is that of the decision ``record_id``.
    """

    request: bytes
    answered_at: str
    status: int
    location: str | None = None
    record_id: str | None = None
    body: bytes | None = None


_NAMES = ", ".join(member.name for member in fields(Answered))


def find(store: SqliteStore, client: str, key: str, hours: int) -> Answered | None:
    """Return what ``client`` was answered under ``key`` within the last ``hours``."""
    since = _since(store, hours)
    statement = f"SELECT {_NAMES} FROM answered WHERE client = ? AND key = ? AND answered_at >= ?"
    with store.snapshot():
        row = store.connection().execute(statement, (client, key, since)).fetchone()
    return None if row is None else Answered(*row)


def keep(store: SqliteStore, client: str, key: str, answered: Answered, hours: int) -> None:
    """Keep an answer, in the turn that recorded it, and remove some that are too old."""
    statement = (
        f"INSERT OR REPLACE INTO answered (client, key, {_NAMES}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    )
    with store.turn():
        store.connection().execute(statement, (client, key, *astuple(answered)))
        _remove(store, _since(store, hours), _STEP)


def sweep(store: SqliteStore, hours: int) -> None:
    """Remove some of the answers that are too old; where there are none, write nothing."""
    since = _since(store, hours)
    with store.snapshot():
        statement = "SELECT 1 FROM answered WHERE answered_at < ? LIMIT 1"
        found = store.connection().execute(statement, (since,)).fetchone()
    if found is not None:
        with store.turn():
            _remove(store, since, _STEP_OF_A_SWEEP)


def forget(store: SqliteStore, record: Record) -> None:
    """Remove what was answered with ``record``, in the turn that erases it."""
    with store.turn():
        # By the time, of which there is an index.
        statement = "DELETE FROM answered WHERE answered_at = ? AND record_id = ?"
        store.connection().execute(statement, (record.recorded_at, record.record_id))


def _remove(store: SqliteStore, before: str, most: int) -> None:
    store.connection().execute(
        "DELETE FROM answered WHERE (client, key) IN"
        " (SELECT client, key FROM answered WHERE answered_at < ? ORDER BY answered_at LIMIT ?)",
        (before, most),
    )


def _since(store: SqliteStore, hours: int) -> str:
    return time_text(store.now() - timedelta(hours=hours))
