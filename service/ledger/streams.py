"""Rows of several tables taken together leaf by leaf, each table read once and in order."""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

Row = tuple[Any, ...]
Told = Callable[[str, sqlite3.Error], None]
"""Is told the name of what cannot be read any further, and the fault."""


class Stream:
    """Rows in rising order of their first column, a leaf_index; it looks one row ahead.

    Where the file is damaged the stream ends, ``broken``, and what it would have said of the
    leaves after is not known.
    """

    def __init__(self, name: str, rows: Iterator[Row], told: Told) -> None:
        self.broken = False
        self.name = name
        self._rows = rows
        self._told = told
        self._next: Row | None = None
        self._advance()

    @property
    def ahead(self) -> int | None:
        """The leaf_index of the next row, ``None`` at the end."""
        return None if self._next is None else self._next[0]

    def pop(self) -> Row:
        """Return the next row."""
        row = self._next
        assert row is not None
        self._advance()
        return row

    def below(self, leaf_index: int) -> Iterator[Row]:
        """Yield the rows of leaves before ``leaf_index``."""
        while self._next is not None and self._next[0] < leaf_index:
            yield self.pop()

    def at(self, leaf_index: int) -> list[Row]:
        """Return the rows of the leaf; those before it must have been taken."""
        found = []
        while self._next is not None and self._next[0] == leaf_index:
            found.append(self.pop())
        return found

    def rest(self) -> Iterator[Row]:
        """Yield the rows that are left."""
        while self._next is not None:
            yield self.pop()

    def _advance(self) -> None:
        try:
            self._next = next(self._rows, None)
        except sqlite3.DatabaseError as fault:
            self._next = None
            self.broken = True
            self._told(self.name, fault)
