"""How borrowers moved from grade to grade between two periods: the migration matrix."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

Borrower = TypeVar("Borrower", bound=Hashable)

NEW: Final = "new"
"""The row of those that were not decided on in the earlier period."""

LEFT: Final = "left"
"""The column of those that were not decided on in the later one."""


@dataclass(frozen=True, slots=True)
class MovementRow:
    """Where the borrowers of one earlier grade are: by grade in the later period, or left.

    ``total`` is all of them, which the shares of a row are of.
    """

    grade: str
    counts: Mapping[str, int]
    total: int


@dataclass(frozen=True, slots=True)
class Movement:
    """Borrowers by the grade they had in the earlier period and have in the later one.

    ``rows`` are the earlier grades and :data:`NEW`, ``columns`` the later grades and
    :data:`LEFT`. ``better``, ``same`` and ``worse`` count those that were rated in both periods;
    ``rated_first`` and ``rated_no_more`` those that came from NR or went to it, and
    ``not_rated`` those that were NR in both. Each borrower is in exactly one of these eight.
    """

    rows: tuple[MovementRow, ...]
    columns: tuple[str, ...]
    better: int
    same: int
    worse: int
    rated_first: int
    rated_no_more: int
    not_rated: int
    new: int
    left: int


def movement(
    earlier: Mapping[Borrower, str],
    later: Mapping[Borrower, str],
    scale: Sequence[str],
    not_rated: str,
) -> Movement:
    """Return how borrowers moved; both periods map a borrower to its grade in it.

    ``scale`` has all grades, the best first, ``not_rated`` the last and no grade among others.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for borrower, grade in earlier.items():
        counts[grade, later.get(borrower, LEFT)] += 1
    for borrower, grade in later.items():
        if borrower not in earlier:
            counts[NEW, grade] += 1
    ranks = {grade: rank for rank, grade in enumerate(scale) if grade != not_rated}
    tallies: Counter[str] = Counter()
    for (before, after), number in counts.items():
        tallies[_kind(before, after, ranks)] += number
    columns = (*scale, LEFT)
    return Movement(
        rows=tuple(_row(grade, columns, counts) for grade in (*scale, NEW)),
        columns=columns,
        better=tallies["better"],
        same=tallies["same"],
        worse=tallies["worse"],
        rated_first=tallies["rated_first"],
        rated_no_more=tallies["rated_no_more"],
        not_rated=tallies["not_rated"],
        new=tallies[NEW],
        left=tallies[LEFT],
    )


def _kind(before: str, after: str, ranks: Mapping[str, int]) -> str:
    if before == NEW or after == LEFT:
        return NEW if before == NEW else LEFT
    if before in ranks and after in ranks:
        step = ranks[after] - ranks[before]
        return "same" if step == 0 else "worse" if step > 0 else "better"
    if before in ranks:
        return "rated_no_more"
    return "rated_first" if after in ranks else "not_rated"


def _row(grade: str, columns: Sequence[str], counts: Mapping[tuple[str, str], int]) -> MovementRow:
    found = {column: counts.get((grade, column), 0) for column in columns}
    return MovementRow(grade, found, sum(found.values()))
