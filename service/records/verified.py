"""Tells whether a record that was read is the one in its leaf."""

from service.ledger.tree import leaf_hash
from service.store.port import Record, RecordDamaged, RecordStore


def verified(store: RecordStore, record: Record) -> Record:
    """Return ``record``; raise :exc:`~service.store.port.RecordDamaged` if its leaf is another."""
    try:
        leaf = store.node(0, record.leaf_index)
    except KeyError:
        leaf = b""
    if leaf_hash(record.data) != leaf:
        raise RecordDamaged(record.record_id, "the record is not the one in its leaf")
    return record
