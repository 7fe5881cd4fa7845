"""The latest review in force gives the human grade; the model's grade stays beside it."""

from typing import Any

import pytest

from service.reviews.review import reviews_of
from service.store.sqlite import SqliteStore
from tests.reviews.reviewing import Reviewed


def standing(history: dict[str, Any]) -> tuple[str | None, str]:
    assert history["model_grade"] == "N5"
    return history["effective_grade"], history["state"]


def test_a_decision_that_nobody_reviewed_has_no_human_grade(family: Reviewed) -> None:
    history = family.history()
    assert standing(history) == (None, "not_reviewed")
    assert (history["reviews"], history["pending"], history["corrected_by"]) == ([], None, [])


def test_who_accepts_adopts_the_proposed_grade(family: Reviewed) -> None:
    family.review("accept")
    assert standing(family.history()) == ("N5", "accepted")


@pytest.mark.parametrize("grade", ["N6", "N9", "N10"])
def test_an_override_down_holds_at_once_however_far(family: Reviewed, grade: str) -> None:
    answer = family.review("override_down", grade=grade)
    assert answer["notches"] == int(grade[1:]) - 5
    assert standing(family.history()) == (grade, "overridden_down")


def test_while_a_decision_is_referred_back_it_has_no_human_grade(family: Reviewed) -> None:
    family.review("accept")
    family.review("refer_back")
    assert standing(family.history()) == (None, "referred_back")
    family.review("accept")
    assert standing(family.history()) == ("N5", "accepted")


def test_a_pending_override_changes_nothing(family: Reviewed) -> None:
    family.review("override_down", grade="N7")
    pending = family.review("override_up", grade="N4")
    assert (pending["state"], pending["effective_grade"]) == ("pending", "N7")
    history = family.history()
    assert standing(history) == ("N7", "overridden_down")
    assert history["pending"] == pending["review_id"]


def test_a_countersigned_override_takes_the_place_of_the_review_in_force(family: Reviewed) -> None:
    family.review("accept", "chen")
    pending = family.review("override_up", grade="N4")
    signed = family.review("countersign", "wang", review_id=pending["review_id"])
    assert (signed["signs"], signed["effective_grade"]) == (pending["review_id"], "N4")
    history = family.history()
    assert standing(history) == ("N4", "overridden_up")
    assert history["pending"] is None
    assert family.states() == [
        ("accept", "superseded"),
        ("override_up", "in_force"),
        ("countersign", "signed"),
    ]


def test_a_declined_override_leaves_what_was_before(family: Reviewed) -> None:
    family.review("accept", "chen")
    pending = family.review("override_up", grade="N4")
    family.review("decline", "wang", review_id=pending["review_id"])
    assert standing(family.history()) == ("N5", "accepted")
    assert family.states()[1:] == [("override_up", "declined"), ("decline", "signed")]


@pytest.mark.parametrize("action", ["accept", "refer_back", "override_down"])
def test_whatever_is_decided_meanwhile_lets_a_pending_override_lapse(
    family: Reviewed, action: str
) -> None:
    pending = family.review("override_up", grade="N4")
    family.review(action, "chen", **({"grade": "N8"} if action == "override_down" else {}))
    assert family.states()[0] == ("override_up", "lapsed")
    assert family.history()["pending"] is None
    said = family.conflict("countersign", "wang", review_id=pending["review_id"])
    assert said == f"The upward override {pending['review_id']} is already lapsed."


def test_every_review_keeps_the_grade_that_stood_after_it(family: Reviewed) -> None:
    answers = [
        family.review("accept"),
        family.review("override_down", grade="N8"),
        up := family.review("override_up", grade="N4"),
        family.review("countersign", "wang", review_id=up["review_id"]),
        family.review("refer_back"),
    ]
    grades = ["N5", "N8", "N8", "N4", None]
    assert [answer["effective_grade"] for answer in answers] == grades
    reviews = family.history()["reviews"]
    assert [review["effective_grade"] for review in reviews] == grades
    assert [review["review_id"] for review in reviews] == [a["review_id"] for a in answers]


def test_a_decision_that_is_not_rated_is_accepted_as_such(unrated: Reviewed) -> None:
    assert unrated.review("accept")["effective_grade"] == "NR"
    assert unrated.review("refer_back")["decision_state"] == "referred_back"


def test_reviews_of_one_decision_say_nothing_of_another(
    family: Reviewed, polluter: Reviewed
) -> None:
    family.review("accept")
    assert polluter.history()["reviews"] == []


def test_there_is_no_history_of_what_was_never_decided(store: SqliteStore) -> None:
    assert reviews_of(store, "0" * 32) is None
