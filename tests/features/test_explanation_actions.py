"""What to ask for and when to look again, as ``features/explanation/actions.feature`` states it."""

from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from service.decisions.rate import Rater
from service.explanation.actions import actions, next_review
from service.explanation.subject import Subject
from service.ruleset.model import Ruleset
from tests.features.borrowers import Borrower, listed

scenarios("explanation/actions.feature")

MEMBERS = {"conditions precedent": "conditions", "covenants": "covenants"}

Asked = dict[str, list[dict[str, Any]]]


@pytest.fixture
def asked() -> Asked:
    return {}


@pytest.fixture
def review() -> dict[str, Any]:
    return {}


@given(parsers.parse("its unified social credit code is {code}"))
def uscc_is(borrower: Borrower, code: str) -> None:
    borrower.document["borrower"]["identifiers"]["uscc"] = code


@when("it is asked what to ask for")
def what_to_ask_for(borrower: Borrower, rater: Rater, asked: Asked) -> None:
    asked.update(actions(Subject(rater, rater.rate(borrower.body()))))


@when("it is asked when to look again")
def when_to_look_again(borrower: Borrower, rater: Rater, review: dict[str, Any]) -> None:
    review.update(next_review(Subject(rater, rater.rate(borrower.body()))))


@then(parsers.re("the (?P<kind>conditions precedent|covenants) are"))
def asked_for(asked: Asked, kind: str, datatable: list[list[str]]) -> None:
    head, *rows = datatable
    assert head == ["what", "because of"]
    assert [[a["text"], ", ".join(a["for"])] for a in asked[MEMBERS[kind]]] == rows


@then(parsers.re("there are no (?P<kind>conditions precedent|covenants)"))
def none_asked_for(asked: Asked, kind: str) -> None:
    assert asked[MEMBERS[kind]] == []


@then("nothing is to be answered")
def nothing_to_answer(asked: Asked) -> None:
    assert asked["follow_up"] == []


@then(parsers.parse("it is to be answered: {question}"))
def to_answer(asked: Asked, question: str) -> None:
    assert [a["text"] for a in asked["follow_up"]] == [question]


def facts_asked(asked: Asked, ruleset: Ruleset) -> list[str]:
    """The facts asked for, in order; what actions ask for left out."""
    names = [a["for"][0] for a in asked["follow_up"]]
    return [name for name in names if name in ruleset.facts]


@then("these facts are asked for")
def facts_in_order(
    borrower: Borrower, asked: Asked, ruleset: Ruleset, datatable: list[list[str]]
) -> None:
    head, *rows = datatable
    assert head == ["fact", "the grade waits for it"]
    unknown = borrower.result["unknown_facts"]
    mandatory = {entry["fact"]: entry["mandatory"] for entry in unknown}
    assert [
        [ruleset.facts[name].title.en, "yes" if mandatory[name] else "no"]
        for name in facts_asked(asked, ruleset)
    ] == rows


@then(parsers.parse("the facts asked for are {titles}"))
def facts_are(asked: Asked, ruleset: Ruleset, titles: str) -> None:
    found = [ruleset.facts[name].title.en for name in facts_asked(asked, ruleset)]
    assert found == listed(titles)


@then(parsers.parse("the next review is due on {due}, after {months:d} months"))
def review_due(review: dict[str, Any], due: str, months: int) -> None:
    assert (review["date"], review["months"]) == (due, months)


@then("no review is due")
def no_review(review: dict[str, Any]) -> None:
    assert (review["date"], review["months"]) == (None, None)


@then(parsers.parse("{codes} are among what has it rated at once"))
def rated_at_once(review: dict[str, Any], codes: str) -> None:
    named = listed(codes.replace(" and ", ", "))
    assert set(named) <= set(review["at_once_on"])


@then("all that has it rated at once is a knock-out")
def all_knock_outs(review: dict[str, Any], ruleset: Ruleset) -> None:
    severities = {ruleset.outcomes[code][1].severity for code in review["at_once_on"]}
    assert severities == {"KO"}
