"""The dimensions as bars: as long as the weight allows, filled as far as the rating goes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from service.drawing.look import (
    ACCENT,
    END,
    INK,
    NARROW_BELOW,
    PALE,
    PAPER,
    SMALL,
    SOFT,
    TINY,
    WHITE,
)
from service.drawing.marks import corners, hatched, line, outlined, signed, text
from service.drawing.steps import ADEQUATE
from service.drawing.svg import drawing, group
from service.drawing.table import Table
from service.language.catalogue import Speaker

BEST_RATING: Final = 5
"""Strong: as many cells has each bar."""

_HIGH: Final = 10
_WEIGHT, _BAR, _SUM, _RATING = 240, 250, 474, 484
"""Where the columns stand on paper: those of numbers end there."""

_APART: Final = 48
"""Px between the ends of the columns of points."""

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension: ``weight`` 0..100, ``rating`` 1..5 with its ``word``, points >= 0."""

    title: str
    weight: int
    rating: int
    word: str
    strength_points: int
    adverse_points: int

    @property
    def sum(self) -> int:
        """What it contributes to the composite."""
        return self.weight * self.rating


@dataclass(frozen=True, slots=True)
class Dimensions:
    """All dimensions in the order of the ruleset, and the composite (100..500) they sum to."""

    lang: str
    dimensions: tuple[Dimension, ...]
    composite: int


def draw_dimensions(dimensions: Dimensions, width: int = PAPER) -> Markup:
    """Return the drawing, ``width`` px wide."""
    say = Speaker(dimensions.lang, "drawing").say
    narrow = width < NARROW_BELOW
    draw = _narrow if narrow else _wide
    marks = [_narrow_head(say, width) if narrow else _head(say, width)]
    y = 18 if narrow else 22
    for dimension in dimensions.dimensions:
        unit = _unit(dimensions, 166 if narrow else 190)
        marks.append(draw(say, dimension, width, y, unit))
        y += 36 if narrow else 19
    total = say("of_most", sum=str(dimensions.composite), most=str(_most(dimensions)))
    x = width if narrow else _SUM
    marks += [
        line(0, y + 1, width, y + 1, INK, "0.5"),
        text(0, y + 16, say("composite"), bold=True),
        text(x, y + 16, total, anchor=END, bold=True, figures=True),
    ]
    how = say("dimensions_how")
    return drawing((width, y + 22), dimensions.lang, _summary(dimensions), how, *marks)


def dimensions_table(dimensions: Dimensions) -> Table:
    """Return the same as a table."""
    say = Speaker(dimensions.lang, "drawing").say
    heads = ("dimension", "weight", "rating", "strengths", "adverse", "contribution")
    rows = [
        (
            one.title,
            str(one.weight),
            say("rating_word", rating=str(one.rating), word=one.word),
            signed(one.strength_points),
            signed(-one.adverse_points),
            str(one.sum),
        )
        for one in dimensions.dimensions
    ]
    weights = str(sum(one.weight for one in dimensions.dimensions))
    rows.append((say("composite"), weights, "", "", "", str(dimensions.composite)))
    numbers = frozenset({1, 3, 4, 5})
    return Table(_summary(dimensions), tuple(say(head) for head in heads), tuple(rows), numbers)


def _summary(dimensions: Dimensions) -> str:
    say = Speaker(dimensions.lang, "drawing").say
    weighted = [d for d in dimensions.dimensions if d.weight]
    good = str(len([d for d in weighted if d.rating > ADEQUATE]))
    weak = str(len([d for d in weighted if d.rating < ADEQUATE]))
    composite = str(dimensions.composite)
    n = len(weighted)
    return say("dimensions_title", n=n, composite=composite, good=good, weak=weak)


def _most(dimensions: Dimensions) -> int:
    return BEST_RATING * sum(d.weight for d in dimensions.dimensions)


