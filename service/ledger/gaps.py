"""Accounts for records that are gone: each needs a certificate that names its leaf."""

from typing import Any

import orjson

from service.ledger.damage import Faults
from service.ledger.proofs import erased_leaves
from service.ledger.streams import Stream


class Gaps:
    """Takes the rows of ``erasures`` in step with the leaves."""

    def __init__(self, erasures: Stream, faults: Faults) -> None:
        self._erasures = erasures
        self._faults = faults
        self._last: int | None = None
        self.certified = 0

    def explains(self, leaf_index: int, leaf: bytes) -> bool:
        """Return whether an erasure accounts for the record's being gone; tell if it is faulty."""
        self._unused(leaf_index)
        rows = self._erasures.at(leaf_index)
        if self._erasures.broken:
            return True
        if not rows:
            return False
        self._last = leaf_index
        _, certificate, data = rows[0]
        wrong = _wrong(leaf_index, leaf, certificate, data)
        if wrong is None:
            self.certified += 1
        else:
            code, message = wrong
            self._faults.add(code, message, leaf_index)
        return True

    def present(self, leaf_index: int) -> None:
        """Take a leaf whose record is there."""
        self._unused(leaf_index)
        for _ in self._erasures.at(leaf_index):
            self._last = leaf_index
            message = "The record was to be erased, and is still there."
            self._faults.add("erasure_incomplete", message, leaf_index)

    def was_erased(self, leaf_index: int) -> bool:
        """Return whether an erasure of the leaf was just taken."""
        return self._last == leaf_index or self._erasures.ahead == leaf_index

    def finish(self) -> None:
        """Tell of erasures of what is no leaf."""
        self._unused(None)

    def _unused(self, below: int | None) -> None:
        for row in self._erasures.rest() if below is None else self._erasures.below(below):
            message = "An erasure is noted of a record that is no leaf of the ledger."
            self._faults.add("certificate_wrong", message, row[0])


def _wrong(leaf_index: int, leaf: bytes, certificate: int, data: Any) -> tuple[str, str] | None:
    if data is None:
        message = f"The record is gone, and record {certificate} is no certificate of that."
        return "gap_without_certificate", message
    try:
        named = erased_leaves(orjson.loads(data))
    except (ValueError, KeyError, TypeError):
        return "certificate_wrong", f"Record {certificate} cannot be read as a certificate."
    if leaf_index not in named:
        message = f"The record is gone, and the certificate {certificate} does not name it."
        return "gap_without_certificate", message
    if named[leaf_index] != leaf:
        return "certificate_wrong", f"The certificate {certificate} names another leaf hash."
    return None
