"""What happened to a decision after it was taken, from the records about it."""

from typing import Any

from service.records.verified import verified
from service.store.port import RecordStore


def history_of(store: RecordStore, decision_id: str) -> dict[str, Any] | None:
    """Return, as JSON, the records about a decision and the decisions that correct it.

    ``records`` are reviews, changes of its retention, holds and, where it was erased, the
    certificate, oldest first, each as it was recorded. ``corrects`` is the decision that it
    corrects itself, ``None`` too where it was erased. Returns ``None`` if there never was such
    a decision. Raises :exc:`~service.store.port.StoreUnavailable` and
    :exc:`~service.store.port.RecordDamaged`.
    """
    with store.snapshot():
        record = store.record(decision_id)
        if record is not None:
            verified(store, record)
        about = [verified(store, found) for found in store.about(decision_id)]
        corrected_by = store.correcting(decision_id)
    if record is not None and record.kind != "decision":
        return None
    if record is None and not about:
        return None
    return {
        "decision_id": decision_id,
        "erased": record is None,
        "corrects": None if record is None else record.body["corrects"],
        "corrected_by": corrected_by,
        "records": [found.document for found in about],
    }
