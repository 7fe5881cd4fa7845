"""Decision tables: disjoint rules that say what the table says, of any size that is safe."""

from collections.abc import Mapping
from itertools import product

import pytest

from service.engine.decision_table import MAX_CASES, Option, Rule, Variable, rules
from service.engine.limits import UnsafeRules


def switches(count: int) -> list[Variable]:
    return [Variable(f"v{n}", (False, True, None)) for n in range(count)]


def firing(found: list[Rule], case: Mapping[str, Option]) -> list[object]:
    return [r.concludes for r in found if all(case[name] in options for name, options in r.when)]


@pytest.mark.parametrize("count", [1, 3, 7])
def test_in_every_case_just_the_rule_of_its_conclusion_fires(count: int) -> None:
    def majority(case: Mapping[str, Option]) -> str:
        return "yes" if list(case.values()).count(True) > count // 2 else "no"

    variables = switches(count)
    found = rules(variables, majority, "no")

    for options in product(*(v.options for v in variables)):
        case = dict(zip([v.name for v in variables], options, strict=True))
        expected = ["yes"] if majority(case) == "yes" else []
        assert firing(found, case) == expected


def test_a_variable_that_decides_nothing_is_not_looked_at() -> None:
    found = rules(switches(4), lambda case: case["v2"] is True, False)

    assert [[name for name, _ in rule.when] for rule in found] == [["v2"]]


def test_a_table_of_too_many_cases_is_refused_before_it_is_built() -> None:
    def never(case: Mapping[str, Option]) -> bool:
        raise AssertionError("a case was concluded")

    count = 1
    while 3**count <= MAX_CASES:
        count += 1
    with pytest.raises(UnsafeRules, match="cases of one test"):
        rules(switches(count), never, False)
