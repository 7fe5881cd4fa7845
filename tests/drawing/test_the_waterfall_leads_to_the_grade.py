"""The waterfall starts at 300, adds each dimension, and goes down to the grade cap by cap."""

from collections.abc import Callable
from typing import Any

import pytest

from service.drawing.look import PAPER, PHONE
from service.drawing.waterfall import Waterfall, draw_waterfall, waterfall_table
from service.paper.figures import waterfall_of
from service.ruleset.model import Ruleset
from tests.drawing.seeing import said, title, words

Rated = Callable[[str], Any]

WORKED = (
    "average_manufacturer",
    "defaulter_with_false_statements",
    "family_condiment_maker",
    "incomplete_dossier",
    "polluting_dye_maker",
    "strong_private_manufacturer",
    "trading",
)

each_width = pytest.mark.parametrize("width", [PAPER, PHONE])


@pytest.fixture
def waterfall(rated: Rated, ruleset: Ruleset) -> Callable[[str], Waterfall]:
    return lambda name: waterfall_of(rated(name), ruleset, "en")


@pytest.mark.parametrize("name", WORKED)
def test_what_the_dimensions_add_leads_from_300_to_the_composite(
    waterfall: Callable[[str], Waterfall], name: str
) -> None:
    shown = waterfall(name)
    assert 300 + sum(made.points for made in shown.contributions) == shown.composite


@pytest.mark.parametrize("name", WORKED)
def test_the_table_runs_to_the_composite_too(
    waterfall: Callable[[str], Waterfall], name: str
) -> None:
    shown = waterfall(name)
    table = waterfall_table(shown)
    leads = [row[3] for row in table.rows]
    assert leads[0] == "300"
    assert leads[11] == str(shown.composite)
    assert leads[12] == f"{shown.composite} ({shown.base_grade})"
    assert leads[-1] == f"{shown.grade} {shown.word}"
    assert {len(row) for row in table.rows} == {len(table.head)}


@each_width
def test_every_dimension_is_written_with_its_weight_rating_and_points(
    waterfall: Callable[[str], Waterfall], width: int
) -> None:
    seen = words(draw_waterfall(waterfall("family_condiment_maker"), width))
    for expected in ("Governance", "12 × Weak", "−12", "22 × Strong", "+44", "392", "N3"):
        assert expected in seen


@each_width
def test_all_caps_that_bind_are_named(waterfall: Callable[[str], Waterfall], width: int) -> None:
    svg = draw_waterfall(waterfall("family_condiment_maker"), width)
    assert words(svg).count("N5 at best") == 3
    for cap in ("Governance rated Weak or Poor", "Key-person risk", "Closed family control"):
        assert cap in said(svg)
    assert "Grade N5: Acceptable with conditions" in said(svg)


def test_caps_that_do_not_bind_are_one_step_a_grade(
    waterfall: Callable[[str], Waterfall],
) -> None:
    shown = waterfall("defaulter_with_false_statements")
    assert [(cap.grade, more) for cap, more in shown.steps] == [
        ("N7", 3),
        ("N9", 3),
        ("N10", 0),
        ("N10", 0),
    ]
    svg = draw_waterfall(shown)
    assert said(svg).count("(and 3 more)") == 2
    assert "4 further caps do not lower it" in words(svg)


def test_every_cap_stands_in_the_table(waterfall: Callable[[str], Waterfall]) -> None:
    shown = waterfall("defaulter_with_false_statements")
    table = waterfall_table(shown)
    assert len([row for row in table.rows if row[1].startswith("cap")]) == len(shown.caps) == 14


def test_without_caps_the_composite_is_said_to_decide(
    waterfall: Callable[[str], Waterfall],
) -> None:
    shown = waterfall("average_manufacturer")
    assert shown.steps == ()
    assert title(draw_waterfall(shown)) == "The composite of 375 is N4, and no cap lowers it."


def test_the_title_says_what_holds_the_grade(waterfall: Callable[[str], Waterfall]) -> None:
    svg = draw_waterfall(waterfall("trading"))
    assert title(svg) == "The composite of 355 would be N4; 2 caps hold it at N5."


@each_width
def test_of_a_borrower_not_rated_the_grade_is_indicative_only(
    waterfall: Callable[[str], Waterfall], width: int
) -> None:
    svg = draw_waterfall(waterfall("incomplete_dossier"), width)
    assert "N5 is indicative only, not to be used" in words(svg)
    assert "Grade NR: Not rated" in said(svg)
    assert title(svg).startswith("Not rated (NR). Indicatively: ")
    assert "stroke-dasharray" in svg


def test_what_takes_points_is_hatched_and_what_adds_is_solid(
    waterfall: Callable[[str], Waterfall],
) -> None:
    losing = draw_waterfall(waterfall("family_condiment_maker"))
    winning = draw_waterfall(waterfall("strong_private_manufacturer"))
    hatching = 'stroke="#1a1a1a" stroke-width="0.75"/></g>'
    assert losing.count(hatching) == 1
    assert winning.count(hatching) == 0
