"""Chooses decisions to replay a stretch at a time, for whoever cannot wait until all are done."""

from bisect import bisect_left
from typing import Final, NamedTuple

from service.replay.selection import Certificates
from service.store.port import Record, RecordStore

MOST_SEEN: Final = 2_000
"""Leaves that are looked at for one stretch, decisions or not."""


class Stretch(NamedTuple):
    """Leaves of decisions, in order, and the leaf to go on from; ``None``: there is no more."""

    leaves: tuple[int, ...]
    following: int | None


def stretch(store: RecordStore, erased: Certificates, start: int, most: int) -> Stretch:
    """Return the leaves of at most ``most`` decisions from the leaf ``start`` on.

    They are those that :func:`service.replay.selection.leaves` gives: also the ones without a
    record, unless ``erased`` says that they held another kind. Raises
    :exc:`~service.store.port.StoreUnavailable`.
    """
    with store.snapshot():
        size = store.size()
        found: list[int] = []
        leaf = start
        while leaf < min(size, start + MOST_SEEN) and len(found) < most:
            if _counts(store, erased, leaf):
                found.append(leaf)
            leaf += 1
    return Stretch(tuple(found), leaf if leaf < size else None)


def first_since(store: RecordStore, since: str) -> int:
    """Return the first leaf recorded at ``since`` or later, the number of leaves if none was.

    ``since`` is an ISO 8601 date or time in UTC. Records are in the order of time, so that few
    are read. Raises :exc:`~service.store.port.StoreUnavailable`.
    """

    def time(leaf: int) -> str:
        """When the leaf was recorded, or the last before it that says so."""
        for place in range(leaf, -1, -1):
            record = store.record_at(place)
            if record is not None and (said := _recorded_at(record)):
                return said
        return ""

    with store.snapshot():
        return bisect_left(range(store.size()), since, key=time)


def _counts(store: RecordStore, erased: Certificates, leaf: int) -> bool:
    record = store.record_at(leaf)
    if record is None:
        return leaf not in erased or erased[leaf][1] == "decision"
    try:
        # A changed row must not hide a decision.
        return "decision" in (record.kind, record.document["kind"])
    except (ValueError, KeyError, TypeError):
        return True


def _recorded_at(record: Record) -> str:
    try:
        return record.recorded_at
    except (ValueError, KeyError, TypeError):
        return ""  # a damaged record is no landmark
