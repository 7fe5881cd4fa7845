"""What was not evidenced is told apart from what was found, and what is missing comes first."""

from collections.abc import Callable
from typing import Any

import pytest

from service.explanation.reasons import reasons
from service.explanation.subject import Subject
from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower, flawless, worked_borrowers

Explain = Callable[[Any], Subject]


@pytest.fixture(scope="session")
def spotless(ruleset: Ruleset) -> Borrower:
    return flawless(ruleset)


@pytest.fixture(scope="session")
def average(ruleset: Ruleset) -> Borrower:
    return worked_borrowers(ruleset)["average_manufacturer"]


def by_code(subject: Subject) -> dict[str, dict[str, Any]]:
    return {r["code"]: r for r in reasons(subject)["committee"]}


def test_a_finding_from_an_unknown_fact_says_that_it_is_not_evidenced(
    explain_subject: Explain, average: Borrower
) -> None:
    found = by_code(explain_subject(average.without("governance.decision_process").facts))

    assert found["ONE_MAN_RULE"]["basis"] == "not_evidenced"
    assert found["ONE_MAN_RULE"]["facts"] == [
        {"fact": "governance.decision_process", "value": None, "unknown": "absent"}
    ]
    assert found["SUCCESSION_INFORMAL"]["basis"] == "found"


def test_a_cap_is_not_evidenced_if_it_would_not_hold_on_known_facts_alone(
    explain_subject: Explain, average: Borrower
) -> None:
    assumed = by_code(explain_subject(average.without("governance.decision_process").facts))
    found = by_code(
        explain_subject(average.but({"governance.decision_process": "one_person"}).facts)
    )

    assert assumed["GOV weak"]["basis"] == "not_evidenced"
    assert found["GOV weak"]["basis"] == "found"


def test_a_pattern_that_forms_on_known_facts_alone_is_found_whatever_else_is_assumed(
    explain_subject: Explain, spotless: Borrower
) -> None:
    alone = {"governance.decision_process": "one_person", "governance.succession_plan": "none"}
    formed = spotless.but({**alone, "governance.board_challenge": "none"})

    certain = explain_subject(formed.without("management.bench").facts)
    doubtful = explain_subject(spotless.but(alone).without("governance.board_challenge").facts)

    assert by_code(certain)["KEY_PERSON_RISK"]["basis"] == "found"
    assert by_code(doubtful)["KEY_PERSON_RISK"]["basis"] == "not_evidenced"


def test_what_is_missing_comes_first_with_the_facts_that_would_decide_it(
    explain_subject: Explain,
) -> None:
    subject = explain_subject("incomplete_dossier")

    found = reasons(subject)["committee"]

    missing = [r for r in found if r["kind"] == "missing"]
    assert found[: len(missing)] == missing
    assert [r["id"] for r in missing] == list(subject.evaluation.missing)
    assert all(r["basis"] == "not_evidenced" and not r["binding"] for r in missing)
    unknown = {u["fact"] for u in subject.rating.result["unknown_facts"] if u["mandatory"]}
    assert {fact["fact"] for r in missing for fact in r["facts"]} == unknown


def test_only_what_a_grade_waits_for_is_told_as_missing(
    explain_subject: Explain, average: Borrower
) -> None:
    """Advances outstanding are a knock-out; those of the past are a weakness, assumed so far."""
    unknown = average.without("reputation.advances_outstanding", "reputation.advances_24m")

    found = by_code(explain_subject(unknown.facts))

    assert [f["fact"] for f in found["REP-06"]["facts"]] == ["reputation.advances_outstanding"]
    assert "reputation.advances_24m" in [f["fact"] for f in found["PAST_ADVANCE"]["facts"]]


def test_the_borrower_stays_unrated_while_anything_else_is_missing(
    explain_subject: Explain, average: Borrower
) -> None:
    one = explain_subject(average.without("reputation.tax_class").facts)
    two = explain_subject(average.without("reputation.tax_class", "borrower.business_model").facts)

    assert by_code(one)["REP-12"]["grade_without"] == one.evaluation.indicative_grade
    assert by_code(two)["REP-12"]["grade_without"] == "NR"
    assert by_code(two)["borrower.business_model"]["grade_without"] == "NR"


