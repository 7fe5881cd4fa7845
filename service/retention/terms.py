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


@dataclass(slots=True)
class Changes:
    """What the records of the kind ``retention`` about one decision come to; ``None``: nothing.

    The last class recorded counts, and the last end of the relation.
    """

    retention_class: str | None = None
    ended_on: date | None = None

    def add(self, record: Record) -> None:
        """Take a record about the decision into account, later ones after earlier ones."""
        if record.kind == "retention":
            if record.body["event"] == "class":
                self.retention_class = record.body["class"]
            elif record.body["event"] == "relation_ended":
                self.ended_on = date.fromisoformat(record.body["on"])


def changes_of(about: Iterable[Record]) -> Changes:
    """Return what the records ``about`` a decision, oldest first, come to."""
    changes = Changes()
    for record in about:
        changes.add(record)
    return changes


def class_of(decision: Record, changes: Changes) -> str:
    """Return the retention class in force: that of the last change, else of ``decision``."""
    return changes.retention_class or str(decision.body["retention"]["class"])


def term_of(
    decision: Record, about: Iterable[Record], classes: Mapping[str, RetentionClass]
) -> Term:
    """Return how long ``decision`` is kept, given the records ``about`` it, oldest first."""
    return term_after(decision, changes_of(about), classes)


def term_after(decision: Record, changes: Changes, classes: Mapping[str, RetentionClass]) -> Term:
    """Return how long ``decision`` is kept, given the ``changes`` that were recorded about it.

    A relation that ended before the decision was taken counts as ended on that day: a period is
    never shorter for it.
    """
    name = class_of(decision, changes)
    if name not in classes:
        return Term(name, unknown=CLASS_NOT_KNOWN)
    starts_on = recorded_on(decision)
    if classes[name].starts == "end_of_relation":
        if changes.ended_on is None:
            return Term(name, unknown=RELATION_NOT_ENDED)
        starts_on = max(starts_on, changes.ended_on)
    return Term(name, starts_on, add_months(starts_on, classes[name].months))
