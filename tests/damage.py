"""Changes a record behind the back of the store, as somebody with the file could."""

import sqlite3
from contextlib import closing

from service.store.port import Record
from service.store.sqlite import SqliteStore


def damage(store: SqliteStore, record: Record, data: bytes | None = None) -> None:
    """Put other bytes in the place of a record; by default one other digit in its nonce."""
    nonce = record.document["nonce"].encode()
    other = nonce[:-1] + (b"1" if nonce.endswith(b"0") else b"0")
    changed = record.data.replace(nonce, other) if data is None else data
    assert changed != record.data
    with closing(sqlite3.connect(store.path)) as by_hand:
        by_hand.execute("DROP TRIGGER IF EXISTS records_refuse_update")
        by_hand.execute(
            "UPDATE records SET data = ? WHERE leaf_index = ?", (changed, record.leaf_index)
        )
        by_hand.commit()
