"""Which records an audit bundle holds: those asked for, and every record about them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.store.port import Record, RecordDamaged, RecordStore

_FOR_EVER = "9999-12-31"


class NotRecorded(Exception):
    """There is no decision, and never was one, of the id asked for."""

    def __init__(self, decision_id: str) -> None:
        self.decision_id = decision_id
        super().__init__(f"no decision {decision_id} is recorded")


@dataclass(frozen=True, slots=True)
class Request:
    """What a bundle is asked for: decisions, or a period, or (neither given) everything.

    ``since`` and ``until`` are days in UTC (ISO 8601), both belonging to the period.
    """

    decisions: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the request as the manifest states it."""
        if self.decisions:
            return {"decisions": sorted(set(self.decisions))}
        if self.since is not None:
            return {"since": self.since, "until": self.until}
        return {"all": True}


@dataclass(frozen=True, slots=True)
class Selection:
    """The leaves of a bundle: all in ``span``, and ``others`` outside it, in their order.

    ``erased`` maps each leaf of the ledger that has no record any more to the leaf of its
    certificate.
    """

    span: range
    others: tuple[int, ...]
    erased: Mapping[int, int]

    def leaves(self) -> Iterator[int]:
        """Yield the leaf indexes in order."""
        start = self.span.start
        yield from (leaf for leaf in self.others if leaf < start)
        yield from self.span
        yield from (leaf for leaf in self.others if leaf >= start)

    @property
    def stop(self) -> int:
        """One more than the last leaf; 0 where there is none."""
        return max(self.span.stop, max(self.others, default=-1) + 1)


def select(store: RecordStore, request: Request, size: int) -> Selection:
    """Return the leaves that ``request`` asks for, of the first ``size``.

    A period has the records before and after it too, which show that nothing was left out.
    Raises :exc:`NotRecorded` and :exc:`~service.store.port.StoreUnavailable`.
    """
    certificates = list(store.records(0, size, kind="erasure"))
    erased = {
        leaf["leaf_index"]: certificate.leaf_index
        for certificate in certificates
        for leaf in certificate.body["erased"]
    }
    keys = {record.leaf_index for record in store.records(0, size, kind="key")}
    if request.decisions:
        span = range(0)
        decisions = set(request.decisions)
    elif request.since is None:
        return Selection(range(size), (), erased)
    else:
        until = request.until or _FOR_EVER
        span = _period(store, request.since, until, size)
        recorded = store.records(span.start, span.stop, kind="decision")
        within = (r for r in recorded if request.since <= r.recorded_at[:10] <= until)
        decisions = {record.record_id for record in within}
        decisions |= {c.body["decision_id"] for c in certificates if _touches(c, span)}
    others = keys.union(*(_about(store, decision_id) for decision_id in decisions))
    inside = (leaf for leaf in others if leaf < size and leaf not in span)
    return Selection(span, tuple(sorted(inside)), erased)


def _touches(certificate: Record, span: range) -> bool:
    return any(leaf["leaf_index"] in span for leaf in certificate.body["erased"])


def _period(store: RecordStore, since: str, until: str, size: int) -> range:
    """Return the leaves of a period, with the record before it and the one after it."""

    def day(index: int) -> str:
        """The day of the last record at or before ``index`` that was not erased."""
        return next((r.recorded_at[:10] for r in _back_from(store, index)), "")

    leaves = range(size)
    start = bisect_left(leaves, since, key=day)
    stop = min(bisect_right(leaves, until, key=day) + 1, size)
    before = next(_back_from(store, start - 1), None)
    return range(0 if before is None else before.leaf_index, stop)


def _back_from(store: RecordStore, index: int) -> Iterator[Record]:
    for leaf in range(index, -1, -1):
        record = store.record_at(leaf)
        if record is not None:
            yield record


def _about(store: RecordStore, decision_id: str) -> set[int]:
    """Return the leaves of a decision, of what corrects it or is corrected, and about each."""
    found: set[int] = set()
    known = {decision_id}
    waiting = [decision_id]
    while waiting:
        of = waiting.pop()
        about = store.about(of)
        found |= {record.leaf_index for record in about}
        related = store.correcting(of)
        record = store.record(of)
        if record is not None and record.kind == "decision":
            found.add(record.leaf_index)
            if record.body["corrects"] is not None:
                related.append(record.body["corrects"])
        else:
            certificates = [r for r in about if r.kind == "erasure"]
            if not certificates and of == decision_id:
                raise NotRecorded(decision_id)
            if not certificates:
                raise RecordDamaged(of, "it is gone, and there is no certificate of that")
            found |= {leaf["leaf_index"] for c in certificates for leaf in c.body["erased"]}
        waiting += [other for other in related if other not in known]
        known |= {*related}
    return found
