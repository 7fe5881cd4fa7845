"""The checkpoint of the ledger as it is now, made where a key is there to sign it, and proofs."""

from typing import Any

from service.ledger.checkpoints import (
    NoCheckpoint,
    insist_extended,
    insist_signed,
    make_checkpoint,
)
from service.ledger.key_records import record_keys, recorded_vkeys
from service.ledger.keys import KeyFolder, KeysUnavailable
from service.ledger.proofs import proof_of
from service.store.port import Checkpoint, Client, RecordStore


def newest_checkpoint(store: RecordStore, keys: KeyFolder) -> Checkpoint:
    """Return the checkpoint of the ledger as it is now, or the last where no key signs.

    Raises :exc:`NoCheckpoint` where there is none and none can be made,
    :exc:`~service.ledger.checkpoints.LedgerInconsistent` where the tree does not extend it,
    :exc:`~service.store.port.RecordDamaged` and :exc:`~service.store.port.StoreUnavailable`.
    """
    last = store.last_checkpoint()
    if last is None or last.size < store.size():
        try:
            # A checkpoint whose keys the ledger does not name would not verify.
            record_keys(store, keys, Client())
            return make_checkpoint(store, keys)
        except KeysUnavailable:
            pass
    if last is None:
        raise NoCheckpoint("The ledger has no checkpoint yet, and no key here to sign one.")
    insist_signed(last, recorded_vkeys(store))
    insist_extended(store, last)
    return last


def newest_proof(store: RecordStore, keys: KeyFolder, decision_id: str) -> dict[str, Any] | None:
    """Return the proof of a decision in the last checkpoint, or in one made where none covers it.

    It is that of :func:`~service.ledger.proofs.proof_of`, ``None`` if the decision is unknown.
    Raises what that and :func:`newest_checkpoint` raise.
    """
    last = store.last_checkpoint()
    if last is not None:
        insist_signed(last, recorded_vkeys(store))
    try:
        return proof_of(store, decision_id, last or Checkpoint(0, ""))
    except NoCheckpoint:
        return proof_of(store, decision_id, newest_checkpoint(store, keys))
