"""Sessions: what a browser holds after a sign-in, and who it is that it proves."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from service.access.principal import Principal
from service.records.form import time_text
from service.settings import Settings
from service.store import sessions, users
from service.store.sessions import SessionRow
from service.store.sqlite import SqliteStore

_NOTED_AFTER = timedelta(minutes=1)
"""How old the time of the last use may be: not every page is worth a write."""

_FORGOTTEN = timedelta(days=30)
"""How long a session is kept after its end; the trail keeps that there was one."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that is open: who has it, and the token that the forms of its pages carry."""

    principal: Principal
    session_id: str
    csrf: str = field(repr=False)

    def sent(self, csrf: str) -> bool:
        """Whether ``csrf`` is the token of this session's forms."""
        return hmac.compare_digest(self.csrf.encode(), csrf.encode())


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions in ``store``. Raises :exc:`~service.store.port.StoreUnavailable` throughout.

    A session ends ``idle`` after its last use, and ``longest`` after it was opened.
    """

    store: SqliteStore
    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=12)

    def open(self, user: str) -> str:
        """Open a session of ``user``, and return its token, which is kept nowhere."""
        token = secrets.token_urlsafe(32)
        moment = self.store.now()
        row = SessionRow(
            token_digest=_digest(token),
            session_id=secrets.token_hex(8),
            user=user,
            csrf=secrets.token_urlsafe(32),
            opened_at=time_text(moment),
            seen_at=time_text(moment),
            ends_at=time_text(moment + self.longest),
        )
        with self.store.turn():
            sessions.remove_before(self.store, time_text(moment - _FORGOTTEN))
            sessions.add(self.store, row)
        return token

    def of(self, user: str) -> list[SessionRow]:
        """Return the sessions of ``user`` that are open, newest first."""
        moment = self.store.now()
        found = sessions.of_user(self.store, user, time_text(moment))
        since = time_text(moment - self.idle)
        return [row for row in found if row.seen_at > since]

    def recognise(self, token: str, *, development: bool = False) -> SignedIn | None:
        """Return whose open session ``token`` is of; ``None`` where it is of none.

        A user of development is one only in ``development``.
        """
        row = sessions.get(self.store, _digest(token))
        moment = self.store.now()
        if row is None or row.closed_at is not None or time_text(moment) >= row.ends_at:
            return None
        if time_text(moment - self.idle) >= row.seen_at:
            return None
        user = users.get(self.store, row.user)
        if user is None or user.disabled_at is not None or (user.development and not development):
            return None
        if time_text(moment - _NOTED_AFTER) >= row.seen_at:
            sessions.seen(self.store, row.token_digest, time_text(moment))
        principal = Principal(None, user.client, user.role, user.name)
        return SignedIn(principal, row.session_id, row.csrf)

    def close(self, token: str) -> None:
        """End the session of ``token``, if it is one."""
        sessions.close(self.store, _digest(token), time_text(self.store.now()))


def sessions_of(store: SqliteStore, settings: Settings) -> Sessions:
    """Return the sessions of ``store``, as long as ``settings`` say."""
    return Sessions(
        store,
        timedelta(minutes=settings.session_minutes),
        timedelta(hours=settings.session_hours),
    )


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
