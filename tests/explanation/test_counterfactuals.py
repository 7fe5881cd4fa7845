"""What would change a grade: the changes are real, minimal, and all there are."""

from collections.abc import Mapping
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.decimal4 import scale
from service.dossier.facts import FactState
from service.engine.trace import value_json
from service.explanation import counterfactuals as module
from service.explanation import edge as edge_module
from service.explanation.counterfactuals import ImpossibleTarget, counterfactuals, edge
from service.explanation.moves import Move, improvements, worsenings
from service.explanation.search import MOST_FACTS, search_for
from service.explanation.subject import Subject
from service.ruleset.model import Value
from tests.engine import strategies
from tests.engine.borrowers import worked_borrowers, worked_dossiers
from tests.explanation.conftest import ExplainSubject

WORKED = tuple(worked_dossiers())
RATED = tuple(name for name in WORKED if name != "incomplete_dossier")


def values_of(subject: Subject, found: list[dict[str, Any]]) -> dict[str, Value]:
    facts = subject.ruleset.facts
    return {
        one["fact"]: scale(repr(one["to"])) if facts[one["fact"]].kind == "number" else one["to"]
        for one in found
    }


def rank(subject: Subject, grade: str) -> int:
    return subject.ruleset.policy.ranks[grade]


def brute_force(
    subject: Subject, moves: Mapping[str, list[Move]], target: str, size: int
) -> set[tuple[str, ...]]:
    """Every set of ``size`` facts of which some moves reach ``target``, by evaluating them all."""
    found = set()
    for facts in combinations(moves, size):
        for made in product(*(moves[fact] for fact in facts)):
            grade = subject.check({move.fact: move.value for move in made}).grade
            if rank(subject, grade) <= rank(subject, target):
                found.add(facts)
                break
    return found


@pytest.mark.parametrize("name", RATED)
def test_every_change_reaches_its_target_and_none_of_its_parts_does(
    explain_subject: ExplainSubject, name: str
) -> None:
    subject = explain_subject(name)
    answer = counterfactuals(subject)
    for found in answer["sets"]:
        changes = values_of(subject, found)
        assert len(changes) == answer["minimal_size"]
        reached = subject.confirm(changes).grade
        assert rank(subject, reached) <= rank(subject, answer["target"])
        for left_out in changes:
            part = {fact: value for fact, value in changes.items() if fact != left_out}
            assert rank(subject, subject.check(part).grade) > rank(subject, answer["target"])


@pytest.mark.parametrize("name", [n for n in RATED if n != "strong_private_manufacturer"])
def test_no_smaller_change_exists_and_none_of_the_size_is_missing(
    explain_subject: ExplainSubject, name: str
) -> None:
    subject = explain_subject(name)
    answer = counterfactuals(subject)
    moves = improvements(subject)
    assert answer["considered_facts"] == list(moves)
    for size in range(1, min(answer["minimal_size"] or 2, 2) + 1):
        found = brute_force(subject, moves, answer["target"], size)
        told = {tuple(one["fact"] for one in found) for found in answer["sets"]}
        assert found == (told if size == answer["minimal_size"] else set())


