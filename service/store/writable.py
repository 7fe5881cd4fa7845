"""Finds out whether the store can be written, as the service would, and leaves it as it was."""

import contextlib
import tempfile

from service.store.port import StoreUnavailable
from service.store.sqlite import SqliteStore

ROOM = 256 << 10
"""Bytes that there must be room for beside the store: some ten decisions take as much."""


class _Undone(Exception):
    """Ends the turn without a commit."""


def insist_writable(store: SqliteStore) -> None:
    """Write into the store, and take it back; waits for the turn as a decision does.

    Raises :exc:`~service.store.port.StoreUnavailable`. Not to be called inside a turn or snapshot
    of this thread.
    """
    # What is taken back never reaches the disk, so that it says nothing of a full one.
    try:
        with tempfile.TemporaryFile(dir=store.path.parent) as room:
            room.write(bytes(ROOM))
    except OSError as fault:
        raise StoreUnavailable(f"{store.path.parent}: {fault.strerror}") from fault
    with contextlib.suppress(_Undone), store.turn():
        # A file that may only be read is opened, and the turn begun, without complaint.
        store.connection().execute("CREATE TABLE probe (a INTEGER) STRICT")
        raise _Undone
