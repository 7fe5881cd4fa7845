"""Every kind of difference is a row with two sides, told in words and not by colour alone."""

from typing import Any

import pytest

from service.decisions.rate import Rater
from service.explanation.difference import difference
from service.explanation.subject import Subject
from service.explanation.what_if import parse_changes
from service.paper.pen import Pen
from service.ruleset.model import Ruleset
from service.web.differences import Row, Side, direction, parts_of
from tests.web.deciding import dossier


@pytest.fixture
def subject(rater: Rater) -> Subject:
    return Subject(rater, rater.rate(dossier("average_manufacturer")))


def told(subject: Subject, changes: dict[str, Any], lang: str = "en") -> dict[str, list[Row]]:
    supposed = subject.rate(parse_changes(subject.ruleset, changes))
    parts = parts_of(Pen(subject.ruleset, lang), difference(subject, supposed))
    return {part.name: list(part.rows) for part in parts}


def test_a_fact_is_told_with_whose_word_it_is(subject: Subject) -> None:
    (row,) = told(subject, {"reputation.current_dpd": 45})["facts"]

    assert (row.title, row.code) == ("Current days past due", "reputation.current_dpd")
    assert (row.one.text, row.other) == ("0 days", Side("45 days", "", "supposed"))
    assert row.one.detail.endswith("2026")


def test_a_fact_that_would_not_be_known_says_why_and_bears_its_own_sign(subject: Subject) -> None:
    (row,) = told(subject, {"reputation.current_dpd": None})["facts"]

    assert row.other == Side("not known", "unknown", "not in the dossier")


def test_what_appears_stands_on_the_other_side_and_what_goes_on_the_one(subject: Subject) -> None:
    worse = told(subject, {"reputation.current_dpd": 45})
    appeared = {row.code: row for row in worse["caps"]}["PAST_DUE_31_90"]
    cured = told(subject, {"governance.succession_plan": "documented"})
    gone = {row.code: row for row in cured["reasons"]}["SUCCESSION_INFORMAL"]

    assert (appeared.one.text, appeared.other.text) == ("–", "N7 at best")
    assert (gone.one.text, gone.other.text) == ("a reason", "–")


def test_a_finding_that_became_another_is_one_row(subject: Subject) -> None:
    rows = told(subject, {"governance.succession_plan": "documented"})["findings"]
    (row,) = [row for row in rows if row.code == "GOV-20"]

    assert (row.one.sign, row.other.sign) == ("adverse", "strength")
    assert row.one.detail == "watch sign, −1 point"
    assert row.other.detail == "strength, +1 point"


def test_an_assumed_finding_says_that_it_is(subject: Subject) -> None:
    rows = told(subject, {"reputation.tax_class": None})["findings"]

    assert any("assumed, for nothing rules it out" in row.other.detail for row in rows)


def test_dimensions_are_told_with_their_words_and_points(subject: Subject) -> None:
    (row,) = told(subject, {"reputation.current_dpd": 45})["dimensions"]

    assert (row.code, row.other.text) == ("REP", "2 Weak")
    assert row.other.detail.startswith("net −")


def test_kinds_with_nothing_to_tell_are_left_out(subject: Subject) -> None:
    assert told(subject, {"reputation.current_dpd": 0}) == {}
    assert list(told(subject, {"sales.retention_pct": 88.5})) == ["facts"]


@pytest.mark.parametrize(
    ("one", "other", "way"),
    [
        ("N5", "N3", ("better", 2)),
        ("N5", "N6", ("worse", 1)),
        ("N1", "N10", ("worse", 9)),
        ("N4", "N4", ("same", 0)),
        ("NR", "NR", ("same", 0)),
        ("N4", "NR", ("unrated", 0)),
        ("NR", "N9", ("rated", 0)),
    ],
)
def test_the_way_between_two_grades_is_told(
    ruleset: Ruleset, one: str, other: str, way: tuple[str, int]
) -> None:
    assert direction(Pen(ruleset, "en"), one, other) == way


def test_rows_are_told_in_chinese(subject: Subject) -> None:
    rows = told(subject, {"reputation.current_dpd": 45}, "zh")

    assert rows["facts"][0].other == Side("45天", "", "假设")
    assert {row.code: row.other.text for row in rows["caps"]}["PAST_DUE_31_90"] == "上限N7"
