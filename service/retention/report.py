"""Which decisions are past their retention period, soon will be, or are held."""

from collections import defaultdict
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from service.records.policy import RetentionClass
from service.records.verified import verified
from service.retention.holds import open_holds
from service.retention.terms import RELATION_NOT_ENDED, Changes, Term, recorded_on, term_after
from service.store.port import Record, RecordStore

STATES = ("expired", "expiring", "held", "unknown", "open", "kept")

LISTED = STATES[:4]
"""States that ask for something to be done; most decisions are in the others."""


@dataclass(frozen=True)
class Standing:
    """How the keeping of one decision stands.

    ``state`` is ``held`` under a legal hold, whatever its term; ``open`` where the term has not
    begun, for the relation has not ended; ``unknown`` where the policy has no such class;
    ``expired``; ``expiring`` within the days asked about; else ``kept``. ``holds`` are the ids of
    the legal holds in force.
    """

    decision: Record
    state: str
    term: Term
    holds: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the standing as a JSON object; days in ISO 8601, null where not known."""
        starts_on, keep_until = self.term.starts_on, self.term.keep_until
        return {
            "decision_id": self.decision.record_id,
            "application_ref": self.decision.body["application_ref"],
            "state": self.state,
            "retention_class": self.term.retention_class,
            "recorded_on": recorded_on(self.decision).isoformat(),
            "starts_on": starts_on and starts_on.isoformat(),
            "keep_until": keep_until and keep_until.isoformat(),
            "unknown": self.term.unknown,
            "holds": list(self.holds),
        }


def standings(
    store: RecordStore, classes: Mapping[str, RetentionClass], on: date, within: int
) -> Generator[Standing, None, None]:
    """Yield how each decision stands ``on`` a day, by the order of recording; erased ones not.

    ``expiring`` are those whose last day is at most ``within`` days after ``on``. Nothing is
    erased for it. Raises :exc:`~service.store.port.StoreUnavailable` and
    :exc:`~service.store.port.RecordDamaged`.
    """
    with store.snapshot():
        # What they come to, not the records: there may be one or more for every decision.
        changes: dict[str, Changes] = defaultdict(Changes)
        for record in store.records(kind="retention"):
            changes[record.subject or ""].add(verified(store, record))
        held: dict[str, list[str]] = defaultdict(list)
        for hold in open_holds(verified(store, record) for record in store.records(kind="hold")):
            held[hold.subject or ""].append(hold.record_id)
        for decision in store.records(kind="decision"):
            known = changes.get(decision.record_id, Changes())
            term = term_after(verified(store, decision), known, classes)
            holds = tuple(held.get(decision.record_id, ()))
            yield Standing(decision, _state(term, holds, on, within), term, holds)


def _state(term: Term, holds: tuple[str, ...], on: date, within: int) -> str:
    if holds:
        return "held"
    if term.unknown == RELATION_NOT_ENDED:
        return "open"
    if term.keep_until is None:
        return "unknown"
    if term.expired(on):
        return "expired"
    return "expiring" if term.keep_until <= on + timedelta(days=within) else "kept"
