"""Patterns form over adverse findings and the milder ones that they imply, and only cap."""

import pytest

from service.grading.arithmetic import Cap
from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower, Judge, codes


def test_a_pattern_forms_over_the_findings_it_names(judge: Judge, flawless: Borrower) -> None:
    slow = {"sales.dso_ratio_to_industry": "1.5", "sales.receivables_90d_pct": 16}

    found = judge(flawless.but(slow))

    assert found.patterns == {"PAT-12": ("COLLECTS_SLOWLY", "RECEIVABLES_OVERDUE_HIGH")}
    assert Cap("N5", "PAT-12 COLLECTION_STRESS") in found.caps


def test_half_of_a_pattern_is_no_pattern(judge: Judge, flawless: Borrower) -> None:
    found = judge(flawless.but({"sales.receivables_90d_pct": 16}))

    assert "RECEIVABLES_OVERDUE_HIGH" in codes(found)
    assert not found.patterns


@pytest.mark.parametrize("ratio", ["1.2501", "1.75", "1.7501", "100"])
def test_a_graver_finding_stands_for_the_milder_one_that_a_pattern_names(
    ratio: str, judge: Judge, flawless: Borrower
) -> None:
    doubtful = {
        "reputation.data_reconciliation": "major_gaps",
        "sales.dso_ratio_to_industry": ratio,
    }

    found = judge(flawless.but(doubtful))

    assert "PAT-24" in found.patterns


def test_a_pattern_names_the_graver_finding_that_formed_it(
    judge: Judge, flawless: Borrower
) -> None:
    doubtful = {"reputation.data_reconciliation": "major_gaps", "sales.dso_ratio_to_industry": 2}

    found = judge(flawless.but(doubtful))

    assert found.patterns["PAT-24"] == ("COLLECTION_VERY_SLOW", "DATA_MAJOR_GAPS")


def test_a_knock_out_implies_every_milder_finding_of_its_test(
    judge: Judge, flawless: Borrower
) -> None:
    failing = {"reputation.five_tier_current": "loss", "reputation.wage_social_arrears": True}

    found = judge(flawless.but(failing))

    assert found.patterns["PAT-20"] == ("NON_PERFORMING", "WAGE_SOCIAL_ARREARS")


def test_an_implied_finding_costs_no_points_and_caps_nothing(
    judge: Judge, flawless: Borrower
) -> None:
    found = judge(flawless.but({"reputation.false_statement_finding": "deliberate"}))

    assert found.dimensions["REP"].adverse_points == 6
    assert [cap.reason for cap in found.caps if cap.grade in ("N7", "N9")] == [
        "REP poor",
        "FALSE_STATEMENTS",
    ]


def test_an_assumed_finding_forms_patterns_like_a_found_one(
    judge: Judge, flawless: Borrower
) -> None:
    found = judge(flawless.without("sales.dso_ratio_to_industry", "sales.receivables_90d_pct"))

    assert "PAT-12" in found.patterns


def test_several_ways_to_a_pattern_make_one_pattern_and_one_cap(
    judge: Judge, flawless: Borrower
) -> None:
    squeezed = {
        "supply.prepay_cash_pct": 71,
        "sales.dso_ratio_to_industry": 2,
        "sales.credit_sales_pct": 81,
    }

    found = judge(flawless.but(squeezed))

    assert found.patterns["PAT-08"] == (
        "COLLECTION_VERY_SLOW",
        "CREDIT_SALES_DOMINANT",
        "NO_SUPPLIER_CREDIT",
    )
    assert [cap.reason for cap in found.caps].count("PAT-08 SQUEEZED_BETWEEN") == 1


def test_a_pattern_costs_no_points(judge: Judge, flawless: Borrower) -> None:
    slow = flawless.but({"sales.dso_ratio_to_industry": "1.5"})
    overdue = flawless.but({"sales.receivables_90d_pct": 16})
    both = slow.but({"sales.receivables_90d_pct": 16})

    lost = [judge(b).dimensions["SAL"].adverse_points for b in (slow, overdue, both)]

    assert lost == [1, 3, 4]


def test_one_finding_forms_a_pattern_that_names_a_single_one(
    ruleset: Ruleset, judge: Judge, flawless: Borrower
) -> None:
    found = judge(flawless.but({"governance.rpt_pct_revenue": "40.0001"}))

    assert found.patterns == {"PAT-27": ("GROUP_DEPENDENT",)}
    assert found.grade == ruleset.patterns["PAT-27"].cap == "N3"