def test_a_missing_classification_fact_is_named_by_its_title(
    explain_subject: Explain, average: Borrower
) -> None:
    found = by_code(explain_subject(average.without("borrower.business_model").facts))

    assert found["borrower.business_model"]["title"] == "Business model"
    assert found["borrower.business_model"]["clauses"] == []
    assert [f["fact"] for f in found["borrower.business_model"]["facts"]] == [
        "borrower.business_model"
    ]


def test_a_gate_that_may_not_apply_at_all_waits_for_what_decides_that(
    explain_subject: Explain, average: Borrower
) -> None:
    """A material sanction of a listed company is critical; who is not listed has no such test."""
    sanctioned = average.without("borrower.ownership_type").but(
        {"governance.disclosure_sanctions_36m": 2}
    )

    found = by_code(explain_subject(sanctioned.facts))

    assert [f["fact"] for f in found["GOV-14"]["facts"]] == ["borrower.ownership_type"]


def test_an_unrated_borrowers_other_reasons_give_the_indicative_grade_without_them(
    explain_subject: Explain, average: Borrower
) -> None:
    late = average.but({"reputation.current_dpd": 60}).without("reputation.tax_class")

    subject = explain_subject(late.facts)

    assert (subject.evaluation.grade, subject.evaluation.indicative_grade) == ("NR", "N7")
    assert by_code(subject)["PAST_DUE_31_90"]["grade_without"] not in ("NR", "N7")


def test_statements_that_deceit_voids_count_as_not_evidenced(
    explain_subject: Explain, average: Borrower
) -> None:
    liar = average.on_own_word("governance.decision_process").but(
        {"reputation.false_statement_finding": "deliberate"}
    )

    found = by_code(explain_subject(liar.facts))

    assert found["ONE_MAN_RULE"]["basis"] == "not_evidenced"
    assert found["ONE_MAN_RULE"]["facts"][0]["unknown"] == "void"


def test_without_deceit_the_borrowers_statements_count_again(
    explain_subject: Explain, average: Borrower
) -> None:
    said = [f.id for f in average.ruleset.facts.values() if f.need == "scored"][:60]
    honest = average.on_own_word(*said)
    liar = honest.but({"reputation.false_statement_finding": "material_misstatement"})

    found = by_code(explain_subject(liar.facts))

    assert explain_subject(liar.facts).evaluation.grade == "N9"
    without = explain_subject(honest.facts).evaluation.grade
    assert found["STATEMENTS_MISSTATED"]["grade_without"] == without == "N5"


def test_without_an_assumed_finding_what_is_proved_of_its_test_stands(
    explain_subject: Explain, average: Borrower
) -> None:
    unclear = average.but({"governance.rpt_pricing": "unclear"})
    assumed = explain_subject(unclear.without("governance.rpt_pct_revenue").facts)
    proved = explain_subject(unclear.but({"governance.rpt_pct_revenue": 1}).facts)

    assert by_code(assumed)["RPT_HIGH_UNPROVEN"]["basis"] == "not_evidenced"
    without = by_code(assumed)["RPT_HIGH_UNPROVEN"]["grade_without"]
    assert without == proved.evaluation.indicative_grade


def test_a_finding_that_was_found_is_shown_by_known_facts_alone(
    explain_subject: Explain, spotless: Borrower
) -> None:
    listed = {"borrower.ownership_type": "listed", "governance.free_float_pct": 20}
    subject = explain_subject(spotless.but(listed).without("governance.largest_holder_pct").facts)

    finding = by_code(subject)["SHARE_STRUCTURE_CONCENTRATED"]

    assert finding["basis"] == "found"
    assert [fact["fact"] for fact in finding["facts"]] == ["governance.free_float_pct"]
