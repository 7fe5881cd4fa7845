"""Finds decisions by what they say, newest first, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import islice
from typing import Any

from sqlite_utils import Database

from service.records.query import Filters, Query
from service.store.conditions import Condition, Source, conditions, of_client
from service.store.postings import BITS, SEGMENT, WORD, complete_segments
from service.store.sqlite import SqliteStore

BROAD = 10_000
"""Decisions from which on a borrower's prefix is looked for newest first, not by name."""

_BATCH = 100
"""Decisions read together, of those that the postings name."""

_RECORDED_AT = (
    "SELECT leaf_index, recorded_at FROM decisions WHERE leaf_index >= ? ORDER BY leaf_index"
    " LIMIT 1"
)

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A decision that was found; ``corrected_by`` are the decisions that correct it."""

    leaf_index: int
    decision_id: str
    dossier_id: str
    application_ref: str
    borrower: str
    grade: str
    rating_date: str
    recorded_at: str
    ruleset_id: str
    ruleset_version: str
    ruleset_digest: str
    client: str | None
    corrects: str | None
    corrected_by: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the hit as a JSON object."""
        return {
            "decision_id": self.decision_id,
            "dossier_id": self.dossier_id,
            "application_ref": self.application_ref,
            "borrower": self.borrower,
            "grade": self.grade,
            "rating_date": self.rating_date,
            "recorded_at": self.recorded_at,
            "ruleset": {
                "id": self.ruleset_id,
                "version": self.ruleset_version,
                "digest": self.ruleset_digest,
            },
            "client": self.client,
            "corrects": self.corrects,
            "corrected_by": list(self.corrected_by),
        }


_COLUMNS = ", ".join(f"d.{member.name}" for member in fields(Hit) if member.name != "corrected_by")
"""The columns of ``decisions`` in the order of the members of a hit."""


@dataclass(frozen=True, slots=True)
class Page:
    """Decisions that were found, newest first; ``next`` is the cursor of those after them."""

    hits: tuple[Hit, ...]
    next: str | None

    def to_json(self) -> dict[str, Any]:
        """Return the page as a JSON object."""
        return {"decisions": [hit.to_json() for hit in self.hits], "next": self.next}


def find(store: SqliteStore, query: Query, own: str | None = None) -> Page:
    """Return the newest decisions that ``query`` asks for; erased ones are found by nothing.

    With ``own``, only those of the client of that name, who proved it.

    What is recorded between two pages is newer than both, so that no decision is skipped or
    given twice. Raises :exc:`~service.store.port.StoreUnavailable`.
    """
    with store.snapshot():
        db = store.connection()
        rows = list(islice(_rows(db, query, own), query.limit + 1))
        hits = tuple(_hit(row, store.correcting(row[1])) for row in rows[: query.limit])
    more = len(rows) > query.limit
    return Page(hits, query.cursor(hits[-1].leaf_index) if more else None)


def found_at(store: SqliteStore, leaves: Sequence[int], own: str | None = None) -> tuple[Hit, ...]:
    """Return the decisions of ``leaves``, which come newest first; ``own`` is as in :func:`find`.

    Raises :exc:`~service.store.port.StoreUnavailable`.
    """
    asked = [] if own is None else [of_client(own)]
    with store.snapshot():
        rows = list(_of_leaves(store.connection(), iter(leaves), asked))
        return tuple(_hit(row, store.correcting(row[1])) for row in rows)


def _hit(row: Row, corrected_by: list[str]) -> Hit:
    return replace(Hit(*row), corrected_by=tuple(corrected_by))


def _rows(db: Database, query: Query, own: str | None) -> Iterator[Row]:
    """Yield the rows of the decisions, newest first; what is not taken is not read."""
    first, end = leaf_range(db, query)
    asked = conditions(query.filters) + ([] if own is None else [of_client(own)])
    postings = [condition.postings for condition in asked if condition.postings]
    source = next((condition.source for condition in asked if condition.source), None)
    name = query.filters.borrower
    if source is not None:
        yield from _of_source(db, source, asked, first, end)
    elif name is not None and (leaves := _named(db, name)) is not None:
        yield from _of_leaves(db, (leaf for leaf in leaves if first <= leaf < end), asked)
    elif postings:
        # The newest leaves have no postings yet.
        tail = min(end, max(first, complete_segments(db) * SEGMENT))
        yield from _in_order(db, asked, tail, end)
        yield from _of_leaves(db, _intersection(db, postings, first, tail), asked)
    else:
        yield from _in_order(db, asked, first, end)