@st.composite
def fallen(draw: st.DrawFn) -> tuple[dict[str, FactState], list[str]]:
    """A clean borrower of whom some changeable facts got bad, and which facts those are.

    They are of two blocks of the dossier, or facts of which one test reads several, so that
    their points add up.
    """
    ruleset = strategies.RULESET
    changeable = [
        fact
        for fact in ruleset.facts.values()
        if fact.change.when != "history" and fact.change.direction != "worse"
    ]
    sections = sorted({fact.section for fact in changeable})
    chosen = draw(st.lists(st.sampled_from(sections), min_size=2, max_size=2, unique=True))
    tied = [f.id for f in changeable if any(len(ruleset.tests[t].facts) > 1 for t in readers(f.id))]
    near = [f.id for f in changeable if f.section in chosen]
    pool = draw(st.sampled_from((tied, near, near)))
    fell = draw(st.lists(st.sampled_from(pool), min_size=4, max_size=9, unique=True))
    states = dict(worked_borrowers(ruleset)["average_manufacturer"].facts)
    for fact in fell:
        values = strategies.values(fact)
        bad = st.sampled_from(values[len(values) // 2 :])
        states[fact] = strategies.known_states(fact)[0]._replace(value=draw(bad))
    return states, [fact for fact in ruleset.facts if fact in fell]


def readers(fact: str) -> tuple[str, ...]:
    return strategies.RULESET.readers[fact]


@settings(max_examples=200)
@given(fallen(), st.integers(1, 3))
def test_of_few_facts_the_search_finds_all_that_brute_force_finds(
    explain_subject: ExplainSubject, drawn: tuple[dict[str, FactState], list[str]], grades: int
) -> None:
    states, fell = drawn
    subject = explain_subject(states)
    rated = [g for g in subject.ruleset.policy.grades if g != "NR"]
    grade = subject.evaluation.grade
    if grade == "N1":
        return
    target = rated[max(0, rated.index(grade) - grades)]
    possible = improvements(subject)
    moves = {fact: possible[fact] for fact in possible if fact in fell}
    found = searched(subject, moves, target)
    for size in range(1, 6):
        expected = brute_force(subject, moves, target, size)
        if expected:
            assert found is not None
            assert (found.size, set(found.sets)) == (size, expected)
            return
    assert found is None


@pytest.mark.parametrize(
    "values",
    [
        {"supply.intermediary_layers": 2, "sales.stable_stage_pct": 0},
        {"supply.top1_supplier_pct": 25, "sales.credit_control": "basic"},
    ],
)
def test_a_fact_that_lifts_two_dimensions_is_one_fact(
    explain_subject: ExplainSubject, values: dict[str, Any]
) -> None:
    dealings = {
        "governance.rpt_pct_revenue": 40,
        "governance.rpt_pricing": "unclear",
        "supply.related_supplier_pct": 65,
        "sales.related_sales_pct": 60,
    }
    average = worked_borrowers(strategies.RULESET)["average_manufacturer"]
    subject = explain_subject(average.but({**dealings, **values}).facts)
    possible = improvements(subject)
    moves = {fact: possible[fact] for fact in possible if fact in {**dealings, **values}}
    found = searched(subject, moves, "N3")
    assert found.size == 3
    assert set(found.sets) == brute_force(subject, moves, "N3", 3)
    assert all("governance.rpt_pricing" in facts for facts in found.sets)


def searched(subject: Subject, moves: Mapping[str, list[Move]], target: str) -> Any:
    return search_for(subject, moves, target).smallest(MOST_FACTS, module.MOST_SETS)


@settings(max_examples=40)
@given(strategies.mostly_clean())
def test_no_single_fact_of_a_random_borrower_does_what_several_are_said_to_need(
    explain_subject: ExplainSubject, borrower: Any
) -> None:
    subject = explain_subject(borrower.facts)
    answer = counterfactuals(subject)
    if answer["target"] is None:
        return
    found = brute_force(subject, improvements(subject), answer["target"], 1)
    told = {tuple(one["fact"] for one in found) for found in answer["sets"]}
    assert found == (told if answer["minimal_size"] == 1 else set())


@pytest.mark.parametrize(
    ("fact", "value", "better", "worse"),
    [
        ("history.founding_resource_status", "lost", ["weakened", "held"], None),
        ("history.founding_resource_status", "weakened", ["held"], ["lost"]),
        ("governance.chair_gm_same", True, [False], None),
        ("sales.top1_customer_pct", 40, [30, 15], [51]),
        ("reputation.current_dpd", 45, [30, 0], [91]),
        ("governance.independent_directors_pct", 0, [1, 33], None),
        ("sales.on_time_delivery_pct", 85, [90, 95], [79]),
        ("production.capacity_use_pct", 70, [75, 59, 96, 39], None),
        ("reputation.worst_class_5y", "special_mention", None, ["substandard"]),
        ("history.years_operating", 2, [3, 10], None),
        ("borrower.business_model", "trading", None, None),
    ],
)
def test_a_fact_moves_to_the_nearest_value_that_a_test_can_tell_apart(
    explain_subject: ExplainSubject,
    fact: str,
    value: Any,
    better: list[Any] | None,
    worse: list[Any] | None,
) -> None:
    ruleset = strategies.RULESET
    states = worked_borrowers(ruleset)["average_manufacturer"].but({fact: value}).facts
    subject = explain_subject(states)
    for moves, expected in ((improvements(subject), better), (worsenings(subject), worse)):
        told = [value_json(ruleset.facts[fact], m.value) for m in moves.get(fact, [])]
        assert told[: len(expected or [])] == (expected or [])
        assert bool(told) == bool(expected) or fact == "production.capacity_use_pct"
        assert [m.steps for m in moves.get(fact, [])] == list(range(1, len(told) + 1))


def test_values_move_no_farther_than_they_must(explain_subject: ExplainSubject) -> None:
    subject = explain_subject("family_condiment_maker")
    facts = subject.ruleset.facts
    for found in counterfactuals(subject)["sets"]:
        changes = values_of(subject, found)
        for fact, value in changes.items():
            moves = improvements(subject)[fact]
            nearer = moves[: [m.value for m in moves].index(value)]
            for move in nearer:
                shorter = {**changes, fact: move.value}
                grade = subject.check(shorter).grade
                assert rank(subject, grade) > rank(subject, "N4"), facts[fact].title.en


def test_what_is_history_is_never_to_be_changed(explain_subject: ExplainSubject) -> None:
    subject = explain_subject("defaulter_with_false_statements")
    considered = counterfactuals(subject)["considered_facts"]
    changes = {fact: subject.ruleset.facts[fact].change for fact in considered}
    assert {change.when for change in changes.values()} <= {"now", "with_time"}
    assert "reputation.worst_class_5y" not in considered
    assert "reputation.false_statement_finding" not in considered
    assert not set(considered) & set(subject.ruleset.class_facts)


def test_a_fact_moves_only_in_its_direction(explain_subject: ExplainSubject) -> None:
    subject = explain_subject("software_start_up")
    facts = subject.ruleset.facts
    assert all(facts[f].change.direction != "worse" for f in improvements(subject))
    assert all(facts[f].change.direction != "better" for f in worsenings(subject))
    assert "history.years_operating" not in worsenings(subject)


@pytest.mark.parametrize("name", RATED)
def test_the_edge_is_one_real_change_away(explain_subject: ExplainSubject, name: str) -> None:
    subject = explain_subject(name)
    answer = edge(subject)
    rated = [g for g in subject.ruleset.policy.grades if g != "NR"]
    if subject.evaluation.grade == "N10":
        assert (answer["target"], answer["sets"]) == (None, [])
        return
    assert answer["target"] == rated[rated.index(subject.evaluation.grade) + 1]
    assert answer["minimal_size"] == 1
    told = {found[0]["fact"] for found in answer["sets"]}
    for fact, moves in worsenings(subject).items():
        lost = [subject.check({fact: m.value}).grade for m in moves]
        assert (fact in told) == any(
            rank(subject, g) >= rank(subject, answer["target"]) for g in lost
        )


def test_the_edge_may_be_several_facts_away(explain_subject: ExplainSubject) -> None:
    subject = explain_subject("strong_private_manufacturer")
    scored = {
        fact: moves
        for fact, moves in worsenings(subject).items()
        if fact.startswith(("performance.", "competitiveness."))
    }
    ways, complete = module.smallest_worsenings(subject, scored, "N2", 5)
    assert complete
    size = len(ways[0])
    assert size > 1
    for facts in combinations(scored, size - 1):
        worst = {fact: scored[fact][-1].value for fact in facts}
        assert subject.check(worst).grade == "N1"
    for way in ways:
        assert subject.confirm({m.fact: m.value for m in way}).grade != "N1"


def test_a_search_for_the_edge_that_takes_too_long_says_so(
    explain_subject: ExplainSubject, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = explain_subject("strong_private_manufacturer")
    monkeypatch.setattr(edge_module, "MOST_CHECKS", 20)
    answer = edge(subject)
    assert (answer["minimal_size"], answer["sets"], answer["complete"]) == (None, [], False)


def test_a_borrower_not_rated_has_no_changes_to_make(explain_subject: ExplainSubject) -> None:
    subject = explain_subject("incomplete_dossier")
    for answer in (counterfactuals(subject), edge(subject)):
        assert (answer["target"], answer["minimal_size"], answer["sets"]) == (None, None, [])
    with pytest.raises(ImpossibleTarget) as refused:
        counterfactuals(subject, "N4")
    assert refused.value.reason == "not_rated"


@pytest.mark.parametrize(
    ("target", "reason"),
    [("N5", "not_better"), ("N8", "not_better"), ("NR", "not_rated"), ("A+", "unknown_grade")],
)
def test_impossible_targets_are_refused(
    explain_subject: ExplainSubject, target: str, reason: str
) -> None:
    with pytest.raises(ImpossibleTarget) as refused:
        counterfactuals(explain_subject("family_condiment_maker"), target)
    assert refused.value.reason == reason
    assert refused.value.possible == ("N1", "N2", "N3", "N4")


def test_a_grade_out_of_reach_is_said_to_be_so(explain_subject: ExplainSubject) -> None:
    answer = counterfactuals(explain_subject("defaulter_with_false_statements"), "N1")
    assert (answer["target"], answer["minimal_size"], answer["sets"]) == ("N1", None, [])
    assert answer["considered_facts"]


def test_where_sets_abound_the_easiest_are_told_and_the_rest_admitted(
    explain_subject: ExplainSubject, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = explain_subject("average_manufacturer")
    everything = counterfactuals(subject)
    assert everything["complete"]
    monkeypatch.setattr(module, "MOST_SETS", 7)
    some = counterfactuals(subject)
    assert not some["complete"]
    assert some["sets"] == everything["sets"][:7]
    efforts = [
        sum(subject.ruleset.facts[one["fact"]].change.effort for one in found)
        for found in everything["sets"]
    ]
    assert efforts == sorted(efforts)


def test_an_evaluator_that_contradicts_the_search_stops_the_answer(
    explain_subject: ExplainSubject, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = explain_subject("family_condiment_maker")
    monkeypatch.setattr(Subject, "confirm", lambda self, changes: self.evaluation)
    with pytest.raises(module.NotConfirmed):
        counterfactuals(subject)
