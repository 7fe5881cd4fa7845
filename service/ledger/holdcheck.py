"""Holds the store's notes of legal holds, and its erasures, against the records of them."""

from typing import Any

import orjson

from service.ledger.damage import Faults
from service.store.scan import Scan


def check_holds(scan: Scan, faults: Faults) -> None:
    """Tell of notes that are not what the records say, and of erasures under a hold.

    The store refuses to erase what is under a hold, by its notes: a note that was removed by
    hand lets a decision be erased.
    """
    placed: dict[str, tuple[int, str]] = {}
    """The holds in force by record_id: leaf_index and decision."""
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
            elif any(decision == subject for _, decision in placed.values()):
                message = f"The decision {subject} was erased while it was under a legal hold."
                faults.add("erased_under_hold", message, leaf_index, record_id=record_id)
        except (ValueError, KeyError, TypeError):
            message = f"The record cannot be read as one of kind {kind}."
            faults.add("record_malformed", message, leaf_index, record_id=record_id)
    for table, expected in (("holds", holds), ("hold_ends", ends)):
        found: dict[int, Any] = dict(scan.notes(table))
        for leaf_index in sorted(expected.keys() | found.keys()):
            if expected.get(leaf_index) != found.get(leaf_index):
                message = f"What {table} notes of the hold is not what the records say."
                faults.add("hold_changed", message, leaf_index)
