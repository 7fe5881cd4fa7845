"""The table that says what a drawing shows, for those who do not see it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, the heads of the columns, and rows of as many cells.

    ``numbers``: the columns, from 0, that hold numbers and are set flush right.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
