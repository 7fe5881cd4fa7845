"""Override statistics: by officer, rule, reason, grade and month, exact, from the records alone."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from service.decisions.rate import Rater
from service.retention.erase import erase
from service.reviews.statistics import overrides
from service.store.port import RecordDamaged
from service.store.sqlite import SqliteStore
from tests.damage import damage
from tests.reviews.reviewing import CLIENT, FAMILY, POLLUTER, UNRATED, Reviewed


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 31, 23, 59, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Any:
    store = SqliteStore(tmp_path / "decisions.sqlite3", clock=clock)
    yield store
    store.close()


@pytest.fixture
def year(store: SqliteStore, rater: Rater, clock: Clock) -> list[Reviewed]:
    """Reviews of October and November by four officers."""
    family, polluter, unrated = (Reviewed(store, rater, n) for n in (FAMILY, POLLUTER, UNRATED))
    family.review("override_down", "chen", grade="N6")
    family.review("override_down", "chen", grade="N9")
    up = family.review("override_up", "wang", grade="N4")["review_id"]
    family.review("countersign", "zhao", review_id=up)
    clock.now = datetime(2026, 11, 1, tzinfo=UTC)
    polluter.review("accept", "chen")
    polluter.review("override_down", "li.na", grade="N8")
    unrated.review("refer_back", "li.na")
    clock.now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    up = family.review("override_up", "wang", grade="N4")["review_id"]
    family.review("decline", "zhao", review_id=up)
    family.review("override_up", "wang", grade="N4")
    family.review("accept", "chen")
    family.review("override_up", "wang", grade="N4")
    return [family, polluter, unrated]


def counted(store: SqliteStore, by: str, key: str) -> dict[str, Any]:
    """The counts of one group that are not nothing."""
    [group] = [g for g in overrides(store, [by])["groups"] if g["key"] == key]
    return {
        name: value
        for name, value in group.items()
        if value not in (0, None) and name not in ("by", "key")
    }


@pytest.mark.usefixtures("year")
def test_an_officer_is_counted_with_what_became_of_each_override(store: SqliteStore) -> None:
    assert counted(store, "officer", "wang") == {
        "reviews": 4,
        "overridden_up": 1,
        "declined": 1,
        "lapsed": 1,
        "pending": 1,
        "override_rate": "0.25",
        "average_notches_up": "1",
    }
    assert counted(store, "officer", "chen") == {
        "reviews": 4,
        "accepted": 2,
        "overridden_down": 2,
        "override_rate": "0.5",
        "average_notches_down": "2.5",
    }


@pytest.mark.usefixtures("year")
def test_a_signature_is_no_review_of_its_own(store: SqliteStore) -> None:
    officers = [group["key"] for group in overrides(store, ["officer"])["groups"]]
    assert officers == ["chen", "li.na", "wang"]


@pytest.mark.usefixtures("year")
def test_a_review_counts_for_every_rule_that_made_the_proposed_grade(store: SqliteStore) -> None:
    rules = {group["key"]: group["reviews"] for group in overrides(store, ["rule"])["groups"]}
    assert rules == {
        "(not rated)": 1,
        "ENV_RED": 2,
        "PAT-14 PERSISTENT_POLLUTER": 2,
        "GOV weak": 7,
        "PAT-01 KEY_PERSON_RISK": 7,
        "PAT-02 CLOSED_FAMILY_CONTROL": 7,
    }


def test_a_grade_that_no_cap_made_is_counted_as_such(store: SqliteStore, rater: Rater) -> None:
    Reviewed(store, rater, "average_manufacturer").review("accept")
    assert counted(store, "rule", "(no cap)") == {
        "reviews": 1,
        "accepted": 1,
        "override_rate": "0",
    }


@pytest.mark.usefixtures("year")
def test_reasons_grades_and_months_are_groups_too(store: SqliteStore) -> None:
    groups = overrides(store, ["reason", "grade", "month"])["groups"]
    assert [(group["by"], group["key"], group["reviews"]) for group in groups] == [
        ("reason", "(no reason code)", 2),
        ("reason", "EVIDENCE_INCOMPLETE", 1),
        ("reason", "MITIGANT_NOT_COVERED", 4),
        ("reason", "RISK_NOT_COVERED", 3),
        ("grade", "N5", 7),
        ("grade", "N7", 2),
        ("grade", "NR", 1),
        ("month", "2026-10", 3),
        ("month", "2026-11", 7),
    ]


@pytest.mark.usefixtures("year")
def test_the_total_counts_each_review_once(store: SqliteStore) -> None:
    answer = overrides(store, [])
    assert answer["groups"] == []
    assert answer["decisions"] == 3
    assert answer["total"] == {
        "reviews": 10,
        "accepted": 2,
        "overridden_down": 3,
        "overridden_up": 1,
        "pending": 1,
        "declined": 1,
        "lapsed": 1,
        "referred_back": 1,
        "override_rate": "0.4",
        "average_notches_down": "2",
        "average_notches_up": "1",
    }


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    ("since", "until", "reviews"),
    [
        (None, "2026-10-31", 3),
        ("2026-11-01", None, 7),
        ("2026-11-01", "2026-11-01", 3),
        ("2026-11-30", "2026-11-30", 4),
        ("2026-12-01", None, 0),
    ],
)
def test_first_and_last_day_are_included(
    store: SqliteStore, since: str | None, until: str | None, reviews: int
) -> None:
    answer = overrides(store, ["month"], since, until)
    assert (answer["since"], answer["until"]) == (since, until)
    assert answer["total"]["reviews"] == reviews


def test_an_override_counts_as_countersigned_whenever_that_was(
    store: SqliteStore, rater: Rater, clock: Clock
) -> None:
    family = Reviewed(store, rater, FAMILY)
    up = family.review("override_up", grade="N4")["review_id"]
    clock.now = datetime(2026, 12, 1, tzinfo=UTC)
    family.review("countersign", "wang", review_id=up)
    total = overrides(store, [], until="2026-10-31")["total"]
    assert (total["overridden_up"], total["pending"]) == (1, 0)


def test_averages_and_rates_are_rounded_at_four_decimals(store: SqliteStore, rater: Rater) -> None:
    family = Reviewed(store, rater, FAMILY)
    for grade in ("N6", "N6", "N7"):
        family.review("override_down", grade=grade)
    for _ in range(4):
        family.review("accept")
    total = overrides(store, [])["total"]
    assert (total["average_notches_down"], total["override_rate"]) == ("1.3333", "0.4286")
    assert total["average_notches_up"] is None


def test_erased_reviews_are_counted_as_erased_and_nowhere_else(
    store: SqliteStore, year: list[Reviewed]
) -> None:
    assert overrides(store, [])["erased"] == {"reviews": 0, "decisions": 0}
    polluter = year[1]
    erase(store, polluter.decision_id, order="court 7", by="dpo", client=CLIENT)
    answer = overrides(store, ["officer"])
    assert answer["erased"] == {"reviews": 2, "decisions": 1}
    assert (answer["decisions"], answer["total"]["reviews"]) == (2, 8)
    assert counted(store, "officer", "li.na")["reviews"] == 1


def test_one_officer_in_two_spellings_is_one_officer(store: SqliteStore, rater: Rater) -> None:
    family = Reviewed(store, rater, FAMILY)
    for officer in ("Li.Na", "li.na", "LI.NA"):
        family.review("accept", officer)
    assert counted(store, "officer", "li.na")["reviews"] == 3
    assert len(overrides(store, ["officer"])["groups"]) == 1


def test_a_pending_override_of_a_corrected_decision_counts_as_lapsed(
    store: SqliteStore, rater: Rater
) -> None:
    family = Reviewed(store, rater, FAMILY)
    family.review("override_up", grade="N4")
    assert overrides(store, [])["total"]["pending"] == 1
    family.correct()
    total = overrides(store, [])["total"]
    assert (total["pending"], total["lapsed"]) == (0, 1)


def test_grades_are_in_the_order_of_the_scale(store: SqliteStore, rater: Rater) -> None:
    for name in (UNRATED, "defaulter_with_false_statements", POLLUTER, FAMILY):
        Reviewed(store, rater, name).review("accept")
    grades = [group["key"] for group in overrides(store, ["grade"])["groups"]]
    assert grades == ["N5", "N7", "N10", "NR"]


@pytest.mark.parametrize("kind", ["review", "erasure"])
def test_nothing_is_counted_from_a_damaged_record(
    store: SqliteStore, rater: Rater, kind: str
) -> None:
    family, polluter = (Reviewed(store, rater, name) for name in (FAMILY, POLLUTER))
    for reviewed in (family, polluter):
        reviewed.review("accept")
    erase(store, polluter.decision_id, order="court 7", by="dpo", client=CLIENT)
    (record,) = store.records(kind=kind)
    damage(store, record)
    with pytest.raises(RecordDamaged, match=record.record_id):
        overrides(store, [])


def test_nothing_is_divided_by_nothing(store: SqliteStore) -> None:
    total = overrides(store, ["officer"])["total"]
    assert (total["reviews"], total["override_rate"], total["average_notches_down"]) == (
        0,
        None,
        None,
    )
