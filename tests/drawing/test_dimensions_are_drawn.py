"""Every dimension has a bar of its weight, filled as far as its rating, with both in words."""

from collections.abc import Callable
from typing import Any

import pytest

from service.drawing.dimensions import Dimension, Dimensions, dimensions_table, draw_dimensions
from service.drawing.look import PAPER, PHONE
from service.paper.figures import dimensions_of
from service.ruleset.model import Ruleset
from tests.drawing.seeing import points, said, title, words

Rated = Callable[[str], Any]

each_width = pytest.mark.parametrize("width", [PAPER, PHONE])


def one(weight: int, rating: int) -> Dimensions:
    return Dimensions("en", (Dimension("Sales", weight, rating, "Word", 3, 5),), weight * rating)


@each_width
def test_every_dimension_shows_its_rating_in_words_and_its_points(
    rated: Rated, ruleset: Ruleset, width: int
) -> None:
    svg = draw_dimensions(dimensions_of(rated("trading"), ruleset, "en"), width)
    seen = words(svg)
    for title_of in ruleset.dimensions.values():
        assert title_of.en in seen
    assert seen.count("Adequate") == 5
    assert {"Weak", "Strong", "−8", "+4"} <= set(seen)
    assert "355 of 500" in said(svg)


@each_width
def test_a_dimension_without_weight_is_said_to_have_none(
    rated: Rated, ruleset: Ruleset, width: int
) -> None:
    svg = draw_dimensions(dimensions_of(rated("trading"), ruleset, "en"), width)
    assert words(svg).count("carries no weight here") == 1


def test_a_better_rating_fills_more_of_the_bar() -> None:
    ends = [max(x for x, _ in points(draw_dimensions(one(20, rating)))) for rating in range(1, 6)]
    assert len(set(ends)) == 1
    filled = [draw_dimensions(one(20, rating)) for rating in range(1, 6)]
    assert len(set(filled)) == 5


def test_weak_is_hatched_adequate_pale_and_good_solid() -> None:
    weak, adequate, good = (draw_dimensions(one(20, rating)) for rating in (2, 3, 4))
    assert ("#c3cede" in weak, "#1f3a68" in weak) == (False, False)
    assert ("#c3cede" in adequate, "#1f3a68" in adequate) == (True, False)
    assert ("#c3cede" in good, "#1f3a68" in good) == (False, True)


def test_the_table_sums_to_the_composite(rated: Rated, ruleset: Ruleset) -> None:
    table = dimensions_table(dimensions_of(rated("listed_pharma"), ruleset, "zh"))
    *rows, total = table.rows
    assert len(rows) == 11
    assert sum(int(row[5]) for row in rows) == int(total[5]) == 365
    assert rows[1] == ("法人治理结构", "12", "1 差", "+2", "−14", "12")


def test_the_title_counts_what_lies_above_and_below(rated: Rated, ruleset: Ruleset) -> None:
    svg = draw_dimensions(dimensions_of(rated("trading"), ruleset, "en"))
    assert title(svg) == (
        "The 10 dimensions that carry weight sum to a composite of 355: 5 above Adequate, 1 below."
    )
