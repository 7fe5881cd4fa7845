"""Follow-up questions: what is not known and costs something, and what a warning asks for."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from service.decisions.rate import Rater
from service.explanation.actions import actions
from service.explanation.subject import Subject
from service.ruleset.model import Ruleset
from tests.engine.borrowers import FIXTURES, Borrower, flawless

Explain = Callable[[Any], Subject]


@pytest.fixture(scope="session")
def spotless(ruleset: Ruleset) -> Borrower:
    return flawless(ruleset)


def facts_asked(subject: Subject) -> list[str]:
    """The facts asked for, in order."""
    asked = [entry["for"][0] for entry in actions(subject)["follow_up"]]
    return [name for name in asked if name in subject.ruleset.facts]


def test_an_unknown_fact_is_asked_for_by_its_title(
    explain_subject: Explain, spotless: Borrower, ruleset: Ruleset
) -> None:
    subject = explain_subject(spotless.without("production.technology_level").facts)

    title = ruleset.facts["production.technology_level"].title
    assert actions(subject)["follow_up"] == [
        {"text": title.en, "text_zh": title.zh, "for": ["production.technology_level"]}
    ]


def test_questions_are_in_the_order_of_the_loss_that_an_answer_could_avoid(
    explain_subject: Explain, spotless: Borrower
) -> None:
    """22 x 3 of overdue episodes, 12 x 3 of the decision process, 5 x 1 of new products."""
    unknown = spotless.without(
        "competitiveness.new_product_pct",
        "governance.decision_process",
        "reputation.overdue_episodes_24m",
    )

    assert facts_asked(explain_subject(unknown.facts)) == [
        "reputation.overdue_episodes_24m",
        "governance.decision_process",
        "competitiveness.new_product_pct",
    ]


def test_a_fact_that_several_tests_wait_for_avoids_what_they_lose_together(
    explain_subject: Explain, spotless: Borrower
) -> None:
    """The credit share of sales costs 9 twice, the family's key posts 12 once."""
    unknown = spotless.but({"sales.credit_control": "none"}).without(
        "governance.family_key_posts_pct", "sales.credit_sales_pct"
    )

    assert facts_asked(explain_subject(unknown.facts)) == [
        "sales.credit_sales_pct",
        "governance.family_key_posts_pct",
    ]


def test_what_a_grade_waits_for_is_asked_first(
    explain_subject: Explain, spotless: Borrower
) -> None:
    """Environmental class weighs 6, overdue episodes 22; yet a grade waits for the class."""
    unknown = spotless.without(
        "environment.credit_class", "reputation.overdue_episodes_24m", "borrower.business_model"
    )

    asked = facts_asked(explain_subject(unknown.facts))

    assert set(asked[:2]) == {"environment.credit_class", "borrower.business_model"}
    assert asked[2] == "reputation.overdue_episodes_24m"


def test_every_mandatory_fact_of_the_incomplete_dossier_is_asked_for(
    explain_subject: Explain,
) -> None:
    subject = explain_subject("incomplete_dossier")

    unknown = subject.rating.result["unknown_facts"]
    mandatory = {entry["fact"] for entry in unknown if entry["mandatory"]}
    assert set(facts_asked(subject)[: len(mandatory)]) == mandatory


def test_a_fact_that_could_only_bring_a_strength_is_not_asked_for(
    explain_subject: Explain, spotless: Borrower
) -> None:
    """Whether independent directors are experts matters only for a strength."""
    unknown = spotless.without("governance.independent_director_expertise")

    assert facts_asked(explain_subject(unknown.facts)) == []


def test_a_fact_that_can_no_longer_change_the_finding_is_not_asked_for(
    explain_subject: Explain, spotless: Borrower
) -> None:
    """Without a change of name its reason decides nothing; after one it does."""
    unexplained = spotless.without("history.name_change_reason")

    assert facts_asked(explain_subject(unexplained.facts)) == []
    renamed = unexplained.but({"history.name_changes_5y": 1})
    assert facts_asked(explain_subject(renamed.facts)) == ["history.name_change_reason"]


def sent(rater: Rater, change: Callable[[dict[str, Any]], None]) -> Subject:
    document = json.loads((FIXTURES / "dossiers" / "average_manufacturer.json").read_text("utf-8"))
    change(document)
    return Subject(rater, rater.rate(json.dumps(document, ensure_ascii=False).encode()))


def test_a_wrong_check_digit_is_to_be_confirmed(rater: Rater) -> None:
    def mistype(document: dict[str, Any]) -> None:
        document["borrower"]["identifiers"]["uscc"] = "91350100M000100Y44"

    assert actions(sent(rater, mistype))["follow_up"] == [
        {
            "text": "Confirm the unified social credit code against the registry: "
            "its check digit is wrong.",
            "text_zh": "请与登记机关核实统一社会信用代码：其校验位有误。",
            "for": ["check_digit"],
        }
    ]


def test_identifiers_of_borrower_and_parent_are_told_apart(rater: Rater) -> None:
    wrong = "7ZW8QJWVPR4P1S5PX089"

    def mistype(document: dict[str, Any]) -> None:
        document["borrower"]["identifiers"]["lei"] = wrong
        document["borrower"]["parent_lei"] = wrong

    texts = [entry["text"] for entry in actions(sent(rater, mistype))["follow_up"]]

    assert len(texts) == 2
    assert "legal entity identifier against" in texts[0]
    assert "legal entity identifier of the parent against" in texts[1]


def test_a_check_that_is_not_named_and_a_source_that_is_not_given_are_asked_for(
    rater: Rater,
) -> None:
    def drop(document: dict[str, Any]) -> None:
        document.pop("evidence_defaults")
        document["reputation"]["tax_evasion_finding"] = {"value": False, "as_of": "2026-10-20"}

    found = actions(sent(rater, drop))["follow_up"]

    asked = {entry["for"][0]: entry for entry in found}
    title = "“Finding of tax evasion”"
    assert title in asked["check_not_named"]["text"]
    assert title in asked["source_not_named"]["text"]
    assert "“偷税漏税认定”" in asked["check_not_named"]["text_zh"]


def test_every_warning_that_a_dossier_can_raise_has_its_question(rater: Rater) -> None:
    """All warnings at once: each becomes one question, in both languages, after all others."""

    def spoil(document: dict[str, Any]) -> None:
        document["borrower"]["identifiers"]["uscc"] = "91350100M000100Y44"
        document["reputation"]["tax_evasion_finding"] = {"value": False, "as_of": "2026-10-20"}
        document.pop("evidence_defaults")

    subject = sent(rater, spoil)
    found = actions(subject)["follow_up"]

    warnings = [w.code for w in subject.dossier.warnings]
    assert {"check_digit", "check_not_named", "source_not_named"} <= set(warnings)
    assert [entry["for"] for entry in found[-len(warnings) :]] == [[code] for code in warnings]
