"""The users of the pages in the SQLite file, with the hashes of their passwords."""

from dataclasses import dataclass, field, fields
from typing import Any

from service.store.sqlite import SqliteStore


@dataclass(frozen=True, slots=True)
class User:
    """Who may sign in; times are in the form of records.

    ``client`` is whose decisions are the user's own; ``password`` an argon2 hash, ``None`` where
    a provider vouches for who it names ``subject``; ``development``: they exist only where the
    service is tried out.
    """

    name: str
    role: str
    client: str
    password: str | None = field(repr=False)
    created_at: str
    disabled_at: str | None = None
    subject: str | None = None
    development: bool = False


_NAMES = tuple(member.name for member in fields(User))
_SELECT = f"SELECT {', '.join(_NAMES)} FROM users"
_INSERT = f"INSERT INTO users ({', '.join(_NAMES)}) VALUES ({', '.join('?' * len(_NAMES))})"


def add(store: SqliteStore, user: User) -> None:
    """Keep a new user; durable on return, or where the turn ends."""
    with store.turn():
        store.connection().execute(_INSERT, [getattr(user, name) for name in _NAMES])


def get(store: SqliteStore, name: str) -> User | None:
    """Return the user of that name, ``None`` if there is none."""
    row = store.row(f"{_SELECT} WHERE name = ?", name)
    return None if row is None else _user(row)


def of_subject(store: SqliteStore, subject: str) -> User | None:
    """Return the user whom a provider names ``subject``, ``None`` if there is none."""
    row = store.row(f"{_SELECT} WHERE subject = ?", subject)
    return None if row is None else _user(row)


def every(store: SqliteStore) -> list[User]:
    """Return all users, by name."""
    with store.snapshot():
        rows = store.connection().execute(f"{_SELECT} ORDER BY name").fetchall()
    return [_user(row) for row in rows]


def change(store: SqliteStore, user: User) -> None:
    """Keep what changed of a user: all but the name; durable on return, or where the turn ends."""
    values = [getattr(user, name) for name in _NAMES]
    assigned = ", ".join(f"{name} = ?" for name in _NAMES)
    with store.turn():
        statement = f"UPDATE users SET {assigned} WHERE name = ?"
        store.connection().execute(statement, (*values, user.name))


def _user(row: tuple[Any, ...]) -> User:
    members = dict(zip(_NAMES, row, strict=True))
    return User(**members | {"development": bool(members["development"])})
