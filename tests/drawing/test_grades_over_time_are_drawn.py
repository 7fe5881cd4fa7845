"""The timeline shows each decision at its date and grade, and people's grades beside."""

from dataclasses import replace

import pytest

from service.drawing.look import PAPER, PHONE
from service.drawing.timeline import Moment, Timeline, draw_timeline, timeline_table
from tests.drawing.seeing import SVG, root, title, words

GRADES = (*(f"N{n}" for n in range(1, 11)), "NR")
THREE = Timeline(
    "en",
    (
        Moment("2025-11-01", "N4"),
        Moment("2026-05-01", "NR", note="registry report missing"),
        Moment("2026-11-01", "N6", "N5"),
    ),
    GRADES,
)

each_width = pytest.mark.parametrize("width", [PAPER, PHONE])


def dots(svg: str) -> list[tuple[int, int]]:
    found = root(svg).iter(f"{SVG}circle")
    return [(int(dot.get("cx", "")), int(dot.get("cy", ""))) for dot in found]


@each_width
def test_later_decisions_stand_further_right_and_worse_grades_lower(width: int) -> None:
    first, second, third = dots(draw_timeline(THREE, width))[:3]
    assert first[0] < second[0] < third[0]
    assert first[1] < third[1] < second[1]


@each_width
def test_distances_are_as_the_days_between(width: int) -> None:
    moments = (Moment("2026-01-01", "N4"), Moment("2026-01-11", "N4"), Moment("2026-01-31", "N4"))
    first, second, third = dots(draw_timeline(Timeline("en", moments, GRADES), width))
    assert abs((third[0] - second[0]) - 2 * (second[0] - first[0])) <= 2


@each_width
def test_a_grade_that_people_decided_on_is_a_diamond_with_its_legend(width: int) -> None:
    assert {"Model's grade", "Human grade"} <= set(words(draw_timeline(THREE, width)))
    alone = replace(THREE, moments=THREE.moments[:2])
    assert "Human grade" not in words(draw_timeline(alone, width))


@each_width
def test_one_decision_alone_is_drawn(width: int) -> None:
    svg = draw_timeline(replace(THREE, moments=THREE.moments[:1]), width)
    assert len(dots(svg)) == 1
    assert "2025-11-01" in words(svg)


@each_width
def test_dates_that_would_run_into_each_other_are_left_out(width: int) -> None:
    moments = tuple(Moment(f"2026-11-{day:02}", "N4") for day in range(1, 31))
    svg = draw_timeline(Timeline("zh", moments, GRADES), width)
    dates = [word for word in words(svg) if word.startswith("2026-")]
    assert len(dots(svg)) == 30
    assert {"2026-11-01", "2026-11-30"} <= set(dates)
    assert len(dates) < 15


def test_the_title_says_from_where_to_where() -> None:
    assert title(draw_timeline(THREE)) == (
        "3 decisions: by the model from N4 on 1 November 2025 to N6 on 1 November 2026."
    )


def test_the_table_has_every_decision_with_its_note() -> None:
    assert timeline_table(THREE).rows == (
        ("1 November 2025", "N4", "none", ""),
        ("1 May 2026", "NR", "none", "registry report missing"),
        ("1 November 2026", "N6", "N5", ""),
    )
