"""Finds the decisions that wait for a person: for a decision on them, or for a second signature."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from service.store.conditions import of_client
from service.store.identified import identified
from service.store.sqlite import SqliteStore

WINDOW: Final = 5_000
"""Decisions, or reviews, that one page looks at: what is old seldom waits."""

_NOT_CORRECTED = "NOT EXISTS (SELECT 1 FROM decisions c WHERE c.corrects = d.decision_id)"
_NOT_REVIEWED = (
    "NOT EXISTS (SELECT 1 FROM records r WHERE r.subject = d.decision_id AND r.kind = 'review')"
)
_LAST_REVIEWS = (
    "SELECT r.leaf_index AS review, r.subject, CAST(r.data AS TEXT) AS text"
    " FROM records r INDEXED BY records_kind WHERE r.kind = 'review' AND r.leaf_index < ?"
    " AND r.leaf_index >= ? AND NOT EXISTS (SELECT 1 FROM records l WHERE l.subject = r.subject"
    " AND l.kind = 'review' AND l.leaf_index > r.leaf_index)"
)
_PENDING = "json_extract(iif(json_valid(text), text, '{}'), '$.body.action') = 'override_up'"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The leaves of decisions that wait, newest first; ``next`` is from where on to look further.

    ``None``: there are no more. A page may have few leaves, or none, and still a ``next``.
    """

    leaves: tuple[int, ...]
    next: int | None


def undecided(
    store: SqliteStore, limit: int, before: int | None = None, own: str | None = None
) -> Waiting:
    """Return the newest decisions that nobody has reviewed or corrected.

    Looks at those before leaf ``before``, at most :data:`WINDOW` leaves; with ``own`` only at
    the client's of that name. Raises :exc:`~service.store.port.StoreUnavailable`.
    """
    mine, values = _own(own)
    statement = (
        "SELECT d.leaf_index FROM decisions d NOT INDEXED WHERE d.leaf_index < ?"
        f" AND d.leaf_index >= ? AND {_NOT_REVIEWED} AND {_NOT_CORRECTED}{mine}"
        " ORDER BY d.leaf_index DESC LIMIT ?"
    )
    with store.snapshot():
        end = store.size() if before is None else before
        start = max(0, end - WINDOW)
        rows = store.connection().execute(statement, (end, start, *values, limit + 1)).fetchall()
    leaves = [leaf for (leaf,) in rows]
    if len(leaves) > limit:
        return Waiting(tuple(leaves[:limit]), leaves[limit - 1])
    return Waiting(tuple(leaves), start or None)


def unsigned(
    store: SqliteStore, limit: int, before: int | None = None, own: str | None = None
) -> Waiting:
    """Return the decisions whose upward override waits for a second signature.

    The override proposed last comes first. Looks at the last :data:`WINDOW` reviews before leaf
    ``before``; all else is as in :func:`undecided`. An override waits where it is the last
    review of its decision: whatever is decided after it, a signature too, ends that.
    """
    mine, values = _own(own)
    within = (
        "SELECT min(leaf_index) FROM (SELECT leaf_index FROM records INDEXED BY records_kind"
        " WHERE kind = 'review' AND leaf_index < ? ORDER BY leaf_index DESC LIMIT ?)"
    )
    statement = (
        f"SELECT review, d.leaf_index FROM ({_LAST_REVIEWS}) r"
        " CROSS JOIN decisions d ON d.decision_id = r.subject"
        f" WHERE {_PENDING} AND {_NOT_CORRECTED}{mine} ORDER BY review DESC LIMIT ?"
    )
    with store.snapshot():
        db = store.connection()
        end = store.size() if before is None else before
        (start,) = db.execute(within, (end, WINDOW)).fetchone()
        if start is None:
            return Waiting((), None)
        rows = db.execute(statement, (end, start, *values, limit + 1)).fetchall()
        (more,) = db.execute(within, (start, 1)).fetchone()
    if len(rows) > limit:
        return Waiting(tuple(leaf for _, leaf in rows[:limit]), rows[limit - 1][0])
    return Waiting(tuple(leaf for _, leaf in rows), None if more is None else start)


def identifiers(store: SqliteStore, leaves: Iterable[int]) -> dict[int, str]:
    """Return the identifier of the borrower of each decision that has one, ``scheme:value``.

    Raises :exc:`~service.store.port.StoreUnavailable`.
    """
    wanted = tuple(leaves)
    places = ", ".join("?" * len(wanted))
    statement = f"SELECT leaf_index, scheme, value FROM identifiers WHERE leaf_index IN ({places})"
    with store.snapshot():
        found = identified(store.connection().execute(statement, wanted))
    return {leaf: f"{scheme}:{value}" for leaf, (scheme, value) in found.items()}


def _own(own: str | None) -> tuple[str, tuple[str, ...]]:
    if own is None:
        return "", ()
    condition = of_client(own)
    return f" AND {condition.sql}", condition.values
