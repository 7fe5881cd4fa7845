"""Holds the store's notes of legal holds and erasures against the records of them."""

from typing import Any

import orjson

from service.ledger.damage import Faults
from service.ledger.proofs import erased_leaves
from service.store.scan import Scan


def check_holds(scan: Scan, faults: Faults) -> None:
    """Tell of notes that are not what the records say, and of erasures under a hold.

    The store refuses to erase what is under a hold, by its notes: a note that was removed by
    hand lets a decision be erased.
    """
    placed: dict[str, tuple[int, str]] = {}
    """The holds in force by record_id: leaf_index and decision."""
    gone: set[str] = set()
    """The decisions that were found to be erased under a hold."""
    holds: dict[int, Any] = {}
    ends: dict[int, Any] = {}
    for leaf_index, record_id, kind, subject, data in scan.holds_and_erasures():
        try:
            body = orjson.loads(data)["body"]
            if kind == "hold" and body["event"] == "placed":
                placed[record_id] = (leaf_index, subject)
                holds[leaf_index] = subject
            elif kind == "hold":
                ended = placed.pop(body["hold"], None)
                ends[leaf_index] = None if ended is None else ended[0]
            else:
                if any(decision == subject for _, decision in placed.values()):
                    gone.add(subject)
                    message = f"The decision {subject} was erased while it was under a legal hold."
                    faults.add("erased_under_hold", message, leaf_index, record_id=record_id)
                if not _is_certificate(body, subject):
                    message = "The certificate is not one of a decision and the reviews of it."
                    faults.add("certificate_wrong", message, leaf_index, record_id=record_id)
                for leaf in erased_leaves({"body": body}):
                    if not 0 <= leaf < leaf_index or not scan.is_noted(leaf, leaf_index):
                        message = f"Certificate {leaf_index} says that it was erased; it is not."
                        faults.add("erasure_incomplete", message, leaf)
        except (ValueError, KeyError, TypeError):
            message = f"The record cannot be read as one of kind {kind}."
            faults.add("record_malformed", message, leaf_index, record_id=record_id)
    for record_id, (leaf_index, subject) in placed.items():
        if subject not in gone and not scan.is_record(subject):
            message = f"The decision {subject} is gone, and is under a legal hold."
            faults.add("erased_under_hold", message, leaf_index, record_id=record_id)
    for table, expected in (("holds", holds), ("hold_ends", ends)):
        found: dict[int, Any] = dict(scan.notes(table))
        for leaf_index in sorted(expected.keys() | found.keys()):
            if expected.get(leaf_index) != found.get(leaf_index):
                message = f"What {table} notes of the hold is not what the records say."
                faults.add("hold_changed", message, leaf_index)


def _is_certificate(body: dict[str, Any], subject: str) -> bool:
    """Return whether a certificate is of one decision, its subject, and else of reviews."""
    kinds = sorted(entry["kind"] for entry in body["erased"])
    return body["decision_id"] == subject and kinds == ["decision", *["review"] * (len(kinds) - 1)]
