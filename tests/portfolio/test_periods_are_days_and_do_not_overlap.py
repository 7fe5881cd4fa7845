"""What periods are taken from a form, and what is wrong with others."""

from datetime import date

import pytest

from service.portfolio.periods import Period, Periods, read_periods, usual

LAST = date(2026, 11, 22)


def test_unless_asked_it_is_the_year_to_the_newest_decision_and_the_year_before() -> None:
    assert read_periods({}, LAST) == (usual(LAST), {})
    assert usual(LAST) == Periods(
        Period("2025-11-23", "2026-11-22"), Period("2024-11-23", "2025-11-22")
    )
    # A leap day has no twin: the years still meet without a gap.
    leap = usual(date(2028, 2, 29))
    assert leap.period == Period("2027-03-01", "2028-02-29")
    assert leap.earlier.until == "2027-02-28"


def test_what_is_left_out_is_as_usual() -> None:
    periods, faults = read_periods({"since": "2026-10-01", "until": " "}, LAST)
    assert faults == {}
    assert periods == Periods(
        Period("2026-10-01", "2026-11-22"), Period("2024-11-23", "2025-11-22")
    )


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({"since": "yesterday"}, {"since": "no_date"}),
        ({"until": "2026-02-30"}, {"until": "no_date"}),
        ({"since": "20261101", "until": "2026-11"}, {"since": "no_date", "until": "no_date"}),
        ({"since": "2026-11-02", "until": "2026-11-01"}, {"until": "reversed"}),
        (
            {"earlier_since": "2025-02-01", "earlier_until": "2025-01-01"},
            {"earlier_until": "reversed"},
        ),
        ({"earlier_until": "2025-11-23"}, {"earlier_until": "overlapping"}),
    ],
)
def test_what_cannot_be_a_period_is_told_at_its_field(
    given: dict[str, str], faults: dict[str, str]
) -> None:
    assert read_periods(given, LAST)[1] == faults


def test_a_day_lasts_to_its_end() -> None:
    day = Period("2026-02-28", "2026-02-28")
    assert day.first == "2026-02-28T00:00:00.000000+00:00"
    assert day.before == "2026-03-01T00:00:00.000000+00:00"


def test_the_last_day_that_there_is_can_be_asked_for() -> None:
    periods, faults = read_periods({"until": "9999-12-31"}, LAST)
    assert faults == {}
    assert periods.period.first < "2026-11-22" < periods.period.before
