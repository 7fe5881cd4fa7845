"""The user of development: made with the service, beside the store, and nobody in production."""

import os
import stat
from pathlib import Path

import pytest

from service.settings import Settings
from service.store.sqlite import SqliteStore
from service.users.accounts import Accounts
from service.users.development import (
    NAME,
    development_password,
    development_password_path,
    ensure_development_user,
)
from service.users.passwords import matches
from service.users.refusals import UserRefused


def test_a_password_is_made_once_and_kept_for_its_owner_only(
    store: SqliteStore, accounts: Accounts
) -> None:
    password = ensure_development_user(store)

    user = accounts.get(NAME)
    assert (user.role, user.development) == ("admin", True)
    assert matches(user.password, password)
    path = development_password_path(store.path)
    assert path.read_text("ascii") == f"{password}\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert ensure_development_user(store) == password
    assert accounts.get(NAME) == user


@pytest.mark.parametrize("kept", [None, "", "not the password\n"])
def test_a_password_that_was_lost_is_replaced(
    store: SqliteStore, accounts: Accounts, kept: str | None
) -> None:
    first = ensure_development_user(store)
    path = development_password_path(store.path)
    path.unlink() if kept is None else path.write_text(kept, "ascii")

    second = ensure_development_user(store)

    assert second != first
    assert matches(accounts.get(NAME).password, second)


def test_production_knows_no_such_password(store: SqliteStore, tmp_path: Path) -> None:
    password = ensure_development_user(store)

    def told(environment: str) -> str | None:
        return development_password(Settings(environment=environment, store=store.path))

    assert told("development") == password
    assert told("production") is None
    os.remove(development_password_path(store.path))
    assert told("development") is None


def test_a_user_of_that_name_who_is_somebody_stays_it(
    store: SqliteStore, accounts: Accounts
) -> None:
    somebody = accounts.create(NAME, "auditor", None)

    with pytest.raises(UserRefused, match="has a user development of its own"):
        ensure_development_user(store)

    assert accounts.get(NAME) == somebody
    assert not development_password_path(store.path).exists()


def test_where_the_file_cannot_be_kept_nobody_is_made(
    store: SqliteStore, accounts: Accounts
) -> None:
    development_password_path(store.path).mkdir()

    with pytest.raises(UserRefused, match="cannot be kept in "):
        ensure_development_user(store)

    assert accounts.all() == []