def leaf_range(db: Database, query: Query) -> tuple[int, int]:
    """Return the first leaf that may be found, and the first after it that may not.

    Times of recording never decrease from leaf to leaf, so that they bound the leaves.
    """
    last = db.execute("SELECT max(leaf_index) FROM decisions").fetchone()[0]
    size = 0 if last is None else int(last) + 1
    since, before = query.filters.since, query.filters.before
    first = 0 if since is None else _first_leaf(db, since, size)
    end = size if before is None else _first_leaf(db, before, size)
    return first, end if query.before_leaf is None else min(end, query.before_leaf)


def _first_leaf(db: Database, moment: str, size: int) -> int:
    """Return the first leaf recorded at ``moment`` or after it, ``size`` where none was."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        # The decision of the leaf, or the next there is.
        leaf_index, recorded_at = db.execute(_RECORDED_AT, (middle,)).fetchone()
        if recorded_at < moment:
            low = leaf_index + 1
        else:
            high = middle
    return low


def _of_source(
    db: Database, source: Source, asked: Sequence[Condition], first: int, end: int
) -> Iterator[Row]:
    sql, values = _where(asked)
    statement = (
        f"SELECT {_COLUMNS} FROM {source.tables}"
        f" WHERE {source.sql} AND {source.leaf} >= ? AND {source.leaf} < ?{sql}"
        f" ORDER BY {source.leaf} DESC"
    )
    newer = None
    for row in db.execute(statement, (*source.values, first, end, *values)):
        # One value may identify a borrower under two schemes.
        if row[0] != newer:
            yield row
        newer = row[0]


def _in_order(db: Database, asked: Sequence[Condition], first: int, end: int) -> Iterator[Row]:
    sql, values = _where(asked)
    statement = (
        f"SELECT {_COLUMNS} FROM decisions d NOT INDEXED"
        f" WHERE d.leaf_index >= ? AND d.leaf_index < ?{sql} ORDER BY d.leaf_index DESC"
    )
    yield from db.execute(statement, (first, end, *values))


def _of_leaves(db: Database, leaves: Iterator[int], asked: Sequence[Condition]) -> Iterator[Row]:
    """Yield the rows of ``leaves``, which come newest first, that are as asked and not erased."""
    sql, values = _where(asked)
    while batch := tuple(islice(leaves, _BATCH)):
        places = ", ".join("?" * len(batch))
        statement = (
            f"SELECT {_COLUMNS} FROM decisions d NOT INDEXED"
            f" WHERE d.leaf_index IN ({places}){sql} ORDER BY d.leaf_index DESC"
        )
        yield from db.execute(statement, (*batch, *values))


def _named(db: Database, name: str) -> list[int] | None:
    """Return the leaves of the borrowers whose name begins so, newest first.

    ``None`` where there are :data:`BROAD` or more: then a page of them is soon found among
    the newest decisions.
    """
    (condition,) = conditions(Filters(borrower=name))
    statement = (
        "SELECT d.leaf_index FROM decisions d INDEXED BY decisions_borrower"
        f" WHERE {condition.sql} LIMIT ?"
    )
    leaves = [leaf for (leaf,) in db.execute(statement, (*condition.values, BROAD))]
    return sorted(leaves, reverse=True) if len(leaves) < BROAD else None


def _intersection(
    db: Database, postings: Sequence[tuple[str, str]], first: int, end: int
) -> Iterator[int]:
    """Yield the leaves, newest first, from ``first`` to before ``end``, with all ``postings``."""
    tables = ["postings p0"]
    tables += [
        f"postings p{n} ON p{n}.segment = p0.segment AND p{n}.kind = ? AND p{n}.value = ?"
        for n in range(1, len(postings))
    ]
    words = [" & ".join(f"p{n}.{word}" for n in range(len(postings))) for word in BITS]
    statement = (
        f"SELECT p0.segment, {', '.join(words)} FROM {' CROSS JOIN '.join(tables)}"
        " WHERE p0.kind = ? AND p0.value = ? AND p0.segment BETWEEN ? AND ?"
        f" AND ({' OR '.join(words)}) ORDER BY p0.segment DESC"
    )
    values = [text for posting in (*postings[1:], postings[0]) for text in posting]
    for segment, *found in db.execute(statement, (*values, first // SEGMENT, end // SEGMENT)):
        for word in reversed(range(len(BITS))):
            start = segment * SEGMENT + word * WORD
            # SQLite's integers have a sign, which is a bit like any other here.
            bits = found[word] % (1 << WORD)
            while bits:
                leaf = start + bits.bit_length() - 1
                bits ^= 1 << leaf - start
                if first <= leaf < end:
                    yield leaf


def _where(asked: Sequence[Condition]) -> tuple[str, list[str]]:
    sql = "".join(f" AND {condition.sql}" for condition in asked)
    return sql, [value for condition in asked for value in condition.values]
