"""What if, as ``features/explanation/what_if.feature`` states it."""

from typing import Any

import pytest
from pytest_bdd import parsers, scenarios, then, when

from service.decisions.rate import Rater
from service.explanation.subject import Subject
from service.explanation.what_if import (
    ChangesRejected,
    parse_assignments,
    parse_changes,
    what_if,
)
from tests.features.borrowers import NOT_KNOWN, Borrower, in_json, listed

scenarios("explanation/what_if.feature")

NOTHING = "nothing at all"


@pytest.fixture
def answer() -> dict[str, Any]:
    """The answer; its ``difference`` is what most steps look at."""
    return {}


@when("the committee supposes")
def supposes(
    borrower: Borrower, rater: Rater, answer: dict[str, Any], datatable: list[list[str]]
) -> None:
    assert datatable[0] == ["fact", "value"]
    supposed = {}
    for title, words in datatable[1:]:
        fact = borrower.fact(title)
        supposed[fact.id] = None if words in NOT_KNOWN else in_json(fact, words)
    subject = Subject(rater, rater.rate(borrower.body()))
    answer.update(what_if(subject, parse_changes(rater.ruleset, supposed)))


@when(parsers.parse("the committee writes {assignments}"), target_fixture="refusal")
def writes(borrower: Borrower, assignments: str) -> ChangesRejected:
    written = [] if assignments == NOTHING else assignments.split()
    with pytest.raises(ChangesRejected) as rejected:
        parse_assignments(borrower.ruleset, written)
    return rejected.value


@then("the answer is labelled hypothetical")
def labelled(answer: dict[str, Any]) -> None:
    assert answer["hypothetical"]
    assert "never recorded" in answer["label"]


@then(parsers.parse("the {what} goes from {before} to {after}"))
def goes(answer: dict[str, Any], what: str, before: str, after: str) -> None:
    assert {n: str(v) for n, v in answer["difference"][what].items()} == {
        "from": before,
        "to": after,
    }
    assert str(answer["before"][what]) == before
    assert str(answer["after"][what]) == after


@then(parsers.parse("what changes is {titles}"))
def changes(answer: dict[str, Any], titles: str) -> None:
    assert [fact["title"] for fact in answer["difference"]["facts"]] == listed(titles)


@then(parsers.parse("the finding {code} becomes {other}"))
def becomes(answer: dict[str, Any], code: str, other: str) -> None:
    changed = answer["difference"]["findings"]["changed"]
    assert (code, other) in [(c["from"]["code"], c["to"]["code"]) for c in changed]


@then(
    parsers.re("the (?P<what>findings|patterns|reasons) (?P<way>appeared|gone) are (?P<codes>.+)")
)
def differing(answer: dict[str, Any], what: str, way: str, codes: str) -> None:
    found = answer["difference"][what][way]
    assert [f if isinstance(f, str) else f["code"] for f in found] == listed(codes)


@then(parsers.re("the caps (?P<way>appeared|gone) are (?P<caps>.+)"))
def caps_differing(answer: dict[str, Any], way: str, caps: str) -> None:
    found = answer["difference"]["caps"][way]
    assert [f"{cap['reason']} at {cap['grade']}" for cap in found] == listed(caps)


@then(parsers.parse("dimension {dimension} goes from {before:d} to {after:d}"))
def dimension_goes(answer: dict[str, Any], dimension: str, before: int, after: int) -> None:
    (found,) = [d for d in answer["difference"]["dimensions"] if d["dimension"] == dimension]
    assert (found["from"]["rating"], found["to"]["rating"]) == (before, after)


@then(parsers.parse("the grade would wait for {tests}"))
def would_wait(answer: dict[str, Any], tests: str) -> None:
    assert answer["difference"]["missing"]["appeared"] == listed(tests)


@then("nothing differs")
def nothing_differs(answer: dict[str, Any]) -> None:
    assert answer["before"] == answer["after"]
    difference = answer["difference"]
    assert (difference["facts"], difference["dimensions"]) == ([], [])
    for part in ("findings", "patterns", "caps", "reasons", "missing"):
        assert not any(difference[part].values())


@then(parsers.parse("the supposition is refused for {faults}"))
def refused(refusal: ChangesRejected, faults: str) -> None:
    assert [f"{f.code} at {f.pointer}" for f in refusal.faults] == listed(faults)
