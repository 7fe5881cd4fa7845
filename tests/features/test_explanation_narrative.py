"""What the committee reads, as the features on the narrative state it in both languages."""

from collections.abc import Mapping

from pytest_bdd import given, parsers, scenarios, then, when

from service.decisions.rate import Rater
from service.explanation.explain import explain
from service.explanation.subject import Subject
from service.ruleset.model import Ruleset
from tests.features.borrowers import Borrower, fixture_dossier

scenarios("explanation/narrative.feature", "explanation/narrative.zh.feature")

Page = Mapping[str, str]
"""Heading to the text under it."""


def page(borrower: Borrower, rater: Rater, lang: str) -> Page:
    narrative = explain(Subject(rater, rater.rate(borrower.body())), lang)["narrative"]
    return {s["heading"]: "\n".join(s["paragraphs"]) for s in narrative["sections"]}


@given(parsers.parse('借款人档案为"{name}"'), target_fixture="borrower")
def of_dossier(ruleset: Ruleset, name: str) -> Borrower:
    return Borrower(ruleset, fixture_dossier(name))


@given(parsers.parse('其"{title}"为{words}'))
def fact_is(borrower: Borrower, title: str, words: str) -> None:
    borrower.say(title, words)


@when("the committee reads the narrative", target_fixture="read")
def read_in_english(borrower: Borrower, rater: Rater) -> Page:
    return page(borrower, rater, "en")


@when("审批委员会阅读说明", target_fixture="read")
def read_in_chinese(borrower: Borrower, rater: Rater) -> Page:
    return page(borrower, rater, "zh")


@then(parsers.parse('under "{heading}" it reads'))
@then(parsers.parse('"{heading}"一节写明'))
def under_the_heading(read: Page, heading: str, datatable: list[list[str]]) -> None:
    assert [text for (text,) in datatable if text not in read[heading]] == []
