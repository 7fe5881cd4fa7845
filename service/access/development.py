"""The key that lets somebody try the service out at once: made where it starts in development.

It is kept in clear beside the store, for its owner only, and no service in production takes it.
"""

import contextlib
from pathlib import Path

from service.access.beside import read_beside, telling, write_beside
from service.access.keys import Keys
from service.access.refusals import KeyRefused
from service.settings import Settings
from service.store.sqlite import SqliteStore

CLIENT = "development"
"""The client that the key is of."""


def development_key_path(store: Path) -> Path:
    """Return the file with the development key of the store at ``store``."""
    return store.with_name("development.key")


def development_key(settings: Settings) -> str | None:
    """Return the text of the key that a service in development was started with, else ``None``."""
    if not settings.development:
        return None
    with contextlib.suppress(OSError):
        return development_key_path(settings.store).read_text(encoding="ascii").strip()
    return None


def ensure_development_key(store: SqliteStore) -> str:
    """Return the text of the development key of ``store``; one is made where none is valid.

    Raises :exc:`KeyRefused` where its file cannot be read or written, and
    :exc:`~service.store.port.StoreUnavailable`.
    """
    keys = Keys(store)
    path = development_key_path(store.path)
    # In one turn: of two services that start together, the second finds the first one's key.
    with store.turn():
        with telling(path, "development key", KeyRefused):
            kept = read_beside(path)
        if keys.recognise(kept, development=True) is not None:
            return kept
        for key in keys.all():
            # Whose text is lost is of no use to anybody who should have it.
            if key.development and keys.state(key) == "valid":
                keys.revoke(key.key_id)
        text = keys.create("admin", CLIENT, development=True).text
        with telling(path, "development key", KeyRefused):
            write_beside(path, text)
    return text
