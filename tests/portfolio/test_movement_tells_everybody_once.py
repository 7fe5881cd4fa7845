"""The migration matrix: where each borrower of either period is, and in no other cell."""

from hypothesis import given, settings
from hypothesis import strategies as st

from service.portfolio.movement import LEFT, NEW, movement

SCALE = ("N1", "N2", "N3", "NR")
EARLIER = {"a": "N1", "b": "N1", "c": "N2", "d": "NR", "e": "NR", "f": "N3", "g": "N3", "i": "N1"}
LATER = {"a": "N1", "b": "N3", "c": "N1", "d": "N2", "e": "NR", "f": "NR", "h": "N2", "i": "N2"}


def test_every_way_a_borrower_can_go_is_told_apart() -> None:
    found = movement(EARLIER, LATER, SCALE, "NR")
    assert (found.better, found.same, found.worse) == (1, 1, 2)
    assert (found.rated_first, found.rated_no_more, found.not_rated) == (1, 1, 1)
    assert (found.new, found.left) == (1, 1)


def test_rows_are_the_earlier_grades_and_columns_the_later() -> None:
    found = movement(EARLIER, LATER, SCALE, "NR")
    assert found.columns == ("N1", "N2", "N3", "NR", LEFT)
    rows = {row.grade: row for row in found.rows}
    assert list(rows) == ["N1", "N2", "N3", "NR", NEW]
    assert rows["N1"].counts == {"N1": 1, "N2": 1, "N3": 1, "NR": 0, LEFT: 0}
    assert rows["N3"].counts == {"N1": 0, "N2": 0, "N3": 0, "NR": 1, LEFT: 1}
    assert rows[NEW].counts == {"N1": 0, "N2": 1, "N3": 0, "NR": 0, LEFT: 0}
    assert [row.total for row in found.rows] == [3, 1, 2, 2, 1]


def test_nobody_moves_in_an_empty_portfolio() -> None:
    found = movement({}, {}, SCALE, "NR")
    assert sum(row.total for row in found.rows) == found.new == found.left == 0


periods = st.dictionaries(st.integers(0, 9), st.sampled_from(SCALE))


@settings(max_examples=60)
@given(earlier=periods, later=periods)
def test_each_borrower_of_either_period_is_in_one_cell(
    earlier: dict[int, str], later: dict[int, str]
) -> None:
    found = movement(earlier, later, SCALE, "NR")
    everybody = len(earlier.keys() | later.keys())
    assert sum(row.total for row in found.rows) == everybody
    kinds = ("better", "same", "worse", "rated_first", "rated_no_more", "not_rated", "new", "left")
    assert sum(getattr(found, kind) for kind in kinds) == everybody
    for row in found.rows:
        assert row.total == sum(row.counts.values())
        assert row.total == (
            found.new if row.grade == NEW else list(earlier.values()).count(row.grade)
        )
