"""The audit trail: who signed in, who tried, who looked at what; never what a dossier says."""

from dataclasses import dataclass
from typing import Final

from service.records.form import time_text
from service.store import trail
from service.store.sqlite import SqliteStore
from service.store.trail import Chosen, Entry

EVENTS: Final = (
    "signed_in",
    "sign_in_refused",
    "sign_in_locked",
    "signed_out",
    "session_ended",
    "password_changed",
    "viewed",
    "exported",
    "user_created",
    "user_disabled",
    "user_enabled",
    "role_changed",
    "password_set",
    "tries_forgotten",
)
"""What is noted; each is the end of the id of a message that says it."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The trail in ``store`` of what comes from ``origin``: an address, or a command.

    Raises :exc:`~service.store.port.StoreUnavailable` throughout.
    """

    store: SqliteStore
    origin: str | None = None

    def note(self, event: str, user: str | None, *, session_id: str | None = None) -> None:
        """Note one of :data:`EVENTS`; durable on return, or where the turn ends.

        ``user`` is ``None`` where a name was given that is nobody's: it may be a password that
        was typed in the wrong place.
        """
        assert event in EVENTS
        trail.add(self.store, [Entry(self._at(), event, user, self.origin, session_id)])

    def note_page(
        self,
        event: str,
        user: str | None,
        page: str,
        decisions: tuple[str, ...],
        *,
        session_id: str | None = None,
    ) -> None:
        """Note that a page was given, with an entry for each of the ``decisions`` on it."""
        assert event in EVENTS
        at = self._at()
        entries = [
            Entry(at, event, user, self.origin, session_id, page, decision_id)
            for decision_id in decisions or (None,)
        ]
        trail.add(self.store, entries)

    def has(self, decision_id: str, session_id: str | None) -> bool:
        """Return whether it is noted that the decision was looked at in that session."""
        return trail.looked_at(self.store, decision_id, session_id)

    def newest(self, chosen: Chosen, most: int) -> list[tuple[int, Entry]]:
        """Return the newest entries that are asked for, ``most`` at most, newest first."""
        return trail.newest(self.store, chosen, most)

    def _at(self) -> str:
        return time_text(self.store.now())
