"""Classes, ends of relations and legal holds are records about the decision, and nothing else."""

from datetime import date

import pytest

from service.retention.acts import end_relation
from service.retention.holds import open_holds
from service.retention.refusals import (
    BadWords,
    DayToCome,
    HoldEnded,
    NoSuchClass,
    NoSuchDecision,
    NoSuchHold,
)
from service.store.port import DecisionErased
from service.store.sqlite import SqliteStore
from tests.retention.acting import CLERK, TODAY, end, hold, lift, order, reclass
from tests.retention.conftest import Decide


def test_a_class_is_recorded_with_reason_and_name(store: SqliteStore, decided: Decide) -> None:
    decision = decided()
    record = reclass(store, decision.decision_id, "us_reg_b_business")
    assert store.about(decision.decision_id) == [record]
    assert (record.kind, record.document["client"]["name"]) == ("retention", CLERK.name)
    assert record.body == {
        "event": "class",
        "class": "us_reg_b_business",
        "reason": "a US borrower",
        "by": "Chen Jing",
    }
    assert store.get(decision.decision_id) == decision


def test_a_class_that_the_policy_does_not_have_is_refused(
    store: SqliteStore, decided: Decide
) -> None:
    decision = decided()
    with pytest.raises(NoSuchClass, match="cn_loan_file, us_reg_b_consumer"):
        reclass(store, decision.decision_id, "for_ever")
    assert store.size() == 1


def test_the_end_of_a_relation_is_recorded_of_each_decision_once(
    store: SqliteStore, decided: Decide
) -> None:
    one, two = decided().decision_id, decided().decision_id
    records = end(store, one, two, one, on=date(2026, 6, 30))
    assert [record.subject for record in records] == [one, two]
    assert records[0].body == {"event": "relation_ended", "on": "2026-06-30", "by": "Chen Jing"}


def test_the_end_of_a_relation_is_recorded_of_all_or_of_none(
    store: SqliteStore, decided: Decide
) -> None:
    decision_id = decided().decision_id
    with pytest.raises(NoSuchDecision, match="no-such"):
        end(store, decision_id, "no-such", on=date(2026, 6, 30))
    assert store.size() == 1


def test_a_relation_has_not_ended_on_a_day_to_come(store: SqliteStore, decided: Decide) -> None:
    decision_id = decided().decision_id
    with pytest.raises(DayToCome, match="2026-11-23"):
        end(store, decision_id, on=date(2026, 11, 23))
    assert store.size() == 1
    assert end(store, decision_id, on=TODAY)


def test_a_hold_is_recorded_with_its_reference_and_lifted_with_its_own_record(
    store: SqliteStore, decided: Decide
) -> None:
    decision_id = decided().decision_id
    placed = hold(store, decision_id)
    lifted = lift(store, placed.record_id)
    assert store.about(decision_id) == [placed, lifted]
    assert placed.body == {
        "event": "placed",
        "hold": placed.record_id,
        "reason": "suit of a guarantor",
        "by": "Chen Jing",
        "reference": "(2026) 沪01民初88号",
    }
    assert lifted.body == {
        "event": "lifted",
        "hold": placed.record_id,
        "reason": "suit ended",
        "by": "Wu Lei",
        "reference": None,
    }


def test_each_hold_is_lifted_by_itself(store: SqliteStore, decided: Decide) -> None:
    decision_id = decided().decision_id
    first, second = hold(store, decision_id), hold(store, decision_id)
    lift(store, first.record_id)
    assert open_holds(store.about(decision_id)) == [second]
    lift(store, second.record_id)
    assert open_holds(store.about(decision_id)) == []


def test_a_hold_is_lifted_only_once(store: SqliteStore, decided: Decide) -> None:
    placed = hold(store, decided().decision_id)
    lifted = lift(store, placed.record_id)
    size = store.size()
    with pytest.raises(HoldEnded, match=lifted.recorded_at[:10]):
        lift(store, placed.record_id)
    assert store.size() == size


def test_only_a_hold_in_force_can_be_lifted(store: SqliteStore, decided: Decide) -> None:
    decision_id = decided().decision_id
    placed = hold(store, decision_id)
    lifted = lift(store, placed.record_id)
    for other in ("no-such", decision_id, lifted.record_id):
        with pytest.raises(NoSuchHold, match=other):
            lift(store, other)


def test_nothing_is_recorded_of_what_is_no_decision(store: SqliteStore, decided: Decide) -> None:
    placed = hold(store, decided().decision_id)
    size = store.size()
    for other in ("no-such", placed.record_id):
        with pytest.raises(NoSuchDecision):
            hold(store, other)
        with pytest.raises(NoSuchDecision):
            reclass(store, other, "eu_aml")
    assert store.size() == size


def test_nothing_is_recorded_of_an_erased_decision(store: SqliteStore, decided: Decide) -> None:
    decision_id = decided().decision_id
    order(store, decision_id)
    size = store.size()
    with pytest.raises(DecisionErased):
        hold(store, decision_id)
    with pytest.raises(DecisionErased):
        reclass(store, decision_id, "eu_aml")
    with pytest.raises(DecisionErased):
        end(store, decision_id, on=TODAY)
    assert store.size() == size


def test_words_that_are_no_text_are_refused(store: SqliteStore, decided: Decide) -> None:
    decision_id = decided().decision_id
    with pytest.raises(BadWords, match="name"):
        end_relation(store, [decision_id], TODAY, today=TODAY, by=" ", client=CLERK)
    assert store.size() == 1
