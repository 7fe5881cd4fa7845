"""The page of one's own account: password and sessions."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from service.access.refusals import SignInNeeded
from service.api.gate import signed_in
from service.api.limits import TooManyRequests
from service.language.catalogue import Speaker
from service.store import users
from service.users import cookie
from service.users.accounts import Accounts
from service.users.passwords import LEAST, MOST
from service.users.refusals import PasswordRefused, SignInLocked, SignInRefused
from service.users.sessions import SignedIn, sessions_of
from service.users.sign_in import SignIn
from service.users.trail import Trail
from service.web.language import page_language
from service.web.rendering import render
from service.web.site import Site

_DONE = {"password": "password_is_changed", "sessions": "sessions_are_ended"}
"""What was done, as the address says it, to the message that tells so."""


def account_pages(site: Site, pace: Callable[[], None]) -> Blueprint:
    """Return the routes of the account; ``pace`` is called before a password is looked at."""
    routes = Blueprint("web_account", __name__)

    def page(status: int = 200, **faults: str) -> Response:
        session = _session()
        user = users.get(site.store, session.principal.user or "")
        if user is None:
            raise SignInNeeded
        done = _DONE.get(request.args.get("done", ""))
        return render(
            "sign_in/account.html",
            "sign_in",
            status,
            user=user,
            session_id=session.session_id,
            sessions=sessions_of(site.store, site.settings).of(user.name),
            idle=site.settings.session_minutes,
            longest=site.settings.session_hours,
            least=LEAST,
            faults=faults,
            done=done,
        )

    def told(message: str, n: int | None = None) -> str:
        return Speaker(page_language(), "sign_in").say(message, n=n)

    @routes.get("/account")
    def get_account() -> Response:
        return page()

    @routes.post("/account/password")
    def post_password() -> AnyResponse:
        current, new, again = (request.form.get(n, "") for n in ("current", "new", "again"))
        if new != again:
            return page(422, again=told("password_again_differs"))
        door = SignIn(site.store, site.settings, request.remote_addr, pace)
        try:
            token = door.change_password(_session(), current, new)
        except PasswordRefused as refused:
            return page(422, new=told(refused.why, **_counted(refused.why)))
        except SignInRefused:
            return page(422, current=told("password_wrong"))
        except SignInLocked as locked:
            return page(429, current=told("locked", locked.seconds))
        except TooManyRequests as busy:
            return page(429, current=told("busy", busy.seconds))
        answer = redirect("/account?done=password", 303)
        cookie.put(answer, site.settings, token)
        return answer

    @routes.post("/account/sessions")
    def post_sessions() -> AnyResponse:
        session = _session()
        accounts = Accounts(site.store, Trail(site.store, request.remote_addr))
        only = request.form.get("session_id")
        accounts.sign_out(session.principal.user or "", but=session.session_id, only=only)
        return redirect("/account?done=sessions", 303)

    return routes


def _counted(why: str) -> dict[str, Any]:
    return {"password_too_short": {"n": LEAST}, "password_too_long": {"n": MOST}}.get(why, {})


def _session() -> SignedIn:
    session = signed_in()
    if session is None:
        raise SignInNeeded
    return session
