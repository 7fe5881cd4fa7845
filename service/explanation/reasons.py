"""The principal reasons for a grade, ranked: what holds it down, and what it would be without."""

from collections.abc import Iterable
from typing import Any, Final

from service.engine.trace import fact_json
from service.explanation.grounds import (
    Reason,
    of_dimension_cap,
    of_findings,
    of_missing,
    of_pattern,
    of_strength,
)
from service.explanation.removal import grade_without, together
from service.explanation.shortfalls import NotShown, strengths_not_shown
from service.explanation.subject import Subject
from service.grading.arithmetic import Cap
from service.ruleset.model import SEVERITIES

MOST_TO_BORROWER: Final = 4
"""More reasons are not likely to help a borrower (12 CFR 1002.9, official comment 9(b)(2))."""


class ReasonsDoNotHold(Exception):
    """The reasons of these ``codes`` must not be told.

    Without all of them the grade would be the same, or they rest on nothing but tests that may
    never be the only reason.
    """

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(f"the reasons do not hold: {', '.join(self.codes) or 'there are none'}")


def reasons(subject: Subject) -> dict[str, Any]:
    """Return the principal reasons: ``committee``, all; ``borrower``, the first four of them.

    Order: of a borrower that is not rated, first what is missing; then what caps the
    (indicative) grade at what it is: knock-out, critical, pattern, dimension, each by id; then
    the other adverse findings by ``loss`` (dimension weight x points, from 0), largest first,
    then by test. Strengths not shown follow, by what they would gain: those that make a cap of
    a dimension; and all of them where a grade short of the best would be the same without all
    the reasons, or these rest only on tests that may never be the only reason. At the best
    grade the borrower is told none where there are only such. Source: rule base, "Principal
    reasons"; 12 CFR 1002.9(b)(2).

    ``basis`` is ``not_evidenced`` where a reason would not stand on known facts alone.
    ``grade_without`` is found by grading again: without a finding; without a pattern; without
    the adverse findings of the dimensions that make a dimension cap, and with their strengths
    shown if it would hold all the same; with a strength in place of what its test finds; with
    one missing thing no longer missing (NR while others are). Of a borrower not rated, reasons
    of the other kinds give the indicative grade that would result.

    Raises :exc:`ReasonsDoNotHold` if the grade would be the same without all reasons together.
    """
    found = ranked(subject)
    committee = [_told(subject, rank, reason) for rank, reason in enumerate(found, 1)]
    borrower = [] if _never_sole(subject, found) else committee[:MOST_TO_BORROWER]
    return {"borrower": borrower, "committee": committee}


def ranked(subject: Subject) -> list[Reason]:
    """Return all reasons in the order of :func:`reasons`; raises as it does."""
    found = adverse_reasons(subject)
    if subject.ruleset.policy.ranks[subject.evaluation.grade] == 1:
        return found
    needed = {code for reason in found for code in reason.removal.shown}
    strengths = strengths_not_shown(subject)
    for place in range(3):
        found += [of_strength(subject, s) for s in strengths if _place(s, needed) == place]
        if _hold(subject, found):
            return found
    raise ReasonsDoNotHold(reason.code for reason in found)


def _place(strength: NotShown, needed: set[str]) -> int:
    """Where a strength not shown belongs: first those that caps of dimensions are made of.

    A test is named once: its strength follows its adverse finding only if all else fails.
    """
    if strength.faulted:
        return 2
    return 0 if strength.code in needed else 1


def adverse_reasons(subject: Subject) -> list[Reason]:
    """Return what is missing, what binds and all else that is adverse, in their order."""
    evaluation, ruleset = subject.evaluation, subject.ruleset
    findings = of_findings(subject)
    grave = [f for f in findings if f.binding]
    grave.sort(key=lambda f: (-SEVERITIES.index(f.severity or ""), f.id))
    patterns = [of_pattern(subject, ruleset.patterns[name]) for name in evaluation.patterns]
    caps = [
        of_dimension_cap(subject, cap)
        for cap in ruleset.policy.dimension_caps
        if Cap(cap.cap, cap.reason) in evaluation.caps
    ]
    others = [f for f in findings if not f.binding]
    others.sort(key=lambda f: (-(f.loss or 0), f.id))
    return [
        *(of_missing(subject, name) for name in evaluation.missing),
        *grave,
        *sorted((p for p in patterns if p.binding), key=lambda p: p.id),
        *sorted((c for c in caps if c.binding), key=lambda c: c.id),
        *others,
    ]


def _hold(subject: Subject, found: list[Reason]) -> bool:
    without = grade_without(subject, together(reason.removal for reason in found))
    return without != subject.evaluation.grade and not _never_sole(subject, found)


def _never_sole(subject: Subject, found: list[Reason]) -> bool:
    """True if every reason rests on nothing but tests that may never be the only reason."""
    tests = subject.ruleset.tests
    return all(r.tests and all(tests[t].never_sole_reason for t in r.tests) for r in found)


def _told(subject: Subject, rank: int, reason: Reason) -> dict[str, Any]:
    ruleset = subject.ruleset
    return {
        "rank": rank,
        "kind": reason.kind,
        "code": reason.code,
        "id": reason.id,
        "dimension": reason.dimension,
        "severity": reason.severity,
        "basis": "not_evidenced" if reason.not_evidenced else "found",
        "binding": reason.binding,
        "cap": reason.cap,
        "loss": reason.loss,
        "findings": list(reason.findings),
        "not_shown": list(reason.not_shown),
        "title": reason.title.en,
        "title_zh": reason.title.zh,
        "clauses": list(reason.clauses),
        "facts": [fact_json(ruleset, fact, subject.facts[fact]) for fact in reason.facts],
        "grade_without": grade_without(subject, reason.removal),
        "suspicion": reason.suspicion,
    }
