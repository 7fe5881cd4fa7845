"""Tables as CSV that a spreadsheet takes for texts and numbers, and never for formulas."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final, TypeVar

_T = TypeVar("_T")

Cell = str | int | None
"""What a cell can hold; ``None`` is an empty one."""

_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a formula begins with; Chinese and Japanese spreadsheets take full-width signs too."""

_MARK: Final = "\ufeff"
"""By which spreadsheets know that a file is UTF-8; without it Chinese is garbled."""


def inert(cell: _T) -> _T | str:
    """Return ``cell`` so that it is taken for text: a formula gets ``'`` in front."""
    if isinstance(cell, str) and cell.lstrip().startswith(_FORMULA):
        return f"'{cell}"
    return cell


def csv_bytes(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return ``rows``, every cell of them inert, as CSV (RFC 4180) in UTF-8."""
    text = StringIO()
    csv.writer(text).writerows(map(inert, row) for row in rows)
    return text.getvalue().encode()


def download(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return ``rows`` as :func:`csv_bytes` does, marked as UTF-8 for whoever opens the file."""
    return _MARK.encode() + csv_bytes(rows)
