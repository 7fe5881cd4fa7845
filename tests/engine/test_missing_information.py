"""Adverse unless disproved, favourable only if proved, and not rated without the gates' facts."""

import pytest

from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower, Judge, codes


def test_an_unknown_fact_is_assumed_to_be_its_worst_ordinary_value(
    judge: Judge, flawless: Borrower
) -> None:
    found = judge(flawless.without("sales.retention_pct"))

    (finding,) = [f for f in found.findings if f.test == "SAL-04"]
    assert (finding.code, finding.assumed) == ("CUSTOMER_CHURN_HIGH", True)


def test_an_unknown_fact_is_not_assumed_worse_than_its_known_companion_allows(
    judge: Judge, flawless: Borrower
) -> None:
    renamed_once = flawless.but({"history.name_changes_5y": 1})

    found = judge(renamed_once.without("history.name_change_reason"))

    assert "NAME_CHANGE_UNEXPLAINED" in codes(found)
    assert "NAME_CHANGED_REPEATEDLY" not in codes(found)


def test_a_known_fact_that_disproves_an_outcome_makes_its_companion_needless(
    judge: Judge, flawless: Borrower
) -> None:
    never_renamed = judge(flawless.without("history.name_change_reason"))

    assert never_renamed == judge(flawless)


def test_an_unproved_strength_earns_nothing(judge: Judge, flawless: Borrower) -> None:
    found = judge(flawless.without("competitiveness.patented_product_pct"))

    assert "CMP-04" not in {f.test for f in found.findings}


def test_an_undecided_gate_leaves_the_borrower_unrated_and_is_named(
    judge: Judge, flawless: Borrower
) -> None:
    found = judge(flawless.without("reputation.current_dpd"))

    assert found.grade == "NR"
    assert found.missing == ("REP-02",)


def test_an_undecided_knock_out_is_never_assumed_but_the_milder_outcome_is(
    judge: Judge, flawless: Borrower
) -> None:
    found = judge(flawless.without("reputation.current_dpd"))

    assert "PAST_DUE_1_30" in codes(found)
    assert found.indicative_grade == "N1"
    assert not found.caps


@pytest.mark.parametrize("name", ["REP-07", "SHR-01", "MGT-07"])
def test_a_gate_without_milder_outcomes_makes_no_finding_while_undecided(
    name: str, ruleset: Ruleset, judge: Judge, flawless: Borrower
) -> None:
    found = judge(flawless.without(*ruleset.tests[name].facts))

    assert found.missing == (name,)
    assert name not in {f.test for f in found.findings}


def test_every_fact_that_only_a_gate_reads_leaves_the_borrower_unrated_if_unknown(
    ruleset: Ruleset, judge: Judge, flawless: Borrower
) -> None:
    for test in ruleset.tests.values():
        if not test.gate or test.applies_when:
            continue
        grave = {c.fact for o in test.outcomes if o.gating for a in o.when for c in a}
        found = judge(flawless.without(*grave))
        assert (found.grade, test.id in found.missing) == ("NR", True)


def test_a_gate_is_decided_once_its_grave_outcome_is_disproved(
    judge: Judge, flawless: Borrower
) -> None:
    found = judge(flawless.without("reputation.advances_24m"))

    assert found.grade != "NR"
    assert "PAST_ADVANCE" in codes(found)


def test_an_unrated_borrower_keeps_what_the_facts_do_show(judge: Judge, flawless: Borrower) -> None:
    bankrupt = flawless.but({"reputation.bankruptcy_petition": True})

    found = judge(bankrupt.without("reputation.current_dpd"))

    assert (found.grade, found.indicative_grade) == ("NR", "N10")


def test_the_best_case_takes_every_unknown_as_favourable_as_it_can_be(
    judge: Judge, flawless: Borrower
) -> None:
    nothing_known = flawless.without(*flawless.facts)

    found = judge(nothing_known)

    assert (found.grade, found.best_case_grade) == ("NR", "N1")


def test_the_best_case_cannot_wish_away_what_is_known(judge: Judge, flawless: Borrower) -> None:
    distrusted = flawless.but({"reputation.tax_class": "D"})

    found = judge(distrusted.without("sales.retention_pct", "reputation.current_dpd"))

    assert (found.grade, found.best_case_grade) == ("NR", "N7")


def test_no_worked_borrower_has_a_grade_better_than_the_best_case(
    ruleset: Ruleset, judge: Judge, worked: dict[str, Borrower]
) -> None:
    rank = ruleset.policy.ranks
    for borrower in worked.values():
        found = judge(borrower)
        assert rank[found.grade] >= rank[found.best_case_grade]
        assert rank[found.indicative_grade] >= rank[found.best_case_grade]


@pytest.mark.parametrize("why", ["not_assessed", "stale", "void", "not_applicable"])
def test_it_makes_no_difference_why_a_fact_is_unknown(
    why: str, judge: Judge, worked: dict[str, Borrower]
) -> None:
    known = worked["strong_private_manufacturer"]
    chosen = ["sales.retention_pct", "reputation.current_dpd", "borrower.ownership_type"]
    states = {f: known.facts[f]._replace(value=None, unknown=why) for f in chosen}

    assert judge(known.with_states(states)) == judge(known.without(*chosen))
