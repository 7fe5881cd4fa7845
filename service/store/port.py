"""What the service asks of a store of decisions; nothing here knows a database."""

from dataclasses import dataclass
from typing import Protocol


class StoreUnavailable(Exception):
    """The store cannot be opened, read or written; nothing was recorded."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One recorded decision.

    ``dossier`` is the dossier's RFC 8785 canonical form, ``body`` the answer byte for byte;
    ``rating_date`` is an ISO 8601 date, ``recorded_at`` an ISO 8601 time in UTC.
    """

    decision_id: str
    dossier_id: str
    application_ref: str
    rating_date: str
    grade: str
    ruleset_id: str
    ruleset_version: str
    ruleset_digest: str
    dossier_digest: str
    dossier: bytes
    body: bytes
    recorded_at: str


class DecisionStore(Protocol):
    """Keeps decisions for ever: they are added and read, never changed or removed."""

    def add(self, decision: Decision) -> int:
        """Record ``decision`` durably and return its sequence number, 1 or more.

        Raises :exc:`StoreUnavailable`; then nothing was recorded.
        """
        ...

    def get(self, decision_id: str) -> Decision | None:
        """Return the decision, or ``None`` if there is none.

        Raises :exc:`StoreUnavailable`.
        """
        ...
