"""API keys: what their text says, and making, rotating, revoking and recognising them.

A key is random, 256 bits of it, so that its SHA-256 may be stored without salt or stretching:
nobody finds such a text by trying.
"""

import hashlib
import hmac
import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from service.access.principal import Principal
from service.access.refusals import KeyRefused
from service.access.roles import ROLES
from service.records.form import time_text
from service.store import api_keys
from service.store.api_keys import ApiKey
from service.store.port import CLIENT_NAME
from service.store.sqlite import SqliteStore, now

log = logging.getLogger(__name__)

MAX_DAYS = 3650
"""The longest that a key may be valid, where its end is set: ten years."""

_TEXT = re.compile(r"pz_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
_NOBODY = bytes(32)
"""Compared with where there is no such key; no text has this digest."""


class Made(NamedTuple):
    """A new key; ``text`` is to be handed over now, for it is kept nowhere."""

    key: ApiKey
    text: str

    def __repr__(self) -> str:
        """Return all but the text, which no log may have."""
        return f"Made({self.key!r})"


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys in ``store``. Raises :exc:`~service.store.port.StoreUnavailable` throughout.

    ``clock`` gives the time in UTC by which keys expire.
    """

    store: SqliteStore
    clock: Callable[[], datetime] = now

    def create(
        self,
        role: str,
        client: str | None = None,
        *,
        expires_in: timedelta | None = None,
        development: bool = False,
    ) -> Made:
        """Make a key for ``client`` (default: named as the key's id), and return it.

        It never expires unless after ``expires_in``. Raises :exc:`KeyRefused` where the role is
        none of :data:`~service.access.roles.ROLES` or the name is not 1 to 64 of letters, digits
        and ``._@-``.
        """
        if role not in ROLES:
            raise KeyRefused(f"There is no role {role!r}; there are {', '.join(ROLES)}.")
        if client is not None and not CLIENT_NAME.fullmatch(client):
            raise KeyRefused("A client's name is 1 to 64 of letters, digits and the signs . _ @ -")
        moment = self.clock()
        key_id = secrets.token_hex(6)
        text = f"pz_{key_id}_{secrets.token_urlsafe(32)}"
        key = ApiKey(
            key_id=key_id,
            secret_digest=_digest(text),
            role=role,
            client=client or key_id,
            created_at=time_text(moment),
            expires_at=None if expires_in is None else time_text(moment + expires_in),
            revoked_at=None,
            replaced_by=None,
            development=development,
        )
        api_keys.add(self.store, key)
        return Made(key, text)

    def rotate(
        self, key_id: str, *, overlap: timedelta, expires_in: timedelta | None = None
    ) -> Made:
        """Make a key for the client and role of ``key_id``, which ends after ``overlap``.

        The new key is valid for as long as the old one was to be from the start, unless
        ``expires_in`` says how long. Raises :exc:`KeyRefused` where there is no such key, it is
        not valid any more, or was rotated before.
        """
        with self.store.turn():
            old = self._rotatable(key_id)
            ends = self.clock() + overlap
            if old.expires_at is not None:
                until = datetime.fromisoformat(old.expires_at)
                lasts = until - datetime.fromisoformat(old.created_at)
                ends = min(ends, until)
                expires_in = expires_in or lasts
            made = self.create(
                old.role, old.client, expires_in=expires_in, development=old.development
            )
            api_keys.replace(self.store, key_id, made.key.key_id, time_text(ends))
        return made

    def revoke(self, key_id: str) -> ApiKey:
        """Let a key be valid no more, at once and for good.

        Raises :exc:`KeyRefused` where there is no such key or it was revoked before.
        """
        with self.store.turn():
            key = self._known(key_id)
            if key.revoked_at is not None:
                raise KeyRefused(f"The key {key_id} was revoked at {key.revoked_at}.")
            api_keys.revoke(self.store, key_id, time_text(self.clock()))
            return self._known(key_id)

    def all(self) -> list[ApiKey]:
        """Return all keys there ever were, oldest first."""
        return api_keys.every(self.store)

    def state(self, key: ApiKey) -> str:
        """Return what a key is now: ``valid``, ``expired`` or ``revoked``."""
        if key.revoked_at is not None:
            return "revoked"
        # Times of one form and one offset: as texts they are in the order of time.
        if key.expires_at is not None and key.expires_at <= time_text(self.clock()):
            return "expired"
        return "valid"

    def any_valid(self) -> bool:
        """Return whether any key is valid, those of development not counted."""
        return any(self.state(key) == "valid" and not key.development for key in self.all())

    def recognise(self, text: str, *, development: bool = False) -> Principal | None:
        """Return whose key ``text`` is, ``None`` where it is no valid one.

        One of development is valid only where this is ``development``. The log gets the id of a
        key that is not valid any more, never its text.
        """
        found = _TEXT.fullmatch(text)
        if found is None:
            return None
        key = api_keys.get(self.store, found[1])
        if not hmac.compare_digest(_NOBODY if key is None else key.secret_digest, _digest(text)):
            return None
        assert key is not None  # no text has the digest that stands for nobody
        state = self.state(key)
        if state == "valid" and key.development and not development:
            state = "of development"
        if state != "valid":
            log.warning("the API key %s was refused: it is %s", key.key_id, state)
            return None
        return Principal(key.key_id, key.client, key.role)

    def _known(self, key_id: str) -> ApiKey:
        key = api_keys.get(self.store, key_id)
        if key is None:
            raise KeyRefused(f"There is no key {key_id}.")
        return key

    def _rotatable(self, key_id: str) -> ApiKey:
        key = self._known(key_id)
        if (state := self.state(key)) != "valid":
            raise KeyRefused(f"The key {key_id} is {state}; create another.")
        if key.replaced_by is not None:
            raise KeyRefused(f"The key {key_id} was rotated; rotate {key.replaced_by} instead.")
        return key


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
