"""Every review is an appended record that names what it was decided on and under which policy."""

import pytest
from rfc8785 import dumps

from service.records.policy import records_policy
from service.store.port import RecordDamaged
from tests.reviews.reviewing import Reviewed


def test_the_record_says_who_decided_what_on_which_proposal(polluter: Reviewed) -> None:
    answer = polluter.review("override_down", "zhang.wei", grade="N9")
    record = polluter.store.record(answer["review_id"])
    assert record is not None
    decision = polluter.store.get(polluter.decision_id)
    assert decision is not None
    assert (record.kind, record.subject) == ("review", polluter.decision_id)
    assert record.body == {
        "action": "override_down",
        "officer": "zhang.wei",
        "grade": "N9",
        "notches": 2,
        "reason_code": "RISK_NOT_COVERED",
        "reason": "One customer buys it all.",
        "signs": None,
        "model": {
            "grade": "N7",
            "binding": ["ENV_RED", "PAT-14 PERSISTENT_POLLUTER"],
            "record": decision.record.digest,
        },
        "policy": records_policy().reference,
    }
    assert record.data == dumps(record.document)
    # Officers are recorded as stated: nobody has proved who they are.
    assert record.document["client"] == {"name": "los", "authenticated": False}


def test_no_cap_made_the_grade_of_what_is_not_rated(unrated: Reviewed) -> None:
    record = unrated.store.record(unrated.review("accept")["review_id"])
    assert record is not None
    assert (record.body["model"]["grade"], record.body["model"]["binding"]) == ("NR", [])


def test_the_answer_tells_where_the_record_stands(family: Reviewed) -> None:
    answer = family.review("accept")
    record = family.store.record_at(answer["leaf_index"])
    assert record is not None
    assert (record.record_id, record.recorded_at) == (answer["review_id"], answer["recorded_at"])
    assert family.store.size() == answer["leaf_index"] + 1


def test_a_decision_that_is_reviewed_is_not_changed(family: Reviewed) -> None:
    before = family.store.get(family.decision_id)
    family.review("override_down", grade="N9")
    assert family.store.get(family.decision_id) == before


def test_a_review_that_was_changed_by_hand_is_not_told(family: Reviewed) -> None:
    answer = family.review("override_down", grade="N9")
    db = family.store.connection()
    db.execute("DROP TRIGGER records_refuse_update")
    db.execute(
        "UPDATE records SET data = CAST(replace(data, ?, ?) AS BLOB) WHERE record_id = ?",
        ('"grade":"N9"', '"grade":"N6"', answer["review_id"]),
    )
    with pytest.raises(RecordDamaged, match=answer["review_id"]):
        family.history()
    with pytest.raises(RecordDamaged, match=answer["review_id"]):
        family.review("accept")
