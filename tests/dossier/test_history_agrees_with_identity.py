"""Years and names stated as facts agree with the borrower's own dates, or are drawn from them."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dossier.dates import years_between
from service.dossier.facts import FactState
from service.dossier.read import DossierReader
from tests.dossier.asking import codes, faults, read

YEARS, CHANGES = "history.years_operating", "history.name_changes_5y"


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2004-05-01", "2026-11-01", "22.5041"),  # 184 of 365 days
        ("2004-05-01", "2026-05-01", "22"),
        ("2004-05-01", "2026-04-30", "21.9972"),
        ("2026-11-01", "2026-11-01", "0"),
        ("2026-10-31", "2026-11-01", "0.0027"),
        ("2024-02-29", "2025-02-27", "0.9972"),
        ("2024-02-29", "2025-02-28", "1"),
        ("2024-02-29", "2028-02-28", "3.9972"),
        ("2024-02-29", "2028-02-29", "4"),
        ("2023-03-01", "2024-02-29", "0.9972"),
    ],
)
def test_years_are_whole_anniversaries_and_a_share_of_the_running_year(
    start: str, end: str, years: str
) -> None:
    expected = int(Fraction(years) * 10_000)
    assert years_between(date.fromisoformat(start), date.fromisoformat(end)) == expected


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 60_000), st.integers(0, 60_000))
def test_years_never_fall_as_time_passes(start: date, first: int, second: int) -> None:
    low, high = sorted((first, second))
    earlier = years_between(start, start + timedelta(days=low))
    assert earlier <= years_between(start, start + timedelta(days=high))
    assert abs(Fraction(earlier, 10_000) - Fraction(low) / Fraction("365.2425")) < Fraction(1, 100)


@pytest.mark.parametrize("stated", [21.5041, 22, 22.5, 23.5041])
def test_stated_years_may_differ_by_a_year(
    reader: DossierReader, dossier: dict[str, Any], stated: float
) -> None:
    dossier["history"]["years_operating"] = stated
    assert read(reader, dossier).facts[YEARS].value == round(stated * 10_000)


@pytest.mark.parametrize("stated", [21.504, 23.5042, 0, 300])
@pytest.mark.parametrize("enveloped", [False, True])
def test_stated_years_that_differ_by_more_are_a_contradiction(
    reader: DossierReader, dossier: dict[str, Any], stated: float, enveloped: bool
) -> None:
    dossier["history"]["years_operating"] = {"value": stated} if enveloped else stated
    [fault] = faults(reader, dossier)
    assert (fault["pointer"], fault["code"]) == ("/history/years_operating", "contradiction")
    assert "/history/years_operating" in fault["message"]
    assert "/borrower/incorporated_on" in fault["message"]


STAND_IN = FactState(215_041, None, "borrower_stated", "2026-11-01", word_only=True)


@pytest.mark.parametrize(
    "given_years",
    [
        None,
        {"status": "not_assessed", "reason": "archive closed"},
        {"value": 50, "as_of": "2020-01-01", "source": "audited_accounts"},
    ],
    ids=["absent", "not_assessed", "stale"],
)
def test_unknown_years_are_derived_less_the_tolerance_on_the_borrowers_word(
    reader: DossierReader, dossier: dict[str, Any], given_years: Any
) -> None:
    del dossier["history"]["years_operating"]
    if given_years is not None:
        dossier["history"]["years_operating"] = given_years
    assert read(reader, dossier).facts[YEARS] == STAND_IN


def test_derived_years_are_never_negative(reader: DossierReader, dossier: dict[str, Any]) -> None:
    dossier["borrower"]["incorporated_on"] = "2026-03-01"
    del dossier["history"]["years_operating"]
    assert read(reader, dossier).facts[YEARS].value == 0


def test_a_firm_older_than_the_facts_range_can_state_its_limit(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["borrower"]["incorporated_on"] = "1600-12-31"
    dossier["history"]["years_operating"] = 300
    assert codes(reader, dossier) == []


def test_a_contradiction_tells_the_years_that_the_date_gives_even_beyond_the_facts_range(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["borrower"]["incorporated_on"] = "1000-11-01"
    [fault] = faults(reader, dossier)
    assert "gives 1026 at the rating date" in fault["message"]


NAMES = [
    {"name": "Old Works", "until": "2021-10-31"},  # a day too long ago
    {"name": "Works", "until": "2021-11-01"},
    {"name": "New Works", "until": "2026-11-01", "reason": "rebranding"},
]


def test_name_changes_must_be_as_many_as_the_former_names_of_five_years(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["borrower"]["former_names"] = NAMES
    dossier["history"]["name_changes_5y"] = 2
    assert codes(reader, dossier) == []
    dossier["history"]["name_changes_5y"] = 3
    [fault] = faults(reader, dossier)
    assert (fault["pointer"], fault["code"]) == ("/history/name_changes_5y", "contradiction")
    assert "/borrower/former_names" in fault["message"]


def test_an_empty_list_of_former_names_says_there_were_none(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["borrower"]["former_names"] = []
    dossier["history"]["name_changes_5y"] = 1
    assert codes(reader, dossier) == [("/history/name_changes_5y", "contradiction")]


def test_name_changes_are_free_to_state_where_no_names_are_listed(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["history"]["name_changes_5y"] = 3
    assert codes(reader, dossier) == []


def test_unknown_name_changes_are_counted_on_the_borrowers_word(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["borrower"]["former_names"] = NAMES
    state = read(reader, dossier).facts[CHANGES]
    assert state == FactState(20_000, None, "borrower_stated", "2026-11-01", word_only=True)


def test_unknown_name_changes_stay_unknown_where_no_names_are_listed(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    assert read(reader, dossier).facts[CHANGES].unknown == "absent"
