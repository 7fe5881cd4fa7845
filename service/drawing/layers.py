"""Arranges boxes in columns so that lines between them cross little; whole numbers, no chance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

_SWEEPS: Final = 4
"""More do not help drawings of this size."""

_BEND_HEIGHT: Final = 4

Link = tuple[str, str]
"""Keys of a box and of one in a column further right."""


@dataclass(frozen=True, slots=True)
class Box:
    """Something ``height`` px high in a column, counted from 0."""

    key: str
    column: int
    height: int


@dataclass(frozen=True, slots=True)
class Layers:
    """Where the boxes stand: the top of each, and what is passed on the way of each link.

    ``routes``: a link to the keys of its ends and of the bends between them; all links to
    one box share their bends.
    """

    tops: Mapping[str, int]
    heights: Mapping[str, int]
    routes: Mapping[Link, tuple[str, ...]]

    def middle(self, key: str) -> int:
        """The height at which lines meet a box or pass a bend."""
        return self.tops[key] + self.heights[key] // 2


def arrange(boxes: Sequence[Box], links: Iterable[Link], gap: int) -> Layers:
    """Return a place for each of ``boxes``, at least ``gap`` px apart.

    The order in which they are given decides where nothing else does.
    """
    column = {box.key: box.column for box in boxes}
    heights = {box.key: box.height for box in boxes}
    routes: dict[Link, tuple[str, ...]] = {}
    for source, target in links:
        bends = [f"{target}@{n}" for n in range(column[source] + 1, column[target])]
        for bend in bends:
            column[bend] = int(bend.rpartition("@")[2])
            heights[bend] = _BEND_HEIGHT
        routes[source, target] = (source, *bends, target)
    steps = dict.fromkeys(step for route in routes.values() for step in pairwise(route))
    columns: list[list[str]] = [[] for _ in range(max(column.values()) + 1)]
    for key in _from_the_right(column, steps):
        columns[column[key]].append(key)
    columns = _untangled(columns, tuple(steps))
    tops = _spread(columns, tuple(steps), heights, gap)
    return Layers(tops, heights, routes)


def _from_the_right(column: Mapping[str, int], steps: Iterable[Link]) -> list[str]:
    """The boxes as one meets them going back from those that lead nowhere."""
    before: dict[str, list[str]] = {key: [] for key in column}
    leading = set()
    for source, target in steps:
        before[target].append(source)
        leading.add(source)
    found: dict[str, None] = {}

    def visit(key: str) -> None:
        if key not in found:
            found[key] = None
            for source in before[key]:
                visit(source)

    for key in column:
        if key not in leading:
            visit(key)
    return list(found)


def _untangled(columns: list[list[str]], steps: Sequence[Link]) -> list[list[str]]:
    """Order each column by the mean place of its neighbours, to and fro; keep the best found."""
    best, fewest = columns, crossings(columns, steps)
    current = columns
    for sweep in range(_SWEEPS):
        current = [list(column) for column in current]
        leftwards = sweep % 2 == 0
        numbers = range(len(current) - 2, -1, -1) if leftwards else range(1, len(current))
        for number in numbers:
            beside = current[number + 1 if leftwards else number - 1]
            place = {key: n for n, key in enumerate(beside)}
            neighbours = _neighbours(steps, leftwards)
            own = {key: n for n, key in enumerate(current[number])}
            current[number].sort(
                key=lambda key: _mean(
                    [place[other] for other in neighbours.get(key, ()) if other in place],
                    own[key],
                )
            )
        found = crossings(current, steps)
        if found < fewest:
            best, fewest = current, found
    return best


def crossings(columns: Sequence[Sequence[str]], steps: Sequence[Link]) -> int:
    """Return how many pairs of lines cross."""
    at = {key: (c, n) for c, column in enumerate(columns) for n, key in enumerate(column)}
    crossing = 0
    for place, (source, target) in enumerate(steps):
        for other_source, other_target in steps[place + 1 :]:
            if at[source][0] == at[other_source][0]:
                first = at[source][1] - at[other_source][1]
                crossing += first * (at[target][1] - at[other_target][1]) < 0
    return crossing


def _neighbours(steps: Iterable[Link], on_the_right: bool) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for source, target in steps:
        key, other = (source, target) if on_the_right else (target, source)
        found.setdefault(key, []).append(other)
    return found


def _mean(numbers: Sequence[int], otherwise: int) -> Fraction:
    return Fraction(sum(numbers), len(numbers)) if numbers else Fraction(otherwise)


def _spread(
    columns: Sequence[Sequence[str]], steps: Sequence[Link], heights: Mapping[str, int], gap: int
) -> dict[str, int]:
    """Stack the highest column; set the boxes of the others beside what they are linked with."""
    tall = [sum(heights[key] + gap for key in column) for column in columns]
    highest = tall.index(max(tall))
    tops: dict[str, int] = {}
    top = 0
    for key in columns[highest]:
        tops[key] = top
        top += heights[key] + gap
    for on_the_right, numbers in (
        (True, range(highest - 1, -1, -1)),
        (False, range(highest + 1, len(columns))),
    ):
        neighbours = _neighbours(steps, on_the_right)
        for number in numbers:
            wanted = []
            last = 0
            for key in columns[number]:
                beside = [2 * tops[o] + heights[o] for o in neighbours.get(key, ()) if o in tops]
                if beside:
                    last = sum(beside) // (2 * len(beside)) - heights[key] // 2
                wanted.append(last)
            tops |= zip(
                columns[number],
                _apart(wanted, [heights[key] + gap for key in columns[number]]),
                strict=True,
            )
    least = min(tops.values())
    return {key: top - least for key, top in tops.items()}


def _apart(wanted: Sequence[int], rooms: Sequence[int]) -> list[int]:
    """Return places as near to those ``wanted`` as ``rooms`` (px of each) allow, in this order.

    Least squares under an order: neighbours that would overlap are pooled around their mean.
    """
    offsets = [sum(rooms[:n]) for n in range(len(rooms))]
    pools: list[tuple[int, int]] = []
    for place, offset in zip(wanted, offsets, strict=True):
        total, number = place - offset, 1
        while pools and pools[-1][0] * number >= total * pools[-1][1]:
            before, many = pools.pop()
            total, number = total + before, number + many
        pools.append((total, number))
    starts = [total // number for total, number in pools for _ in range(number)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
