"""The principal reasons, as ``features/explanation/reasons.feature`` states them."""

from typing import Any

import pytest
from pytest_bdd import parsers, scenarios, then, when

from service.decisions.rate import Rater
from service.explanation.reasons import reasons
from service.explanation.subject import Subject
from service.ruleset.model import BUSINESS_MODEL, SOURCES
from tests.features.borrowers import Borrower, listed

scenarios("explanation/reasons.feature")

HEAD = ["kind", "reason", "binds at", "cost", "the grade without it"]


class Told:
    """What the committee and the borrower were told, and about whom."""

    subject: Subject
    committee: list[dict[str, Any]]
    borrower: list[dict[str, Any]]

    def codes(self, **having: Any) -> list[str]:
        """The codes of the reasons to the committee that have all these members."""
        return [
            r["code"] for r in self.committee if all(r[name] == v for name, v in having.items())
        ]

    def reason(self, code: str) -> dict[str, Any]:
        (found,) = [r for r in self.committee if r["code"] == code]
        return found


@pytest.fixture
def told() -> Told:
    return Told()


@when("the reasons are asked for")
def asked_for(borrower: Borrower, rater: Rater, told: Told) -> None:
    told.subject = Subject(rater, rater.rate(borrower.body()))
    found = reasons(told.subject)
    told.committee, told.borrower = found["committee"], found["borrower"]


@then(parsers.parse("the borrower is told {codes}"))
def borrower_is_told(told: Told, codes: str) -> None:
    assert [r["code"] for r in told.borrower] == listed(codes)


@then(parsers.parse("the committee is told {number:d} reasons, these first"))
def committee_is_told(told: Told, number: int) -> None:
    assert len(told.committee) == number
    assert told.committee[: len(told.borrower)] == told.borrower


@then("the reasons are")
def reasons_are(told: Told, datatable: list[list[str]]) -> None:
    head, *rows = datatable
    assert head == HEAD
    assert [
        [
            r["kind"],
            r["code"],
            r["cap"] if r["binding"] else "",
            "" if r["loss"] is None else str(r["loss"]),
            r["grade_without"],
        ]
        for r in told.committee
    ] == rows


@then(parsers.parse("what binds is {codes}"))
def what_binds(told: Told, codes: str) -> None:
    binding = told.codes(binding=True)
    assert binding == listed(codes)
    assert [r["code"] for r in told.committee[: len(binding)]] == binding


@then(parsers.parse("reason {code} is made of {codes}"))
def is_made_of(told: Told, code: str, codes: str) -> None:
    assert told.reason(code)["findings"] == listed(codes)


@then(parsers.parse("reason {code} rests on"))
def rests_on(told: Told, code: str, datatable: list[list[str]]) -> None:
    head, *rows = datatable
    assert head == ["fact", "value", "source", "as of"]
    facts = told.subject.ruleset.facts
    assert [
        [facts[f["fact"]].title.en, str(f["value"]), SOURCES[f["source"]].en, f["as_of"]]
        for f in told.reason(code)["facts"]
    ] == rows


@then(parsers.parse("reason {code} comes from the clauses {clauses}"))
def comes_from(told: Told, code: str, clauses: str) -> None:
    assert told.reason(code)["clauses"] == listed(clauses)


@then(parsers.re("reason (?P<code>[A-Z_]+) is (?P<kind>a|no) suspicion"))
def is_suspicion(told: Told, code: str, kind: str) -> None:
    assert told.reason(code)["suspicion"] == (kind == "a")


@then(parsers.parse("not evidenced are {codes}"))
def not_evidenced(told: Told, codes: str) -> None:
    assert told.codes(basis="not_evidenced") == listed(codes)


@then(parsers.parse("found are {codes}"))
def found(told: Told, codes: str) -> None:
    assert told.codes(basis="found") == listed(codes)


@then(parsers.parse("without reason {code} the grade would be {grade}"))
def grade_without(told: Told, code: str, grade: str) -> None:
    assert told.reason(code)["grade_without"] == grade


@then("every reason is a strength not shown")
def all_strengths(told: Told) -> None:
    assert told.codes(kind="strength_not_shown") == told.codes()


@then(parsers.parse("without any of the reasons its grade would be {grade}"))
def without_any(told: Told, grade: str) -> None:
    """Grade what is left of the findings; no worked borrower needs strengths as reasons."""
    gone = {*told.codes(kind="finding")}
    left = [
        f.code for f in told.subject.evaluation.findings if not f.claimed and f.code not in gone
    ]
    ignored = {r["id"] for r in told.committee if r["kind"] == "pattern"}
    model = told.subject.facts[BUSINESS_MODEL].value
    checker = told.subject.rater.checker
    assert checker.grade_codes(left, model, ignored=ignored)[1].grade == grade
    assert told.subject.evaluation.grade != grade
