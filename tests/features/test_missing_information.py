"""What is not known, as ``features/missing_information.feature`` states it."""

import json
from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when

from service.decisions.rate import Rater
from service.ruleset.model import Ruleset
from tests.features.borrowers import Borrower, as_body

scenarios("missing_information.feature")

_HEAD = ("dossier_id", "application_ref", "rating_date", "currency", "evidence_defaults")


@given("a borrower of whom only the identity is known", target_fixture="borrower")
def identity_only(ruleset: Ruleset, average: dict[str, Any]) -> Borrower:
    borrower = Borrower(ruleset, {name: average[name] for name in (*_HEAD, "borrower")})
    for fact in ruleset.facts:
        borrower.remove(fact)
    return borrower


@given(parsers.parse('its "{title}" was not assessed, for the reason "{reason}"'))
def not_assessed(borrower: Borrower, title: str, reason: str) -> None:
    borrower.put(borrower.fact(title).id, {"status": "not_assessed", "reason": reason})


@when("each of its facts in turn is left out and the borrower rated")
def rated_without_each(borrower: Borrower, rater: Rater) -> None:
    borrower.rate(rater)
    for fact in borrower.ruleset.facts:
        lessened = Borrower(borrower.ruleset, borrower.document)
        lessened.remove(fact)
        if lessened.document != borrower.document:
            body = as_body(lessened.document)
            borrower.other_answers[fact] = json.loads(rater.rate(body).to_json())
    assert borrower.other_answers


@then("no grade is better than with all facts")
def no_better_grade(borrower: Borrower, ruleset: Ruleset) -> None:
    ranks = ruleset.policy.ranks
    full = ranks[borrower.result["grade"]]
    without = borrower.other_answers
    assert [fact for fact, r in without.items() if ranks[r["grade"]] < full] == []


@then("no composite is higher among those still rated")
def no_higher_composite(borrower: Borrower) -> None:
    full = borrower.result["composite"]
    rated = {f: r for f, r in borrower.other_answers.items() if r["grade"] != "NR"}
    assert [fact for fact, r in rated.items() if r["composite"] > full] == []


@then("the facts not known are")
def facts_not_known(borrower: Borrower, datatable: list[list[str]]) -> None:
    facts = borrower.ruleset.facts
    unknown = [facts[entry["fact"]].title.en for entry in borrower.result["unknown_facts"]]
    assert sorted(unknown) == sorted(row[0] for row in datatable)


@then(parsers.re("(?P<code>[A-Z_0-9]+) is assumed"))
def assumed(borrower: Borrower, code: str) -> None:
    (found,) = [f for f in borrower.result["findings"] if f["code"] == code]
    assert found["assumed"]
