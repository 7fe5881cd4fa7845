"""Which decisions are past their retention period, soon will be, or are held."""

from collections import defaultdict
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from service.records.policy import RetentionClass
from service.retention.holds import open_holds
from service.retention.terms import Term, recorded_on, term_of
from service.store.port import Record, RecordStore

STATES = ("expired", "expiring", "held", "unknown", "kept")


@dataclass(frozen=True)
class Standing:
    """How the keeping of one decision stands.

    ``state`` is ``held`` under a legal hold, whatever its term; ``unknown`` where the term is
    not known; ``expired``; ``expiring`` within the days asked about; else ``kept``. ``holds``
    are the ids of the legal holds in force.
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
    erased for it. Raises :exc:`~service.store.port.StoreUnavailable`.
    """
    with store.snapshot():
        about: dict[str, list[Record]] = defaultdict(list)
        for kind in ("retention", "hold"):
            for record in store.records(kind=kind):
                about[record.subject or ""].append(record)
        for decision in store.records(kind="decision"):
            records = about.get(decision.record_id, [])
            term = term_of(decision, records, classes)
            holds = tuple(hold.record_id for hold in open_holds(records))
            yield Standing(decision, _state(term, holds, on, within), term, holds)


def _state(term: Term, holds: tuple[str, ...], on: date, within: int) -> str:
    if holds:
        return "held"
    if term.keep_until is None:
        return "unknown"
    if term.expired(on):
        return "expired"
    return "expiring" if term.keep_until <= on + timedelta(days=within) else "kept"
