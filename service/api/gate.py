"""The gate that every request passes: who makes it, whether its role may, and whose is asked for.

What no key is for, the addresses in :data:`~service.access.roles.ACCESS` that are public, passes
without one. All else is refused unless that table allows it.
"""

import base64
from collections.abc import Callable
from datetime import datetime
from typing import Final

from flask import Flask, g, request
from werkzeug.exceptions import NotFound, RequestEntityTooLarge
from werkzeug.routing import RequestRedirect

from service.access.keys import Keys
from service.access.own import is_own
from service.access.principal import Principal
from service.access.refusals import Forbidden, ForeignForm, SignInNeeded, Unauthenticated
from service.access.roles import OWNED, PUBLIC, Access, access, is_page
from service.api.problems import BatchNotFound, DecisionNotFound
from service.settings import Settings
from service.store.batches import Batches
from service.store.port import Client
from service.store.sqlite import SqliteStore, now
from service.users.cookie import cookie_name
from service.users.foreign import from_elsewhere
from service.users.sessions import SignedIn, sessions_of

MOST_FIELDS: Final = 10_000
"""Fields of a form at most: pages have some hundreds, and each is looked at."""


class Gate:
    """The gate before the routes over ``store``; keys expire by ``clock``."""

    def __init__(
        self, store: SqliteStore, settings: Settings, clock: Callable[[], datetime] = now
    ) -> None:
        self._store = store
        self._keys = Keys(store, clock)
        self._sessions = sessions_of(store, settings)
        self._cookie = cookie_name(settings)
        self._batches = Batches(store)
        self._development = settings.development
        self._open = {"/metrics"} if settings.metrics_open or settings.development else set()

    def install(self, app: Flask, *between: Callable[[], None]) -> None:
        """Let every request of ``app`` pass; ``between`` are called once it is known who asks."""
        app.before_request(self.authenticate)
        for check in between:
            app.before_request(check)
        app.before_request(self.authorise)
        # The last, for it reads the body.
        app.before_request(self.insist_on_form)

    def authenticate(self) -> None:
        """Find out who asks, :func:`caller` from now on.

        Raises :exc:`~service.access.refusals.Unauthenticated`, and before it what Flask says of
        an address or method that is not there.
        """
        g.principal = g.signed_in = None
        if request.routing_exception is not None:
            # The page that says so is one of the session's, where there is one.
            self._look_for_session()
            if isinstance(request.routing_exception, RequestRedirect):
                # It would lead to whatever host the request names.
                raise NotFound
            raise request.routing_exception
        rule = request.url_rule
        if rule is not None and is_page(rule.rule):
            self._recognise_person()
            return
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

    def insist_on_form(self) -> None:
        """Insist that what a person sends comes from a page of the session (RFC 9110, unsafe).

        Raises :exc:`~service.access.refusals.ForeignForm`, and
        :exc:`~werkzeug.exceptions.RequestEntityTooLarge` where it has too many fields.
        """
        rule = request.url_rule
        if rule is None or not is_page(rule.rule) or request.method in ("GET", "HEAD", "OPTIONS"):
            return
        told = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
        if from_elsewhere(*told, request.host):
            raise ForeignForm
        if len(request.form) > MOST_FIELDS:
            raise RequestEntityTooLarge
        session = signed_in()
        # The sign-in has no session yet, or one that it ends.
        if self._access() is PUBLIC or session is None:
            return
        if not session.sent(request.form.get("csrf", "")):
            raise ForeignForm

    def _look_for_session(self) -> None:
        token = request.cookies.get(self._cookie)
        if token is not None:
            g.signed_in = self._sessions.recognise(token, development=self._development)

    def _recognise_person(self) -> None:
        self._look_for_session()
        if g.signed_in is not None:
            g.principal = g.signed_in.principal
        elif self._access() is not PUBLIC:
            raise SignInNeeded

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


def signed_in() -> SignedIn | None:
    """Return the session in which the request was made, ``None`` where there is none."""
    session: SignedIn | None = g.get("signed_in")
    return session


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
