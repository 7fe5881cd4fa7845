"""What 512 results say, as bit maps, a bit a leaf: what portfolios are counted from.

A result has some 60 kB; to read those of 100,000 decisions takes a minute. So each is read once.
The rows are no records: they follow from the results, and go where one of their decisions is
erased.
"""

import zlib
from collections.abc import Mapping
from typing import Any, Final

import orjson
from sqlite_utils import Database

from service.store.packed import unpacked
from service.store.postings import SEGMENT

READ: Final = "read"
"""The kind of the bit map of the decisions whose results could be read."""

_END: Final = b',"warnings":['
"""What follows the last member of a result that is counted; most of a result is its trace."""

_RESULTS = (
    "SELECT d.leaf_index, c.data FROM decisions d NOT INDEXED"
    " LEFT JOIN contents c ON c.leaf_index = d.leaf_index AND c.name = 'result'"
    " WHERE d.leaf_index >= ? AND d.leaf_index < ? ORDER BY d.leaf_index"
)

Bits = dict[tuple[str, str], int]
"""Kind and value to the leaves of a segment that have it, the first leaf as the lowest bit."""


def create_portfolio(db: Database) -> None:
    """Create the table of bit maps, and the trigger that lets go what an erasure makes untrue."""
    db.execute(
        """
        CREATE TABLE portfolio (
            segment INTEGER NOT NULL,
            kind TEXT NOT NULL,
            value TEXT NOT NULL,
            bits BLOB NOT NULL,
            PRIMARY KEY (segment, kind, value)
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute(
        f"""
        CREATE TRIGGER portfolio_without_erased AFTER DELETE ON decisions
        BEGIN
            DELETE FROM portfolio WHERE segment = OLD.leaf_index / {SEGMENT};
        END
        """
    )


def bits_of(db: Database, segment: int) -> Bits:
    """Return what the results of a segment say; those that cannot be read say nothing."""
    bits: Bits = {(READ, ""): 0}
    start = segment * SEGMENT
    for leaf, data in db.execute(_RESULTS, (start, start + SEGMENT)):
        said = _said(data)
        if said is None:
            continue
        bit = 1 << leaf - start
        bits[READ, ""] |= bit
        for key in said:
            bits[key] = bits.get(key, 0) | bit
    return bits


def _said(data: bytes | None) -> set[tuple[str, str]] | None:
    """Return what one result says, ``None`` where it is not stored, or damaged."""
    if data is None:
        return None
    try:
        result = _parsed(unpacked(data))
        said = {(_kind(found), str(found["code"])) for found in result["findings"]}
        said |= {("found", str(found["code"])) for found in result["patterns"]}
        return said | {("unknown", str(found["fact"])) for found in result["unknown_facts"]}
    except (ValueError, KeyError, TypeError, zlib.error):
        return None


def _parsed(result: bytes) -> Any:
    # A quotation mark inside a text has a backslash before it, so that this is a member.
    end = result.find(_END)
    return orjson.loads(result if end < 0 else result[:end] + b"}")


def _kind(finding: Mapping[str, Any]) -> str:
    if finding["assumed"]:
        return "assumed"
    return "claimed" if finding["claimed"] else "found"
