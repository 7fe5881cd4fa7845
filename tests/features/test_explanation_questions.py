"""What to ask next, as ``features/explanation/questions.feature`` states it."""

from typing import Any

import pytest
from pytest_bdd import parsers, scenarios, then, when

from service.decisions.rate import Rater
from service.explanation.questions import information_request, questions
from service.explanation.subject import Subject
from tests.features.borrowers import Borrower

scenarios("explanation/questions.feature")


@pytest.fixture
def answer() -> dict[str, Any]:
    """What the committee was answered: the ``questions``, or the ``request`` for the least."""
    return {}


def in_words(borrower: Borrower, fact_id: str, value: Any) -> str:
    fact = borrower.ruleset.facts[fact_id]
    spelled = str(value).lower() if fact.kind == "bool" else str(value)
    return spelled if fact.kind == "number" else fact.values[spelled].en


@when("the committee asks what to ask next")
def asks(borrower: Borrower, rater: Rater, answer: dict[str, Any]) -> None:
    answer["questions"] = questions(Subject(rater, rater.rate(borrower.body())))


@when("the committee asks for the least that helps")
def asks_for_least(borrower: Borrower, rater: Rater, answer: dict[str, Any]) -> None:
    answer["request"] = information_request(Subject(rater, rater.rate(borrower.body())))


@then("it is to ask, in this order")
def asks_in_order(borrower: Borrower, answer: dict[str, Any], datatable: list[list[str]]) -> None:
    asked = [
        [
            question["title"],
            "yes" if question["mandatory"] else "no",
            in_words(borrower, question["fact"], question["neutral"]["value"]),
        ]
        for question in answer["questions"]
    ]
    assert [["question", "grade waits for it", "if neutral"], *asked] == datatable


@then("there is nothing to ask")
def nothing_to_ask(answer: dict[str, Any]) -> None:
    assert answer["questions"] == []


@then(parsers.parse('"{title}" turning out {how}, {words}, would bring {grade}, {composite:d}'))
def would_bring(
    borrower: Borrower,
    answer: dict[str, Any],
    title: str,
    how: str,
    words: str,
    grade: str,
    composite: int,
) -> None:
    (question,) = [q for q in answer["questions"] if q["title"] == title]
    found = question[how]
    value = in_words(borrower, question["fact"], found["value"])
    assert (value, found["grade"], found["composite"]) == (words, grade, composite)


@then("it is to ask for")
def asks_for(borrower: Borrower, answer: dict[str, Any], datatable: list[list[str]]) -> None:
    facts = borrower.ruleset.facts
    titles = [facts[fact].title.en for fact in answer["request"]["facts"]]
    assert [["question"], *([title] for title in titles)] == datatable


@then(parsers.parse("it is to ask for no more than {titles}"))
def asks_for_no_more(borrower: Borrower, answer: dict[str, Any], titles: str) -> None:
    facts = borrower.ruleset.facts
    assert [facts[f].title.en for f in answer["request"]["facts"]] == titles.split("; ")


@then(
    parsers.parse("if they turn out neutral the grade is {grade} and the composite {composite:d}")
)
def neutral_grade(answer: dict[str, Any], grade: str, composite: int) -> None:
    request = answer["request"]
    assert (request["grade"], request["composite"]) == (grade, composite)


@then("nothing that could be asked would help")
def nothing_helps(answer: dict[str, Any]) -> None:
    assert answer["request"] is None
