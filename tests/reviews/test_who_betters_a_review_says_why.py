"""A better human grade than the one another officer decided on needs a reason in words."""

import json
from dataclasses import replace

import pytest

from service.records.policy import records_policy
from service.reviews.review import add_review
from tests.reviews.reviewing import CLIENT, Reviewed

NEEDED = [("/reason", "missing_member")]


def accept(officer: str, **members: str) -> dict[str, str]:
    return {"action": "accept", "officer": officer, **members}


def test_who_accepts_what_a_colleague_made_worse_says_why(family: Reviewed) -> None:
    family.review("override_down", "zhang", grade="N9")
    assert family.faults(accept("li.na")) == NEEDED
    assert family.messages("accept", "li.na") == [
        "Who betters the human grade that another officer decided on needs a reason."
    ]
    told = family.review("accept", "li.na", reason="The customer stays, by its letter of today.")
    assert told["effective_grade"] == "N5"


def test_a_reason_that_says_nothing_is_told_once(family: Reviewed) -> None:
    family.review("override_down", "zhang", grade="N9")
    assert family.faults(accept("li.na", reason="\u200b")) == [("/reason", "empty_text")]


def test_a_milder_override_of_another_officer_says_why_once(family: Reviewed) -> None:
    family.review("override_down", "zhang", grade="N9")
    milder = {
        "action": "override_down",
        "officer": "li.na",
        "grade": "N6",
        "reason_code": "RISK_NOT_COVERED",
    }
    assert family.faults(milder) == NEEDED
    assert family.send(milder | {"reason": "One customer of two stays."})["effective_grade"] == "N6"


@pytest.mark.parametrize("officer", ["zhang", "ZHANG"])
def test_ones_own_review_is_taken_back_without_a_word(family: Reviewed, officer: str) -> None:
    family.review("override_down", "zhang", grade="N9")
    assert family.review("accept", officer)["effective_grade"] == "N5"


def test_the_same_or_a_worse_grade_needs_no_reason(family: Reviewed) -> None:
    family.review("accept", "zhang")
    family.review("accept", "li.na")
    up = family.review("override_up", "zhang", grade="N4")["review_id"]
    family.review("countersign", "li.na", review_id=up)
    assert family.review("accept", "wang")["effective_grade"] == "N5"


def test_where_no_human_grade_stands_none_gets_better(family: Reviewed, unrated: Reviewed) -> None:
    family.review("refer_back", "zhang")
    family.review("accept", "li.na")
    unrated.review("accept", "zhang")
    unrated.review("accept", "li.na")


def test_a_policy_may_do_without_the_reason(family: Reviewed) -> None:
    family.review("override_down", "zhang", grade="N9")
    policy = records_policy()
    lax = replace(policy, review=replace(policy.review, reason_to_better_a_review=False))
    body = json.dumps(accept("li.na")).encode()
    told = add_review(family.store, lax, family.decision_id, body, CLIENT)
    assert told is not None
    assert told["effective_grade"] == "N5"
