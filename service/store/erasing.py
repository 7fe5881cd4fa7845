"""Takes the bytes of erased records out of the store's file; their leaves stay."""

import sqlite3
import time
from collections.abc import Iterable

from service.store.answered import forget
from service.store.port import Record, StoreUnavailable
from service.store.sqlite import SqliteStore

_TABLES = ("identifiers", "finding_codes", "decisions", "contents", "records")


class NotRewritten(StoreUnavailable):
    """The store can be read, but its file could not be rewritten: traces may be left in it."""


def erase_records(store: SqliteStore, erased: Iterable[Record], certificate: Record) -> None:
    """Delete ``erased``, their contents, what searches find of them, and what answers to retries.

    Inside the turn that appended the record ``certificate``, which names them all. The store
    refuses it for a decision under a legal hold. Raises :exc:`StoreUnavailable`.
    """
    with store.turn():
        db = store.connection()
        # What is deleted is overwritten with zeros, not only given free.
        db.execute("PRAGMA secure_delete=ON")
        for record in erased:
            db.execute(
                "INSERT INTO erasures (leaf_index, certificate) VALUES (?, ?)",
                (record.leaf_index, certificate.leaf_index),
            )
            # A copy of a review's answer, and the digest of the request that a decision answered.
            forget(store, record)
            for table in _TABLES:
                db.execute(f"DELETE FROM {table} WHERE leaf_index = ?", (record.leaf_index,))


def scrub(store: SqliteStore) -> bool:
    """Rewrite the file, so that no byte of what was erased is left in it or in its log.

    An index may keep a copy of a text that it once moved from page to page, which no deletion
    overwrites: only a file written anew is sure to be clean. Decisions wait meanwhile; the
    folder for temporary files and that of the store each need room for another copy.

    Returns False, and the file may then still hold traces, where the log cannot be emptied
    because another process reads an older state of the store for more than the busy timeout.
    Raises :exc:`NotRewritten`, and :exc:`StoreUnavailable` where there is no store to rewrite.
    """
    db = store.connection()
    try:
        # First without the rewriting: it would be in vain, and make the log as long as the file.
        if not _empty_log(db.conn):
            return False
        db.execute("VACUUM")
        return _empty_log(db.conn)
    except sqlite3.Error as fault:
        raise NotRewritten(f"{store.path}: {fault}") from fault


def _empty_log(connection: sqlite3.Connection) -> bool:
    """Empty the log; False where another process keeps it from that for too long.

    For one that copies the log at the same time SQLite does not wait, as it does for readers.
    """
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    ends = time.monotonic() + patience / 1000
    # Nobody can write while SQLite waits here for readers: a little at a time, writers between.
    connection.execute("PRAGMA busy_timeout=200")
    try:
        while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] != 0:
            if time.monotonic() > ends:
                return False
            time.sleep(0.1)
        return True
    finally:
        connection.execute(f"PRAGMA busy_timeout={patience}")
