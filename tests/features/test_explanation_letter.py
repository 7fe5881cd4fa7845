"""The letter to the borrower, as ``features/explanation/letter.feature`` states it."""

import re
from typing import Any

from pytest_bdd import parsers, scenarios, then, when

from service.decisions.rate import Rater
from service.explanation.notice import UnknownRegime, notice
from service.explanation.subject import Subject
from tests.features.borrowers import Borrower, listed

scenarios("explanation/letter.feature")

Letter = dict[str, Any]

SCORE = re.compile(r"\bscore|composite|分值|综合分|得分", re.IGNORECASE)


def told(letter: Letter) -> dict[str, dict[str, Any]]:
    """All that is told, found or not evidenced, by code."""
    return {reason["code"]: reason for reason in letter["reasons"] + letter["not_evidenced"]}


@when(parsers.parse('the data of a letter is prepared under "{regime}"'), target_fixture="letter")
def prepared(borrower: Borrower, rater: Rater, regime: str) -> Letter | UnknownRegime:
    subject = Subject(rater, rater.rate(borrower.body()))
    try:
        return notice(subject, regime)
    except UnknownRegime as refusal:
        return refusal


@then(parsers.parse("the letter is {kind} and names grade {grade}"))
def kind_is(letter: Letter, kind: str, grade: str) -> None:
    assert (letter["kind"], letter["grade"]) == (kind, grade)


@then(parsers.parse("it is dated {day}"))
def dated(letter: Letter, day: str) -> None:
    assert letter["rating_date"] == day


@then(parsers.parse("it tells the reasons {codes}"))
def reasons_are(letter: Letter, codes: str) -> None:
    assert [reason["code"] for reason in letter["reasons"]] == listed(codes)


@then(parsers.parse("it tells as not evidenced {codes}"))
def not_evidenced_are(letter: Letter, codes: str) -> None:
    assert [reason["code"] for reason in letter["not_evidenced"]] == listed(codes)


@then("it says that there are further reasons")
def further(letter: Letter) -> None:
    assert letter["further_reasons"] is True


@then(parsers.parse('of {code} it says "{words}"'))
def says(letter: Letter, code: str, words: str) -> None:
    reason = told(letter)[code]
    assert words in reason["sentence"] or words in reason["sentence_zh"]


@then(parsers.parse('it states "{words}"'))
def states(letter: Letter, words: str) -> None:
    assert words in letter["statement"] or words in letter["statement_zh"]


@then("it asks for these facts")
def asks_for(letter: Letter, datatable: list[list[str]]) -> None:
    asked = letter["facts_to_supply"]
    shown = [[fact["title"], "yes" if fact["mandatory"] else "no"] for fact in asked]
    assert sorted(shown) == sorted(datatable[1:])
    needed = [fact["mandatory"] for fact in asked]
    assert needed == sorted(needed, reverse=True)


@then(parsers.parse('it asks for "{title}" because it is {why}'))
def asks_because(letter: Letter, title: str, why: str) -> None:
    assert {fact["title"]: fact["why"] for fact in letter["facts_to_supply"]}[title] == why


@then("the sample reasons are")
def samples_are(letter: Letter, datatable: list[list[str]]) -> None:
    samples = [[code, reason["sample"]["title"]] for code, reason in told(letter).items()]
    assert samples == datatable[1:]


@then("no reason has a sample reason")
def no_samples(letter: Letter) -> None:
    assert told(letter)
    assert [code for code, reason in told(letter).items() if reason["sample"] is not None] == []


@then(parsers.parse("the letter is refused, as the regimes known are {known}"))
def refused(letter: Letter | UnknownRegime, known: str) -> None:
    assert isinstance(letter, UnknownRegime)
    # "none" is a regime's name here.
    assert list(letter.known) == known.split(", ")
    assert known in str(letter)


@then("it gives a reason other than education")
def not_education_alone(letter: Letter) -> None:
    assert set(told(letter)) - {"TEAM_UNQUALIFIED", "TEAM_QUALIFIED"}


@then("no sentence speaks of a score")
def no_score(letter: Letter) -> None:
    sentences = [r[name] for r in told(letter).values() for name in ("sentence", "sentence_zh")]
    assert sentences
    assert [sentence for sentence in sentences if SCORE.search(sentence)] == []
