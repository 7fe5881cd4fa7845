"""A test yields one finding at most, in every case that its conditions can tell apart."""

from collections.abc import Iterator
from itertools import product

import pytest

from service.dossier.facts import ABSENT, FactState
from service.ruleset import catalogue, model
from service.ruleset.cells import Cell, cut
from service.ruleset.model import Condition, Fact, Ruleset, Value
from tests.engine.borrowers import Borrower, Judge, codes, on_own_word

TESTS = tuple(catalogue.active().tests)


def applicable(ruleset: Ruleset, test: model.Test) -> dict[str, object]:
    """Classification under which ``test`` applies."""
    found: dict[str, object] = {}
    for condition in test.applies_when[0] if test.applies_when else ():
        domain = ruleset.facts[condition.fact].domain()
        found[condition.fact] = next(v for v in domain if condition.allows(v))
    return found


def cases(ruleset: Ruleset, test: model.Test) -> Iterator[dict[str, FactState]]:
    """Every combination of a test's facts: unknown, or in any class of values, on any word."""
    conditions = [c for o in test.outcomes for alternative in o.when for c in alternative]
    facts = [ruleset.facts[fact] for fact in dict.fromkeys(c.fact for c in conditions)]
    for states in product(*(states_of(fact, conditions) for fact in facts)):
        yield dict(zip((fact.id for fact in facts), states, strict=True))


def states_of(fact: Fact, conditions: list[Condition]) -> Iterator[FactState]:
    yield ABSENT
    for cell in cut(fact, conditions):
        for value in ends(fact, cell):
            known = FactState(value, None, "third_party", "2026-10-20")
            yield known
        yield on_own_word(fact, known)


def ends(fact: Fact, cell: Cell) -> list[Value]:
    """The first and last value of a cell."""
    if cell.interval is None:
        return [v for v in fact.domain() if v in (cell.values or ())][:1]
    low, high = cell.interval.low or 0, cell.interval.high or 0
    if fact.whole:
        low, high = -(-low // 10_000) * 10_000, high // 10_000 * 10_000
    return list(dict.fromkeys((low, high)))


@pytest.mark.parametrize("name", TESTS)
def test_no_case_of_a_test_yields_two_findings(
    name: str, ruleset: Ruleset, judge: Judge, flawless: Borrower
) -> None:
    test = ruleset.tests[name]
    borrower = flawless.but(applicable(ruleset, test))
    for case in cases(ruleset, test):
        found = judge(borrower.with_states(case))
        assert [f.test for f in found.findings].count(name) <= 1


@pytest.mark.parametrize("name", [t for t in TESTS if catalogue.active().tests[t].applies_when])
def test_a_test_that_may_not_apply_assumes_the_worst_that_no_value_disproves(
    name: str, ruleset: Ruleset, judge: Judge, flawless: Borrower
) -> None:
    test = ruleset.tests[name]
    borrower = flawless.without(*(c.fact for a in test.applies_when for c in a))
    for case in cases(ruleset, test):
        for finding in judge(borrower.with_states(case)).findings:
            assert finding.test != name or (finding.assumed and not finding.claimed)


def test_every_outcome_is_reached_by_the_cases_above(
    ruleset: Ruleset, judge: Judge, flawless: Borrower
) -> None:
    reached = set()
    for test in ruleset.tests.values():
        borrower = flawless.but(applicable(ruleset, test))
        for case in cases(ruleset, test):
            reached |= codes(judge.direct.evaluate(borrower.with_states(case).facts))
    assert reached == set(ruleset.outcomes)


def test_the_gravest_outcome_that_holds_is_the_finding(judge: Judge, flawless: Borrower) -> None:
    pricing = {"governance.rpt_pct_revenue": 31, "governance.rpt_pricing": "not_arms_length"}

    found = [f.code for f in judge(flawless.but(pricing)).findings if f.test == "GOV-02"]

    assert found == ["RPT_NOT_ARMS_LENGTH"]


def test_an_adverse_outcome_that_holds_leaves_no_room_for_a_strength_of_the_same_test(
    judge: Judge, flawless: Borrower
) -> None:
    stages = {"sales.stable_stage_pct": 60, "sales.decline_stage_pct": "30.0001"}

    found = [f.code for f in judge(flawless.but(stages)).findings if f.test == "SAL-06"]

    assert found == ["CUSTOMERS_IN_DECLINE"]


def test_no_finding_is_counted_twice(worked: dict[str, Borrower], judge: Judge) -> None:
    for borrower in worked.values():
        found = [finding.code for finding in judge(borrower).findings]
        assert len(found) == len(set(found))


def test_a_fact_read_by_two_tests_counts_once_in_each(judge: Judge, flawless: Borrower) -> None:
    dealings = {"governance.rpt_pct_revenue": 41, "governance.rpt_pricing": "unclear"}

    found = judge(flawless.but(dealings))

    assert {"RPT_HIGH_UNPROVEN", "GROUP_DEPENDENT"} <= codes(found)
    assert found.dimensions["GOV"].adverse_points == found.dimensions["SHR"].adverse_points == 3


def test_the_flawless_borrower_has_the_best_grade(
    ruleset: Ruleset, judge: Judge, flawless: Borrower
) -> None:
    found = judge(flawless)

    assert found.grade == found.best_case_grade == next(iter(ruleset.policy.grades))
    assert not [f for f in found.findings if ruleset.outcomes[f.code][1].adverse]
