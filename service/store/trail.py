"""The audit trail of the pages in the SQLite file: entries are added and read, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from service.store.sqlite import SqliteStore


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; ``at`` in the form of records.

    ``user`` did it, or it was done to; ``origin`` is the address of the browser, or the command.
    ``page`` is an address with names for its parts, as ``/decisions/<decision_id>``.
    """

    at: str
    event: str
    user: str | None
    origin: str | None = None
    session_id: str | None = None
    page: str | None = None
    decision_id: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which entries are asked for: those with all that is given; times are in record form.

    ``before`` is the number of an entry, of which only older ones are asked for.
    """

    user: str | None = None
    event: str | None = None
    decision_id: str | None = None
    since: str | None = None
    until: str | None = None
    before: int | None = None


_NAMES = tuple(member.name for member in fields(Entry))
_INSERT = f"INSERT INTO trail ({', '.join(_NAMES)}) VALUES ({', '.join('?' * len(_NAMES))})"
_CONDITIONS = {
    "user": "user = ?",
    "event": "event = ?",
    "decision_id": "decision_id = ?",
    "since": "at >= ?",
    "until": "at < ?",
    "before": "entry < ?",
}


def add(store: SqliteStore, entries: Sequence[Entry]) -> None:
    """Keep entries; durable on return, or where the turn ends."""
    with store.turn():
        for entry in entries:
            store.connection().execute(_INSERT, [getattr(entry, name) for name in _NAMES])


def looked_at(store: SqliteStore, decision_id: str, session_id: str | None) -> bool:
    """Return whether an entry names both, among all of the decision."""
    statement = "SELECT 1 FROM trail WHERE decision_id = ? AND session_id IS ? LIMIT 1"
    return store.row(statement, decision_id, session_id) is not None


def newest(store: SqliteStore, chosen: Chosen, most: int) -> list[tuple[int, Entry]]:
    """Return the newest ``most`` entries that are asked for, each with its number, newest first."""
    asked = {name: value for name in _CONDITIONS if (value := getattr(chosen, name)) is not None}
    where = " AND ".join(_CONDITIONS[name] for name in asked)
    statement = (
        f"SELECT entry, {', '.join(_NAMES)} FROM trail{' WHERE ' * bool(where)}{where}"
        " ORDER BY entry DESC LIMIT ?"
    )
    with store.snapshot():
        rows = store.connection().execute(statement, (*asked.values(), most)).fetchall()
    return [(number, Entry(*members)) for number, *members in rows]