def _unit(dimensions: Dimensions, room: int) -> int:
    """Px of a point of weight in one cell, times 100: the heaviest dimension fills ``room``."""
    return room * 100 // (BEST_RATING * max(d.weight for d in dimensions.dimensions))


def _bar(dimension: Dimension, x: int, y: int, unit: int) -> Markup:
    """Five cells, each as wide as the weight, as many filled as the rating says."""
    ends = [x + dimension.weight * unit * n // 100 for n in range(BEST_RATING + 1)]
    if not dimension.weight:
        return Markup("")
    filled = ends[dimension.rating] - x
    if dimension.rating < ADEQUATE:
        fill = hatched(x, y, filled, _HIGH)
    else:
        plain = dimension.rating == ADEQUATE
        fill = outlined(corners(x, y, filled, _HIGH), PALE if plain else ACCENT, INK)
    ink = WHITE if dimension.rating > ADEQUATE else INK
    cuts = [line(end, y, end, y + _HIGH, ink) for end in ends[1 : dimension.rating]]
    rest = [line(end, y, end, y + _HIGH) for end in ends[dimension.rating + 1 : BEST_RATING]]
    whole = outlined(corners(x, y, ends[-1] - x, _HIGH), WHITE, SOFT)
    return group(whole, *rest, fill, *cuts)


def _head(say: Say, width: int) -> Markup:
    return group(
        text(0, 10, say("dimension"), TINY, SOFT),
        text(_WEIGHT, 10, say("weight"), TINY, SOFT, END),
        text(_BAR, 10, say("weight_and_rating"), TINY, SOFT),
        text(_RATING, 10, say("rating"), TINY, SOFT),
        text(width - _APART, 10, say("strengths"), TINY, SOFT, END),
        text(width, 10, say("adverse"), TINY, SOFT, END),
        line(0, 16, width, 16, INK, "0.5"),
    )


def _narrow_head(say: Say, width: int) -> Markup:
    return group(
        text(0, 10, say("weight_and_rating"), TINY, SOFT),
        text(width - _APART, 10, say("strengths"), TINY, SOFT, END),
        text(width, 10, say("adverse"), TINY, SOFT, END),
        line(0, 15, width, 15, INK, "0.5"),
    )


def _wide(say: Say, dimension: Dimension, width: int, y: int, unit: int) -> Markup:
    base = y + 11
    marks = [
        text(0, base, dimension.title),
        text(_WEIGHT, base, str(dimension.weight), anchor=END, figures=True),
        _bar(dimension, _BAR, y + 2, unit),
        text(_RATING, base, dimension.word, bold=dimension.rating != ADEQUATE),
    ]
    if dimension.weight:
        marks.append(text(_SUM, base, str(dimension.sum), anchor=END, figures=True))
    else:
        marks.append(text(_BAR, base, say("no_weight"), SMALL, SOFT))
    return group(*marks, *_points(dimension, width, base))


def _narrow(say: Say, dimension: Dimension, width: int, y: int, unit: int) -> Markup:
    first, second = y + 11, y + 26
    bold = dimension.rating != ADEQUATE
    marks = [
        text(0, first, dimension.title),
        text(width, first, dimension.word, anchor=END, bold=bold),
        _bar(dimension, 1, second - 9, unit),
    ]
    if dimension.weight:
        how = say(
            "weight_by_rating",
            weight=str(dimension.weight),
            rating=str(dimension.rating),
            sum=str(dimension.sum),
        )
        marks.append(text(width - 86, second, how, SMALL, SOFT, END, figures=True))
    else:
        marks.append(text(0, second, say("no_weight"), SMALL, SOFT))
    return group(*marks, *_points(dimension, width, second))


def _points(dimension: Dimension, width: int, base: int) -> tuple[Markup, Markup]:
    for_it, against = signed(dimension.strength_points), signed(-dimension.adverse_points)
    return (
        text(width - _APART, base, for_it, SMALL, INK, END, figures=True),
        text(width, base, against, SMALL, INK, END, figures=True),
    )
