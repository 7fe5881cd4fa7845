"""What an officer is told is open is what can be recorded then, and nothing else is."""

from collections.abc import Iterator

import pytest

from service.records.policy import records_policy
from service.records.policy_shape import ACTIONS
from service.reviews.choices import Choices, choices
from service.reviews.history import SIGNATURES
from service.reviews.rules import ReviewConflict, ReviewRejected
from tests.reviews.reviewing import FAMILY, POLLUTER, UNRATED, WORDS, Reviewed

POLICY = records_policy()
GRADES = POLICY.review.grades

# What was decided before, each by whom; "correct" is a correction of the decision.
HISTORIES: dict[str, list[tuple[str, str]]] = {
    "nothing": [],
    "accepted": [("accept", "zhang")],
    "down": [("override_down", "zhang")],
    "up, waiting": [("override_up", "zhang")],
    "up by oneself, waiting": [("override_up", "li.na")],
    "up, signed": [("override_up", "zhang"), ("countersign", "wang")],
    "up, declined": [("override_up", "zhang"), ("decline", "wang")],
    "down, up, waiting": [("override_down", "zhang"), ("override_up", "li.na")],
    "referred back": [("refer_back", "zhang")],
    "corrected": [("correct", "")],
    "corrected while waiting": [("override_up", "zhang"), ("correct", "")],
}


def told(reviewed: Reviewed) -> Choices:
    found = choices(reviewed.store, POLICY, reviewed.decision_id, "li.na")
    assert found is not None
    return found


def prepare(reviewed: Reviewed, name: str) -> None:
    signs = ""
    for action, officer in HISTORIES[name]:
        if action == "correct":
            reviewed.correct()
            continue
        grade = {"override_down": {"grade": "N10"}, "override_up": {"grade": "N4"}}.get(action, {})
        about = {"review_id": signs} if action in SIGNATURES else {}
        signs = reviewed.review(action, officer, **grade, **about)["review_id"]


def possible(reviewed: Reviewed, action: str) -> Iterator[dict[str, str]]:
    """Everything that an action could be asked for with, a reason given or not."""
    pending = reviewed.history()["pending"]
    grades = GRADES if action.startswith("override") else ("",)
    for grade in grades:
        for words in (WORDS[action], {**WORDS[action], "reason": "So it is."}):
            document = {"action": action, "officer": "li.na", **words}
            document |= {"grade": grade} if grade else {}
            document |= {"review_id": pending or "0" * 32} if action in SIGNATURES else {}
            yield document


class _NotKept(Exception):
    """Ends a turn so that nothing of it stays."""


def can_be_recorded(reviewed: Reviewed, document: dict[str, str]) -> bool:
    try:
        with reviewed.store.turn():
            reviewed.send(document)
            raise _NotKept
    except _NotKept:
        return True
    except (ReviewRejected, ReviewConflict):
        return False


def is_told_open(found: Choices, document: dict[str, str]) -> bool:
    choice = found.open.get(document["action"])
    if choice is None or (choice.needs_reason and "reason" not in document):
        return False
    return document.get("grade") is None or document["grade"] in choice.grades


@pytest.mark.parametrize("history", HISTORIES)
def test_what_is_open_can_be_recorded_and_nothing_else(family: Reviewed, history: str) -> None:
    prepare(family, history)
    found = told(family)

    for action in ACTIONS:
        for document in possible(family, action):
            assert is_told_open(found, document) == can_be_recorded(family, document), document
    assert set(found.open) | set(found.closed) == set(ACTIONS)


@pytest.mark.parametrize("name", ["polluter", "unrated"])
def test_so_it_is_where_caps_bind_or_there_is_no_grade(
    name: str, request: pytest.FixtureRequest
) -> None:
    reviewed: Reviewed = request.getfixturevalue(name)
    found = told(reviewed)

    for action in ACTIONS:
        for document in possible(reviewed, action):
            assert is_told_open(found, document) == can_be_recorded(reviewed, document), document


def test_the_codes_offered_are_those_that_serve(family: Reviewed) -> None:
    for action, choice in told(family).open.items():
        assert choice.codes == POLICY.review.serving(action)
        assert choice.reasoned == ("reason_code" in WORDS[action])


@pytest.mark.parametrize(
    ("name", "history", "closed"),
    [
        (FAMILY, "nothing", {"countersign": "not_pending", "decline": "not_pending"}),
        (FAMILY, "up, waiting", {"override_up": "pending"}),
        (FAMILY, "up by oneself, waiting", {"override_up": "pending", "countersign": "own"}),
        (FAMILY, "corrected", dict.fromkeys(ACTIONS, "corrected")),
        (
            POLLUTER,
            "nothing",
            {"override_up": "no_grade", "countersign": "not_pending", "decline": "not_pending"},
        ),
        (
            UNRATED,
            "nothing",
            {
                "override_down": "not_rated",
                "override_up": "not_rated",
                "countersign": "not_pending",
                "decline": "not_pending",
            },
        ),
    ],
)
def test_it_is_told_why_what_is_closed_is(
    name: str,
    history: str,
    closed: dict[str, str],
    family: Reviewed,
    polluter: Reviewed,
    unrated: Reviewed,
) -> None:
    reviewed = {FAMILY: family, POLLUTER: polluter, UNRATED: unrated}[name]
    prepare(reviewed, history)

    assert told(reviewed).closed == closed


def test_the_caps_that_bind_officers_are_named(family: Reviewed, polluter: Reviewed) -> None:
    assert told(family).caps == ()
    assert ("ENV_RED (W3)", "N7") in told(polluter).caps


def test_a_decision_that_is_not_there_has_no_choices(family: Reviewed) -> None:
    assert choices(family.store, POLICY, "0" * 32, "li.na") is None
