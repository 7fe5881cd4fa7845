"""Decisions as rows of a list: what was decided, what people made of it, and whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from service.records.policy import records_policy
from service.reviews.review import history_of
from service.ruleset.model import NOT_RATED
from service.store.port import RecordDamaged
from service.store.search import Hit
from service.store.sqlite import SqliteStore
from service.store.waiting import identifiers

DAMAGED: Final = "damaged"
"""The state of a decision whose reviews are not those that were recorded."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One decision of a list.

    ``human_grade`` is what people decided, ``None`` where they did not; ``state`` is that of
    the decision (:data:`service.reviews.history.STATES`, ``not_reviewed`` or :data:`DAMAGED`);
    ``pending``: an upward override waits for a second signature. ``borrower_address`` is that
    of the borrower's history.
    """

    hit: Hit
    human_grade: str | None
    state: str
    pending: bool
    borrower_address: str


def grades() -> tuple[str, ...]:
    """Return all grades, the best first and NR last."""
    return (*records_policy().review.grades, NOT_RATED)


def listed(store: SqliteStore, hits: Sequence[Hit]) -> list[Listed]:
    """Return ``hits`` as rows of a list.

    Reviews are read and verified. Raises :exc:`~service.store.port.StoreUnavailable`.
    """
    with store.snapshot():
        known = identifiers(store, (hit.leaf_index for hit in hits))
        return [_listed(store, hit, known.get(hit.leaf_index)) for hit in hits]


def _listed(store: SqliteStore, hit: Hit, identifier: str | None) -> Listed:
    by = {"borrower": hit.borrower} if identifier is None else {"identifier": identifier}
    address = f"/borrowers?{urlencode(by)}"
    try:
        history = history_of(store, hit.decision_id)
    except RecordDamaged:
        return Listed(hit, None, DAMAGED, False, address)
    history.close(hit.corrected_by)
    pending = history.pending is not None
    return Listed(hit, history.effective_grade, history.state, pending, address)
