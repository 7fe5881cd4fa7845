"""The key that lets somebody try the service out at once: made where it starts in development.

It is kept in clear beside the store, for its owner only, and no service in production takes it.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from service.access.keys import Keys
from service.access.refusals import KeyRefused
from service.durable import sync
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
        kept = _read(path)
        if keys.recognise(kept, development=True) is not None:
            return kept
        for key in keys.all():
            # Whose text is lost is of no use to anybody who should have it.
            if key.development and keys.state(key) == "valid":
                keys.revoke(key.key_id)
        text = keys.create("admin", CLIENT, development=True).text
        _write(path, f"{text}\n")
    return text


def _read(path: Path) -> str:
    with _faults(path):
        try:
            kept = path.read_text(encoding="ascii", errors="replace").strip()
        except FileNotFoundError:
            return ""
        path.chmod(0o600)
        return kept


def _write(path: Path, text: str) -> None:
    temporary = path.with_suffix(".new")
    with _faults(path):
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        temporary.rename(path)
        sync(path.parent)


@contextlib.contextmanager
def _faults(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        why = fault.strerror
        raise KeyRefused(f"The development key cannot be kept in {path}: {why}.") from None
