"""The migration matrix: how many borrowers went from which grade to which."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from service.drawing.look import ACCENT, END, INK, MIDDLE, PAPER, SMALL, SOFT, TINY
from service.drawing.marks import box, corners, line, outlined, shape, text
from service.drawing.svg import drawing
from service.drawing.table import Table
from service.drawing.text import width_of, wrap
from service.language.catalogue import Speaker

_LEFT: Final = 34
_TOP: Final = 36
_HIGH: Final = 23
_SHADES: Final = ("#ffffff", "#edf0f5", "#d5dde9", "#b7c5d9", "#98abc6")
"""From no share to more than half; ink on the darkest is 7 to 1."""

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Matrix:
    """``counts[i][j]`` borrowers went from ``grades[i]`` (before) to ``grades[j]`` (after).

    ``grades`` best first, NR last; ``before`` and ``after`` name the periods.
    """

    lang: str
    grades: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    before: str
    after: str


def draw_matrix(matrix: Matrix, width: int = PAPER) -> Markup:
    """Return the drawing, ``width`` px wide: shaded by share, signed where better or worse."""
    say = Speaker(matrix.lang, "drawing").say
    number = len(matrix.grades)
    wide = (width - _LEFT) // (number + 1)
    right = _LEFT + wide * number
    before, after = (
        wrap(said, TINY, right // 2 - 6, 1)[0]
        for said in (
            say("matrix_before", period=matrix.before),
            say("matrix_after", period=matrix.after),
        )
    )
    marks = [text(0, 11, before, TINY, SOFT), text(right, 11, after, TINY, SOFT, END)]
    for place, grade in enumerate(matrix.grades):
        x, y = _LEFT + place * wide, _TOP + place * _HIGH
        marks.append(text(x + wide // 2, _TOP - 6, grade, SMALL, INK, MIDDLE, True, True))
        marks.append(text(0, y + 14, grade, SMALL, INK, bold=True, figures=True))
        marks += _row(matrix, place, y, wide)
    bottom = _TOP + number * _HIGH
    marks.append(text(width, _TOP - 6, say("total"), TINY, SOFT, END))
    marks += [line(_LEFT + n * wide, _TOP, _LEFT + n * wide, bottom) for n in range(number + 1)]
    marks += [line(0, _TOP + n * _HIGH, width, _TOP + n * _HIGH) for n in range(number + 1)]
    for place in range(number):
        x, y = _LEFT + place * wide, _TOP + place * _HIGH
        marks.append(outlined(corners(x, y, wide, _HIGH), "none", INK, "1.25"))
    marks += _legend(say, bottom + 16)
    how = say("matrix_how")
    return drawing((width, bottom + 22), matrix.lang, _summary(matrix), how, *marks)


def matrix_table(matrix: Matrix) -> Table:
    """Return the same as a table: a row a grade before, a column a grade after."""
    say = Speaker(matrix.lang, "drawing").say
    rows = tuple(
        (grade, *map(str, counts), str(sum(counts)))
        for grade, counts in zip(matrix.grades, matrix.counts, strict=True)
    )
    head = (say("grade"), *matrix.grades, say("total"))
    return Table(_summary(matrix), head, rows, frozenset(range(1, len(head))))


def _summary(matrix: Matrix) -> str:
    say = Speaker(matrix.lang, "drawing").say
    same = better = worse = 0
    for before, counts in enumerate(matrix.counts):
        better += sum(counts[:before])
        same += counts[before]
        worse += sum(counts[before + 1 :])
    return say(
        "matrix_title",
        n=same + better + worse,
        before=matrix.before,
        after=matrix.after,
        same=str(same),
        better=str(better),
        worse=str(worse),
    )


def shade(count: int, total: int) -> int:
    """Return how dark a share is drawn: 0 for none, 1 up to a tenth, 2 a quarter, 3 half, 4."""
    if not count:
        return 0
    return 1 + sum(count * 20 > total * part for part in (2, 5, 10))


def _row(matrix: Matrix, place: int, y: int, wide: int) -> list[Markup]:
    counts = matrix.counts[place]
    total = sum(counts)
    marks = []
    for column, count in enumerate(counts):
        x = _LEFT + column * wide
        if not count:
            continue
        marks.append(box(x, y, wide, _HIGH, _SHADES[shade(count, total)]))
        if column != place:
            marks.append(_sign(column > place, x + wide - 7, y + _HIGH - 2))
        marks.append(_count(count, x + wide // 2, y, wide))
    end = _LEFT + len(counts) * wide + wide
    marks.append(text(end, y + 13, str(total), SMALL, SOFT, END, figures=True))
    return marks


def _count(count: int, middle: int, y: int, wide: int) -> Markup:
    said = str(count)
    size = next((s for s in (SMALL, TINY, 8) if width_of(said, s) <= wide - 4), 7)
    return text(middle, y + 13, said, size, INK, MIDDLE, figures=True)


def _sign(worse: bool, x: int, y: int) -> Markup:
    down = ((x, y - 4), (x + 5, y - 4), (x + 2, y))
    up = ((x, y), (x + 5, y), (x + 2, y - 4))
    return shape(down if worse else up, INK if worse else ACCENT)


def _legend(say: Say, y: int) -> list[Markup]:
    better = say("better")
    beside = 9 + width_of(better, SMALL) + 20
    return [
        _sign(False, 0, y - 1),
        text(9, y, better, SMALL, SOFT),
        _sign(True, beside, y - 1),
        text(beside + 9, y, say("worse"), SMALL, SOFT),
    ]
