"""Retries over HTTP: a request with the ``Idempotency-Key`` of an earlier one gets its answer."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, request

from service.store import answered
from service.store.answered import Answered
from service.store.port import Client, Decision, RecordDamaged
from service.store.sqlite import SqliteStore

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
"""The header by which a retry is told that it was one."""

_KEY = re.compile(r"[\x21-\x7e]{1,255}")


class BadIdempotencyKey(Exception):
    """The request has an ``Idempotency-Key`` that cannot be one."""


class KeyReused(Exception):
    """The client used the key before, for another request."""


class RequestDigest:
    """The SHA-256 of what a request asks for: method, path, query, and the body as it came."""

    def __init__(self) -> None:
        """Begin with the request that is answered now, its body not included."""
        self._hash = hashlib.sha256()
        for part in (request.method.encode(), request.path.encode(), request.query_string):
            # No part can be taken for the end of another.
            self._hash.update(len(part).to_bytes(8) + part)

    def update(self, body: bytes) -> None:
        """Go on with the next bytes of the body."""
        self._hash.update(body)

    def digest(self) -> bytes:
        """Return the 32 bytes."""
        return self._hash.digest()


def digest_of(body: bytes) -> bytes:
    """Return the SHA-256 of the request that is answered now, whose whole body is ``body``."""
    found = RequestDigest()
    found.update(body)
    return found.digest()


@dataclass(frozen=True, slots=True)
class Keyed:
    """A key as one client uses it, for requests of the last ``hours``."""

    store: SqliteStore
    client: str
    key: str
    hours: int

    def find(self, asked: bytes) -> Answered | None:
        """Return what was answered before; ``asked`` is the digest of the request.

        Raises :exc:`KeyReused` where that was another request.
        """
        found = answered.find(self.store, self.client, self.key, self.hours)
        if found is not None and found.request != asked:
            raise KeyReused
        return found

    def keep(self, kept: Answered) -> None:
        """Keep an answer, in the turn that recorded what it tells of."""
        answered.keep(self.store, self.client, self.key, kept, self.hours)


def keyed(store: SqliteStore, client: Client, hours: int) -> Keyed | None:
    """Return the key of the request that is answered now, ``None`` where it has none.

    Keys belong to a client: another may use the same. Raises :exc:`BadIdempotencyKey` for one
    that is not 1 to 255 visible characters of ASCII.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise BadIdempotencyKey
    return Keyed(store, client.name or "", key, hours)


class KeyedDecision:
    """A decision under a key: the :class:`~service.decisions.once.Once` of ``POST /v1/decisions``.

    ``replayed``: it was taken before.
    """

    def __init__(self, key: Keyed, asked: bytes) -> None:
        """``asked`` is the digest of the request."""
        self._key = key
        self._asked = asked
        self.replayed = False

    def before(self) -> Decision | None:
        """Return the decision that the request was answered with before.

        Raises :exc:`KeyReused` and what reading the decision raises.
        """
        found = self._key.find(self._asked)
        if found is None or found.record_id is None:
            return None
        decision = self._key.store.get(found.record_id)
        if decision is None:
            raise RecordDamaged(found.record_id, "it was answered and is missing")
        self.replayed = True
        return decision

    def after(self, decision: Decision) -> None:
        """Keep that the request was answered with ``decision``, whose record has the answer."""
        record = decision.record
        self._key.keep(Answered(self._asked, record.recorded_at, 201, record_id=record.record_id))


def answer_once(key: Keyed, asked: bytes, act: Callable[[], Answered]) -> Response:
    """Return what the request was answered before, or else what ``act`` does now, in one turn.

    ``asked`` is the digest of the request. What ``act`` raises lets nothing be recorded or kept.
    """
    with key.store.turn():
        before = key.find(asked)
        if before is not None:
            return again(before)
        made = act()
        key.keep(made)
    return _response(made)


def again(before: Answered) -> Response:
    """Return an answer as it was given before; it must have its ``body``."""
    response = _response(before)
    response.headers[REPLAYED] = "true"
    return response


def _response(answer: Answered) -> Response:
    response = Response(answer.body, answer.status, mimetype="application/json")
    if answer.location is not None:
        response.headers["Location"] = answer.location
    return response
