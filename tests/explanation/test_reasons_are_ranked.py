"""Reasons come in the order of their weight: what binds the grade first, then what it lost."""

from collections.abc import Callable
from typing import Any

import pytest

from service.explanation.reasons import reasons
from service.explanation.subject import Subject
from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower, flawless

Explain = Callable[[Any], Subject]


@pytest.fixture(scope="session")
def spotless(ruleset: Ruleset) -> Borrower:
    return flawless(ruleset)


def committee(subject: Subject) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reasons(subject)["committee"]
    return found


def test_a_knock_out_comes_before_a_critical_finding_of_the_same_cap(
    explain_subject: Explain, spotless: Borrower
) -> None:
    both = spotless.but(
        {
            "history.restructuring_debt_outcome": "left_behind_or_disputed",
            "reputation.tax_evasion_finding": True,
        }
    )

    first, second, *_ = committee(explain_subject(both.facts))

    assert (first["code"], first["severity"], first["cap"]) == ("TAX_EVASION", "KO", "N8")
    assert (second["code"], second["severity"], second["cap"]) == ("DEBT_LEFT_BEHIND", "W3", "N8")
    assert first["binding"]
    assert second["binding"]


def test_critical_findings_come_before_patterns_and_patterns_before_dimensions(
    explain_subject: Explain, spotless: Borrower
) -> None:
    distressed = spotless.but(
        {
            "reputation.tax_class": "D",
            "reputation.overdue_episodes_24m": 5,
            "reputation.wage_social_arrears": True,
        }
    )

    found = committee(explain_subject(distressed.facts))

    assert [(r["kind"], r["code"]) for r in found if r["binding"]] == [
        ("finding", "TAX_CLASS_D"),
        ("pattern", "LIQUIDITY_DISTRESS_SIGNALS"),
        ("dimension", "REP poor"),
    ]
    assert [r["rank"] for r in found if r["binding"]] == [1, 2, 3]


def test_equals_are_in_the_order_of_their_tests(explain_subject: Explain) -> None:
    found = committee(explain_subject("average_manufacturer"))

    assert [(r["id"], r["loss"]) for r in found] == [("GOV-06", 12), ("GOV-07", 12), ("GOV-20", 12)]


def test_what_does_not_bind_is_ranked_by_weight_times_points(explain_subject: Explain) -> None:
    found = committee(explain_subject("polluting_dye_maker"))

    losses = [r["loss"] for r in found if not r["binding"]]
    assert losses == sorted(losses, reverse=True)
    assert [r["code"] for r in found if r["loss"] == 27] == ["TECHNOLOGY_BACKWARD"]


def test_the_borrower_is_told_the_first_four_of_all_reasons(explain_subject: Explain) -> None:
    told = reasons(explain_subject("family_condiment_maker"))

    assert [r["code"] for r in told["borrower"]] == [
        "KEY_PERSON_RISK",
        "CLOSED_FAMILY_CONTROL",
        "GOV weak",
        "ONE_MAN_RULE",
    ]
    assert told["committee"][:4] == told["borrower"]
    assert len(told["committee"]) > 4


def test_a_pattern_that_binds_names_the_findings_facts_and_clauses_it_is_made_of(
    explain_subject: Explain, ruleset: Ruleset
) -> None:
    first = committee(explain_subject("software_start_up"))[0]

    assert (first["kind"], first["id"], first["code"]) == ("pattern", "PAT-23", "UNPROVEN_BORROWER")
    assert first["findings"] == ["START_UP", "THIN_CREDIT_FILE"]
    facts = {fact["fact"]: fact for fact in first["facts"]}
    assert list(facts) == ["history.years_operating", "reputation.credit_history_months"]
    assert all({"value", "as_of", "source"} <= fact.keys() for fact in facts.values())
    tests = [ruleset.outcomes[code][0] for code in first["findings"]]
    assert first["clauses"] == list(dict.fromkeys(c for test in tests for c in test.clauses))
    assert (first["dimension"], first["severity"], first["loss"]) == (None, None, None)


def test_a_cap_of_a_dimension_names_the_adverse_findings_of_that_dimension_only(
    explain_subject: Explain, ruleset: Ruleset
) -> None:
    subject = explain_subject("state_owned")
    cap = next(r for r in committee(subject) if r["kind"] == "dimension")

    assert (cap["id"], cap["code"], cap["dimension"]) == ("gov_weak", "GOV weak", "GOV")
    in_governance = {
        f["code"]
        for f in subject.rating.result["findings"]
        if f["dimension"] == "GOV" and f["points"] < 0
    }
    assert set(cap["findings"]) == in_governance
    assert {fact["fact"].partition(".")[0] for fact in cap["facts"]} == {"governance"}


def test_a_pattern_of_suspected_wrongdoing_is_marked_as_a_suspicion(
    explain_subject: Explain, spotless: Borrower
) -> None:
    suspect = spotless.but(
        {
            "history.restructuring_debt_outcome": "left_behind_or_disputed",
            "history.name_changes_5y": 2,
        }
    )

    found = committee(explain_subject(suspect.facts))

    assert [r["code"] for r in found if r["suspicion"]] == ["DEBT_EVASION_SUSPECTED"]


def test_the_grade_without_a_reason_is_that_of_the_same_borrower_without_it(
    explain_subject: Explain, spotless: Borrower
) -> None:
    """Removing a finding grades as a borrower of whom the fact is neither good nor bad."""
    indebted = spotless.but({"reputation.tax_class": "D", "environment.credit_class": "yellow"})
    neutral = spotless.but({"reputation.tax_class": "B", "environment.credit_class": "yellow"})

    found = committee(explain_subject(indebted.facts))

    (without,) = [r["grade_without"] for r in found if r["code"] == "TAX_CLASS_D"]
    assert without == explain_subject(neutral.facts).evaluation.grade
    assert without != explain_subject(indebted.facts).evaluation.grade


def test_without_the_only_pattern_that_binds_the_grade_is_what_its_findings_leave(
    explain_subject: Explain,
) -> None:
    first = committee(explain_subject("foreign_invested"))[0]

    assert (first["code"], first["cap"], first["grade_without"]) == ("GROUP_DEPENDENCE", "N3", "N2")


def test_without_one_of_two_caps_that_bind_the_other_still_binds(explain_subject: Explain) -> None:
    found = committee(explain_subject("family_condiment_maker"))

    assert {r["grade_without"] for r in found if r["kind"] == "pattern"} == {"N5"}
    assert [r["grade_without"] for r in found if r["kind"] == "dimension"] == ["N3"]


def test_the_best_grade_has_no_reasons_but_small_adverse_findings(
    explain_subject: Explain, spotless: Borrower
) -> None:
    watched = spotless.but({"management.bench": "thin", "governance.succession_plan": "informal"})

    assert committee(explain_subject(spotless.facts)) == []
    small = committee(explain_subject(watched.facts))
    assert [(r["kind"], r["code"], r["binding"]) for r in small] == [
        ("finding", "SUCCESSION_INFORMAL", False),
        ("finding", "THIN_BENCH", False),
    ]
