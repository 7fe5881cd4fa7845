"""The grades of one borrower over time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from markupsafe import Markup

from service.drawing.look import ACCENT, END, INK, MIDDLE, PAPER, SMALL, SOFT, TINY, WHITE
from service.drawing.marks import box, line, outlined, path, text
from service.drawing.svg import drawing, element, group
from service.drawing.table import Table
from service.drawing.text import width_of
from service.language.catalogue import Speaker
from service.language.values import date_text
from service.ruleset.model import NOT_RATED

_ROW: Final = 16
_LEFT: Final = 44
_RIGHT: Final = 24
_LABEL: Final = 26
"""Px between two labels of grades."""

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Moment:
    """A decision: its rating date (ISO 8601), the model's grade and people's, if any.

    ``note`` goes to the table only: what changed, or the ruleset.
    """

    date: str
    grade: str
    human_grade: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Decisions, oldest first (at least one); ``grades`` best first, NR last."""

    lang: str
    moments: tuple[Moment, ...]
    grades: tuple[str, ...]


def draw_timeline(timeline: Timeline, width: int = PAPER) -> Markup:
    """Return the drawing, ``width`` px wide."""
    say = Speaker(timeline.lang, "drawing").say
    plot = _Plot(timeline, width)
    marks = [*_scale(plot, say), *_path(plot), *_moments(plot), *_dates(plot)]
    height = plot.bottom + 22
    if any(map(_differs, timeline.moments)):
        height += 18
        marks += _legend(say, height - 5)
    how = say("timeline_how")
    return drawing((width, height), timeline.lang, _summary(timeline), how, *marks)


def timeline_table(timeline: Timeline) -> Table:
    """Return the same as a table."""
    say = Speaker(timeline.lang, "drawing").say
    nobody = say("human_grade_none")
    rows = tuple(
        (date_text(one.date, timeline.lang), one.grade, one.human_grade or nobody, one.note)
        for one in timeline.moments
    )
    head = (say("date"), say("model_grade"), say("human_grade"), say("note"))
    return Table(_summary(timeline), head, rows)


def _differs(moment: Moment) -> bool:
    return moment.human_grade not in (None, moment.grade)


def _summary(timeline: Timeline) -> str:
    say = Speaker(timeline.lang, "drawing").say
    first, last = timeline.moments[0], timeline.moments[-1]
    since = date_text(first.date, timeline.lang)
    if len(timeline.moments) == 1:
        return say("timeline_title_one", first=first.grade, since=since)
    return say(
        "timeline_title",
        n=len(timeline.moments),
        first=first.grade,
        since=since,
        last=last.grade,
        until=date_text(last.date, timeline.lang),
    )


class _Plot:
    """Where dates and grades stand."""

    def __init__(self, timeline: Timeline, width: int) -> None:
        self.timeline = timeline
        self.width = width
        days = [date.fromisoformat(moment.date).toordinal() for moment in timeline.moments]
        self._first, self._span = days[0], days[-1] - days[0]
        self.xs = [self._x(day) for day in days]
        self.bottom = self.y(timeline.grades[-1]) + 12

    def _x(self, day: int) -> int:
        room = self.width - _LEFT - _RIGHT
        if not self._span:
            return _LEFT + room // 2
        return _LEFT + (day - self._first) * room // self._span

    def y(self, grade: str) -> int:
        """The line of a grade; NR stands apart, below all others."""
        place = self.timeline.grades.index(grade)
        return 14 + place * _ROW + (8 if grade == NOT_RATED else 0)


def _scale(plot: _Plot, say: Say) -> Iterator[Markup]:
    for grade in plot.timeline.grades:
        y = plot.y(grade)
        yield text(0, y + 4, grade, SMALL, SOFT, figures=True)
        yield line(_LEFT - 12, y, plot.width, y)
    yield line(_LEFT - 12, plot.bottom, plot.width, plot.bottom, INK, "0.5")


def _path(plot: _Plot) -> Iterator[Markup]:
    """Each grade holds until the next decision; from and to NR the step is dashed."""
    moments = plot.timeline.moments
    for place, (one, following) in enumerate(pairwise(moments)):
        x, y, end = plot.xs[place], plot.y(one.grade), plot.xs[place + 1]
        yield path(f"M{x} {y}H{end}", ACCENT, "1.5", one.grade == NOT_RATED)
        if one.grade != following.grade:
            dashed = NOT_RATED in (one.grade, following.grade)
            yield path(f"M{end} {y}V{plot.y(following.grade)}", ACCENT, "1", dashed)


def _moments(plot: _Plot) -> Iterator[Markup]:
    moments = plot.timeline.moments
    taken = -_LABEL
    for place, moment in enumerate(moments):
        x, y = plot.xs[place], plot.y(moment.grade)
        if moment.human_grade and _differs(moment):
            human = plot.y(moment.human_grade)
            yield path(f"M{x} {y}V{human}", INK, "0.75")
            yield _diamond(x, human)
        yield _dot(x, y, moment.grade == NOT_RATED)
        changed = not place or moments[place - 1].grade != moment.grade
        if changed and x - taken >= _LABEL:
            taken = x
            yield _label(x - 8, y, moment.grade)


def _label(x: int, y: int, grade: str) -> Markup:
    """A grade to the left of its dot, where only the grid runs: it makes way."""
    wide = width_of(grade, SMALL, bold=True) + 4
    return group(
        box(x - wide + 2, y - 5, wide, 10, WHITE),
        text(x, y + 4, grade, SMALL, INK, END, bold=True, figures=True),
    )


def _dot(x: int, y: int, hollow: bool) -> Markup:
    fill, stroke = (WHITE, INK) if hollow else (ACCENT, WHITE)
    return element("circle", cx=x, cy=y, r=4, fill=fill, stroke=stroke, stroke_width="1")


def _diamond(x: int, y: int) -> Markup:
    return outlined(((x - 5, y), (x, y - 5), (x + 5, y), (x, y + 5)), WHITE, INK, "1.5")


def _dates(plot: _Plot) -> Iterator[Markup]:
    """The last date, the first, and of the others those that find room."""
    xs = plot.xs
    room = width_of("0000-00-00", TINY) + 6
    taken: list[int] = []
    for place in dict.fromkeys((len(xs) - 1, 0, *range(len(xs)))):
        x = xs[place]
        middle = min(max(x, room // 2), plot.width - room // 2)
        yield line(x, plot.bottom, x, plot.bottom + 4, INK)
        if all(abs(middle - other) >= room for other in taken):
            taken.append(middle)
            said = plot.timeline.moments[place].date
            yield text(middle, plot.bottom + 15, said, TINY, SOFT, MIDDLE, figures=True)


def _legend(say: Say, y: int) -> list[Markup]:
    model = say("model_grade")
    beside = 14 + width_of(model, SMALL) + 24
    return [
        _dot(5, y - 4, False),
        text(14, y, model, SMALL, SOFT),
        _diamond(beside, y - 4),
        text(beside + 9, y, say("human_grade"), SMALL, SOFT),
    ]
