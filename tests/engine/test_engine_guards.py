"""Rules that the engine could not hold safely are refused before it sees them."""

from typing import Any

import pytest

from service.engine import limits
from service.engine.compile import compile_ruleset
from service.engine.limits import UnsafeRules
from service.ruleset.model import Ruleset

A: dict[str, Any] = {"k": "a"}


def refusal(rules: dict[str, limits.Pattern]) -> str:
    with pytest.raises(UnsafeRules) as caught:
        limits.check(rules)
    return str(caught.value)


def test_the_ruleset_in_force_stays_within_every_limit(ruleset: Ruleset) -> None:
    compile_ruleset(ruleset).close()


def test_more_rules_than_there_are_priorities_are_refused() -> None:
    every: dict[str, limits.Pattern] = {f"r{n}": [A] for n in range(limits.MAX_PRIORITY + 1)}

    assert "65536 rules" in refusal(every)


def test_too_many_conditions_at_the_root_are_refused() -> None:
    every: dict[str, limits.Pattern] = {f"r{n}": [{"k": f"v{n}"}] for n in range(257)}

    assert refusal(every).startswith("257 conditions under the root")
    del every["r0"]
    limits.check(every)


def test_too_many_conditions_under_one_condition_are_refused() -> None:
    every: dict[str, limits.Pattern] = {f"r{n}": [A, {"x": n}] for n in range(257)}

    assert refusal(every).startswith('257 conditions under {"k": "a"}')
    del every["r0"]
    limits.check(every)


def test_too_many_conditions_that_one_fact_may_meet_at_once_are_refused() -> None:
    every: dict[str, limits.Pattern] = {f"r{n}": [A, {"$gte": {"x": n}}] for n in range(57)}

    assert refusal(every) == 'a fact with {"k": "a"} may meet 57 conditions'
    del every["r0"]
    limits.check(every)


def test_conditions_on_different_members_add_up_to_too_many() -> None:
    every: dict[str, limits.Pattern] = {f"r{n}": [A, {f"x{n}": 1}] for n in range(57)}

    assert "may meet 57 conditions" in refusal(every)


def test_conditions_that_exclude_each_other_do_not_add_up() -> None:
    limits.check({f"r{n}": [A, {"x": n}, {"$gte": {"y": n}}] for n in range(200)})


def test_conditions_below_conditions_are_counted() -> None:
    every: dict[str, limits.Pattern] = {
        f"r{n}": [A, {f"x{n}": 1}, {"$lte": {"y": n}}] for n in range(29)
    }

    assert "may meet 58 conditions" in refusal(every)


def test_two_members_with_one_hash_are_refused() -> None:
    # Found by search: both are 0xe2e1b2cd, and both are names that the encoder would give.
    assert limits.hashed("f6059") == limits.hashed("f264602")

    message = refusal({"one": [A, {"f6059": 1}], "other": [A, {"$gte": {"f264602": 1}}]})

    assert message == "other: f264602 and f6059 have one hash"


@pytest.mark.parametrize("number", [2**53, -(2**53), 2**63, 10**30])
def test_integers_that_the_engine_would_distort_are_refused(number: int) -> None:
    assert "beyond 2**53" in refusal({"r": [A, {"x": number}]})
    assert "beyond 2**53" in refusal({"r": [A, {"$lte": {"x": number}}]})
    limits.check({"r": [A, {"x": 2**53 - 1}, {"$gte": {"y": 1 - 2**53}}]})


@pytest.mark.parametrize(
    "operand", ["名", "x" * 256, 1.5, True, None, ["x"], {"$m": "y"}, {"$add": {"$l": 1, "$r": 2}}]
)
def test_operands_but_integers_and_short_plain_text_are_refused(operand: object) -> None:
    assert refusal({"r": [A, {"x": operand}]})
    assert refusal({"r": [A, {"$lte": {"x": operand}}]})
    limits.check({"r": [A, {"x": "y" * 255}]})


@pytest.mark.parametrize("member", ["sid", "id", "$s", "$forward"])
def test_members_that_belong_to_the_engine_are_refused(member: str) -> None:
    assert "belongs to the engine" in refusal({"r": [A, {"$gte": {member: 1}}]})
    assert refusal({"r": [A, {member: 1}]})


@pytest.mark.parametrize(
    "operator",
    ["$nex", "$ex", "$or", "$and", "$not", "$any", "$lt", "$gt", "$neq", "$mt", "$div", "$i", "x"],
)
def test_operators_but_equality_and_two_bounds_are_refused(operator: str) -> None:
    message = refusal({"r": [A, {operator: {"x": 1}}]})

    assert message == f"r uses {operator}; only equality, $lte and $gte are safe"


def test_arithmetic_is_refused_wherever_it_stands() -> None:
    quotient = {"$div": {"$l": {"$m": "y"}, "$r": {"$m": "z"}}}

    assert refusal({"r": [A, {"x": quotient}]})
    assert refusal({"r": [A, {"$gte": {"x": quotient}}]})


def test_a_fact_of_more_members_than_the_limit_is_refused(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Other limits keep any ruleset that loads from coming near this one.
    monkeypatch.setattr(limits, "MAX_MEMBERS", 8)

    with pytest.raises(UnsafeRules, match="too many members"):
        compile_ruleset(ruleset)
