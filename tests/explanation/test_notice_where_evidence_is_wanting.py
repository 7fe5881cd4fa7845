"""Reasons that rest on what was not shown are told as such, and never as established."""

from dataclasses import replace
from typing import Any

import pytest

from service.decisions.rate import Rater
from service.explanation.notice import notice
from service.explanation.subject import Subject
from service.explanation.text.notice import notice_text
from service.language.catalogue import LANGUAGES
from service.ruleset.model import Policy, Ruleset
from service.ruleset.text import Text
from tests.engine.borrowers import flawless, worked_borrowers
from tests.explanation.conftest import ExplainSubject


def under(subject: Subject, policy: Policy) -> Subject:
    """The same rating, told by another policy."""
    ruleset = replace(subject.ruleset, policy=policy)
    return Subject(Rater(ruleset, subject.rater.checker), subject.rating)


def reason_of(letter: dict[str, Any], code: str) -> dict[str, Any]:
    (reason,) = [r for r in letter["not_evidenced"] if r["code"] == code]
    return reason


def test_a_suspicion_that_rests_on_silence_is_said_not_to_be_ruled_out(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    pharma = worked_borrowers(ruleset)["listed_pharma"]
    silent = pharma.without("governance.auditor_changes_3y", "governance.insider_control").but(
        {"governance.audit_opinion": "unqualified"}
    )

    doubt = reason_of(notice(explain_subject(silent.facts)), "DISCLOSURE_NOT_RELIABLE")

    assert doubt["sentence"].startswith(
        "For want of usable evidence a suspicion, which is not an established fact, "
        "could not be ruled out: "
    )
    assert doubt["sentence_zh"].startswith(
        "因缺乏可用证据，未能排除以下嫌疑，该嫌疑并非已经证实的事实："
    )


def test_a_dimension_that_is_weak_for_want_of_evidence_is_told_so(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    family = worked_borrowers(ruleset)["family_condiment_maker"]
    silent = family.without("governance.decision_process", "governance.succession_plan")

    weak = reason_of(notice(explain_subject(silent.facts)), "GOV weak")

    assert weak["sentence"].startswith("For want of usable evidence to the contrary")
    assert "Succession plan: not known (not in the dossier)" in weak["sentence"]
    assert weak["sentence_zh"].startswith("因缺乏相反的可用证据")


def test_strengths_that_were_not_shown_are_told_as_such(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    clean = flawless(ruleset)
    words = [f.id for f in ruleset.facts.values() if not f.negative_assurance]
    claiming = clean.on_own_word(*(fact for fact in words if not fact.startswith("borrower.")))

    letter = notice(explain_subject(claiming.facts))

    assert letter["kind"] == "adverse"
    every = letter["reasons"] + letter["not_evidenced"]
    shown = [r["sentence"] for r in every if r["sentence"].startswith("This strength was not")]
    assert shown
    assert all("(borrower's statement, 20 October 2026)" in sentence for sentence in shown)


def test_a_dimension_held_back_by_claims_alone_names_no_finding(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    clean = flawless(ruleset)
    claimed = [f for f in clean.section("reputation") if not ruleset.facts[f].negative_assurance]
    subject = explain_subject(clean.on_own_word(*claimed).facts)
    policy = replace(ruleset.policy, adverse_from="N3")

    reason = reason_of(notice(under(subject, policy)), "REP not good")

    assert reason["sentence"].startswith("These strengths, which the assessment looks for, were")
    assert "Tax-payment credit class A" in reason["sentence"]
    assert "Tax-payment credit class: class A (borrower's statement" in reason["sentence"]
    assert reason["sentence_zh"].startswith("未能证实评估所要求的以下优势")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("average_manufacturer", "not adverse"),
        ("incomplete_dossier", "not a denial"),
        ("polluting_dye_maker", "actually considered"),
    ],
)
def test_a_regime_of_the_banks_own_has_a_statement_for_every_letter(
    explain_subject: ExplainSubject, ruleset: Ruleset, name: str, words: str
) -> None:
    policy = ruleset.policy
    house = replace(policy.notice_regimes["none"], id="house", source=Text("", ""))
    own = under(explain_subject(name), replace(policy, notice_regimes={"house": house}))

    letter = notice(own, "house")

    assert words in letter["statement"]
    for lang in LANGUAGES:
        told = notice_text(ruleset, letter, lang)
        assert house.title.in_language(lang) in told[2]
        assert "()" not in told[2]
        assert "（）" not in told[2]
