"""How long a decision is to be kept: its retention class, when that starts, and the last day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from service.dossier.dates import add_months
from service.records.policy import RetentionClass
from service.store.port import Record

RELATION_NOT_ENDED = "relation_not_ended"
CLASS_NOT_KNOWN = "class_not_known"


@dataclass(frozen=True, slots=True)
class Term:
    """How long a decision is kept, by the policy of records in force.

    ``keep_until`` is the last day of it, ``starts_on`` plus the period in whole months of the
    calendar. Both are ``None`` where they are not known: ``unknown`` then says why,
    ``relation_not_ended`` or ``class_not_known`` (the policy has no such class).
    """

    retention_class: str
    starts_on: date | None = None
    keep_until: date | None = None
    unknown: str | None = None

    def expired(self, on: date) -> bool:
        """Return whether the last day is before ``on``; never where it is not known."""
        return self.keep_until is not None and self.keep_until < on


def recorded_on(record: Record) -> date:
    """Return the day, in UTC, on which a record was made."""
    return date.fromisoformat(record.recorded_at[:10])


def term_of(
    decision: Record, about: Iterable[Record], classes: Mapping[str, RetentionClass]
) -> Term:
    """Return how long ``decision`` is kept, given the records ``about`` it, oldest first.

    The class is that of the decision, or of the last record that changed it. A relation that
    ended before the decision was taken counts as ended on that day: a period is never shorter
    for it. Of several ends that were recorded, the last one recorded counts.
    """
    name = decision.body["retention"]["class"]
    ended_on: date | None = None
    for record in about:
        if record.kind == "retention":
            if record.body["event"] == "class":
                name = record.body["class"]
            else:
                ended_on = date.fromisoformat(record.body["on"])
    if name not in classes:
        return Term(name, unknown=CLASS_NOT_KNOWN)
    starts_on = recorded_on(decision)
    if classes[name].starts == "end_of_relation":
        if ended_on is None:
            return Term(name, unknown=RELATION_NOT_ENDED)
        starts_on = max(starts_on, ended_on)
    return Term(name, starts_on, add_months(starts_on, classes[name].months))
