"""The narrative of any borrower is about a page, whole, and true to the explanation it tells."""

import re
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings

from service.dossier.facts import FactState
from service.explanation.explain import assessed
from service.explanation.narrative import SECTIONS, narrative
from service.explanation.narrative.unknown import MISSING
from service.explanation.narrative.writer import ITEMS
from service.explanation.subject import Subject
from service.language.catalogue import LANGUAGES
from service.language.values import date_text, label, value_text
from service.ruleset.model import Pattern, Ruleset
from tests.engine.borrowers import Borrower, flawless, worked_dossiers
from tests.engine.strategies import RULESET, borrowers
from tests.explanation.conftest import ExplainSubject
from tests.features.borrowers import causes

OWNERSHIP = "borrower.ownership_type"
SEPARATION = "governance.owner_company_separation"

Told = Mapping[str, list[str]]

any_borrower = given(borrower=borrowers())
few = settings(max_examples=25)
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def told(subject: Subject, parts: Mapping[str, Any], lang: str) -> Told:
    """The paragraphs of each section."""
    sections = narrative(subject, parts, lang)["sections"]
    return {section["id"]: section["paragraphs"] for section in sections}


def words_of(sections: Told) -> int:
    return sum(len(p.split()) for paragraphs in sections.values() for p in paragraphs)


def in_language(reason: Mapping[str, Any], lang: str) -> str:
    return str(reason["title_zh" if lang == "zh" else "title"])


