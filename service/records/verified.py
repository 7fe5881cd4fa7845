"""Tells whether a record that was read is the one in its leaf, and is kept as what it is."""

from service.ledger.tree import leaf_hash
from service.records.shape import misshapen
from service.store.port import Record, RecordDamaged, RecordStore

_COLUMNS = ("leaf_index", "record_id", "kind", "subject")


def verified(store: RecordStore, record: Record) -> Record:
    """Return ``record``, held against its leaf, its own form, and the row that it is found by.

    Raises :exc:`~service.store.port.RecordDamaged`.
    """
    try:
        leaf = store.node(0, record.leaf_index)
    except KeyError:
        leaf = b""
    if leaf_hash(record.data) != leaf:
        raise RecordDamaged(record.record_id, "the record is not the one in its leaf")
    try:
        wrong = misshapen(record.document)
    except ValueError:
        wrong = "the document"
    if wrong is not None:
        raise RecordDamaged(record.record_id, f"{wrong} is not that of a record")
    for name in _COLUMNS:
        if record.document[name] != getattr(record, name):
            # Found under another subject or kind, a hold would pass for a review.
            raise RecordDamaged(record.record_id, f"it is kept under another {name} than its own")
    return record
