"""Why a test found what it found, and why it did not find the rest: condition by condition."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from service.dossier.facts import FactState
from service.engine.evaluation import Finding
from service.engine.trace import fact_json
from service.explanation.subject import Subject
from service.ruleset.model import Alternative, Condition, Outcome, Ruleset, Test

FIRED = "fired"
NOT_FIRED = "not_fired"
NOT_EVALUABLE = "not_evaluable"
NOT_APPLICABLE = "not_applicable"

Truth = bool | None
"""Kleene's third value, ``None``: an unknown fact leaves it open."""

Facts = Mapping[str, FactState]


@dataclass(frozen=True, slots=True)
class Judged:
    """An outcome of a test, judged on the facts of a borrower.

    ``applies`` is the truth of the test's applicability, ``holds`` that of the outcome where
    the test applies, both together. ``finding`` is what the test found, if anything.
    """

    test: Test
    outcome: Outcome
    applies: Truth
    holds: Truth
    finding: Finding | None

    @property
    def status(self) -> str:
        """Whether the outcome became the finding, and if not, why it did not."""
        if self.finding and self.finding.code == self.outcome.code:
            return FIRED
        if self.applies is False:
            return NOT_APPLICABLE
        return NOT_EVALUABLE if self.holds is None else NOT_FIRED

    @property
    def undecided_gate(self) -> bool:
        """True if the borrower is not rated because of this outcome."""
        return self.outcome.gating and self.status == NOT_EVALUABLE

    @property
    def superseded_by(self) -> str | None:
        """The finding of the test that comes before this outcome, which holds or could."""
        if self.finding is None or self.status == FIRED or self.holds is False:
            return None
        order = [o.code for o in (*self.test.adverse, *self.test.strengths)]
        before = order.index(self.finding.code) < order.index(self.outcome.code)
        # A strength on the borrower's word alone gives way to a lesser one that is proven.
        return self.finding.code if before or self.holds else None

    @property
    def implied_by(self) -> str | None:
        """The graver finding of the test that stands for this outcome in patterns."""
        if self.finding is None or self.finding.code == self.outcome.code:
            return None
        found = next(o for o in self.test.outcomes if o.code == self.finding.code)
        implied = found.adverse and self.outcome.code in self.test.milder(found)
        return found.code if implied else None


def judge(subject: Subject, test: Test) -> list[Judged]:
    """Return the outcomes of ``test``, in its order, judged on the facts as they counted."""
    facts = subject.facts
    finding = next((f for f in subject.evaluation.findings if f.test == test.id), None)
    applies = _any(test.applies_when, facts) if test.applies_when else True
    return [
        Judged(test, o, applies, _and((applies, _any(o.when, facts))), finding)
        for o in test.outcomes
    ]


def test_status(judged: Iterable[Judged]) -> str:
    """Return the status of a test from its judged outcomes.

    A W3 or KO outcome that is undecided comes first, even where a milder one became the
    finding: the borrower is not rated because of it.
    """
    judged = tuple(judged)
    if any(j.undecided_gate for j in judged):
        return NOT_EVALUABLE
    found = {j.status for j in judged}
    return next(s for s in (FIRED, NOT_APPLICABLE, NOT_EVALUABLE, NOT_FIRED) if s in found)


def why_finding(subject: Subject, judged: Judged) -> dict[str, Any]:
    """Return why an outcome is the finding of its test, or why it is not.

    ``points`` are signed, 0 for a strength that is only claimed. ``missing_facts`` are unknown
    and keep the outcome open; an assumed finding rests on them.
    """
    ruleset, facts = subject.ruleset, subject.facts
    test, outcome = judged.test, judged.outcome
    found = judged.finding if judged.status == FIRED else None
    claimed = found is not None and found.claimed
    return {
        "code": outcome.code,
        "kind": "finding",
        "test": test.id,
        "dimension": test.dimension,
        "severity": outcome.severity,
        "points": 0 if claimed else ruleset.policy.points[outcome.severity],
        "cap": outcome.cap,
        "title": outcome.title.en,
        "title_zh": outcome.title.zh,
        "clauses": list(test.clauses),
        "status": judged.status,
        "assumed": found is not None and found.assumed,
        "claimed": claimed,
        "superseded_by": judged.superseded_by,
        "implied_by": judged.implied_by,
        "applicability": [_alternative_json(ruleset, a, facts) for a in test.applies_when],
        "alternatives": [_alternative_json(ruleset, a, facts) for a in outcome.when],
        "missing_facts": _missing(judged, facts),
    }


def why_test(subject: Subject, test: Test) -> dict[str, Any]:
    """Return what a test found, and why each of its outcomes is or is not the finding."""
    judged = judge(subject, test)
    finding = judged[0].finding
    return {
        "code": test.id,
        "kind": "test",
        "status": test_status(judged),
        "finding": finding.code if finding else None,
        "outcomes": [why_finding(subject, j) for j in judged],
    }


def _missing(judged: Judged, facts: Facts) -> list[str]:
    """Facts whose values would settle an open outcome, in order of mention."""
    if judged.holds is not None:
        return []
    missing: dict[str, None] = {}
    for alternatives in (judged.test.applies_when, judged.outcome.when):
        if _any(alternatives, facts) is None:
            for alternative in alternatives:
                if _all(alternative, facts) is None:
                    unknown = (c.fact for c in alternative if facts[c.fact].value is None)
                    missing.update(dict.fromkeys(unknown))
    return list(missing)


def _truth(condition: Condition, facts: Facts) -> Truth:
    value = facts[condition.fact].value
    return None if value is None else condition.allows(value)


def _all(alternative: Alternative, facts: Facts) -> Truth:
    return _and([_truth(condition, facts) for condition in alternative])


def _any(alternatives: Iterable[Alternative], facts: Facts) -> Truth:
    truths = [_all(alternative, facts) for alternative in alternatives]
    if True in truths:
        return True
    return None if None in truths else False


def _and(truths: Iterable[Truth]) -> Truth:
    truths = tuple(truths)
    if False in truths:
        return False
    return None if None in truths else True


def _alternative_json(ruleset: Ruleset, alternative: Alternative, facts: Facts) -> dict[str, Any]:
    conditions = [
        {
            "fact": fact_json(ruleset, condition.fact, facts[condition.fact]),
            "condition": condition.text,
            "holds": _truth(condition, facts),
        }
        for condition in alternative
    ]
    first = {c["holds"]: c for c in reversed(conditions)}
    return {
        "holds": _all(alternative, facts),
        "failing": first.get(False) or first.get(None),
        "conditions": conditions,
    }
