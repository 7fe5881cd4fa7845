"""Holds a unary test against the domain of the fact that it is asked of."""

from collections.abc import Iterable

from service.decimal4 import SCALE, plain
from service.ruleset.model import Condition, Fact
from service.ruleset.unary import Interval, UnaryTest, merged, parse_unary

_TYPES = {"enum": "string", "bool": "boolean", "number": "number"}
_EXAMPLES = {"enum": '"a", "b"', "bool": "true", "number": "(5..20]"}


class OutsideDomain(ValueError):
    """The test compares the fact with what the fact can never be, or is met by no value of it."""


def condition(fact: Fact, source: str) -> Condition:
    """Return the condition that ``fact`` meets the unary test ``source``.

    Raises :exc:`UnaryTestError`, or :exc:`OutsideDomain` if the test compares with another
    type or with a value or bound outside the fact's domain.
    """
    test = parse_unary(source)
    if test.kind != _TYPES[fact.kind]:
        example = _EXAMPLES[fact.kind]
        raise OutsideDomain(f"{fact.id} is {fact.kind}, to be compared as in {example}")
    if fact.kind == "number":
        intervals = _inside(test.intervals, fact, source)
        return Condition(fact.id, UnaryTest((), intervals), source, None, intervals)
    domain = fact.domain()
    if strange := [v for v in test.literals if v not in domain]:
        known = ", ".join(map(str, domain))
        raise OutsideDomain(f"{strange[0]!r} is not a value of {fact.id}; it has {known}")
    values = [v for v in domain if (v in test.literals) != test.negated]
    if not values:
        raise OutsideDomain(f"no value of {fact.id} meets {source!r}")
    literals = tuple(v for v in sorted(values, key=str) if isinstance(v, str | bool))
    return Condition(fact.id, UnaryTest(literals, ()), source, frozenset(values), None)


def _inside(intervals: Iterable[Interval], fact: Fact, source: str) -> tuple[Interval, ...]:
    """Return the part of ``intervals`` inside the domain, unbounded at the domain's ends."""
    low, high = fact.minimum or 0, fact.maximum or 0
    step = SCALE if fact.whole else 1
    inside: list[Interval] = []
    for interval in intervals:
        for bound in (interval.low, interval.high):
            # One step outside is how "> maximum" or "< minimum" is written on the grid.
            if bound is not None and not low - 1 <= bound <= high + 1:
                span = f"{plain(low)} to {plain(high)}"
                raise OutsideDomain(f"{source!r} lies outside the range of {fact.id}, {span}")
        first = low if interval.low is None else -(-interval.low // step) * step
        last = high if interval.high is None else interval.high // step * step
        if max(first, low) <= min(last, high):
            inside.append(Interval(max(first, low), min(last, high)))
    if not inside:
        raise OutsideDomain(f"no value of {fact.id} meets {source!r}")
    return tuple(
        Interval(None if i.low == low else i.low, None if i.high == high else i.high)
        for i in merged(inside, step)
    )
