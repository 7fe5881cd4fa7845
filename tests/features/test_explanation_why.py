"""Why, and why not, as ``features/explanation/why.feature`` states it."""

from collections.abc import Iterable
from typing import Any

import pytest
from pytest_bdd import parsers, scenarios, then, when

from service.decisions.rate import Rater
from service.explanation.subject import Subject
from service.explanation.why import UnknownCode, why
from service.ruleset.model import Ruleset
from tests.features.borrowers import NONE, Borrower, listed

scenarios("explanation/why.feature")

STATUSES = {
    "was found": ("fired", False),
    "was assumed": ("fired", True),
    "was not found": ("not_fired", False),
    "cannot be told": ("not_evaluable", False),
    "does not apply": ("not_applicable", False),
}
"""What the committee is told, to the status and whether an unknown is to blame."""

HEAD = ["fact", "value", "condition"]


def in_words(ruleset: Ruleset, conditions: Iterable[dict[str, Any]]) -> list[list[str]]:
    """Rows of fact, value and condition, as the committee reads them."""
    rows = []
    for condition in conditions:
        fact = ruleset.facts[condition["fact"]["fact"]]
        value = condition["fact"]["value"]
        spelled = str(value).lower() if fact.kind == "bool" else str(value)
        title = spelled if fact.kind == "number" else fact.values[spelled].en
        rows.append([fact.title.en, title, condition["condition"]])
    return rows


@pytest.fixture
def asked() -> dict[str, Any]:
    """The answer, or the refusal under ``unknown``."""
    return {}


@when(parsers.parse("the committee asks about {code}"))
def asks(borrower: Borrower, rater: Rater, asked: dict[str, Any], code: str) -> None:
    try:
        asked.update(why(Subject(rater, rater.rate(borrower.body())), code))
    except UnknownCode as unknown:
        asked["unknown"] = unknown


@then(parsers.parse("the answer is that it {words}"))
def answer_is(asked: dict[str, Any], words: str) -> None:
    assert (asked["status"], asked.get("assumed", False)) == STATUSES[words]


@then(parsers.parse("it comes from the clauses {clauses}"))
def clauses_are(asked: dict[str, Any], clauses: str) -> None:
    assert asked["clauses"] == listed(clauses)


@then("it rests on")
def rests_on(asked: dict[str, Any], ruleset: Ruleset, datatable: list[list[str]]) -> None:
    held = [a for a in asked["alternatives"] if a["holds"]]
    conditions = [condition for a in held for condition in a["conditions"]]
    assert [HEAD, *in_words(ruleset, conditions)] == datatable


@then("what failed is")
def what_failed(asked: dict[str, Any], ruleset: Ruleset, datatable: list[list[str]]) -> None:
    failing = [alternative["failing"] for alternative in asked["alternatives"]]
    assert [HEAD, *in_words(ruleset, failing)] == datatable


@then("it is not for this borrower because of")
def not_for(asked: dict[str, Any], ruleset: Ruleset, datatable: list[list[str]]) -> None:
    failing = [alternative["failing"] for alternative in asked["applicability"]]
    assert [HEAD, *in_words(ruleset, failing)] == datatable


@then(parsers.parse("what is missing is {title}"))
def missing_is(asked: dict[str, Any], ruleset: Ruleset, title: str) -> None:
    assert [ruleset.facts[fact].title.en for fact in asked["missing_facts"]] == [title]


@then(parsers.re("(?P<code>[A-Z_0-9]+) was found in its place"))
def found_in_its_place(asked: dict[str, Any], code: str) -> None:
    assert asked["superseded_by"] == code


@then(parsers.re("(?P<code>[A-Z_0-9]+) stands for it"))
def stands_for_it(asked: dict[str, Any], code: str) -> None:
    assert asked["implied_by"] == code


@then("its parts stand like this")
def parts(asked: dict[str, Any], datatable: list[list[str]]) -> None:
    rows = [
        [", ".join(g["any_of"]), ", ".join(s["code"] for s in g["standing"]) or NONE]
        for g in asked["groups"]
    ]
    assert [["any of", "standing"], *rows] == datatable
    empty = [place for place, row in enumerate(rows) if row[1] == NONE]
    assert asked["missing_groups"] == empty


@then(parsers.re("it waits for (?P<codes>[A-Z_0-9, ]+)"))
def waits(asked: dict[str, Any], codes: str) -> None:
    assert asked["undecided"] == listed(codes)


@then(parsers.re("it caps the grade at (?P<grade>N\\d+), and (?P<binds>binds|does not bind)"))
def caps_at(asked: dict[str, Any], grade: str, binds: str) -> None:
    assert (asked["cap"], asked["binding"]) == (grade, binds == "binds")


@then(parsers.parse("it comes from the ratings {ratings}"))
def from_ratings(asked: dict[str, Any], ratings: str) -> None:
    found = [f"{entry['dimension']} {entry['rating']}" for entry in asked["dimensions"]]
    assert found == listed(ratings)


@then(parsers.parse("it comes from the findings {codes}"))
def from_findings(asked: dict[str, Any], codes: str) -> None:
    assert asked["findings"] == listed(codes)


@then("the points are")
def points_are(asked: dict[str, Any], datatable: list[list[str]]) -> None:
    rows = [[term["code"], str(term["points"])] for term in asked["terms"]]
    assert [["finding", "points"], *rows] == datatable


@then(parsers.parse("they sum to {net:d} and rate it {rating:d}"))
def rates(asked: dict[str, Any], net: int, rating: int) -> None:
    assert sum(term["points"] for term in asked["terms"]) == asked["net"] == net
    assert asked["rating"] == rating


@then("the sum is")
def sum_is(asked: dict[str, Any], datatable: list[list[str]]) -> None:
    head = ["dimension", "weight", "rating", "product"]
    rows = [[str(term[name]) for name in head] for term in asked["terms"]]
    assert [head, *rows] == datatable


@then(parsers.parse("it comes to {composite:d}, which is {grade} from {low:d} to {high:d}"))
def comes_to(asked: dict[str, Any], composite: int, grade: str, low: int, high: int) -> None:
    assert sum(term["product"] for term in asked["terms"]) == asked["composite"] == composite
    assert (asked["base_grade"], asked["band"]) == (grade, {"from": low, "to": high})


@then(parsers.parse("it is told that there is no such thing, but there is {meant}"))
def refused(asked: dict[str, Any], meant: str) -> None:
    assert asked["unknown"].nearest[0] == meant
