"""Horizontal bars: a distribution over grades, counts of findings, rates of unknown facts."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from service.drawing.look import ACCENT, INK, NARROW_BELOW, NORMAL, PAPER, SMALL
from service.drawing.marks import box, hatched, line, lines, text
from service.drawing.svg import drawing
from service.drawing.table import Table
from service.drawing.text import width_of, wrap
from service.language.catalogue import Speaker

_HIGH: Final = 10
_LEADING: Final = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``value`` >= 0 is its length, ``text`` what is written at its end.

    ``hatched`` sets it apart (NR, adverse); the label says why.
    """

    label: str
    value: int
    text: str
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars under a ``title``; ``head`` names labels and values in the table.

    ``full`` is the value of a bar of full length (default: the greatest value).
    """

    lang: str
    title: str
    head: tuple[str, str]
    bars: tuple[Bar, ...]
    full: int | None = None


def draw_bars(bars: Bars, width: int = PAPER) -> Markup:
    """Return the drawing, ``width`` px wide."""
    say = Speaker(bars.lang, "drawing").say
    narrow = width < NARROW_BELOW
    texts = [wrap(bar.text, SMALL, width // 3, 1)[0] for bar in bars.bars]
    ends = max((width_of(said, SMALL) for said in texts), default=0)
    labels = max((width_of(bar.label, NORMAL) for bar in bars.bars), default=0)
    most = width if narrow and labels > width // 3 else min(labels, width * 2 // 5)
    above = most == width
    left = 1 if above else most + 12
    room = width - left - ends - 8
    full = max((bars.full or 0, *(bar.value for bar in bars.bars), 1))
    marks: list[Markup] = []
    y = 0
    for bar, end in zip(bars.bars, texts, strict=True):
        said = wrap(bar.label, NORMAL, most, 3)
        height = _LEADING * len(said)
        top = y + height + 4 if above else y + max(0, height - _LEADING) // 2 + 3
        first = y + 12
        y = top + _HIGH + 6 if above else y + height + 5
        marks.append(lines(0, first, said, _LEADING))
        long = bar.value * room // full
        if bar.value:
            draw = hatched if bar.hatched else box
            marks.append(draw(left, top, max(1, long), _HIGH, INK if bar.hatched else ACCENT))
        marks.append(text(left + long + 6, top + _HIGH - 1, end, SMALL, figures=True))
    if not above:
        marks.append(line(left, 0, left, y, INK, "0.5"))
    description = say("bars_how")
    return drawing((width, max(y, 1)), bars.lang, bars.title, description, *marks)


def bars_table(bars: Bars) -> Table:
    """Return the same as a table."""
    rows = tuple((bar.label, bar.text) for bar in bars.bars)
    return Table(bars.title, bars.head, rows, frozenset({1}))
