"""Knowing less never helps, and it never helps to have only the borrower's word.

Not rated, NR, ranks below every grade. The composite of an NR result is indicative only: an
undecided knock-out or critical finding is not assumed in it, so that it may well rise when the
fact behind such a finding is taken away. Where a grade results, the composite must not rise.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.borrowers import OWN_WORD, Borrower
from tests.engine.strategies import (
    FACTS,
    RANK,
    RULESET,
    borrowers,
    evaluate,
    mostly_clean,
    no_better,
    subsets,
)


@settings(max_examples=150)
@given(mostly_clean())
def test_leaving_out_any_one_fact_never_helps_a_mostly_clean_borrower(borrower: Borrower) -> None:
    before = evaluate(borrower)
    for fact in FACTS:
        assert no_better(before, evaluate(borrower.without(fact))), fact


@given(borrowers(), subsets())
def test_leaving_out_several_facts_never_helps(borrower: Borrower, left_out: list[str]) -> None:
    assert no_better(evaluate(borrower), evaluate(borrower.without(*left_out)))


@settings(max_examples=150)
@given(mostly_clean())
def test_any_one_fact_on_the_borrowers_word_never_helps(borrower: Borrower) -> None:
    before = evaluate(borrower)
    for fact in FACTS:
        assert no_better(before, evaluate(borrower.on_own_word(fact))), fact


@given(borrowers(), subsets())
def test_several_facts_on_the_borrowers_word_never_help(
    borrower: Borrower, said: list[str]
) -> None:
    assert no_better(evaluate(borrower), evaluate(borrower.on_own_word(*said)))


@given(borrowers(), subsets())
def test_the_borrowers_word_is_never_worse_than_saying_nothing(
    borrower: Borrower, said: list[str]
) -> None:
    assert no_better(evaluate(borrower.on_own_word(*said)), evaluate(borrower.without(*said)))


WHY = st.sampled_from(["not_assessed", "stale", "void", "not_applicable", "borrower_word_only"])


@given(borrowers(), subsets(), WHY, st.sampled_from(["court", OWN_WORD]))
def test_a_fact_without_value_counts_as_an_absent_one_whatever_the_reason(
    borrower: Borrower, facts: list[str], why: str, source: str
) -> None:
    struck = {
        fact: borrower.facts[fact]._replace(value=None, unknown=why, source=source, word_only=False)
        for fact in facts
    }

    assert evaluate(borrower.with_states(struck)) == evaluate(borrower.without(*facts))


@given(borrowers())
def test_no_grade_is_better_than_the_best_case(borrower: Borrower) -> None:
    found = evaluate(borrower)

    assert RANK[found.grade] >= RANK[found.best_case_grade]
    assert RANK[found.indicative_grade] >= RANK[found.best_case_grade]


@given(borrowers())
def test_the_grade_is_the_indicative_grade_unless_a_mandatory_fact_is_missing(
    borrower: Borrower,
) -> None:
    found = evaluate(borrower)

    assert found.grade == ("NR" if found.missing else found.indicative_grade)
    unknown = {f for f in RULESET.class_facts if borrower.facts[f].value is None}
    assert unknown <= set(found.missing)
