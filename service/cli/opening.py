"""The settings and the store as commands find them, and what they say where they cannot be used."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from service.cli.streams import Unusable
from service.settings import Settings, SettingsRejected, settings_from
from service.store.port import Client, StoreUnavailable
from service.store.sqlite import SqliteStore


def settings() -> Settings:
    """Return the settings of this machine; raises :exc:`Unusable` with all their faults."""
    try:
        return settings_from(os.environ)
    except SettingsRejected as rejected:
        raise Unusable(str(rejected)) from None


def client() -> Client:
    """Return the client that the setting ``client`` names, which proves nothing."""
    return Client(settings().client)


def existing_path() -> Path:
    """Return the path of the store; raises :exc:`Unusable` where there is none."""
    path = settings().store
    if not path.exists():
        raise Unusable(f"There is no store of decisions at {path} (PINZHI_STORE).")
    return path


@contextlib.contextmanager
def existing_store(*, read_only: bool = False) -> Iterator[SqliteStore]:
    """Give the store to a block, and close it after.

    Raises :exc:`Unusable` where there is no store, or it cannot be used.
    """
    store = SqliteStore(existing_path(), read_only=read_only)
    with contextlib.closing(store), usable():
        yield store


@contextlib.contextmanager
def usable() -> Iterator[None]:
    """Turn a store that cannot be used inside the block into :exc:`Unusable`."""
    try:
        yield
    except StoreUnavailable as fault:
        raise Unusable(f"The store of decisions is unavailable: {fault}") from fault
