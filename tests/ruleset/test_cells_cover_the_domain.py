"""A fact's domain is cut into cells that a test cannot tell apart, without gap or overlap."""

from hypothesis import given, settings
from hypothesis import strategies as st

from service.decimal4 import SCALE
from service.ruleset.cells import Cell, cut
from service.ruleset.model import Condition, Ruleset, Value
from service.ruleset.resolve import condition


def _conditions(ruleset: Ruleset, test: str) -> list[Condition]:
    outcomes = ruleset.tests[test].outcomes
    return [c for o in outcomes for alternative in o.when for c in alternative]


def _spans(cells: tuple[Cell, ...]) -> list[tuple[int, int]]:
    return [(c.interval.low or 0, c.interval.high or 0) for c in cells if c.interval is not None]


def test_numbers_are_cut_at_every_threshold(ruleset: Ruleset) -> None:
    fact = ruleset.facts["governance.fund_occupation_pct_na"]
    spans = _spans(cut(fact, _conditions(ruleset, "GOV-01")))
    assert spans == [(0, 0), (1, 50_000), (50_001, 200_000), (200_001, 1_000_000_000)]


def test_cells_without_a_whole_number_are_left_out(ruleset: Ruleset) -> None:
    fact = ruleset.facts["reputation.current_dpd"]
    cells = cut(fact, [condition(fact, "[1..30]"), condition(fact, "> 90")])
    assert [(low / SCALE, high // SCALE) for low, high in _spans(cells)] == [
        (0, 0),
        (1, 30),
        (30.0001, 90),
        (91, 9999),
    ]


def test_values_that_no_condition_tells_apart_share_a_cell(ruleset: Ruleset) -> None:
    fact = ruleset.facts["governance.decision_process"]
    cells = cut(fact, _conditions(ruleset, "GOV-05"))
    assert {cell.values for cell in cells} == {
        frozenset({"board_collective"}),
        frozenset({"management_committee"}),
        frozenset({"family_council"}),
        frozenset({"one_person", "undocumented"}),
    }


@settings(deadline=None)
@given(st.data())
def test_a_cell_meets_a_condition_exactly_if_its_values_do(
    ruleset: Ruleset, data: st.DataObject
) -> None:
    test = data.draw(st.sampled_from(list(ruleset.tests.values())))
    conditions = _conditions(ruleset, test.id)
    fact = ruleset.facts[data.draw(st.sampled_from(sorted({c.fact for c in conditions})))]
    value: Value
    if fact.kind == "number":
        step = SCALE if fact.whole else 1
        low, high = (fact.minimum or 0) // step, (fact.maximum or 0) // step
        value = data.draw(st.integers(low, high)) * step
    else:
        value = data.draw(st.sampled_from(fact.domain()))
    holding = [cell for cell in cut(fact, conditions) if _holds(cell, value)]
    assert len(holding) == 1
    for asked in (c for c in conditions if c.fact == fact.id):
        assert holding[0].meets(asked) == asked.allows(value)


def _holds(cell: Cell, value: Value) -> bool:
    if cell.interval is not None:
        return int(value) in cell.interval
    return value in (cell.values or ())
