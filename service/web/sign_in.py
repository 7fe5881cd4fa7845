"""The pages for signing in and out."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from service.api.gate import signed_in
from service.api.limits import Bucket, Limiter, TooManyRequests
from service.language.catalogue import Speaker
from service.users import cookie
from service.users.refusals import SignInLocked, SignInRefused
from service.users.sign_in import SignIn
from service.users.vouching import provider_of
from service.web.language import page_language
from service.web.onward import onward
from service.web.provider import add_provider
from service.web.rendering import render
from service.web.site import Site

PASSWORDS: Final = Bucket(rate=2, burst=10)
"""How many passwords are looked at, whosever they are: each costs a worker 0.1 s."""

SIGNED_OUT: Final = "signed_out"
"""The parameter with which the sign-in says that somebody has signed out."""


def password_pace(clock: Callable[[], int] = time.monotonic_ns) -> Callable[[], None]:
    """Return what is to be called before a password is looked at, by all workers together.

    It raises :exc:`~service.api.limits.TooManyRequests`. ``clock`` gives nanoseconds.
    """
    return partial(Limiter(PASSWORDS, clock).take, "passwords")


def sign_in_pages(site: Site, pace: Callable[[], None]) -> Blueprint:
    """Return the routes of the sign-in.

    Raises :exc:`RuntimeError` where the provider that the settings name cannot be used.
    """
    routes = Blueprint("web_sign_in", __name__)
    provider = provider_of(site.settings)

    def door() -> SignIn:
        return SignIn(site.store, site.settings, request.remote_addr, pace)

    def form(status: int = 200, **values: Any) -> Response:
        asked = onward(request.values.get("next"))
        # Over plain http a browser drops the session's cookie, and comes back here without a word.
        plain = not (site.settings.development or request.is_secure)
        told = {"fault": None, "name": "", "plain": plain, **values}
        way = f"/sign-in/provider?{urlencode({'next': asked})}" if provider else None
        return render("sign_in/sign_in.html", "sign_in", status, next=asked, provider=way, **told)

    def locked(message: str, seconds: int, **values: Any) -> Response:
        say = Speaker(page_language(), "sign_in").say
        answer = form(429, fault=say(message, n=seconds), **values)
        answer.headers["Retry-After"] = str(seconds)
        return answer

    def entered(token: str, asked: str) -> AnyResponse:
        answer = redirect(asked, 303)
        cookie.put(answer, site.settings, token)
        return answer

    @routes.get("/sign-in")
    def get_sign_in() -> AnyResponse:
        if signed_in() is not None:
            return redirect(onward(request.args.get("next")), 303)
        if SIGNED_OUT in request.args:
            g.notice = Speaker(page_language(), "sign_in").say("signed_out")
        return form()

    @routes.post("/sign-in")
    def post_sign_in() -> AnyResponse:
        name, password = (request.form.get(field, "") for field in ("name", "password"))
        before = request.cookies.get(cookie.cookie_name(site.settings))
        try:
            token = door().by_password(name, password, instead_of=before)
        except SignInRefused:
            say = Speaker(page_language(), "sign_in").say
            return form(422, fault=say("wrong"), name=name[:64])
        except SignInLocked as refused:
            return locked("locked", refused.seconds, name=name[:64])
        except TooManyRequests as refused:
            return locked("busy", refused.seconds, name=name[:64])
        return entered(token, onward(request.form.get("next")))

    @routes.post("/sign-out")
    def post_sign_out() -> AnyResponse:
        session = signed_in()
        token = request.cookies.get(cookie.cookie_name(site.settings))
        if session is not None and token is not None:
            door().out(session, token)
        answer = redirect(f"/sign-in?{SIGNED_OUT}=1", 303)
        cookie.remove(answer, site.settings)
        # A draft that was entered is left to nobody who sits down next.
        answer.headers["Clear-Site-Data"] = '"storage"'
        return answer

    add_provider(routes, site, provider, door, form, entered)
    return routes
