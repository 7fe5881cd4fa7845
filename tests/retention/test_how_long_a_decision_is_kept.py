"""The period is counted in whole months of the calendar, from the day that its class starts at."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.canonical import canonical_bytes
from service.records.policy import RetentionClass
from service.retention.terms import Term, term_of
from service.ruleset.text import Text
from service.store.port import Record

NOTHING = Text("", "")
CLASSES = {
    "month": RetentionClass("month", NOTHING, 1, "decision", NOTHING),
    "year": RetentionClass("year", NOTHING, 12, "decision", NOTHING),
    "decade": RetentionClass("decade", NOTHING, 120, "end_of_relation", NOTHING),
}


def record(kind: str, day: str, **body: object) -> Record:
    document = {"recorded_at": f"{day}T23:59:59.999999+00:00", "body": body}
    return Record(0, "0f3c", kind, None, canonical_bytes(document))


def decision(day: str, of: str) -> Record:
    return record("decision", day, retention={"class": of})


def reclassed(of: str) -> Record:
    return record("retention", "2030-01-01", event="class", **{"class": of})


def ended(on: str) -> Record:
    return record("retention", "2030-01-01", event="relation_ended", on=on)


@pytest.mark.parametrize(
    ("recorded", "of", "until"),
    [
        ("2026-11-22", "month", "2026-12-22"),
        ("2026-12-31", "month", "2027-01-31"),
        ("2027-01-31", "month", "2027-02-28"),
        ("2028-01-31", "month", "2028-02-29"),
        ("2027-03-31", "month", "2027-04-30"),
        ("2028-02-29", "year", "2029-02-28"),
        ("2027-02-28", "year", "2028-02-28"),
    ],
)
def test_it_ends_on_the_same_day_of_the_month_or_on_the_last_one(
    recorded: str, of: str, until: str
) -> None:
    term = term_of(decision(recorded, of), [], CLASSES)
    assert term == Term(of, date.fromisoformat(recorded), date.fromisoformat(until))


@given(st.dates(date(1990, 1, 1), date(2200, 12, 31)), st.integers(0, 1200))
def test_it_ends_as_many_months_later_as_the_class_says(day: date, months: int) -> None:
    classes = {"any": RetentionClass("any", NOTHING, months, "decision", NOTHING)}
    until = term_of(decision(day.isoformat(), "any"), [], classes).keep_until
    assert until is not None
    assert (until.year - day.year) * 12 + until.month - day.month == months
    last_of_month = date.fromordinal(until.toordinal() + 1).day == 1
    assert until.day == day.day or (until.day < day.day and last_of_month)


def test_a_period_that_starts_with_the_end_of_the_relation_is_not_known_before() -> None:
    term = term_of(decision("2026-11-22", "decade"), [], CLASSES)
    assert (term.keep_until, term.unknown) == (None, "relation_not_ended")
    assert not term.expired(date.max)


def test_it_starts_where_the_relation_ended() -> None:
    term = term_of(decision("2026-11-22", "decade"), [ended("2029-06-30")], CLASSES)
    assert term == Term("decade", date(2029, 6, 30), date(2039, 6, 30))


def test_the_end_that_was_recorded_last_counts_though_it_be_the_earlier_day() -> None:
    about = [ended("2029-06-30"), ended("2029-05-31")]
    assert term_of(decision("2026-11-22", "decade"), about, CLASSES).keep_until == date(2039, 5, 31)


def test_a_relation_that_ended_before_the_decision_makes_no_period_shorter() -> None:
    term = term_of(decision("2026-11-22", "decade"), [ended("2020-01-01")], CLASSES)
    assert term.keep_until == date(2036, 11, 22)


def test_the_end_of_the_relation_is_of_no_account_to_other_classes() -> None:
    term = term_of(decision("2026-11-22", "year"), [ended("2029-06-30")], CLASSES)
    assert term.keep_until == date(2027, 11, 22)


def test_the_class_that_was_recorded_last_counts() -> None:
    about = [reclassed("month"), ended("2029-06-30"), reclassed("decade")]
    term = term_of(decision("2026-11-22", "year"), about, CLASSES)
    assert term == Term("decade", date(2029, 6, 30), date(2039, 6, 30))


def test_a_class_that_the_policy_does_not_have_gives_no_term() -> None:
    term = term_of(decision("2026-11-22", "century"), [], CLASSES)
    assert (term.keep_until, term.unknown) == (None, "class_not_known")


def test_records_of_other_kinds_are_of_no_account() -> None:
    about = [record("review", "2027-01-01", event="class"), record("hold", "2027-01-01")]
    assert term_of(decision("2026-11-22", "year"), about, CLASSES).keep_until == date(2027, 11, 22)


def test_the_last_day_is_not_past_before_it_is_over() -> None:
    term = Term("year", date(2026, 11, 22), date(2027, 11, 22))
    assert not term.expired(date(2027, 11, 22))
    assert term.expired(date(2027, 11, 23))
