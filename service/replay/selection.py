"""Which decisions to replay, and each of them as it is stored: also those that are gone."""

import base64
import hashlib
import heapq
from collections.abc import Iterable, Iterator, Mapping

from service.ledger.tree import leaf_hash
from service.replay.stored import Stored, stored
from service.store.port import Record, RecordStore

Certificates = Mapping[int, tuple[Record, str]]
"""Leaf that was erased to the certificate of it, and the kind of record that it held."""


def by_id(store: RecordStore, decision_id: str) -> Stored | None:
    """Return the decision of that id as it is stored, or ``None`` if there never was one.

    Raises :exc:`~service.store.port.StoreUnavailable`.
    """
    with store.snapshot():
        record = store.record(decision_id)
        if record is not None:
            return stored(store, record) if _is_decision(record) else None
        for found in store.about(decision_id):
            for leaf, (certificate, kind) in _erased_by(store, found).items():
                if kind == "decision":
                    return Stored(decision_id, leaf, None, certificate=certificate.record_id)
    return None


def at_leaf(store: RecordStore, leaf_index: int, erased: Certificates) -> Stored:
    """Return the decision of a leaf as it is stored; ``erased`` is from :func:`certificates`.

    Raises :exc:`~service.store.port.StoreUnavailable`.
    """
    with store.snapshot():
        record = store.record_at(leaf_index)
        if record is not None:
            return stored(store, record)
        if leaf_index in erased:
            certificate, _ = erased[leaf_index]
            return Stored(certificate.subject, leaf_index, None, certificate=certificate.record_id)
        return Stored(None, leaf_index, None, _leaf(store, leaf_index))


def certificates(store: RecordStore) -> Certificates:
    """Return every leaf that was erased under a certificate that is intact."""
    found: dict[int, tuple[Record, str]] = {}
    for record in store.records(kind="erasure"):
        found.update(_erased_by(store, record))
    return found


def leaves(store: RecordStore, erased: Certificates, since: str | None = None) -> Iterator[int]:
    """Yield the leaves of decisions, in order, also where a record is gone.

    ``since`` is an ISO 8601 date or time in UTC: decisions recorded before it are left out.
    What a leaf without record and certificate held is not known: it may have been a decision.
    Raises :exc:`~service.store.port.StoreUnavailable`.
    """
    following = 0
    begun = since is None
    for record in store.records():
        begun = begun or since is None or _recorded_at(record, since) >= since
        if begun:
            yield from _gone(range(following, record.leaf_index), erased)
            if _is_decision(record):
                yield record.leaf_index
        following = record.leaf_index + 1
    if begun:
        yield from _gone(range(following, store.size()), erased)


def sample(of: Iterable[int], size: int, seed: str) -> list[int]:
    """Return ``size`` of the leaves, in order: the same for the same ``seed`` and leaves.

    They are those for which SHA-256 of ``<seed>:<leaf_index>`` is smallest, so that anybody
    can draw the sample again.
    """

    def place(leaf: int) -> bytes:
        return hashlib.sha256(f"{seed}:{leaf}".encode()).digest()

    return sorted(heapq.nsmallest(size, of, key=place))


def _gone(missing: Iterable[int], erased: Certificates) -> Iterator[int]:
    return (leaf for leaf in missing if leaf not in erased or erased[leaf][1] == "decision")


def _is_decision(record: Record) -> bool:
    """True unless record and row agree that it is none: a changed row must not hide it."""
    try:
        return record.kind == "decision" or record.document["kind"] == "decision"
    except (ValueError, KeyError, TypeError):
        return True


def _recorded_at(record: Record, otherwise: str) -> str:
    try:
        return record.recorded_at
    except (ValueError, KeyError, TypeError):
        return otherwise  # a damaged record is replayed, whenever it was recorded


def _erased_by(store: RecordStore, record: Record) -> dict[int, tuple[Record, str]]:
    """Return the leaves that ``record`` certifies to be erased; none if it is not intact."""
    if record.kind != "erasure" or _leaf(store, record.leaf_index) != leaf_hash(record.data):
        return {}
    try:
        return {
            item["leaf_index"]: (record, item["kind"])
            for item in record.body["erased"]
            if _leaf(store, item["leaf_index"]) == base64.b64decode(item["leaf_hash"])
        }
    except (ValueError, KeyError, TypeError):
        return {}


def _leaf(store: RecordStore, leaf_index: int) -> bytes | None:
    try:
        return store.node(0, leaf_index)
    except KeyError:
        return None
