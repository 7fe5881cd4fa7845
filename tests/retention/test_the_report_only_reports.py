"""The report tells what is expired, soon will be, is held or not known, and does nothing."""

from datetime import date

import pytest

from service.records.policy import records_policy
from service.retention.report import Standing, standings
from service.store.port import RecordDamaged
from service.store.sqlite import SqliteStore
from tests.damage import damage
from tests.retention.acting import end, hold, lift, order, reclass
from tests.retention.conftest import Decide

BUSINESS = "us_reg_b_business"
"""Kept 13 months from the decision: one of 2026-11-22 until 2027-12-22."""


def on(store: SqliteStore, day: date, within: int = 90) -> list[Standing]:
    return list(standings(store, records_policy().retention, day, within))


def states(store: SqliteStore, day: date, within: int = 90) -> list[str]:
    return [standing.state for standing in on(store, day, within)]


@pytest.mark.parametrize(
    ("day", "within", "state"),
    [
        (date(2027, 12, 11), 10, "kept"),
        (date(2027, 12, 12), 10, "expiring"),
        (date(2027, 12, 22), 0, "expiring"),
        (date(2027, 12, 23), 0, "expired"),
        (date(2027, 12, 23), 90, "expired"),
    ],
)
def test_a_decision_expires_the_day_after_its_last(
    store: SqliteStore, decided: Decide, day: date, within: int, state: str
) -> None:
    reclass(store, decided().decision_id, BUSINESS)
    assert states(store, day, within) == [state]


def test_a_decision_of_which_the_relation_has_not_ended_never_expires(
    store: SqliteStore, decided: Decide
) -> None:
    decision_id = decided().decision_id
    assert states(store, date(9999, 1, 1)) == ["open"]
    end(store, decision_id, on=date(2026, 11, 22))
    assert states(store, date(2036, 11, 22)) == ["expiring"]
    assert states(store, date(2036, 11, 23)) == ["expired"]


def test_a_hold_goes_before_all_else(store: SqliteStore, decided: Decide) -> None:
    decision_id = decided().decision_id
    placed = hold(store, decision_id)
    assert states(store, date(2026, 11, 22)) == ["held"]
    reclass(store, decision_id, BUSINESS)
    (standing,) = on(store, date(2030, 1, 1))
    assert (standing.state, standing.holds) == ("held", (placed.record_id,))
    assert standing.term.expired(date(2030, 1, 1))
    lift(store, placed.record_id)
    assert states(store, date(2030, 1, 1)) == ["expired"]


def test_a_hold_on_one_decision_is_none_on_another(store: SqliteStore, decided: Decide) -> None:
    hold(store, decided().decision_id)
    decided()
    assert states(store, date(2026, 11, 22)) == ["held", "open"]


def test_only_a_class_that_the_policy_does_not_have_is_unknown(
    store: SqliteStore, decided: Decide
) -> None:
    decided()
    known = records_policy().retention
    fewer = {name: known[name] for name in known if name != "cn_loan_file"}
    (standing,) = standings(store, fewer, date(2026, 11, 22), 90)
    assert (standing.state, standing.term.unknown) == ("unknown", "class_not_known")


@pytest.mark.parametrize("kind", ["decision", "retention", "hold"])
def test_nothing_is_reported_from_a_damaged_record(
    store: SqliteStore, decided: Decide, kind: str
) -> None:
    decision = decided()
    reclass(store, decision.decision_id, BUSINESS)
    hold(store, decision.decision_id)
    (record,) = store.records(kind=kind)
    damage(store, record, b"{")
    with pytest.raises(RecordDamaged, match=record.record_id):
        on(store, date(2026, 11, 22))


def test_an_erased_decision_is_not_reported(store: SqliteStore, decided: Decide) -> None:
    gone, stays = decided().decision_id, decided().decision_id
    order(store, gone)
    assert [s.decision.record_id for s in on(store, date(2026, 11, 22))] == [stays]


def test_a_standing_as_json_says_all_of_it(store: SqliteStore, decided: Decide) -> None:
    decision = decided("2026-10-31", application_ref="LOS-1")
    end(store, decision.decision_id, on=date(2026, 11, 2))
    assert [standing.to_json() for standing in on(store, date(2026, 11, 22))] == [
        {
            "decision_id": decision.decision_id,
            "application_ref": "LOS-1",
            "state": "kept",
            "retention_class": "cn_loan_file",
            "recorded_on": "2026-10-31",
            "starts_on": "2026-11-02",
            "keep_until": "2036-11-02",
            "unknown": None,
            "holds": [],
        }
    ]


def test_nothing_is_erased_because_it_expired(store: SqliteStore, decided: Decide) -> None:
    decision = decided("2000-01-31")
    reclass(store, decision.decision_id, BUSINESS)
    store.close()
    before = store.path.read_bytes()
    reader = SqliteStore(store.path, read_only=True)
    assert states(reader, date(2026, 11, 22)) == ["expired"]
    reader.close()
    assert store.path.read_bytes() == before
    assert store.get(decision.decision_id) == decision
