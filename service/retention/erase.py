"""Erases a decision on order: its record and reviews go, a certificate of what went stays."""

import base64
import uuid
from dataclasses import dataclass

from service.ledger.tree import leaf_hash
from service.retention.holds import open_holds
from service.retention.refusals import DecisionHeld, NoSuchDecision
from service.retention.words import plain
from service.store.erasing import erase_records
from service.store.port import Client, Decision, Draft, Record, RecordDamaged, RecordStore
from service.store.sqlite import SqliteStore

_PERSONAL = frozenset({"review"})
"""Kinds of records about a decision that say something of the borrower."""


@dataclass(frozen=True)
class Erasable:
    """What an erasure takes away: the decision and, ``records``, all that goes with it.

    ``related`` are the decisions that it corrects or that correct it. They hold a dossier of the
    same application, and are erased by orders of their own.
    """

    decision: Decision
    records: tuple[Record, ...]
    related: tuple[str, ...]


def erasable(store: RecordStore, decision_id: str) -> Erasable:
    """Return what the erasure of a decision would take away.

    Raises :exc:`~service.retention.refusals.NoSuchDecision`,
    :exc:`~service.retention.refusals.DecisionHeld`,
    :exc:`~service.store.port.DecisionErased`, :exc:`~service.store.port.StoreUnavailable`, and
    :exc:`~service.store.port.RecordDamaged`: to erase what was changed by hand would hide that
    it was.
    """
    with store.snapshot():
        decision = store.get(decision_id)
        if decision is None:
            raise NoSuchDecision(decision_id)
        about = store.about(decision_id)
        held = open_holds(about)
        if held:
            raise DecisionHeld(decision_id, (hold.record_id for hold in held))
        records = (decision.record, *(r for r in about if r.kind in _PERSONAL))
        for record in records:
            _verify(store, record)
        before = () if decision.corrects is None else (decision.corrects,)
        related = (*before, *store.correcting(decision_id))
    return Erasable(decision, records, related)


def erase(store: SqliteStore, decision_id: str, *, order: str, by: str, client: Client) -> Record:
    """Erase a decision and the reviews of it, and return the certificate, a record that stays.

    ``order`` refers to the order that demands it. What the ledger proves, it still proves: every
    leaf stays, and the certificate names those that have no record any more. Their bytes may
    still be found in the file until :func:`service.store.erasing.scrub`. Raises what
    :func:`erasable` raises, and :exc:`~service.retention.refusals.BadWords`; then nothing was
    erased.
    """
    reference, name = plain("reference", order), plain("name", by)
    with store.turn():
        erased = erasable(store, decision_id).records
        body = {
            "event": "erased",
            "decision_id": decision_id,
            "order": reference,
            "by": name,
            "erased": [
                {
                    "leaf_index": record.leaf_index,
                    "leaf_hash": base64.b64encode(leaf_hash(record.data)).decode("ascii"),
                    "kind": record.kind,
                }
                for record in erased
            ],
        }
        certificate = store.append(Draft("erasure", uuid.uuid4().hex, decision_id, client, body))
        erase_records(store, erased, certificate)
    return certificate


def _verify(store: RecordStore, record: Record) -> None:
    try:
        leaf = store.node(0, record.leaf_index)
    except KeyError:
        leaf = b""
    if leaf_hash(record.data) != leaf:
        raise RecordDamaged(record.record_id, "the record is not the one in its leaf")
