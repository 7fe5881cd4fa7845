"""A correction is of the retention class that the corrected decision has when it is taken."""

from datetime import date

import pytest

from service.records.policy import records_policy
from service.retention.terms import term_of
from service.store.port import RecordDamaged
from service.store.sqlite import SqliteStore
from tests.damage import damage
from tests.retention.acting import end, reclass
from tests.retention.conftest import Decide


def test_the_class_in_force_is_inherited(store: SqliteStore, decided: Decide) -> None:
    first = decided()
    reclass(store, first.decision_id, "us_reg_b_consumer")
    reclass(store, first.decision_id, "us_reg_b_business")
    second = decided(corrects=first.decision_id)
    assert second.record.body["retention"] == {
        "class": "us_reg_b_business",
        "policy": records_policy().reference,
    }
    third = decided(corrects=second.decision_id)
    assert third.record.body["retention"]["class"] == "us_reg_b_business"
    assert decided().record.body["retention"]["class"] == "cn_loan_file"


def test_a_later_change_is_that_of_one_decision(store: SqliteStore, decided: Decide) -> None:
    first = decided()
    second = decided(corrects=first.decision_id)
    reclass(store, first.decision_id, "eu_aml")
    term = term_of(second.record, store.about(second.decision_id), records_policy().retention)
    assert term.retention_class == "cn_loan_file"


def test_the_end_of_the_relation_is_not_inherited(store: SqliteStore, decided: Decide) -> None:
    first = decided()
    end(store, first.decision_id, on=date(2026, 11, 2))
    second = decided(corrects=first.decision_id)
    term = term_of(second.record, store.about(second.decision_id), records_policy().retention)
    assert term.unknown == "relation_not_ended"


def test_no_class_is_taken_from_a_damaged_record(store: SqliteStore, decided: Decide) -> None:
    first = decided()
    changed = reclass(store, first.decision_id, "us_reg_b_business")
    damage(store, changed)
    with pytest.raises(RecordDamaged, match=changed.record_id):
        decided(corrects=first.decision_id)
    assert store.size() == 2
