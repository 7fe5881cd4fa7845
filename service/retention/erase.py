"""Erases a decision on order: its record and reviews go, a certificate of what went stays."""

import uuid
from dataclasses import dataclass

from service.ledger.proofs import base64_text
from service.ledger.tree import leaf_hash
from service.records.policy import records_policy
from service.records.verified import verified
from service.retention.holds import open_holds
from service.retention.refusals import CorrectedStands, DecisionHeld, NoSuchDecision
from service.retention.terms import Term, term_of
from service.retention.words import plain
from service.store.erasing import erase_records
from service.store.port import Client, Decision, Draft, Record, RecordStore
from service.store.sqlite import SqliteStore

_PERSONAL = frozenset({"review"})
"""Kinds of records about a decision that say something of the borrower."""


@dataclass(frozen=True)
class Erasable:
    """What an erasure takes away: the decision and, ``records``, all that goes with it.

    ``related`` are the decisions that correct it. They hold a dossier of the same application,
    and are erased by orders of their own. ``term`` is how long the decision was to be kept.
    """

    decision: Decision
    records: tuple[Record, ...]
    related: tuple[str, ...]
    term: Term


def erasable(store: RecordStore, decision_id: str) -> Erasable:
    """Return what the erasure of a decision would take away.

    Raises :exc:`~service.retention.refusals.NoSuchDecision`,
    :exc:`~service.retention.refusals.DecisionHeld`,
    :exc:`~service.retention.refusals.CorrectedStands`,
    :exc:`~service.store.port.DecisionErased`, :exc:`~service.store.port.StoreUnavailable`, and
    :exc:`~service.store.port.RecordDamaged`: to erase what was changed by hand would hide that
    it was.
    """
    with store.snapshot():
        decision = store.get(decision_id)
        if decision is None:
            raise NoSuchDecision(decision_id)
        about = store.about(decision_id)
        if decision.corrects is not None and store.record(decision.corrects) is not None:
            raise CorrectedStands(decision_id, decision.corrects)
        for record in about:
            verified(store, record)
        held = open_holds(about)
        if held:
            raise DecisionHeld(decision_id, (hold.record_id for hold in held))
        records = (decision.record, *(r for r in about if r.kind in _PERSONAL))
        related = tuple(store.correcting(decision_id))
    term = term_of(decision.record, about, records_policy().retention)
    return Erasable(decision, records, related, term)


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
        found = erasable(store, decision_id)
        until = found.term.keep_until
        body = {
            "event": "erased",
            "decision_id": decision_id,
            "order": reference,
            "by": name,
            "retention": {
                "class": found.term.retention_class,
                "keep_until": until and until.isoformat(),
            },
            "erased": [
                {
                    "leaf_index": record.leaf_index,
                    "leaf_hash": base64_text(leaf_hash(record.data)),
                    "kind": record.kind,
                }
                for record in found.records
            ],
        }
        certificate = store.append(Draft("erasure", uuid.uuid4().hex, decision_id, client, body))
        erase_records(store, found.records, certificate)
    return certificate
