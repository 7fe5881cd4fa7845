"""Keeps what people wrote from being taken for a formula by a spreadsheet that opens a CSV file."""

from typing import TypeVar

_T = TypeVar("_T")

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a formula begins with; Chinese and Japanese spreadsheets take full-width signs too."""


def inert(cell: _T) -> _T | str:
    """Return ``cell`` so that it is taken for text: a formula gets ``'`` in front."""
    if isinstance(cell, str) and cell.lstrip().startswith(_FORMULA):
        return f"'{cell}"
    return cell
