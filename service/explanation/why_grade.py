"""Why the grade: the patterns, caps, dimensions and the composite, each from what it is made of."""

from collections.abc import Iterable
from typing import Any

from service.explanation.subject import Subject
from service.explanation.why_findings import FIRED, NOT_EVALUABLE, NOT_FIRED, judge
from service.ruleset.model import DimensionCap, Pattern, Ruleset


def why_pattern(subject: Subject, pattern: Pattern) -> dict[str, Any]:
    """Return which findings form a pattern, or which of its groups none stands for.

    A group is met by any of its codes; a finding stands for every milder adverse code of its
    own test. ``missing_groups`` counts from 0. A pattern that does not form is not evaluable
    if W3 or KO outcomes left undecided could meet every missing group; ``undecided`` names
    them. ``clauses`` are those of the findings that form it; of all that could, if none do.
    """
    ruleset = subject.ruleset
    because = list(subject.evaluation.patterns.get(pattern.id, ()))
    standing = _standing(subject)
    missing = [
        place for place, group in enumerate(pattern.all_of_any) if standing.keys().isdisjoint(group)
    ]
    named = tuple(dict.fromkeys(code for group in pattern.all_of_any for code in group))
    undecided = _undecided(subject, pattern, missing)
    if pattern.id in subject.evaluation.patterns:
        status = FIRED
    else:
        status = NOT_EVALUABLE if undecided else NOT_FIRED
    assumed = {finding.code for finding in subject.evaluation.findings if finding.assumed}
    return {
        "code": pattern.code,
        "id": pattern.id,
        "kind": "pattern",
        "title": pattern.title.en,
        "title_zh": pattern.title.zh,
        "cap": pattern.cap,
        "suspicion": pattern.suspicion,
        "status": status,
        "groups": [
            {
                "any_of": list(group),
                "standing": [
                    {
                        "code": code,
                        "implied_by": standing[code] if standing[code] != code else None,
                        "assumed": standing[code] in assumed,
                    }
                    for code in group
                    if code in standing
                ],
            }
            for group in pattern.all_of_any
        ],
        "missing_groups": missing,
        "undecided": undecided,
        "because": because,
        "clauses": _clauses(ruleset, because or named),
    }


def why_cap(subject: Subject, cap: DimensionCap) -> dict[str, Any]:
    """Return whether a cap by ratings of dimensions holds, and what it comes from.

    ``dimensions`` are those that make it: where it does not hold, those that it looks at.
    ``findings`` are their adverse findings.
    """
    evaluation, ruleset = subject.evaluation, subject.ruleset
    rated = evaluation.dimensions
    watched = cap.dimensions or tuple(d for d, rating in rated.items() if rating.weight)
    fired = any(c.reason == cap.reason for c in evaluation.caps)
    shown = [d for d in watched if not fired or rated[d].rating in cap.rating]
    return {
        "code": cap.reason,
        "kind": "cap",
        "title": cap.title.en,
        "title_zh": cap.title.zh,
        "cap": cap.cap,
        "status": FIRED if fired else NOT_FIRED,
        "binding": fired and cap.cap == evaluation.indicative_grade,
        "dimensions": [{"dimension": d, "rating": rated[d].rating} for d in shown],
        "findings": [
            finding.code
            for finding in evaluation.findings
            if ruleset.tests[finding.test].dimension in shown
            and ruleset.outcomes[finding.code][1].adverse
        ],
    }


def why_dimension(subject: Subject, dimension: str) -> dict[str, Any]:
    """Return the points of a dimension finding by finding, and how they are rated.

    ``points`` are signed; a strength that is only claimed does not count and has 0. The terms
    above 0 sum to the strength points, up to ``strength_cap``; those below 0 to the adverse
    points. ``limits`` are those that hold, whatever the net points: at least ``findings``
    findings of a severity, so that the rating is no better than ``best_rating``.
    """
    evaluation, ruleset = subject.evaluation, subject.ruleset
    policy = ruleset.policy
    rating = evaluation.dimensions[dimension]
    found = [f for f in evaluation.findings if ruleset.tests[f.test].dimension == dimension]
    severity = {f.code: ruleset.outcomes[f.code][1].severity for f in found}
    counted = [severity[f.code] for f in found if not f.claimed]
    return {
        "code": dimension,
        "kind": "dimension",
        "title": ruleset.dimensions[dimension].en,
        "title_zh": ruleset.dimensions[dimension].zh,
        "terms": [
            {
                "code": f.code,
                "test": f.test,
                "points": 0 if f.claimed else policy.points[severity[f.code]],
                "counts": not f.claimed,
            }
            for f in found
        ],
        "strength_points": rating.strength_points,
        "strength_cap": policy.strength_cap,
        "adverse_points": rating.adverse_points,
        "net": rating.net,
        "rating": rating.rating,
        "limits": [
            {"severity": grave, "findings": least, "best_rating": best}
            for grave, least, best in policy.rating_limits
            if counted.count(grave) >= least
        ],
        "weight": rating.weight,
    }


def why_composite(subject: Subject) -> dict[str, Any]:
    """Return the composite as the sum of weight times rating, and the band it lies in.

    The band runs ``from`` to ``to``, both included; ``null`` where it has no end.
    """
    evaluation, ruleset = subject.evaluation, subject.ruleset
    bands = ruleset.policy.bands
    place = next(n for n, band in enumerate(bands) if band.label == evaluation.base_grade)
    better = bands[place - 1].interval.low if place else None
    return {
        "code": "composite",
        "kind": "composite",
        "terms": [
            {
                "dimension": dimension,
                "title": ruleset.dimensions[dimension].en,
                "title_zh": ruleset.dimensions[dimension].zh,
                "weight": rating.weight,
                "rating": rating.rating,
                "product": rating.weight * rating.rating,
            }
            for dimension, rating in evaluation.dimensions.items()
        ],
        "composite": evaluation.composite,
        "base_grade": evaluation.base_grade,
        "band": {
            "from": bands[place].interval.low,
            "to": None if better is None else better - 1,
        },
    }


def _standing(subject: Subject) -> dict[str, str]:
    """Adverse codes that stand, to the finding that stands for each."""
    standing: dict[str, str] = {}
    for finding in subject.evaluation.findings:
        test, outcome = subject.ruleset.outcomes[finding.code]
        if outcome.adverse:
            standing |= dict.fromkeys(test.milder(outcome), finding.code)
    return standing


def _undecided(subject: Subject, pattern: Pattern, missing: Iterable[int]) -> list[str]:
    """W3 and KO codes left undecided that could meet every missing group, else none."""
    ruleset = subject.ruleset
    open_codes: dict[str, None] = {}
    for place in missing:
        group = pattern.all_of_any[place]
        tests = dict.fromkeys(ruleset.outcomes[code][0].id for code in group)
        found = [
            j.outcome.code
            for test in tests
            for j in judge(subject, ruleset.tests[test])
            if j.undecided_gate and not set(group).isdisjoint(j.test.milder(j.outcome))
        ]
        if not found:
            return []
        open_codes.update(dict.fromkeys(found))
    return list(open_codes)


def _clauses(ruleset: Ruleset, codes: Iterable[str]) -> list[str]:
    clauses = (clause for code in codes for clause in ruleset.outcomes[code][0].clauses)
    return list(dict.fromkeys(clauses))
