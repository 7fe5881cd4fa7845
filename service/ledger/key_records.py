"""The ledger's own account of its keys: a record for each that is added, and each retired."""

import uuid

from service.ledger.checkpoints import insist_on_origin
from service.ledger.keys import KeyFolder, LedgerKey
from service.records.verified import verified
from service.store.port import Client, Draft, Record, RecordStore


def record_keys(store: RecordStore, keys: KeyFolder, client: Client) -> list[Record]:
    """Append what the ledger does not say yet of the keys in the folder; return those records.

    So a key that was made, and whose record was not (the machine failed between the two), gets
    its record the next time. Raises :exc:`~service.ledger.checkpoints.LedgerInconsistent`,
    recording nothing, where the keys are those of another ledger;
    :exc:`~service.ledger.keys.KeysUnavailable`, :exc:`~service.store.port.StoreUnavailable`.
    """
    with store.turn():
        insist_on_origin(store, keys.origin)
        said = {(record.body["event"], record.body["vkey"]) for record in _records(store)}
        added = []
        for key in keys.vkeys():
            for event in ("added", "retired") if key.state == "retired" else ("added",):
                if (event, key.vkey) not in said:
                    body = {"event": event, "key_id": key.key_id, "vkey": key.vkey}
                    draft = Draft("key", uuid.uuid4().hex, None, client, body)
                    added.append(store.append(draft))
    return added


def recorded_keys(store: RecordStore) -> tuple[LedgerKey, ...]:
    """Return the keys that the ledger says were added, the oldest first, and their states.

    Whoever rewrites a ledger can rewrite these too: an outsider gives those he was handed.
    Raises :exc:`~service.store.port.RecordDamaged`, :exc:`~service.store.port.StoreUnavailable`.
    """
    retired: dict[str, bool] = {}
    for record in _records(store):
        retired[record.body["vkey"]] = record.body["event"] == "retired"
    newest = next(reversed(retired), None)
    return tuple(
        LedgerKey(vkey, "retired" if gone else "active" if vkey == newest else "overlapping")
        for vkey, gone in retired.items()
    )


def recorded_vkeys(store: RecordStore) -> tuple[str, ...]:
    """Return the verifier keys of :func:`recorded_keys`."""
    return tuple(key.vkey for key in recorded_keys(store))


def _records(store: RecordStore) -> list[Record]:
    return [verified(store, record) for record in store.records(kind="key")]
