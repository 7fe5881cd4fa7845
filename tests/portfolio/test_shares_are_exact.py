"""Shares are rounded half to even, never from a double, and claim no more than was counted."""

import pytest

from service.portfolio.shares import percent, share


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (0, 8, "0.0"),
        (1, 8, "12.5"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 16, "6.2"),
        (3, 16, "18.8"),
        (8, 8, "100.0"),
        (1, 100_000, "<0.1"),
        (99_999, 100_000, ">99.9"),
    ],
)
def test_per_cent(part: int, whole: int, told: str) -> None:
    assert percent(part, whole) == told


def test_of_nothing_there_is_no_share() -> None:
    assert percent(0, 0) is None
    assert share(0, 0) is None


@pytest.mark.parametrize(("part", "whole", "told"), [(1, 3, "0.3333"), (1, 2, "0.5"), (3, 3, "1")])
def test_shares_have_four_decimals_at_most(part: int, whole: int, told: str) -> None:
    assert share(part, whole) == told
