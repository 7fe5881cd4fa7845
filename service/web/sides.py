"""Two decisions side by side: what was decided on each, and what differs from one to the other."""

from dataclasses import dataclass
from typing import Any

from service.explanation.answers import Case
from service.paper.pen import Grade, Pen
from service.ruleset.model import NOT_RATED
from service.store.port import Decision
from service.web.differences import Part, direction, parts_of


@dataclass(frozen=True, slots=True)
class Change:
    """What differs from one decision to another.

    ``way`` is as :func:`~service.web.differences.direction` says, and ``steps`` by how many
    grades; ``composite`` is on both sides. ``counts`` has the kind of a part to its rows.
    """

    way: str
    steps: int
    composite: tuple[int, int]
    same_borrower: bool
    same_ruleset: bool
    parts: tuple[Part, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each part has, by its kind."""
        return {part.name: len(part.rows) for part in self.parts}


@dataclass(frozen=True, slots=True)
class Head:
    """One decision in short; ``rated`` is false where its ``indicative`` grade stands beside NR."""

    decision_id: str
    borrower: str
    grade: Grade
    indicative: Grade
    rated: bool
    base: Grade
    composite: int
    application_ref: str
    rating_date: str
    recorded_at: str
    ruleset: str


def change(one: Case, other: Case, lang: str) -> Change:
    """Return what differs from ``one`` to the ``other``.

    Raises :exc:`~service.explanation.reasons.ReasonsDoNotHold`.
    """
    found = one.compare(other)
    pen = Pen(other.subject.ruleset, lang)
    grade, composite = found["difference"]["grade"], found["difference"]["composite"]
    way, steps = direction(pen, grade["from"], grade["to"])
    return Change(
        way=way,
        steps=steps,
        composite=(composite["from"], composite["to"]),
        same_borrower=found["same_borrower"],
        same_ruleset=found["same_ruleset"],
        parts=parts_of(pen, found["difference"]),
    )


def head(decision: Decision, case: Case, lang: str) -> Head:
    """Return a decision in short, in the words of its own ruleset."""
    pen = Pen(case.subject.ruleset, lang)
    evaluation = case.subject.evaluation
    document: Any = case.subject.dossier.document
    return Head(
        decision_id=decision.decision_id,
        borrower=document["borrower"]["legal_name"],
        grade=pen.grade(evaluation.grade),
        indicative=pen.grade(evaluation.indicative_grade),
        rated=evaluation.grade != NOT_RATED,
        base=pen.grade(evaluation.base_grade),
        composite=evaluation.composite,
        application_ref=decision.application_ref,
        rating_date=decision.rating_date,
        recorded_at=decision.recorded_at,
        ruleset=f"{decision.ruleset['id']} {decision.ruleset['version']}",
    )
