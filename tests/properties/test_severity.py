"""A worse fact never helps: the dictionary says of each fact which of its values are worse.

Facts without a direction (``worse: none``: the classification facts, and the use of capacity,
where both too little and too much are unfavourable) are left out.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from service.dossier.facts import FactState
from tests.engine.borrowers import Borrower
from tests.engine.strategies import (
    FACTS,
    RULESET,
    borrowers,
    evaluate,
    mostly_clean,
    no_better,
    worse_values,
)


def worsened(borrower: Borrower, fact: str) -> list[FactState]:
    """The states that ``fact`` may worsen to, on the same evidence; the least worse first."""
    state = borrower.facts[fact]
    if state.value is None:
        return []
    return [state._replace(value=value) for value in worse_values(fact, state.value)]


@settings(max_examples=150)
@given(mostly_clean(), st.integers(0, 10**6))
def test_worsening_any_one_fact_never_helps_a_mostly_clean_borrower(
    borrower: Borrower, which: int
) -> None:
    before = evaluate(borrower)
    for fact in FACTS:
        if worse := worsened(borrower, fact):
            after = evaluate(borrower.with_states({fact: worse[which % len(worse)]}))
            assert no_better(before, after), fact


@settings(max_examples=150)
@given(mostly_clean())
def test_worsening_any_one_fact_by_one_step_never_helps(borrower: Borrower) -> None:
    before = evaluate(borrower)
    for fact in FACTS:
        if worse := worsened(borrower, fact):
            after = evaluate(borrower.with_states({fact: worse[0]}))
            assert no_better(before, after), fact


@given(borrowers(), st.lists(st.tuples(st.sampled_from(FACTS), st.integers(0, 10**6)), max_size=20))
def test_worsening_several_facts_never_helps(
    borrower: Borrower, places: list[tuple[str, int]]
) -> None:
    states = {}
    for fact, which in places:
        if worse := worsened(borrower, fact):
            states[fact] = worse[which % len(worse)]

    assert no_better(evaluate(borrower), evaluate(borrower.with_states(states)))


def test_all_but_five_facts_have_a_direction() -> None:
    none = {fact.id for fact in RULESET.facts.values() if fact.worse == "none"}

    assert none == {*RULESET.class_facts, "production.capacity_use_pct"}
