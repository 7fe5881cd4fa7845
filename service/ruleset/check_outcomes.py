"""Checks every case of a test: that each outcome is reached, and that worse is not better."""

from collections.abc import Iterator, Mapping
from itertools import pairwise, product

from service.decimal4 import plain
from service.ruleset.cells import Cell, cut
from service.ruleset.faults import RulesetFault
from service.ruleset.model import SEVERITIES, Alternative, Fact, Outcome, Ruleset, Test

MAX_FACTS = 6
"""Facts that the outcomes of a test may read, those that prove a strength counted twice.

All cases are tried, here and by the rule compiler, which also asks on whose word a strength
rests: seconds for 6, hours for 8.
"""

_FROM_BEST = ("S2", "S1", "", *SEVERITIES[2:])
"""Severities from best to gravest, no finding between strengths and adverse ones."""

Cases = dict[tuple[Cell, ...], Outcome | None]
"""One cell for each fact of a test, in the test's order, and the outcome that stands."""


def check_outcomes(ruleset: Ruleset, file: str, test: Test) -> Iterator[RulesetFault]:
    """Yield what is wrong with the outcomes of ``test``, whose conditions are sound."""
    if (reads := _reads(test.outcomes) + _reads(test.strengths)) > MAX_FACTS:
        message = f"{reads} facts, those of strengths twice, are more than {MAX_FACTS}; divide it"
        yield RulesetFault(file, test.id, "outcomes", "too_many_facts", message)
        return
    conditions = [c for o in test.outcomes for alternative in o.when for c in alternative]
    conditions += [c for alternative in test.applies_when for c in alternative]
    cells = {fact: cut(ruleset.facts[fact], conditions) for fact in test.facts}
    cases = _cases(test, cells)
    reached = {outcome.code for outcome in cases.values() if outcome}
    for outcome in test.outcomes:
        if outcome.code not in reached:
            message = "no dossier can reach this outcome"
            yield RulesetFault(file, outcome.code, "when", "unreachable_outcome", message)
    for name, its_cells in cells.items():
        fact = ruleset.facts[name]
        steps = _steps(fact, its_cells) if fact.need != "class" else []
        if message := _against(cases, test.facts.index(name), steps):
            field = f"outcomes.{name}"
            yield RulesetFault(file, test.id, field, "worse_contradicts_outcomes", message)


def _reads(outcomes: tuple[Outcome, ...]) -> int:
    return len({c.fact for o in outcomes for alternative in o.when for c in alternative})


def _cases(test: Test, cells: Mapping[str, tuple[Cell, ...]]) -> Cases:
    """Every case in which the test applies and all its facts are known."""
    ranked = (*test.adverse, *test.strengths)
    cases: Cases = {}
    for case in product(*cells.values()):
        values = dict(zip(cells, case, strict=True))
        if not test.applies_when or _any_met(test.applies_when, values):
            cases[case] = next((o for o in ranked if _any_met(o.when, values)), None)
    return cases


def _any_met(alternatives: tuple[Alternative, ...], values: Mapping[str, Cell]) -> bool:
    return any(all(values[c.fact].meets(c) for c in alternative) for alternative in alternatives)


def _steps(fact: Fact, cells: tuple[Cell, ...]) -> list[tuple[int, str, Cell]]:
    """Values of ``fact`` from best to worst: step (equals share one), name and cell."""
    if isinstance(fact.worse, str):
        order = {"higher": cells, "lower": cells[::-1]}.get(fact.worse, ())
        return [(step, _first_number(cell), cell) for step, cell in enumerate(order)]
    of_value = {str(value).lower(): cell for cell in cells for value in cell.values or ()}
    return [
        (step, value, of_value[value.lower()])
        for step, group in enumerate(fact.worse)
        for value in group
    ]


def _first_number(cell: Cell) -> str:
    return plain(cell.interval.low or 0) if cell.interval else ""


def _against(cases: Cases, place: int, steps: list[tuple[int, str, Cell]]) -> str:
    """Say where a worse value, all else equal, gets a better outcome; empty if nowhere.

    Values of one step are equally good, so their outcomes must be equally grave.
    """
    for before, after in dict.fromkeys((case[:place], case[place + 1 :]) for case in cases):
        for (step, better, cell), (next_step, worse, next_cell) in pairwise(steps):
            one = cases.get((*before, cell, *after))
            other = cases.get((*before, next_cell, *after))
            gains = _gravity(one) - _gravity(other)
            if gains > 0 or (gains and step == next_step):
                relation = "as good as" if step == next_step else "better than"
                names = [o.code if o else "no finding" for o in (one, other)]
                return (
                    f"the fact says that {better} is {relation} {worse}, "
                    f"but {better} gives {names[0]} and {worse} gives {names[1]}"
                )
    return ""


def _gravity(outcome: Outcome | None) -> int:
    """Place from best to gravest; caps need no look, for equals cap alike and graver ones worse."""
    return _FROM_BEST.index(outcome.severity if outcome else "")
