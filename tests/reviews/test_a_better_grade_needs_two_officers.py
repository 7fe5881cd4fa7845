"""An upward override is pending until another officer countersigns it."""

import json
from dataclasses import replace

import pytest

from service.decisions.decide import AlreadyCorrected
from service.records.policy import records_policy
from service.reviews.review import add_review
from service.reviews.rules import ReviewRejected
from tests.reviews.reviewing import CLIENT, Reviewed


@pytest.mark.parametrize("signer", ["li.na", "LI.NA", "Li.Na"])
def test_one_person_does_not_sign_twice(family: Reviewed, signer: str) -> None:
    pending = family.review("override_up", "li.na", grade="N4")["review_id"]
    asked = {"action": "countersign", "officer": signer, "review_id": pending}
    assert family.faults(asked) == [("/officer", "same_officer")]
    assert family.messages("countersign", signer, review_id=pending) == [
        "li.na signed the override; another officer must countersign it."
    ]
    assert family.states() == [("override_up", "pending")]


def test_who_asked_for_an_override_may_withdraw_it(family: Reviewed) -> None:
    pending = family.review("override_up", "li.na", grade="N4")["review_id"]
    family.review("decline", "li.na", review_id=pending)
    assert family.states()[0] == ("override_up", "declined")


@pytest.mark.parametrize("second", ["countersign", "decline"])
@pytest.mark.parametrize(
    ("first", "told"), [("countersign", "countersigned"), ("decline", "declined")]
)
def test_an_override_is_signed_or_declined_once(
    family: Reviewed, first: str, told: str, second: str
) -> None:
    pending = family.review("override_up", grade="N4")["review_id"]
    family.review(first, "wang", review_id=pending)
    said = family.conflict(second, "chen", review_id=pending)
    assert said == f"The upward override {pending} is already {told}."


def test_a_second_override_up_waits_for_the_first(family: Reviewed) -> None:
    pending = family.review("override_up", grade="N4")["review_id"]
    said = family.conflict("override_up", "chen", grade="N4")
    assert said == f"The upward override {pending} is pending; countersign or decline it first."
    family.review("decline", "wang", review_id=pending)
    assert family.review("override_up", "chen", grade="N4")["state"] == "pending"


@pytest.mark.parametrize("action", ["countersign", "decline"])
def test_only_an_upward_override_of_the_decision_is_signed(
    family: Reviewed, polluter: Reviewed, action: str
) -> None:
    accepted = family.review("accept")["review_id"]
    elsewhere = Reviewed(family.store, family.rater, "family_condiment_maker")
    foreign = elsewhere.review("override_up", grade="N4")["review_id"]
    for review_id in (accepted, foreign, family.decision_id, "0" * 32):
        asked = {"action": action, "officer": "wang", "review_id": review_id}
        assert family.faults(asked) == [("/review_id", "unknown_value")]


def test_a_corrected_decision_is_not_reviewed_but_the_newer_one(family: Reviewed) -> None:
    pending = family.review("override_up", grade="N4")["review_id"]
    newer = family.correct()
    said = f"The decision was corrected by {newer}; review that one."
    assert family.conflict("accept") == said
    assert family.conflict("countersign", "wang", review_id=pending) == said
    assert family.history()["corrected_by"] == [newer]
    with pytest.raises(AlreadyCorrected, match=newer):
        family.correct()


def test_a_pending_override_lapses_when_the_decision_is_corrected(family: Reviewed) -> None:
    family.review("override_up", grade="N4")
    assert family.history()["pending"] is not None
    family.correct()
    history = family.history()
    assert (history["pending"], history["effective_grade"]) == (None, None)
    assert family.states() == [("override_up", "lapsed")]


def test_who_countersigns_obeys_the_policy_in_force(family: Reviewed) -> None:
    pending = family.review("override_up", "li.na", grade="N4")["review_id"]
    policy = records_policy()
    for stricter in (
        replace(policy.review, max_notches_up=0),
        replace(policy.review, binding_patterns=("PAT-01",)),
        replace(policy.review, grades=("N5", "N6")),
    ):
        body = {"action": "countersign", "officer": "wang", "review_id": pending}
        with pytest.raises(ReviewRejected) as refused:
            add_review(
                family.store,
                replace(policy, review=stricter),
                family.decision_id,
                json.dumps(body).encode(),
                CLIENT,
            )
        assert {(f.pointer, f.code) for f in refused.value.faults} == {
            ("/review_id", "grade_not_allowed")
        }
    assert family.states() == [("override_up", "pending")]
    family.review("decline", "wang", review_id=pending)
