"""The user by whom the pages are tried out at once: made where the service starts in development.

The password is kept in clear beside the store, for its owner only, and in production there is no
such user.
"""

import secrets
from pathlib import Path
from typing import Final

from service.access.beside import read_beside, telling, write_beside
from service.settings import Settings
from service.store import users
from service.store.sqlite import SqliteStore
from service.users.accounts import Accounts
from service.users.passwords import matches
from service.users.refusals import UserRefused
from service.users.trail import Trail

NAME: Final = "development"
"""The user's name."""


def development_password_path(store: Path) -> Path:
    """Return the file with the password of the store at ``store``."""
    return store.with_name("development.password")


def development_password(settings: Settings) -> str | None:
    """Return the password that a service in development was started with, else ``None``."""
    if not settings.development:
        return None
    try:
        return read_beside(development_password_path(settings.store)) or None
    except OSError:
        return None


def ensure_development_user(store: SqliteStore) -> str:
    """Return the password of the development user of ``store``, who is made or mended if need be.

    Raises :exc:`UserRefused` where its file cannot be read or written, or the name is that of
    another user, and :exc:`~service.store.port.StoreUnavailable`.
    """
    path = development_password_path(store.path)
    # In one turn: of two services that start together, the second finds the first one's.
    with store.turn():
        user = users.get(store, NAME)
        if user is not None and not user.development:
            raise UserRefused(
                f"The store has a user {NAME} of its own; try the service with another store."
            )
        with telling(path, "development password", UserRefused):
            kept = read_beside(path)
        if user is not None and kept and matches(user.password, kept):
            return kept
        password = secrets.token_urlsafe(15)
        accounts = Accounts(store, Trail(store, "command"))
        if user is None:
            accounts.create(NAME, "admin", password, development=True)
        else:
            accounts.set_password(NAME, password)
        with telling(path, "development password", UserRefused):
            write_beside(path, password)
    return password
