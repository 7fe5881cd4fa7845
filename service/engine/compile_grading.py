"""Rules from findings to the grade: patterns, ratings, base grade, caps and the grade itself.

Strict and best-case grading run through the same rules: every rule reads a single fact, and
whoever asserted the fact knows which grading it belongs to.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from service.engine import limits
from service.engine.decision_table import Option, Rule, Variable, rules
from service.ruleset.model import Pattern as RulesetPattern
from service.ruleset.model import Policy, Ruleset

WEIGHTED = "w_"
"""Prefix of a dimension's rating where its weight is not zero."""

COMPOSITE = "n"
"""The weighted sum, in the fact of the ratings; dimensions have capital letters."""

_MANY = 10**6
"""Beyond every sum of points, count of findings and composite."""

Compilable = tuple[str, str, str, limits.Pattern]
"""Name of a rule, its layer, what it derives, the conditions on its fact."""


@dataclass(frozen=True)
class Sheet:
    """Some patterns and the finding codes that they read: the members of one engine fact."""

    name: str
    patterns: tuple[str, ...]
    codes: tuple[str, ...]


def pattern_sheets(ruleset: Ruleset) -> tuple[Sheet, ...]:
    """Divide the patterns so that no fact of codes can meet too many conditions at once."""
    ways: dict[str, list[limits.Pattern]] = {
        pattern.id: [[{code: 1} for code in codes] for codes in branches(pattern)]
        for pattern in ruleset.patterns.values()
    }
    return tuple(
        Sheet(f"codes.{number}", patterns, _codes(ruleset, patterns))
        for number, patterns in enumerate(limits.divide(ways), 1)
    )


def branches(pattern: RulesetPattern) -> Iterator[tuple[str, ...]]:
    """Yield every way to form ``pattern``: one code of each group, codes once.

    The engine fires an "or" once for each true branch, so branches are spelled out.
    """
    for codes in product(*pattern.all_of_any):
        yield tuple(dict.fromkeys(codes))


def _codes(ruleset: Ruleset, patterns: tuple[str, ...]) -> tuple[str, ...]:
    read = {c for p in patterns for group in ruleset.patterns[p].all_of_any for c in group}
    return tuple(sorted(read))


def grading_rules(ruleset: Ruleset, sheets: tuple[Sheet, ...]) -> Iterator[Compilable]:
    """Yield every rule above the findings, layer by layer."""
    policy = ruleset.policy
    for code in policy.deceit_findings:
        yield f"deceit/{code}", "deceit", code, [{"k": "finding"}, {"c": code}]
    for sheet in sheets:
        for pattern in sheet.patterns:
            for number, codes in enumerate(branches(ruleset.patterns[pattern]), 1):
                standing: limits.Pattern = [{"k": sheet.name}, *({code: 1} for code in codes)]
                yield f"{pattern}/{number}", "pattern", pattern, standing
    yield from _rating_rules(policy)
    yield from _base_rules(policy)
    grades = list(policy.grades)[:-1]
    for kind in ("finding", "pattern"):
        for grade in grades:
            yield f"cap/{kind}/{grade}", f"cap/{kind}", grade, [{"k": kind}, {"cap": grade}]
    yield from _dimension_cap_rules(policy)
    # The first of these to fire decides, so the worst grade stands first.
    for grade in reversed(grades):
        yield f"grade/{grade}", "grade", grade, [{"k": "candidates"}, {grade: 1}]
    yield "rated/no", "rated", "NR", [{"k": "final"}, {"$gte": {"missing": 1}}]
    yield "rated/yes", "rated", "", [{"k": "final"}, {"missing": 0}]


def _rating_rules(policy: Policy) -> Iterator[Compilable]:
    """Rules from a dimension's net points and its grave findings to its rating."""
    severities = sorted({severity for severity, _, _ in policy.rating_limits})
    edges = [(b.label, b.interval) for b in policy.ratings]
    net = Variable("net", tuple((i.low, i.high) for _, i in edges))
    counts = []
    for severity in severities:
        starts = sorted({0, *(n for s, n, _ in policy.rating_limits if s == severity)})
        ends = [*(start - 1 for start in starts[1:]), None]
        counts.append(Variable(severity, tuple(zip(starts, ends, strict=True))))

    def conclude(case: Mapping[str, Option]) -> str:
        ratings = [int(label) for label, i in edges if (i.low, i.high) == case["net"]]
        for severity, number, best in policy.rating_limits:
            span = case[severity]
            assert isinstance(span, tuple)
            if span[0] >= number:
                ratings.append(best)
        return str(min(ratings))

    for number, rule in enumerate(rules([net, *counts], conclude, ""), 1):
        for branch, pattern in enumerate(_branches(rule)):
            name = f"rating/{rule.concludes}/{number}.{branch}"
            yield name, "rating", str(rule.concludes), [{"k": "sums"}, *pattern]


def _branches(rule: Rule) -> Iterable[limits.Pattern]:
    choices = [
        [_between(name, o[0], o[1]) for o in options if isinstance(o, tuple)]
        for name, options in rule.when
    ]
    for chosen in product(*choices):
        yield [condition for conditions in chosen for condition in conditions]


def _base_rules(policy: Policy) -> Iterator[Compilable]:
    ceiling: int | None = None
    for band in policy.bands:
        pattern = [{"k": "ratings"}, *_between(COMPOSITE, band.interval.low, ceiling)]
        yield f"base/{band.label}", "base", band.label, pattern
        ceiling = (band.interval.low or 0) - 1


def _dimension_cap_rules(policy: Policy) -> Iterator[Compilable]:
    for cap in policy.dimension_caps:
        for dimension in cap.dimensions or policy.dimensions:
            member = dimension if cap.dimensions else WEIGHTED + dimension
            rated = _between(member, cap.rating.low, cap.rating.high)
            yield f"rated/{cap.id}/{dimension}", "rated", cap.id, [{"k": "ratings"}, *rated]
        pattern = [{"k": "count"}, {"c": cap.id}, *_between("n", cap.count.low, cap.count.high)]
        yield f"cap/{cap.id}", "cap/dimensions", cap.id, pattern


def _between(member: str, low: int | None, high: int | None) -> limits.Pattern:
    if low is not None and low == high:
        return [{member: low}]
    pattern: limits.Pattern = []
    if high is not None:
        pattern.append({"$lte": {member: high}})
    if low is not None or not pattern:
        pattern.append({"$gte": {member: -_MANY if low is None else low}})
    return pattern
