"""Two decisions compared, as ``features/explanation/compare.feature`` states it."""

from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from service.decisions.rate import Rater
from service.explanation.compare import compare
from service.explanation.subject import Subject
from tests.features.borrowers import Borrower, as_body, fixture_dossier, listed

scenarios("explanation/compare.feature")


@pytest.fixture
def answer() -> dict[str, Any]:
    """The comparison; its ``difference`` is what most steps look at."""
    return {}


@given("a month has passed")
def month_passed(borrower: Borrower) -> None:
    borrower.document["rating_date"] = "2026-12-01"
    borrower.document["evidence_defaults"] |= {"as_of": "2026-11-20", "obtained_on": "2026-11-25"}


def subjects(rater: Rater, *documents: dict[str, Any]) -> list[Subject]:
    return [Subject(rater, rater.rate(as_body(document))) for document in documents]


@when(parsers.parse('the committee compares it with dossier "{name}"'))
def compares(borrower: Borrower, rater: Rater, answer: dict[str, Any], name: str) -> None:
    answer.update(compare(*subjects(rater, borrower.document, fixture_dossier(name))))


@when(parsers.parse('the committee compares it with how it was in dossier "{name}"'))
def compares_with_before(
    borrower: Borrower, rater: Rater, answer: dict[str, Any], name: str
) -> None:
    answer.update(compare(*subjects(rater, fixture_dossier(name), borrower.document)))


@then(parsers.re("it is (?P<who>the same|another) borrower, under the same rules"))
def same_borrower(answer: dict[str, Any], who: str) -> None:
    assert answer["same_borrower"] == (who == "the same")
    assert answer["same_ruleset"]


@then(parsers.parse("the {what} went from {before} to {after}"))
def went(answer: dict[str, Any], what: str, before: str, after: str) -> None:
    found = answer["difference"][what]
    assert (str(found["from"]), str(found["to"])) == (before, after)
    assert (str(answer["one"][what]), str(answer["other"][what])) == (before, after)


@then("the facts that differ are")
def facts_differing(borrower: Borrower, answer: dict[str, Any], datatable: list[list[str]]) -> None:
    facts = [
        [fact["title"], in_words(borrower, fact["from"]), in_words(borrower, fact["to"])]
        for fact in answer["difference"]["facts"]
    ]
    head, *rows = datatable
    assert head == ["fact", "from", "to"]
    assert sorted(facts) == sorted(rows)


def in_words(borrower: Borrower, fact_json: dict[str, Any]) -> str:
    fact, value = borrower.ruleset.facts[fact_json["fact"]], fact_json["value"]
    if value is None:
        return "not known"
    spelled = str(value).lower() if fact.kind == "bool" else str(value)
    return spelled if fact.kind == "number" else fact.values[spelled].en


@then(parsers.re("the findings (?P<way>appeared|gone) are (?P<codes>.+)"))
def findings_differing(answer: dict[str, Any], way: str, codes: str) -> None:
    found = answer["difference"]["findings"][way]
    assert sorted(f["code"] for f in found) == sorted(listed(codes))


@then(parsers.parse("the finding {code} became {other}"))
def became(answer: dict[str, Any], code: str, other: str) -> None:
    changed = answer["difference"]["findings"]["changed"]
    assert (code, other) in [(named(c["from"]), named(c["to"])) for c in changed]


def named(finding: dict[str, Any]) -> str:
    return "claimed " * finding["claimed"] + str(finding["code"])


@then(parsers.parse("the caps gone are {caps}"))
def caps_gone(answer: dict[str, Any], caps: str) -> None:
    found = answer["difference"]["caps"]["gone"]
    assert sorted(f"{c['reason']} at {c['grade']}" for c in found) == sorted(listed(caps))


@then(parsers.parse("the dimensions that differ are {dimensions}"))
def dimensions_differing(answer: dict[str, Any], dimensions: str) -> None:
    found = [
        f"{d['dimension']} from {d['from']['rating']} to {d['to']['rating']}"
        for d in answer["difference"]["dimensions"]
    ]
    assert sorted(found) == sorted(listed(dimensions))


@then(parsers.parse("the grade no longer waits for {tests}"))
def no_longer_waits(answer: dict[str, Any], tests: str) -> None:
    assert sorted(answer["difference"]["missing"]["gone"]) == sorted(listed(tests))


@then("nothing differs")
def nothing_differs(answer: dict[str, Any]) -> None:
    difference = answer["difference"]
    assert difference["grade"]["from"] == difference["grade"]["to"]
    assert difference["composite"]["from"] == difference["composite"]["to"]
    assert (difference["facts"], difference["dimensions"]) == ([], [])
    for part in ("findings", "patterns", "caps", "reasons", "missing"):
        assert not any(difference[part].values())
