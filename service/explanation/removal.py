"""Grades a borrower again as if something that is held against it were not."""

from collections.abc import Iterable
from dataclasses import dataclass

from service.explanation.subject import Subject
from service.grading.arithmetic import Grading
from service.ruleset.model import BUSINESS_MODEL, NOT_RATED


@dataclass(frozen=True, slots=True)
class Removal:
    """What is taken away: finding codes, patterns (ids) and what is missing (ids of tests and
    classification facts); and what is added: ``shown``, codes of strengths, each in place of
    the finding of its test.
    """

    findings: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()


def together(removals: Iterable[Removal]) -> Removal:
    """Return the removal of all that any of ``removals`` takes away."""
    every = list(removals)
    return Removal(
        frozenset().union(*(r.findings for r in every)),
        frozenset().union(*(r.patterns for r in every)),
        frozenset().union(*(r.missing for r in every)),
        frozenset().union(*(r.shown for r in every)),
    )


def regrade(subject: Subject, removal: Removal) -> Grading:
    """Return the grading of the findings that are left.

    The findings are those of the rating: what deceit voided stays void even if the finding of
    deceit is removed.
    """
    outcomes = subject.ruleset.outcomes
    replaced = {outcomes[code][0].id for code in removal.shown}
    codes = [
        finding.code
        for finding in subject.evaluation.findings
        if not finding.claimed
        and finding.code not in removal.findings
        and finding.test not in replaced
    ]
    model = subject.facts[BUSINESS_MODEL].value
    _, grading = subject.rater.checker.grade_codes(
        [*codes, *sorted(removal.shown)], model, ignored=removal.patterns
    )
    return grading


def grade_without(subject: Subject, removal: Removal) -> str:
    """Return the grade that would result from ``removal``.

    Of a borrower that is not rated it is NR while anything else stays missing; but of a
    removal that takes away nothing missing, the indicative grade that would result, since NR
    would say nothing of it.
    """
    if removal.missing and not removal.missing.issuperset(subject.evaluation.missing):
        return NOT_RATED
    return regrade(subject, removal).grade
