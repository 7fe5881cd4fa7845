"""The grade is the worst of the base grade and every cap; caps never add up."""

from service.grading.arithmetic import Cap
from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower, Judge


def test_the_grade_is_the_worst_of_base_and_caps(
    ruleset: Ruleset, judge: Judge, worked: dict[str, Borrower]
) -> None:
    for borrower in worked.values():
        found = judge(borrower)
        candidates = [found.base_grade, *(cap.grade for cap in found.caps)]
        assert found.indicative_grade == ruleset.policy.worst(candidates)


def test_two_caps_at_one_grade_are_no_worse_than_one(judge: Judge, flawless: Borrower) -> None:
    grave = {"governance.fund_occupation_pct_na": 21, "reputation.loan_diversion": True}

    found = judge(flawless.but(grave))

    assert {cap.reason for cap in found.caps if cap.grade == "N6"} == {
        "FUND_OCCUPATION_SEVERE",
        "LOAN_DIVERTED",
    }
    assert found.grade == "N6"


def test_a_dimension_gains_at_most_five_points_but_loses_every_one(
    judge: Judge, flawless: Borrower
) -> None:
    watched = {
        "governance.rpt_pricing": "unclear",
        "governance.chair_gm_same": True,
        "governance.supervision_independent": False,
        "governance.family_key_posts_pct": 51,
        "governance.fund_occupation_pct_na": 1,
        "governance.affiliate_guarantees_pct_na": 1,
    }

    clean = judge(flawless).dimensions["GOV"]
    lost = judge(flawless.but(watched)).dimensions["GOV"]

    assert (clean.strength_points, clean.net, clean.rating) == (5, 5, 5)
    assert (lost.strength_points, lost.net, lost.rating) == (5, 0, 3)


def test_one_critical_finding_holds_a_dimension_at_weak_whatever_its_strengths(
    judge: Judge, flawless: Borrower
) -> None:
    found = judge(flawless.but({"governance.fund_occupation_pct_na": 21}))

    assert (found.dimensions["GOV"].net, found.dimensions["GOV"].rating) == (-1, 2)
    assert Cap("N5", "GOV weak") in found.caps


def test_two_critical_findings_make_a_dimension_poor(judge: Judge, flawless: Borrower) -> None:
    grave = {"governance.fund_occupation_pct_na": 21, "governance.affiliate_guarantees_pct_na": 51}

    found = judge(flawless.but(grave))

    assert (found.dimensions["GOV"].net, found.dimensions["GOV"].rating) == (-7, 1)
    assert Cap("N6", "one dimension poor") in found.caps


def test_a_knock_out_makes_its_dimension_poor(judge: Judge, flawless: Borrower) -> None:
    found = judge(flawless.but({"environment.stop_order": True}))

    assert (found.dimensions["ENV"].net, found.dimensions["ENV"].rating) == (-2, 1)
    assert found.grade == "N8"


def test_two_poor_dimensions_cap_lower_than_one(judge: Judge, flawless: Borrower) -> None:
    grave = {"environment.stop_order": True, "history.licence_status": "missing"}

    reasons = {cap.reason: cap.grade for cap in judge(flawless.but(grave)).caps}

    assert reasons["two dimensions poor"] == "N7"
    assert "one dimension poor" not in reasons


def test_a_poor_dimension_without_weight_caps_nothing(judge: Judge, flawless: Borrower) -> None:
    trader = judge(flawless.but({"borrower.business_model": "trading"}))

    assert trader.dimensions["PRD"].weight == 0
    assert trader.grade == "N1"
