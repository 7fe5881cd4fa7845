"""Bars and the migration matrix show counts: in length, in shade, and always in figures."""

import re

import pytest

from service.drawing.bars import Bar, Bars, bars_table, draw_bars
from service.drawing.drawn import drawn
from service.drawing.look import PAPER, PHONE
from service.drawing.matrix import Matrix, draw_matrix, matrix_table, shade
from tests.drawing.seeing import points, title, words

GRADES = ("N1", "N2", "NR")
MATRIX = Matrix("en", GRADES, ((7, 2, 0), (1, 30, 0), (0, 1, 4)), "June", "September")
BARS = Bars(
    "en",
    "Decisions by grade",
    ("Grade", "Decisions"),
    (Bar("N1", 10, "10"), Bar("N2", 5, "5"), Bar("N3", 0, "none"), Bar("NR", 1, "1", True)),
)

each_width = pytest.mark.parametrize("width", [PAPER, PHONE])


def test_a_bar_is_as_long_as_its_value() -> None:
    ends = []
    for value in (5, 10):
        bars = Bars("en", "", ("", ""), (Bar("N1", value, "x"),), full=10)
        ends.append(max(x for x, y in points(draw_bars(bars)) if y))
    start = min(x for x, y in points(draw_bars(bars)) if y)
    assert ends[1] - start in (2 * (ends[0] - start), 2 * (ends[0] - start) + 1)


@each_width
def test_every_bar_has_its_label_and_its_figure(width: int) -> None:
    assert {"N1", "10", "N3", "none", "NR", "1"} <= set(words(draw_bars(BARS, width)))


def test_a_small_value_is_still_seen() -> None:
    bars = Bars("en", "", ("", ""), (Bar("a", 1, "1"), Bar("b", 100_000, "100,000")))
    small = re.findall(r'd="M(\d+) 3L(\d+) 3L', draw_bars(bars))
    assert [int(end) - int(start) for start, end in small] == [1]


def test_no_bars_at_all_are_an_empty_drawing() -> None:
    svg = draw_bars(Bars("zh", "无", ("", ""), ()))
    assert (words(svg), title(svg)) == ([], "无")


def test_the_table_of_bars_says_the_same() -> None:
    table = bars_table(BARS)
    assert table.head == ("Grade", "Decisions")
    assert table.rows[2] == ("N3", "none")


@each_width
def test_counts_stand_in_the_matrix_and_nothing_where_there_are_none(width: int) -> None:
    seen = words(draw_matrix(MATRIX, width))
    assert [seen.count(figure) for figure in ("7", "30", "4", "0")] == [1, 1, 1, 0]


def test_the_matrix_says_how_many_kept_their_grade() -> None:
    assert title(draw_matrix(MATRIX)) == (
        "45 borrowers from June to September: 41 kept the grade, 2 became better, 2 worse."
    )


def test_a_greater_share_is_darker() -> None:
    assert [shade(count, 100) for count in (0, 1, 10, 11, 25, 26, 50, 51, 100)] == (
        [0, 1, 1, 2, 2, 3, 3, 4, 4]
    )


def test_the_table_of_the_matrix_has_totals() -> None:
    table = matrix_table(MATRIX)
    assert table.head == ("Grade", "N1", "N2", "NR", "Total")
    assert table.rows[0] == ("N1", "7", "2", "0", "9")


def test_a_drawing_is_made_in_both_widths_with_its_table() -> None:
    made = drawn(MATRIX, draw_matrix, matrix_table)
    assert made.wide == draw_matrix(MATRIX, PAPER)
    assert made.narrow == draw_matrix(MATRIX, PHONE)
    assert 'class="drawing drawing-narrow"' in made.narrow
    assert made.table == matrix_table(MATRIX)