@any_borrower
@few
def test_every_section_is_told_in_whole_sentences_and_on_about_a_page(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(borrower.facts)
    parts = assessed(subject)
    english, chinese = (told(subject, parts, lang) for lang in LANGUAGES)
    assert list(english) == list(chinese) == list(SECTIONS)
    for section in SECTIONS:
        assert len(english[section]) == len(chinese[section]) > 0
        assert all(re.fullmatch(r"\S.*[^.\s][.?]", p) for p in english[section])
        assert all(re.fullmatch(r"\S.*[^。][。？]", p) for p in chinese[section])
    assert words_of(english) <= 1200


@pytest.mark.parametrize("name", worked_dossiers())
def test_the_narrative_of_a_worked_borrower_fits_a_page(
    explain_subject: ExplainSubject, name: str
) -> None:
    subject = explain_subject(name)
    assert 200 <= words_of(told(subject, assessed(subject), "en")) <= 700


@any_borrower
@few
def test_the_first_reasons_are_told_in_order_and_the_others_counted(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(borrower.facts)
    parts = assessed(subject)
    ranked = [r for r in parts["reasons"]["committee"] if r["kind"] != "missing"]
    assumed = [r for r in ranked if (r["kind"], r["basis"]) == ("finding", "not_evidenced")]
    found = [r for r in ranked if r not in assumed]
    for lang in LANGUAGES:
        sections = told(subject, parts, lang)
        for section, of in (("weaknesses", found), ("unknown", assumed)):
            text = "\n".join(sections[section])
            places = [text.find(in_language(reason, lang)) for reason in of[:ITEMS]]
            assert -1 not in places
        one_by_one = [p for p in sections["weaknesses"] for r in found if in_language(r, lang) in p]
        assert len(one_by_one) >= min(len(found), ITEMS)
    sections = told(subject, parts, "en")
    for section, of, counted in (
        ("weaknesses", found, r"(\d+) more reasons? (?:is|are) in the list"),
        ("unknown", assumed, r"(\d+) more adverse findings? (?:is|are) assumed"),
    ):
        left = re.findall(counted, "\n".join(sections[section]))
        assert left == ([str(len(of) - ITEMS)] if len(of) > ITEMS else [])


@any_borrower
@few
def test_every_question_is_told_or_counted(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(borrower.facts)
    parts = assessed(subject)
    text = "\n".join(told(subject, parts, "en")["follow_up"])
    asked = text.count("Ask for “")
    counted = re.search(r"(\d+) more unknown facts? (?:is|are) in the list", text)
    assert asked + int(counted[1] if counted else 0) == len(parts["questions"])
    if not parts["questions"] and not parts["actions"]["follow_up"]:
        assert text == "No follow-up is called for."


@any_borrower
@few
def test_whatever_caps_the_grade_is_told_with_the_grade_that_would_be_without_it(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(borrower.facts)
    parts = assessed(subject)
    caps = [r for r in parts["reasons"]["committee"] if r["binding"]][:ITEMS]
    paragraphs = [p for section in told(subject, parts, "en").values() for p in section]
    for reason in caps:
        (paragraph, *_) = [p for p in paragraphs if reason["title"] in p and "While it" in p]
        assert f"no better than {reason['cap']}." in paragraph
        assert f"grade would be {reason['grade_without']}." in paragraph


@pytest.mark.parametrize("pattern", RULESET.patterns)
def test_a_suspicion_is_told_as_one_and_no_other_pattern_is(
    explain_subject: ExplainSubject, pattern: str
) -> None:
    subject = forming(explain_subject, RULESET.patterns[pattern])
    parts = assessed(subject)
    formed = [RULESET.patterns[found["id"]] for found in subject.rating.result["patterns"]]
    for lang, words in (("en", "a suspicion, which is no proof"), ("zh", "怀疑而并非证明")):
        paragraphs = told(subject, parts, lang)["weaknesses"]
        for found in formed:
            naming = [p for p in paragraphs if f"“{found.title.in_language(lang)}”" in p]
            assert len(naming) == 1
            assert (words in naming[0]) is found.suspicion


def forming(explain_subject: ExplainSubject, pattern: Pattern) -> Subject:
    """A borrower with nothing adverse but what forms a pattern, and what comes with it."""
    owners = RULESET.facts[OWNERSHIP].domain()
    for *codes, owner in product(*pattern.all_of_any, owners):
        facts: dict[str, Any] = {}
        for code in codes:
            facts |= causes(RULESET, [code])
        facts[OWNERSHIP] = owner
        subject = explain_subject(flawless(RULESET).but(facts).facts)
        if pattern.id in subject.evaluation.patterns:
            return subject
    raise AssertionError(f"nothing forms {pattern.id}")


def test_suspicions_occur(ruleset: Ruleset) -> None:
    assert any(pattern.suspicion for pattern in ruleset.patterns.values())
    assert not all(pattern.suspicion for pattern in ruleset.patterns.values())


def test_what_may_be_needed_is_not_said_to_be_needed(explain_subject: ExplainSubject) -> None:
    values = {"governance.owner_managed": False}
    borrower = flawless(RULESET).but(values).without(OWNERSHIP, SEPARATION)
    parts = assessed(explain_subject(borrower.facts))
    assert parts["information_request"]["facts"] == [OWNERSHIP]
    assert {q["fact"]: q["mandatory"] for q in parts["questions"]} == {
        OWNERSHIP: True,
        SEPARATION: False,
    }
    unknown = told(explain_subject(borrower.facts), parts, "en")["unknown"][0]
    needed, perhaps = unknown.split("Depending on these")
    assert "“Ownership type”" in needed
    assert "“Separation of owner and company money”" in perhaps


@any_borrower
@few
def test_a_result_without_a_grade_is_no_denial_and_says_what_is_missing(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(without_gates(borrower))
    parts = assessed(subject)
    assert parts["grade"] == "NR"
    missing = [r for r in parts["reasons"]["committee"] if r["kind"] == "missing"]
    needed = {question["fact"] for question in parts["questions"] if question["mandatory"]}
    waiting = dict.fromkeys(fact["fact"] for reason in missing for fact in reason["facts"])
    facts = [fact for fact in waiting if fact in needed]
    titles = [subject.ruleset.facts[fact].title for fact in facts][:MISSING]
    for lang, denial, indicative in (
        ("en", "not a denial", "must not be used"),
        ("zh", "不是拒绝", "不得使用"),
    ):
        sections = told(subject, parts, lang)
        assert denial in sections["grade"][0]
        assert indicative in sections["grade"][1]
        unknown = "\n".join(sections["unknown"])
        assert [t for t in titles if f"“{t.in_language(lang)}”" not in unknown] == []
        if len(facts) > MISSING:
            left = len(facts) - MISSING
            counted = {"en": f"{left} more fact", "zh": f"另外{left}项事实"}[lang]
            assert counted in unknown


def without_gates(borrower: Borrower) -> dict[str, FactState]:
    """The borrower's facts with one unknown that a gate test cannot do without."""
    state = borrower.facts["reputation.current_dpd"]._replace(value=None, unknown="stale")
    return {**borrower.facts, "reputation.current_dpd": state}


@each_language
def test_facts_are_told_with_number_unit_source_and_date(
    explain_subject: ExplainSubject, ruleset: Ruleset, lang: str
) -> None:
    subject = explain_subject("defaulter_with_false_statements")
    weaknesses = told(subject, assessed(subject), lang)["weaknesses"]
    fact = ruleset.facts["reputation.current_dpd"]
    value, date = value_text(fact, 124, lang), date_text("2026-10-20", lang)
    (paragraph,) = [p for p in weaknesses if value in p]
    assert value == {"en": "124 days", "zh": "124天"}[lang]
    assert {"en": f"(third party, {date})", "zh": f"（第三方，{date}）"}[lang] in paragraph


@each_language
def test_it_says_that_it_is_no_probability_of_default(
    explain_subject: ExplainSubject, lang: str
) -> None:
    subject = explain_subject("average_manufacturer")
    said = told(subject, assessed(subject), lang)["grade"][-1]
    assert label("en").partition(", ")[2] in said or label("zh").partition("，")[2] in said


@each_language
def test_what_the_borrower_alone_claims_is_no_strength(
    explain_subject: ExplainSubject, ruleset: Ruleset, lang: str
) -> None:
    worked = explain_subject("strong_private_manufacturer")
    facts = Borrower(ruleset, worked.dossier.facts).on_own_word("production.technology_level").facts
    subject = explain_subject(facts)
    strengths = told(subject, assessed(subject), lang)["strengths"]
    title = ruleset.outcomes["TECHNOLOGY_LEADING"][1].title.in_language(lang)
    (paragraph,) = [p for p in strengths if title in p]
    assert {"en": "not counted", "zh": "未计入"}[lang] in paragraph


@each_language
def test_a_borrower_who_only_claims_has_no_strength(
    explain_subject: ExplainSubject, ruleset: Ruleset, lang: str
) -> None:
    clean = flawless(ruleset)
    subject = explain_subject(clean.on_own_word(*ruleset.facts).facts)
    strengths = told(subject, assessed(subject), lang)["strengths"]
    assert {"en": "No strength is proven.", "zh": "没有任何已证实的优势。"}[lang] in strengths
    assert len([p for p in strengths if {"en": "shown by", "zh": "依据为"}[lang] in p]) == 0


@each_language
def test_a_liars_statements_are_said_not_to_be_believed(
    explain_subject: ExplainSubject, ruleset: Ruleset, lang: str
) -> None:
    subject = explain_subject("defaulter_with_false_statements")
    first = told(subject, assessed(subject), lang)["unknown"][0]
    assert ruleset.outcomes["FALSE_STATEMENTS"][1].title.in_language(lang) in first
    assert {"en": "are not believed", "zh": "不予采信"}[lang] in first


def test_another_language_is_refused(explain_subject: ExplainSubject) -> None:
    subject = explain_subject("average_manufacturer")
    with pytest.raises(KeyError):
        narrative(subject, assessed(subject), "fr")
