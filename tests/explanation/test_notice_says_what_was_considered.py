"""Whoever the borrower, a letter tells the true reasons in full, in both languages."""

import re
from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings

from service.explanation.notice import notice
from service.explanation.reasons import reasons
from service.language.catalogue import LANGUAGES
from service.language.values import fact_text
from tests.engine.borrowers import Borrower
from tests.engine.strategies import RANK, RULESET, borrowers
from tests.explanation.conftest import ExplainSubject

few = settings(max_examples=40)

HAN = re.compile(r"[\u3400-\u9fff]")
SCORE_TALK = re.compile(r"\bscore|(?<!percentage )points|composite|分值|综合分|得分", re.IGNORECASE)


def told(letter: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {reason["code"]: reason for reason in letter["reasons"] + letter["not_evidenced"]}


@few
@given(borrower=borrowers())
def test_a_letter_is_adverse_incomplete_or_neither_by_the_grade_alone(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    letter = notice(explain_subject(borrower.facts))

    if letter["grade"] == "NR":
        assert letter["kind"] == "incomplete"
        assert any(fact["mandatory"] for fact in letter["facts_to_supply"])
    else:
        adverse = RANK[letter["grade"]] >= RANK["N5"]
        assert letter["kind"] == ("adverse" if adverse else "none")
        assert bool(told(letter)) is adverse
        assert not any(fact["mandatory"] for fact in letter["facts_to_supply"])


@few
@given(borrower=borrowers())
def test_every_reason_of_an_adverse_result_is_told_with_all_its_facts(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(borrower.facts)
    letter = notice(subject, "us_reg_b")
    if letter["kind"] != "adverse":
        return
    principal = reasons(subject)["borrower"]

    sentences = told(letter)

    assert sorted(sentences) == sorted(reason["code"] for reason in principal)
    found = {reason["code"] for reason in letter["reasons"]}
    assert found == {r["code"] for r in principal if r["basis"] == "found"}
    for reason in principal:
        for lang in LANGUAGES:
            suffix = "_zh" if lang == "zh" else ""
            sentence = sentences[reason["code"]][f"sentence{suffix}"]
            # A rating of a dimension is no reason by itself: what it is made of is told.
            for title in titles(reason, lang):
                assert title in sentence
            for fact in reason["facts"]:
                assert fact_text(RULESET, fact, lang) in sentence
        assert sentences[reason["code"]]["sample"]["id"]


def titles(reason: Mapping[str, Any], lang: str) -> list[str]:
    """What a reason is called, or the findings and wanting strengths that a dimension's is."""
    if reason["kind"] != "dimension":
        return [reason["title_zh" if lang == "zh" else "title"]]
    codes = [*reason["findings"], *reason["not_shown"]]
    assert codes
    return [RULESET.outcomes[code][1].title.in_language(lang) for code in codes]


@few
@given(borrower=borrowers())
def test_sentences_are_whole_in_one_language_and_speak_of_no_score(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    for reason in told(notice(explain_subject(borrower.facts))).values():
        assert reason["sentence"].endswith(".")
        assert not HAN.search(reason["sentence"])
        assert reason["sentence_zh"].endswith("。")
        assert HAN.search(reason["sentence_zh"])
        assert not SCORE_TALK.search(reason["sentence"] + reason["sentence_zh"])
