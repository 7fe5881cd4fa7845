"""The rows of searches: each filter, and the pairs of filters that take longest."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from random import Random
from time import perf_counter_ns

from sqlite_utils import Database

from bench.measure import Row, Timing, measure
from bench.stores import Kept
from service.records.query import Query, read_query
from service.store.search import find
from service.store.sqlite import SqliteStore

SEARCHES = 25
"""Searches by each filter, for the values of decisions drawn at random."""

WORST_PAIRS = "worst pairs"
WORST = 20
"""The pairs of values that are timed: those that took longest of all there are."""

_SAMPLED = (
    "SELECT dossier_id, application_ref, borrower, grade, client, ruleset_version, ruleset_digest,"
    " ruleset_id, recorded_at FROM decisions WHERE leaf_index = ?"
)
_SHARED = {"grade": "grade", "client": "client", "finding": "finding", "ruleset": "ruleset version"}
"""Filters whose values many decisions share, and the kind of their postings."""


def searching(kept: Kept, random: Random, rounds: int) -> list[Timing]:
    """Time searches of ``kept`` for the newest 50 decisions that are as asked."""
    store = SqliteStore(kept.path, read_only=True)
    rows = [
        Row(f"search_{_id(name)}", f"search by {name}", lambda query: find(store, query), asked)
        for name, asked in queries(store, kept.count, random).items()
    ]
    timings = measure(rows, rounds)
    store.close()
    return timings


def queries(store: SqliteStore, count: int, random: Random) -> dict[str, list[Query]]:
    """Return what to search among ``count`` decisions, by what it is asked for."""
    return _filters(store.connection(), count, random) | {WORST_PAIRS: _worst(store)}


def _id(name: str) -> str:
    return re.sub(r"\W+", "_", name)


def _filters(db: Database, count: int, random: Random) -> dict[str, list[Query]]:
    """Return the queries for the values of random decisions, by what they ask for."""
    asked: dict[str, list[Query]] = {"nothing": [read_query([])]}

    def ask(name: str, *pairs: tuple[str, str]) -> None:
        asked.setdefault(name, []).append(read_query(pairs))

    for leaf in (random.randrange(count) for _ in range(SEARCHES)):
        dossier, application, borrower, grade, client, version, digest, ruleset, at = db.execute(
            _SAMPLED, (leaf,)
        ).fetchone()
        scheme, value = db.execute(
            "SELECT scheme, value FROM identifiers WHERE leaf_index = ?", (leaf,)
        ).fetchone()
        codes = db.execute(
            "SELECT code FROM finding_codes WHERE leaf_index = ?", (leaf,)
        ).fetchall()
        (finding,) = random.choice(codes)
        day = at[:10]
        ask("dossier", ("dossier_id", dossier))
        ask("application", ("application_ref", application))
        ask("identifier", ("identifier", f"{scheme}:{value}"))
        ask("borrower", ("borrower", borrower))
        ask("beginning of borrower, 4 letters", ("borrower", f"{borrower[:4]}*"))
        ask("beginning of borrower, 2 letters", ("borrower", f"{borrower[:2]}*"))
        ask("grade", ("grade", grade))
        ask("finding", ("finding", finding))
        ask("client", ("client", client))
        ask("ruleset version", ("ruleset", f"{ruleset}@{version}"))
        ask("ruleset digest", ("ruleset", digest))
        ask("day", ("since", day), ("until", day))
        ask("borrower and grade", ("borrower", borrower), ("grade", grade))
        ask(
            "beginning of borrower and finding",
            ("borrower", f"{borrower[:2]}*"),
            ("finding", finding),
        )
        ask("day and finding", ("since", day), ("until", day), ("finding", finding))
    return asked


def _worst(store: SqliteStore) -> list[Query]:
    """Return the slowest queries of two values that many decisions share, of all such pairs."""
    values = {name: _values(store.connection(), kind) for name, kind in _SHARED.items()}
    taken: list[tuple[int, int, Query]] = []
    for query in _pairs(values):
        start = perf_counter_ns()
        find(store, query)
        taken.append((perf_counter_ns() - start, len(taken), query))
    return [query for _, _, query in sorted(taken, reverse=True)[:WORST]]


def _pairs(values: Mapping[str, Sequence[str]]) -> Iterator[Query]:
    for one, other in combinations(values, 2):
        for first in values[one]:
            for second in values[other]:
                yield read_query([(one, first), (other, second)])


def _values(db: Database, kind: str) -> list[str]:
    found = db.execute("SELECT DISTINCT value FROM postings WHERE kind = ?", (kind,))
    return sorted(value for (value,) in found)
