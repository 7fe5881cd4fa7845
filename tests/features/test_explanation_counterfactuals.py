"""What would change the grade, as ``features/explanation/counterfactuals.feature`` states it."""

from typing import Any

import pytest
from pytest_bdd import parsers, scenarios, then, when

from service.decisions.rate import Rater
from service.explanation.counterfactuals import ImpossibleTarget, counterfactuals, edge
from service.explanation.subject import Subject
from service.ruleset.model import Ruleset
from tests.features.borrowers import Borrower

scenarios("explanation/counterfactuals.feature")

REASONS = {
    "that grade is no better": "not_better",
    "there is no such grade": "unknown_grade",
    "NR is no grade to reach": "not_rated",
}

HEAD = ["fact", "from", "to"]


@pytest.fixture
def told() -> dict[str, Any]:
    """The answer, or the refusal under ``refused``."""
    return {}


@when("the committee asks what would lift the grade")
@when(parsers.parse("the committee asks what would lift the grade to {target}"))
def asks(borrower: Borrower, rater: Rater, told: dict[str, Any], target: str | None = None) -> None:
    try:
        told.update(counterfactuals(Subject(rater, rater.rate(borrower.body())), target))
    except ImpossibleTarget as refused:
        told["refused"] = refused.reason


@when("the committee asks how close the edge is")
def asks_for_the_edge(borrower: Borrower, rater: Rater, told: dict[str, Any]) -> None:
    told.update(edge(Subject(rater, rater.rate(borrower.body()))))


@then(parsers.parse("the target is {grade}"))
def target_is(told: dict[str, Any], grade: str) -> None:
    assert told["target"] == grade


@then("there is no target")
def no_target(told: dict[str, Any]) -> None:
    assert (told["target"], told["minimal_size"], told["sets"]) == (None, None, [])


@then(parsers.re(r"the smallest change is of (?P<size>\d+) facts?, in (?P<ways>\d+) ways"))
def smallest(told: dict[str, Any], size: str, ways: str) -> None:
    assert (told["minimal_size"], len(told["sets"])) == (int(size), int(ways))
    assert told["complete"]


@then("the easiest way is")
def easiest(told: dict[str, Any], ruleset: Ruleset, datatable: list[list[str]]) -> None:
    assert [HEAD, *in_words(ruleset, told["sets"][0])] == datatable


@then("another way is")
def another(told: dict[str, Any], ruleset: Ruleset, datatable: list[list[str]]) -> None:
    assert datatable in [[HEAD, *in_words(ruleset, way)] for way in told["sets"]]


@then("no change of 5 facts or fewer would")
def none_would(told: dict[str, Any]) -> None:
    assert told["target"]
    assert (told["minimal_size"], told["sets"]) == (None, [])


@then(parsers.parse('"{title}" was not considered'))
def not_considered(told: dict[str, Any], borrower: Borrower, title: str) -> None:
    assert borrower.fact(title).id not in told["considered_facts"]


@then(parsers.re('"(?P<title>[^"]+)" was considered, to change (?P<when>now|with time)'))
def considered(told: dict[str, Any], borrower: Borrower, title: str, when: str) -> None:
    fact = borrower.fact(title)
    assert fact.id in told["considered_facts"]
    assert fact.change.when == when.replace(" ", "_")


@then(parsers.parse("the question is refused because {words}"))
def is_refused(told: dict[str, Any], words: str) -> None:
    assert told == {"refused": REASONS[words]}


def in_words(ruleset: Ruleset, way: list[dict[str, Any]]) -> list[list[str]]:
    """Rows of fact, from and to, as the committee reads them."""
    rows = []
    for one in way:
        fact = ruleset.facts[one["fact"]]
        row = [fact.title.en]
        for value in (one["from"], one["to"]):
            spelled = str(value).lower() if fact.kind == "bool" else str(value)
            row.append(spelled if fact.kind == "number" else fact.values[spelled].en)
        rows.append(row)
    return rows
