"""Where the facts of a borrower could move: a near value of each other cell, by direction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.decimal4 import SCALE
from service.explanation.subject import Subject
from service.ruleset.cells import Cell, cut
from service.ruleset.model import Condition, Fact, Ruleset, Value

_FINEST = SCALE // 1000
"""Thresholds have three decimals at most: what ends in a fourth is next to one."""


@dataclass(frozen=True, slots=True)
class Move:
    """One fact moved from its value to another cell, no farther than a person would say.

    ``steps`` counts the cells passed, 1 or more; ``effort`` is the fact's.
    """

    fact: str
    value: Value
    steps: int
    effort: int


def improvements(subject: Subject) -> dict[str, list[Move]]:
    """Return the moves for the better, nearest first, of every fact that a borrower can change.

    Considered are known facts that change now or with time, in a direction that their ruleset
    allows, and that a test reads. Of a fact with no better and worse all moves are returned.
    """
    return {
        fact.id: moves
        for fact in subject.ruleset.facts.values()
        if fact.change.when != "history"
        and fact.change.direction in ("better", "either")
        and (moves := _moves(subject, fact, better=True))
    }


def worsenings(subject: Subject) -> dict[str, list[Move]]:
    """Return the moves for the worse, nearest first, of every fact that can get worse.

    What is history cannot be undone; where its direction is ``worse`` it can still happen
    again.
    """
    return {
        fact.id: moves
        for fact in subject.ruleset.facts.values()
        if fact.need != "class"
        and (
            fact.change.direction == "worse"
            or (fact.change.direction == "either" and fact.change.when != "history")
        )
        and (moves := _moves(subject, fact, better=False))
    }


def _moves(subject: Subject, fact: Fact, better: bool) -> list[Move]:
    value = subject.facts[fact.id].value
    if value is None:
        return []
    cells = cut(fact, conditions_on(subject.ruleset, fact.id))
    if fact.kind == "number":
        found = _numbers(fact, cells, int(value), better)
    else:
        found = _values(fact, cells, value, better)
    return [Move(fact.id, to, steps, fact.change.effort) for steps, to in enumerate(found, 1)]


def conditions_on(ruleset: Ruleset, fact: str) -> Iterable[Condition]:
    """Every condition of an outcome on ``fact``, over all tests that read it."""
    for test in ruleset.readers[fact]:
        for outcome in ruleset.tests[test].outcomes:
            for alternative in outcome.when:
                yield from (c for c in alternative if c.fact == fact)


def _numbers(fact: Fact, cells: Sequence[Cell], value: int, better: bool) -> list[Value]:
    """One number of each other interval on the side asked for, nearest first."""
    below: list[Value] = []
    above: list[Value] = []
    for interval in (cell.interval for cell in cells):
        if interval is None or interval.low is None or interval.high is None:
            continue
        if interval.high < value:
            below.insert(0, -_plainest(-interval.high, -interval.low, fact.whole))
        elif interval.low > value:
            above.append(_plainest(interval.low, interval.high, fact.whole))
    if fact.worse == "none":
        return sorted((*below, *above), key=lambda to: (abs(int(to) - value), to))
    return below if (fact.worse == "higher") == better else above


def _plainest(near: int, far: int, whole: bool) -> int:
    """The number of an interval that a person would name, as near as can be to its end ``near``.

    That is ``near`` itself where a threshold stands there; next to a threshold, where it would
    be such as 50.0001, the nearest number of the fewest decimals.
    """
    if near % _FINEST == 0 and not whole:
        return near
    for unit in (SCALE, SCALE // 10, SCALE // 100, _FINEST):
        number = -(-near // unit) * unit
        if number <= far:
            return number
    return near


def _values(fact: Fact, cells: Sequence[Cell], value: Value, better: bool) -> list[Value]:
    """One value of each other cell on the side asked for: the nearest, as the fact is ordered."""
    if isinstance(fact.worse, str):
        others = [c.values for c in cells if c.values and value not in c.values]
        return sorted((min(cell, key=str) for cell in others), key=str)
    groups = [[_typed(fact, spelled) for spelled in group] for group in fact.worse]
    here = next(n for n, group in enumerate(groups) if value in group)
    beyond = reversed(groups[:here]) if better else iter(groups[here + 1 :])
    found: list[Value] = []
    met = [cell.values for cell in cells if cell.values and value in cell.values]
    for to in (to for group in beyond for to in group):
        cell = next(c.values for c in cells if c.values and to in c.values)
        if cell not in met:
            met.append(cell)
            found.append(to)
    return found


def _typed(fact: Fact, spelled: str) -> Value:
    return spelled == "true" if fact.kind == "bool" else spelled
