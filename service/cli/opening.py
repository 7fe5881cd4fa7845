"""The store as commands open it, and what they say where there is none or it cannot be used."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from service.cli.streams import Unusable
from service.store.port import StoreUnavailable
from service.store.sqlite import SqliteStore, store_path


def existing_path() -> Path:
    """Return the path of the store; raises :exc:`Unusable` where there is none."""
    path = store_path()
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
