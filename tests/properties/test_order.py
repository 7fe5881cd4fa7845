"""No order of members decides anything, not even the order of what is printed."""

import json
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.decimal4 import to_json
from service.decisions.rate import Rater
from tests.engine.borrowers import Borrower, worked_dossiers
from tests.engine.strategies import borrowers, judge

FROM_IDENTITY = ("history.years_operating", "history.name_changes_5y")
"""Facts that must agree with the borrower's identity, or stand in for it."""


@given(borrowers(), st.integers(0, 2**32))
def test_evaluation_and_firings_do_not_depend_on_the_order_of_facts(
    borrower: Borrower, seed: int
) -> None:
    facts = list(borrower.facts.items())
    Random(seed).shuffle(facts)
    other = replace(borrower, facts=dict(facts))

    assert judge().rete.evaluate(other.facts) == judge().rete.evaluate(borrower.facts)
    assert judge().direct.evaluate(other.facts) == judge().direct.evaluate(borrower.facts)


def document(borrower: Borrower) -> dict[str, Any]:
    """A dossier that states the facts of ``borrower``, each in an envelope."""
    made: dict[str, Any] = json.loads(worked_dossiers()["average_manufacturer"])
    for section in borrower.ruleset.section_titles:
        kept = made.get(section, {}) if section == "borrower" else {}
        made[section] = kept
        for fact in borrower.section(section):
            kept.pop(borrower.ruleset.facts[fact].name, None)
    for fact, state in borrower.facts.items():
        if fact in FROM_IDENTITY or state.unknown in ("absent", "not_applicable"):
            continue
        value: Any = state.value
        if borrower.ruleset.facts[fact].kind == "number" and value is not None:
            value = to_json(value)
        envelope = {"source": state.source, "as_of": state.as_of, "obtained_on": state.obtained_on}
        envelope |= (
            {"status": "not_assessed", "reason": "no time"} if value is None else {"value": value}
        )
        made[borrower.ruleset.facts[fact].section][borrower.ruleset.facts[fact].name] = envelope
    return made


def shuffled(value: Any, by: Random) -> Any:
    if not isinstance(value, dict):
        return value
    members = [(name, shuffled(member, by)) for name, member in value.items()]
    by.shuffle(members)
    return dict(members)


@settings(max_examples=150)
@given(borrower=borrowers(), seed=st.integers(0, 2**32))
def test_result_and_trace_do_not_depend_on_the_order_of_members(
    rater: Rater, borrower: Borrower, seed: int
) -> None:
    made = document(borrower)

    one = rater.rate(json.dumps(made).encode()).to_json()
    other = rater.rate(json.dumps(shuffled(made, Random(seed))).encode()).to_json()

    assert one == other
