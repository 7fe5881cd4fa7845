"""Whose a recorded decision is: that of the client that asked for it, and proved who it was."""

from service.records.verified import verified
from service.store.port import RecordStore


def is_own(store: RecordStore, decision_id: str, client: str) -> bool:
    """Return whether the decision was recorded for ``client``.

    One that was recorded for a name nobody proved is nobody's; neither is one that was erased.
    Raises :exc:`~service.store.port.RecordDamaged` and
    :exc:`~service.store.port.StoreUnavailable`.
    """
    record = store.record(decision_id)
    if record is None or verified(store, record).kind != "decision":
        return False
    asked = record.document["client"]
    return asked.get("authenticated") is True and asked.get("name") == client
