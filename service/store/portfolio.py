"""Reads what portfolios are counted from, and keeps what results say of 512 decisions at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from sqlite_utils import Database

from service.portfolio.counted import Contents, Population, Rated, latest_of
from service.portfolio.periods import Period
from service.records.query import Filters, Query
from service.store.conditions import conditions
from service.store.identified import identified
from service.store.portfolio_bits import READ, bits_of
from service.store.postings import SEGMENT, complete_segments
from service.store.search import leaf_range
from service.store.sqlite import SqliteStore

KINDS: Final = ("found", "assumed", "claimed", "unknown")

_BYTES: Final = SEGMENT // 8
_NO_IDENTIFIER: Final = "name"
_DECISIONS = (
    "SELECT d.leaf_index, d.grade, d.borrower,"
    " EXISTS (SELECT 1 FROM decisions c WHERE c.corrects = d.decision_id)"
    " FROM decisions d NOT INDEXED WHERE d.leaf_index >= ? AND d.leaf_index < ?"
)
_IDENTIFIERS = (
    "SELECT leaf_index, scheme, value FROM identifiers WHERE leaf_index >= ? AND leaf_index < ?"
)


def last_day(store: SqliteStore) -> date | None:
    """Return the day (UTC) on which the newest decision was recorded, ``None`` without any."""
    row = store.row("SELECT recorded_at FROM decisions ORDER BY leaf_index DESC LIMIT 1")
    return None if row is None else date.fromisoformat(row[0][:10])


def rulesets(store: SqliteStore) -> list[str]:
    """Return the rulesets that decisions were taken by, each version as ``id@version``."""
    with store.snapshot():
        db = store.connection()
        tail = complete_segments(db) * SEGMENT
        kept = "SELECT DISTINCT value FROM postings WHERE kind = 'ruleset version'"
        newest = (
            "SELECT DISTINCT ruleset_id || '@' || ruleset_version FROM decisions NOT INDEXED"
            " WHERE leaf_index >= ?"
        )
        found = {value for (value,) in db.execute(kept)}
        found |= {value for (value,) in db.execute(newest, (tail,))}
    return sorted(found)


def population(store: SqliteStore, period: Period, ruleset: str | None = None) -> Population:
    """Return the borrowers that were decided on in ``period``, by ``ruleset`` where one is given.

    ``ruleset`` is as in a search. A borrower is told by its identifier: the unified social
    credit code, else the LEI, else the registry code, else the legal name. Raises
    :exc:`~service.store.port.StoreUnavailable`.
    """
    with store.snapshot():
        db = store.connection()
        bounds = leaf_range(db, Query(Filters(since=period.first, before=period.before)))
        sql, values = _DECISIONS, list[object](bounds)
        for condition in conditions(Filters(ruleset=ruleset)):
            sql += f" AND {condition.sql}"
            values += condition.values
        known = identified(db.execute(_IDENTIFIERS, bounds))
        rows = db.execute(f"{sql} ORDER BY d.leaf_index", values).fetchall()
    counting = [
        Rated(leaf, known.get(leaf, (_NO_IDENTIFIER, name)), grade)
        for leaf, grade, name, corrected in rows
        if not corrected
    ]
    return Population(latest_of(counting), len(counting), len(rows) - len(counting))


def contents(store: SqliteStore, leaves: Iterable[int]) -> Contents:
    """Return what the decisions of ``leaves`` found and did not know.

    Those of segments that :func:`keep` has not read wait; the newest, whose segment is not
    complete, are read now. Raises :exc:`~service.store.port.StoreUnavailable`.
    """
    wanted: defaultdict[int, int] = defaultdict(int)
    for leaf in leaves:
        wanted[leaf // SEGMENT] |= 1 << leaf % SEGMENT
    counts: Counter[tuple[str, str]] = Counter()
    seen: set[int] = set()
    with store.snapshot():
        db = store.connection()
        complete = complete_segments(db)
        for segment, kind, value, bits in _kept(db, wanted):
            if kind == READ:
                seen.add(segment)
            counts[kind, value] += (int.from_bytes(bits, "little") & wanted[segment]).bit_count()
        for segment in wanted.keys() - seen:
            if segment >= complete:
                seen.add(segment)
                for key, found in bits_of(db, segment).items():
                    counts[key] += (found & wanted[segment]).bit_count()
    waiting = sum(bits.bit_count() for segment, bits in wanted.items() if segment not in seen)
    total = sum(bits.bit_count() for bits in wanted.values())
    read = counts[READ, ""]
    by_kind: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}
    for (kind, value), count in counts.items():
        if kind in by_kind and count:
            by_kind[kind][value] = count
    return Contents(read=read, unread=total - waiting - read, waiting=waiting, **by_kind)


def _kept(db: Database, wanted: Mapping[int, int]) -> Iterator[tuple[int, str, str, bytes]]:
    if not wanted:
        return
    statement = "SELECT segment, kind, value, bits FROM portfolio WHERE segment BETWEEN ? AND ?"
    for row in db.execute(statement, (min(wanted), max(wanted))):
        if row[0] in wanted:
            yield row


def to_keep(store: SqliteStore) -> list[int]:
    """Return the complete segments that :func:`keep` has not read yet, the newest first."""
    with store.snapshot():
        db = store.connection()
        kept = {s for (s,) in db.execute("SELECT segment FROM portfolio WHERE kind = ?", (READ,))}
        return [s for s in reversed(range(complete_segments(db))) if s not in kept]


def keep(store: SqliteStore, segments: Iterable[int]) -> None:
    """Read the results of ``segments`` and keep what they say; some 0.3 s for each segment.

    Whoever records waits only while the rows of one segment are written. Raises
    :exc:`~service.store.port.StoreUnavailable`.
    """
    for segment in segments:
        with store.snapshot():
            db = store.connection()
            found, before = bits_of(db, segment), _decisions_in(db, segment)
        rows = [
            (segment, kind, value, bits.to_bytes(_BYTES, "little"))
            for (kind, value), bits in found.items()
        ]
        with store.turn():
            db = store.connection()
            # One may have been erased since it was read: then nothing of it may stay.
            if _decisions_in(db, segment) == before:
                db.execute("DELETE FROM portfolio WHERE segment = ?", (segment,))
                db.conn.executemany("INSERT INTO portfolio VALUES (?, ?, ?, ?)", rows)


def forget(store: SqliteStore) -> None:
    """Let go of all that was kept: what is counted next is read anew."""
    with store.turn():
        store.connection().execute("DELETE FROM portfolio")


def _decisions_in(db: Database, segment: int) -> int:
    statement = "SELECT count(*) FROM decisions WHERE leaf_index >= ? AND leaf_index < ?"
    start = segment * SEGMENT
    return int(db.execute(statement, (start, start + SEGMENT)).fetchone()[0])
