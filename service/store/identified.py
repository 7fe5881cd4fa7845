"""Tells which of a borrower's identifiers it is told by."""

from collections.abc import Iterable
from typing import Any

from service.store.conditions import SCHEMES


def identified(rows: Iterable[tuple[Any, ...]]) -> dict[int, tuple[str, str]]:
    """Return the scheme and the value that the borrower of each decision is told by.

    ``rows`` have leaf, scheme and value. Of several identifiers it is the unified social credit
    code, else the LEI, else the registry code; none of another scheme, which only damage leaves.
    """
    found: dict[int, tuple[str, str]] = {}
    ranks = {scheme: rank for rank, scheme in enumerate(SCHEMES)}
    for leaf, scheme, value in rows:
        if scheme in ranks and (leaf not in found or ranks[scheme] < ranks[found[leaf][0]]):
            found[leaf] = scheme, value
    return found
