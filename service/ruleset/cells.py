"""Cuts a fact's domain into cells: the classes of values that a test cannot tell apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from service.decimal4 import SCALE
from service.ruleset.model import Condition, Fact, Value
from service.ruleset.unary import Interval


@dataclass(frozen=True, slots=True)
class Cell:
    """Values of one fact that meet the same conditions: ``values`` or one ``interval``."""

    values: frozenset[Value] | None
    interval: Interval | None

    def meets(self, condition: Condition) -> bool:
        """True if every value of the cell meets ``condition`` (else none does)."""
        if self.interval is None:
            return bool(self.values) and (self.values or frozenset()) <= (
                condition.values or frozenset()
            )
        return any(
            (allowed.low is None or _low(self.interval) >= allowed.low)
            and (allowed.high is None or _high(self.interval) <= allowed.high)
            for allowed in condition.intervals or ()
        )


def cut(fact: Fact, conditions: Iterable[Condition]) -> tuple[Cell, ...]:
    """Return the non-empty cells of ``fact`` under ``conditions``: disjoint, covering.

    Numbers come in ascending intervals inside the fact's range; enum and boolean values in
    groups, in the order of the dictionary.
    """
    mine = [c for c in conditions if c.fact == fact.id]
    if fact.kind != "number":
        groups: dict[tuple[bool, ...], list[Value]] = {}
        for value in fact.domain():
            signature = tuple(value in (c.values or ()) for c in mine)
            groups.setdefault(signature, []).append(value)
        return tuple(Cell(frozenset(group), None) for group in groups.values())
    low, high = fact.minimum or 0, fact.maximum or 0
    starts = {low}
    for condition in mine:
        for interval in condition.intervals or ():
            if interval.low is not None:
                starts.add(interval.low)
            if interval.high is not None:
                starts.add(interval.high + 1)
    inside = sorted(start for start in starts if low <= start <= high)
    cells = [
        Interval(start, end - 1) for start, end in zip(inside, [*inside[1:], high + 1], strict=True)
    ]
    if fact.whole:
        cells = [c for c in cells if -(-_low(c) // SCALE) * SCALE <= _high(c)]
    return tuple(Cell(None, cell) for cell in cells)


def _low(interval: Interval) -> int:
    return -(2**62) if interval.low is None else interval.low


def _high(interval: Interval) -> int:
    return 2**62 if interval.high is None else interval.high
