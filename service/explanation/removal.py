"""Grades a borrower again as if something that is held against it were not."""

from collections.abc import Iterable
from dataclasses import dataclass

from service.engine.evaluation import Finding
from service.explanation.subject import Subject
from service.explanation.why_findings import judge
from service.grading.arithmetic import Grading
from service.ruleset.model import BUSINESS_MODEL, NOT_RATED, Test


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
    """Return the grading of what is left.

    Without an assumed finding, the gravest that known facts prove of its test stands in its
    place. Without all findings of deceit, the borrower's statements count again.
    """
    outcomes = subject.ruleset.outcomes
    evaluation = subject.evaluation
    shown = {outcomes[code][0].id for code in removal.shown}
    removed = {outcomes[code][0].id for code in removal.findings} | shown
    findings: Iterable[Finding] = evaluation.findings
    facts = subject.facts
    if evaluation.deceit and removal.findings.issuperset(evaluation.deceit):
        facts = subject.dossier.facts
        findings = subject.rater.checker.findings(facts)
    codes = [f.code for f in findings if not f.claimed and f.test not in removed]
    for finding in evaluation.findings:
        if finding.assumed and finding.code in removal.findings and finding.test not in shown:
            codes += _proved(subject, outcomes[finding.code][0])
    _, grading = subject.rater.checker.grade_codes(
        [*codes, *sorted(removal.shown)], facts[BUSINESS_MODEL].value, ignored=removal.patterns
    )
    return grading


def _proved(subject: Subject, test: Test) -> list[str]:
    """The gravest adverse outcome of ``test`` that known facts prove, if there is one."""
    holding = [j.outcome for j in judge(subject, test) if j.holds and j.applies]
    proved = [outcome.code for outcome in test.adverse if outcome in holding]
    return proved[:1]


def grade_without(subject: Subject, removal: Removal) -> str:
    """Return the grade that would result from ``removal``.

    Of a borrower that is not rated it is NR while anything else stays missing; but of a
    removal that takes away nothing missing, the indicative grade that would result, since NR
    would say nothing of it.
    """
    if removal.missing and not removal.missing.issuperset(subject.evaluation.missing):
        return NOT_RATED
    return regrade(subject, removal).grade
