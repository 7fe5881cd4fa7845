"""The API keys in the SQLite file: their digests, never their text."""

from dataclasses import dataclass, field, fields
from typing import Any

from service.store.sqlite import SqliteStore


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is kept of a key; times are in the form of records.

    ``replaced_by`` is the key that was made when it was rotated; ``development``: it is valid
    only where the service is tried out.
    """

    key_id: str
    secret_digest: bytes = field(repr=False)
    role: str
    client: str
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    replaced_by: str | None
    development: bool


_NAMES = tuple(member.name for member in fields(ApiKey))
_SELECT = f"SELECT {', '.join(_NAMES)} FROM api_keys"
_INSERT = f"INSERT INTO api_keys ({', '.join(_NAMES)}) VALUES ({', '.join('?' * len(_NAMES))})"


def add(store: SqliteStore, key: ApiKey) -> None:
    """Keep a new key; durable on return, or where the turn ends."""
    values = [getattr(key, name) for name in _NAMES]
    with store.turn():
        store.connection().execute(_INSERT, values)


def get(store: SqliteStore, key_id: str) -> ApiKey | None:
    """Return the key of that id, ``None`` if there is none."""
    row = store.row(f"{_SELECT} WHERE key_id = ?", key_id)
    return None if row is None else _key(row)


def every(store: SqliteStore) -> list[ApiKey]:
    """Return all keys, oldest first."""
    with store.snapshot():
        rows = store.connection().execute(f"{_SELECT} ORDER BY created_at, key_id").fetchall()
    return [_key(row) for row in rows]


def replace(store: SqliteStore, key_id: str, by: str, until: str) -> None:
    """Let a key be valid ``until`` a time, and then the one that replaces it; durable as above."""
    with store.turn():
        statement = "UPDATE api_keys SET replaced_by = ?, expires_at = ? WHERE key_id = ?"
        store.connection().execute(statement, (by, until, key_id))


def revoke(store: SqliteStore, key_id: str, at: str) -> None:
    """Note that a key was revoked ``at`` a time; durable on return, or where the turn ends."""
    with store.turn():
        statement = "UPDATE api_keys SET revoked_at = ? WHERE key_id = ?"
        store.connection().execute(statement, (at, key_id))


def _key(row: tuple[Any, ...]) -> ApiKey:
    members = dict(zip(_NAMES, row, strict=True))
    return ApiKey(**members | {"development": bool(members["development"])})
