"""From 300 to the composite, dimension by dimension, then down to the grade, cap by cap."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from markupsafe import Markup

from service.drawing.look import (
    ACCENT,
    END,
    INK,
    MIDDLE,
    NARROW_BELOW,
    NORMAL,
    PAPER,
    SMALL,
    SOFT,
    START,
    TINT,
    TINY,
    WHITE,
)
from service.drawing.marks import (
    arrowhead,
    box,
    corners,
    hatched,
    line,
    lines,
    outlined,
    signed,
    text,
)
from service.drawing.steps import ADEQUATE, Band, CapStep, Contribution, Waterfall
from service.drawing.svg import drawing, group
from service.drawing.table import Table
from service.drawing.text import wrap
from service.language.catalogue import Speaker

__all__ = ["Band", "CapStep", "Contribution", "Waterfall", "draw_waterfall", "waterfall_table"]

LOW: Final = 100
"""The composite of a borrower Poor in every dimension."""

HIGH: Final = 500
"""The composite of one Strong in every dimension."""


def draw_waterfall(waterfall: Waterfall, width: int = PAPER) -> Markup:
    """Return the drawing, ``width`` px wide."""
    say = Speaker(waterfall.lang, "drawing").say
    sheet = _Sheet(waterfall, width)
    top = sheet.y
    rows = group(*_dimensions(sheet), *_caps(sheet), *_grade(sheet))
    behind = Markup("") if sheet.narrow else sheet.grid(top, sheet.y)
    return drawing(
        (width, sheet.y + 14),
        waterfall.lang,
        _summary(waterfall),
        say("waterfall_how"),
        sheet.head(),
        behind,
        rows,
        sheet.foot(),
    )


def waterfall_table(waterfall: Waterfall) -> Table:
    """Return the same as a table: what each step adds or takes, and where it leads."""
    say = Speaker(waterfall.lang, "drawing").say
    running = ADEQUATE * sum(c.weight for c in waterfall.contributions)
    rows = [(say("start"), "", "", str(running))]
    for made in waterfall.contributions:
        running += made.points
        how = f"{made.weight} \N{MULTIPLICATION SIGN} {made.word}"
        rows.append((made.title, how, signed(made.points), str(running)))
    composite = f"{waterfall.composite} ({waterfall.base_grade})"
    rows.append((say("composite"), "", "", composite))
    rank = waterfall.grades.index
    for cap in sorted(waterfall.caps, key=lambda cap: rank(cap.grade)):
        kind = say("cap_binding") if cap.binding else say("cap")
        rows.append((cap.title, kind, "", say("at_best", grade=cap.grade)))
    rows.append((say("grade"), "", "", f"{waterfall.grade} {waterfall.word}"))
    head = (say("step"), say("weight_and_rating"), say("points"), say("leads_to"))
    return Table(_summary(waterfall), head, tuple(rows), frozenset({2}))


def _summary(waterfall: Waterfall) -> str:
    say = Speaker(waterfall.lang, "drawing").say
    composite, base = str(waterfall.composite), waterfall.base_grade
    leading = waterfall.indicative_grade
    if leading == base:
        said = say("waterfall_uncapped", composite=composite, base=base)
    else:
        binding = len([c for c in waterfall.caps if c.binding])
        said = say("waterfall_capped", n=binding, composite=composite, base=base, grade=leading)
    return say("waterfall_not_rated", said=said) if waterfall.missing else said


class Row(NamedTuple):
    """The words of a row, and the top of its bar, which is 10 px high."""

    words: Markup
    top: int


class _Sheet:
    """Where things stand on the drawing; ``y`` is the top of the next row, ``x`` the composite."""

    def __init__(self, waterfall: Waterfall, width: int) -> None:
        self.waterfall = waterfall
        self.say = Speaker(waterfall.lang, "drawing").say
        self.width = width
        self.narrow = width < NARROW_BELOW
        self.label_width = width - 90 if self.narrow else 204
        self._left = 8 if self.narrow else 226
        self._right = width - 10 if self.narrow else width - 116
        self._slot = 28
        self.y = 18
        self.x = 0

    def at(self, composite: int) -> int:
        """The place of a composite (100..500)."""
        span = self._right - self._left - self._slot
        return self._left + self._slot + (composite - LOW) * span // (HIGH - LOW)

    def extent(self, grade: str) -> tuple[int, int]:
        """The left and the right end of a grade's band."""
        bands = self.waterfall.bands
        found = [n for n, band in enumerate(bands) if band.grade == grade]
        if not found:
            return self._left, self._left + self._slot - 2
        (place,) = found
        high = bands[place - 1].low if place else HIGH
        return self.at(max(LOW, bands[place].low)), self.at(high)

    def head(self) -> Markup:
        """The grades, each above its band."""
        marks = []
        for grade in self.waterfall.grades:
            left, right = self.extent(grade)
            held = grade == self.waterfall.indicative_grade
            ink = INK if held else SOFT
            middle = (left + right) // 2
            marks.append(text(middle, 12, grade, SMALL, ink, MIDDLE, held, figures=True))
        if not self.narrow:
            marks.append(text(self.width - 104, 12, self.say("weight_and_rating"), TINY, SOFT))
            marks.append(text(self.width, 12, self.say("points"), TINY, SOFT, END))
        return group(*marks)

    def grid(self, top: int, bottom: int) -> Markup:
        """The bands from ``top`` to ``bottom``, that of the grade tinted."""
        left, right = self.extent(self.waterfall.indicative_grade)
        marks = [box(left, top, right - left, bottom - top, TINT)]
        marks += [line(self.at(c), top, self.at(c), bottom) for c in self._edges()]
        return group(*marks)

    def foot(self) -> Markup:
        """The composites at which the bands begin."""
        return group(
            *(
                text(self.at(c), self.y + 11, str(c), TINY, SOFT, MIDDLE, figures=True)
                for c in self._edges()
            )
        )

    def _edges(self) -> tuple[int, ...]:
        return (LOW, *(b.low for b in reversed(self.waterfall.bands) if b.low > LOW), HIGH)

    def row(self, label: str, outcome: str, detail: str = "", bold: bool = False) -> Row:
        """Write the words of a row and make room for its bar."""
        said = wrap(label, NORMAL, self.label_width, 3, bold)
        height = 14 * len(said)
        if self.narrow:
            top, first = self.y + height + 4, self.y + 12
            beside, x, anchor = first, self.width - 34, END
            marks = [self.grid(top - 1, top + 11)]
            self.y = top + 17
        else:
            top = self.y + (height + 4) // 2 - 5
            beside, x, anchor = top + 9, self.width - 104, START
            first = beside - 7 * (len(said) - 1)
            marks = []
            self.y += height + 4 if len(said) == 1 else height + 8
        marks.append(lines(0, first, said, 14, bold=bold))
        marks.append(text(x, beside, detail, SMALL, SOFT, anchor, figures=True))
        marks.append(text(self.width, beside, outcome, NORMAL, INK, END, bold))
        return Row(group(*marks), top)

    def note(self, said: str) -> Markup:
        """Write a remark that has no bar."""
        self.y += 16
        return text(0, self.y - 5, said, SMALL, SOFT)

    def rule(self) -> Markup:
        """A rule across the drawing, and a little room."""
        self.y += 8
        return line(0, self.y - 4, self.width, self.y - 4, INK, "0.5")


