"""The random borrowers are varied enough for the properties to mean something."""

from hypothesis import given
from hypothesis.strategies import SearchStrategy

from service.engine.evaluation import Evaluation
from tests.engine.borrowers import OWN_WORD, Borrower
from tests.engine.strategies import RULESET, anyhow, judge, mostly_clean, values


def drawn(strategy: SearchStrategy[Borrower]) -> list[Borrower]:
    found: list[Borrower] = []

    @given(strategy)
    def draw(borrower: Borrower) -> None:
        found.append(borrower)

    draw()
    return found


def evaluated(strategy: SearchStrategy[Borrower]) -> list[Evaluation]:
    return [judge().direct.evaluate(borrower.facts) for borrower in drawn(strategy)]


def test_mostly_clean_borrowers_have_nearly_every_grade() -> None:
    grades = {evaluation.grade for evaluation in evaluated(mostly_clean())}

    assert len(grades) >= 8
    assert grades <= set(RULESET.policy.grades)


def test_nearly_every_finding_is_made() -> None:
    found = {f.code for e in evaluated(mostly_clean()) + evaluated(anyhow()) for f in e.findings}

    assert len(found) > 0.9 * len(RULESET.outcomes)


def test_every_pattern_forms() -> None:
    formed = {pattern for e in evaluated(anyhow()) for pattern in e.patterns}

    assert formed == set(RULESET.patterns)


def test_random_borrowers_know_between_two_fifths_and_all_of_their_facts() -> None:
    known = [sum(s.value is not None for s in b.facts.values()) for b in drawn(anyhow())]

    assert min(known) < 0.5 * len(RULESET.facts)
    assert max(known) > 0.9 * len(RULESET.facts)


def test_some_facts_rest_on_the_borrowers_word_and_some_borrowers_deceive() -> None:
    borrowers = drawn(mostly_clean())

    assert any(s.source == OWN_WORD for b in borrowers for s in b.facts.values())
    assert any(evaluation.deceit for evaluation in evaluated(anyhow()))


def test_numbers_are_drawn_on_both_sides_of_every_threshold() -> None:
    ratio = values("sales.dso_ratio_to_industry")

    assert {8000, 8001, 12500, 12501, 17500, 17501} < set(ratio)
    assert {10000, 20000, 30000} < set(values("reputation.admin_penalties_24m"))
