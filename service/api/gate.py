"""The gate that every request passes: who makes it, whether its role may, and whose is asked for.

What no key is for, the addresses in :data:`~service.access.roles.ACCESS` that are public, passes
without one. All else is refused unless that table allows it.
"""

import base64
from collections.abc import Callable
from datetime import datetime

from flask import Flask, g, request

from service.access.keys import Keys
from service.access.own import is_own
from service.access.principal import Principal
from service.access.refusals import Forbidden, Unauthenticated
from service.access.roles import OWNED, PUBLIC, Access, access
from service.api.problems import BatchNotFound, DecisionNotFound
from service.settings import Settings
from service.store.batches import Batches
from service.store.port import Client
from service.store.sqlite import SqliteStore, now


class Gate:
    """The gate before the routes over ``store``; keys expire by ``clock``."""

    def __init__(
        self, store: SqliteStore, settings: Settings, clock: Callable[[], datetime] = now
    ) -> None:
        self._store = store
        self._keys = Keys(store, clock)
        self._batches = Batches(store)
        self._development = settings.development
        self._open = {"/metrics"} if settings.metrics_open or settings.development else set()

    def install(self, app: Flask, *between: Callable[[], None]) -> None:
        """Let every request of ``app`` pass; ``between`` are called once it is known who asks."""
        app.before_request(self.authenticate)
        for check in between:
            app.before_request(check)
        app.before_request(self.authorise)

    def authenticate(self) -> None:
        """Find out who asks, :func:`caller` from now on.

        Raises :exc:`~service.access.refusals.Unauthenticated`, and before it what Flask says of
        an address or method that is not there.
        """
        g.principal = None
        if request.routing_exception is not None:
            raise request.routing_exception
        if self._access() is PUBLIC:
            return
        text = _presented()
        if text is not None:
            g.principal = self._keys.recognise(text, development=self._development)
        if g.principal is None:
            raise Unauthenticated(offered=text is not None)

    def authorise(self) -> None:
        """Refuse what the caller's role may not, and what is not his where it sees only its own.

        Raises :exc:`~service.access.refusals.Forbidden`; where something is another's, what is
        raised where it is not there at all.
        """
        may = self._access()
        if may is PUBLIC:
            return
        principal = caller()
        if principal.role not in may:
            raise Forbidden(principal.role)
        if principal.limited_to is not None:
            self._insist_on_own(principal.limited_to)

    def _access(self) -> Access:
        rule = request.url_rule
        if rule is None:
            return frozenset()
        return PUBLIC if rule.rule in self._open else access(request.method, rule.rule)

    def _insist_on_own(self, client: str) -> None:
        for name, value in (request.view_args or {}).items():
            if name == "batch_id":
                batch = self._batches.find(value)
                if batch is None or batch.client != client:
                    raise BatchNotFound(value)
            elif name in OWNED and not is_own(self._store, value, client):
                raise DecisionNotFound(value)


def caller() -> Principal:
    """Return who makes the request; raises :exc:`Unauthenticated` where that is not known."""
    principal: Principal | None = g.get("principal")
    if principal is None:
        raise Unauthenticated(offered=False)
    return principal


def asking() -> Client:
    """Return who makes the request, as records name them."""
    return caller().asking()


def _presented() -> str | None:
    """Return what came with the request as a key: ``Bearer``, or the password of ``Basic``."""
    scheme, _, given = request.headers.get("Authorization", "").strip().partition(" ")
    match scheme.lower():
        case "bearer":
            return given.strip()
        case "basic":
            try:
                pair = base64.b64decode(given.strip(), validate=True)
            except ValueError:
                return ""
            return pair.decode("latin-1").partition(":")[2]
        case _:
            return None
