"""A store with a clock of its own, the accounts in it, and the trail of what is done."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.records.form import time_text
from service.store import users
from service.store.sqlite import SqliteStore
from service.store.trail import Chosen, Entry
from service.store.users import User
from service.users.accounts import Accounts
from service.users.passwords import hashed
from service.users.trail import Trail
from tests.clock import Clock

PASSWORD = "correct horse battery"
HASH = hashed(PASSWORD)
"""Made once: a hash costs as much as some tests."""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "decisions.sqlite3", clock=clock)
    yield store
    store.close()


@pytest.fixture
def accounts(store: SqliteStore) -> Accounts:
    return Accounts(store, Trail(store, "command"))


def user_of(store: SqliteStore, name: str, role: str = "committee", **members: Any) -> User:
    """Make a user whose password is :data:`PASSWORD`."""
    made = time_text(store.now())
    user = User(
        **{"name": name, "role": role, "client": name, "password": HASH, "created_at": made}
        | members
    )
    users.add(store, user)
    return user


def noted(store: SqliteStore) -> list[Entry]:
    """Return the whole trail, oldest first."""
    return [entry for _, entry in reversed(Trail(store).newest(Chosen(), 1000))]


def events(store: SqliteStore) -> list[tuple[str, str | None]]:
    """Return what was noted, and of whom."""
    return [(entry.event, entry.user) for entry in noted(store)]
