"""Conditions, covenants and follow-up questions follow from what was found, each asked once."""

from collections.abc import Callable
from typing import Any

import pytest

from service.decisions.rate import Rater
from service.explanation.actions import actions
from service.explanation.subject import Subject
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower, flawless, worked_borrowers

Explain = Callable[[Any], Subject]


@pytest.fixture(scope="session")
def spotless(ruleset: Ruleset) -> Borrower:
    return flawless(ruleset)


def asked(entries: list[dict[str, Any]]) -> dict[str, list[str]]:
    found = {entry["text"]: entry["for"] for entry in entries}
    assert len(found) == len(entries)
    return found


def test_nothing_is_asked_where_nothing_is_adverse_or_unknown(
    explain_subject: Explain, spotless: Borrower
) -> None:
    assert actions(explain_subject(spotless.facts)) == {
        "conditions": [],
        "covenants": [],
        "follow_up": [],
    }


def test_each_adverse_finding_asks_for_what_its_test_says(
    explain_subject: Explain, spotless: Borrower, ruleset: Ruleset
) -> None:
    found = actions(explain_subject(spotless.but({"reputation.current_dpd": 10}).facts))

    members = {"condition": "conditions", "covenant": "covenants", "follow_up": "follow_up"}
    expected: dict[str, list[Any]] = {member: [] for member in members.values()}
    for kind, text in ruleset.tests["REP-02"].actions:
        asked_for = {"text": text.en, "text_zh": text.zh, "for": ["PAST_DUE_1_30"]}
        expected[members[kind]].append(asked_for)
    assert any(expected.values())
    assert found == expected


def test_a_strength_asks_for_nothing(explain_subject: Explain, spotless: Borrower) -> None:
    """The test of succession has a covenant, but a documented plan is no reason for it."""
    assert spotless.facts["governance.succession_plan"].value == "documented"
    assert actions(explain_subject(spotless.facts))["covenants"] == []


def test_what_is_only_assumed_is_asked_about_and_not_to_be_cured(
    explain_subject: Explain, spotless: Borrower
) -> None:
    arrears = explain_subject(spotless.but({"reputation.tax_arrears": True}).facts)
    assert actions(arrears)["conditions"]

    found = actions(explain_subject(spotless.without("reputation.tax_arrears").facts))

    assert (found["conditions"], found["covenants"]) == ([], [])
    assert [entry["for"] for entry in found["follow_up"]] == [["reputation.tax_arrears"]]


def test_a_pattern_of_what_is_only_assumed_asks_for_nothing(
    explain_subject: Explain, spotless: Borrower
) -> None:
    values = {
        "governance.decision_process": "one_person",
        "governance.succession_plan": "none",
        "governance.board_challenge": "none",
    }
    found = spotless.but(values)
    assumed = found.without("governance.decision_process")

    for borrower, expected in ((found, True), (assumed, False)):
        subject = explain_subject(borrower.facts)
        assert "PAT-01" in subject.evaluation.patterns
        asking = {code for entry in actions(subject)["conditions"] for code in entry["for"]}
        assert ("KEY_PERSON_RISK" in asking) is expected


def test_what_several_reasons_ask_for_is_asked_once_for_all_of_them(
    explain_subject: Explain,
) -> None:
    found = actions(explain_subject("family_condiment_maker"))

    plan = asked(found["covenants"])["Written succession plan within 6 months"]
    assert plan == ["KEY_PERSON_RISK", "NO_SUCCESSION"]


def test_actions_come_in_the_order_of_the_reasons(explain_subject: Explain) -> None:
    found = actions(explain_subject("family_condiment_maker"))

    assert [entry["for"][0] for entry in found["conditions"]] == [
        "KEY_PERSON_RISK",
        "KEY_PERSON_RISK",
        "ONE_MAN_RULE",
    ]
    first = [entry["for"][0] for entry in found["covenants"]]
    assert first == sorted(
        first, key=["KEY_PERSON_RISK", "CLOSED_FAMILY_CONTROL", "NO_OUTSIDE_DIRECTOR"].index
    )


def test_a_pattern_that_does_not_bind_asks_before_findings_that_do_not(
    explain_subject: Explain,
) -> None:
    """The defaulter is N10 for its arrears; that it deceived caps at N9 and still counts."""
    found = actions(explain_subject("defaulter_with_false_statements"))

    asking = list(dict.fromkeys(code for entry in found["follow_up"] for code in entry["for"]))
    assert asking[0] == "REPUTATION_KNOCK_OUT"
    assert "REPEATED_OVERDUE" in asking
    asking = list(dict.fromkeys(entry["for"][0] for entry in found["conditions"]))
    assert asking[:4] == [
        "NON_PERFORMING",
        "PAST_DUE_OVER_90",
        "LIQUIDITY_DISTRESS_SIGNALS",
        "KEY_PERSON_RISK",
    ]


def test_every_text_is_in_both_languages(explain_subject: Explain) -> None:
    for name in ("family_condiment_maker", "polluting_dye_maker", "incomplete_dossier"):
        for entries in actions(explain_subject(name)).values():
            for entry in entries:
                assert any("a" <= letter <= "z" for letter in entry["text"])
                assert any("\u4e00" <= letter <= "\u9fff" for letter in entry["text_zh"])


def test_a_ruleset_without_conditions_and_covenants_has_questions_only() -> None:
    """The ruleset 1.0.0 says of patterns what to do, but not of what kind it is."""
    ruleset = load_ruleset(catalogue.root().joinpath("nonfinancial", "1.0.0"))
    rater = Rater(ruleset)
    family = worked_borrowers(ruleset)["family_condiment_maker"].dossier()

    found = actions(Subject(rater, rater.rate_dossier(family)))

    assert (found["conditions"], found["covenants"]) == ([], [])
    assert asked(found["follow_up"])["Owner guarantee"] == ["KEY_PERSON_RISK"]