def _dimensions(sheet: _Sheet) -> Iterator[Markup]:
    waterfall, say = sheet.waterfall, sheet.say
    running = ADEQUATE * sum(c.weight for c in waterfall.contributions)
    said, top = sheet.row(say("start"), str(running))
    yield said
    yield box(sheet.at(running) - 1, top, 3, 10, INK)
    for made in waterfall.contributions:
        before, running = running, running + made.points
        detail = f"{made.weight} \N{MULTIPLICATION SIGN} {made.word}"
        said, above = sheet.row(made.title, signed(made.points), detail)
        yield said
        x, end = sorted((sheet.at(before), sheet.at(running)))
        if not sheet.narrow:
            yield line(sheet.at(before), top + 10, sheet.at(before), above, INK)
        if made.points > 0:
            yield box(x, above, end - x, 10, ACCENT)
        elif made.points < 0:
            yield hatched(x, above, end - x, 10)
        else:
            yield line(x, above, x, above + 10, INK, "1.5")
        top = above
    yield sheet.rule()
    said, above = sheet.row(
        say("composite"), str(waterfall.composite), waterfall.base_grade, bold=True
    )
    x = sheet.at(waterfall.composite)
    yield said
    if not sheet.narrow:
        yield line(x, top + 10, x, above, INK)
    yield outlined(((x - 5, above + 5), (x, above), (x + 5, above + 5), (x, above + 10)), INK)
    sheet.x = x


def _caps(sheet: _Sheet) -> Iterator[Markup]:
    say = sheet.say
    standing, level = sheet.x, ""
    for cap, more in sheet.waterfall.steps:
        label = say("cap_and_more", n=more, title=cap.title) if more else cap.title
        said, top = sheet.row(label, say("at_best", grade=cap.grade))
        wall = sheet.extent(cap.grade)[1]
        if level and cap.grade != level:
            standing = sheet.extent(level)[1]
        level = cap.grade
        ink, weight = (INK, "1.5") if cap.binding else (SOFT, "0.75")
        yield said
        yield line(standing, top + 5, wall + 4, top + 5, ink, weight)
        yield arrowhead(wall + 1, top + 5, ink, -1)
        yield box(wall - 1, top - 1, 3 if cap.binding else 1, 12, ink)
    if sheet.waterfall.without_effect:
        yield sheet.note(say("caps_without_effect", n=sheet.waterfall.without_effect))


def _grade(sheet: _Sheet) -> Iterator[Markup]:
    waterfall, say = sheet.waterfall, sheet.say
    grade, indicative = waterfall.grade, waterfall.indicative_grade
    yield sheet.rule()
    label = say("grade_is", grade=grade, word=waterfall.word)
    said, top = sheet.row(label, grade, bold=True)
    left, right = sheet.extent(indicative)
    around = corners(left, top - 4, right - left, 17)
    yield said
    if waterfall.missing:
        yield outlined(around, WHITE, INK, dashed=True)
        yield text((left + right) // 2, top + 9, indicative, NORMAL, INK, MIDDLE, figures=True)
        yield sheet.note(say("indicative_only", grade=indicative))
    else:
        yield outlined(around, ACCENT, ACCENT)
        yield text(
            (left + right) // 2, top + 9, grade, NORMAL, WHITE, MIDDLE, bold=True, figures=True
        )
