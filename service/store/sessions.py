"""The sessions of signed-in users in the SQLite file: digests of their tokens, never the tokens."""

from dataclasses import dataclass, field, fields
from typing import Any

from service.store.sqlite import SqliteStore


@dataclass(frozen=True, slots=True)
class SessionRow:
    """What is kept of a session; times are in the form of records."""

    token_digest: bytes = field(repr=False)
    session_id: str
    user: str
    csrf: str = field(repr=False)
    opened_at: str
    seen_at: str
    ends_at: str
    closed_at: str | None = None


_STEP = 8
"""Sessions too old that go at once: the more are opened, the more go."""

_NAMES = tuple(member.name for member in fields(SessionRow))
_SELECT = f"SELECT {', '.join(_NAMES)} FROM sessions"
_INSERT = f"INSERT INTO sessions ({', '.join(_NAMES)}) VALUES ({', '.join('?' * len(_NAMES))})"


def add(store: SqliteStore, session: SessionRow) -> None:
    """Keep a new session; durable on return, or where the turn ends."""
    with store.turn():
        store.connection().execute(_INSERT, [getattr(session, name) for name in _NAMES])


def get(store: SqliteStore, token_digest: bytes) -> SessionRow | None:
    """Return the session whose token has that digest, ``None`` if there is none."""
    row = store.row(f"{_SELECT} WHERE token_digest = ?", token_digest)
    return None if row is None else _session(row)


def seen(store: SqliteStore, token_digest: bytes, at: str) -> None:
    """Note that a session was used ``at`` a time."""
    with store.turn():
        statement = "UPDATE sessions SET seen_at = ? WHERE token_digest = ?"
        store.connection().execute(statement, (at, token_digest))


def close(store: SqliteStore, token_digest: bytes, at: str) -> None:
    """Note that a session was ended ``at`` a time; durable on return, or where the turn ends."""
    with store.turn():
        statement = "UPDATE sessions SET closed_at = ? WHERE token_digest = ? AND closed_at IS NULL"
        store.connection().execute(statement, (at, token_digest))


def of_user(store: SqliteStore, user: str, at: str) -> list[SessionRow]:
    """Return the sessions of ``user`` that were not ended ``at`` a time, newest first."""
    statement = (
        f"{_SELECT} WHERE user = ? AND closed_at IS NULL AND ends_at > ? ORDER BY opened_at DESC"
    )
    with store.snapshot():
        rows = store.connection().execute(statement, (user, at)).fetchall()
    return [_session(row) for row in rows]


def close_all(
    store: SqliteStore, user: str, at: str, *, but: str | None = None, only: str | None = None
) -> int:
    """Note that the sessions of ``user`` were ended ``at`` a time; returns how many.

    ``but`` and ``only`` are the ids of one that goes on, and of the only one that ends.
    """
    statement = (
        "UPDATE sessions SET closed_at = ?1 WHERE user = ?2 AND closed_at IS NULL"
        " AND session_id IS NOT ?3 AND (?4 IS NULL OR session_id = ?4)"
    )
    with store.turn():
        return store.connection().execute(statement, (at, user, but, only)).rowcount


def remove_all(store: SqliteStore) -> None:
    """Forget all sessions, whosever they are."""
    with store.turn():
        store.connection().execute("DELETE FROM sessions")


def remove_before(store: SqliteStore, at: str) -> None:
    """Forget some of the sessions whose longest time was over before ``at``."""
    statement = (
        "DELETE FROM sessions WHERE token_digest IN"
        " (SELECT token_digest FROM sessions WHERE ends_at < ? ORDER BY ends_at LIMIT ?)"
    )
    with store.turn():
        store.connection().execute(statement, (at, _STEP))


def _session(row: tuple[Any, ...]) -> SessionRow:
    return SessionRow(**dict(zip(_NAMES, row, strict=True)))
