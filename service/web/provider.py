"""The way to the OpenID Connect provider and back, as pages."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from service.api.limits import TooManyRequests
from service.language.catalogue import Speaker
from service.settings import Settings
from service.users import cookie
from service.users.accounts import Accounts
from service.users.begun import begun_of
from service.users.provider_file import CALLBACK
from service.users.refusals import ProviderRefused, ProviderUnavailable, SignInRefused
from service.users.sign_in import SignIn
from service.users.trail import Trail
from service.users.vouching import NameNotUsable, NoRoleVouched, user_vouched_for
from service.web.language import page_language
from service.web.onward import onward
from service.web.site import Site

if TYPE_CHECKING:
    from service.users.provider import Provider

log = logging.getLogger(__name__)

_SECONDS: Final = 600
"""How long a user may take at the provider."""


def add_provider(
    routes: Blueprint,
    site: Site,
    provider: "Provider | None",
    door: Callable[[], SignIn],
    form: Callable[..., Response],
    entered: Callable[[str, str], AnyResponse],
) -> None:
    """Add the way through ``provider`` to the routes of the sign-in, of which the others are."""
    name = f"{'' if site.settings.development else '__Host-'}pinzhi_provider"

    def refused(message: str, status: int) -> Response:
        answer = form(status, fault=Speaker(page_language(), "sign_in").say(message))
        _forget(answer, name, site.settings)
        return answer

    @routes.get("/sign-in/provider")
    def get_provider() -> AnyResponse:
        if provider is None:
            raise NotFound
        try:
            door().pace()
            address, begun = provider.begin(onward(request.args.get("next")))
        except TooManyRequests as busy:
            return _busy(form, busy.seconds)
        except ProviderUnavailable as fault:
            log.warning("the provider of users cannot be used: %s", fault)
            return refused("provider_unavailable", 503)
        answer = redirect(address, 303)
        answer.set_cookie(
            name,
            begun.text(),
            max_age=_SECONDS,
            secure=not site.settings.development,
            httponly=True,
            samesite="Lax",
            path="/",
        )
        return answer

    @routes.get(CALLBACK)
    def get_provider_callback() -> AnyResponse:
        if provider is None:
            raise NotFound
        begun = begun_of(request.cookies.get(name, ""))
        before = request.cookies.get(cookie.cookie_name(site.settings))
        try:
            door().pace()
            if begun is None:
                raise ProviderRefused("no sign-in was begun in this browser")
            claims = provider.finish(request.args, begun)
            accounts = Accounts(site.store, Trail(site.store, request.remote_addr))
            user = user_vouched_for(accounts, provider.file.issuer, claims, provider.file.mapped)
            token = door().vouched(user, instead_of=before)
        except TooManyRequests as busy:
            return _busy(form, busy.seconds)
        except ProviderUnavailable as fault:
            log.warning("the provider of users cannot be used: %s", fault)
            return refused("provider_unavailable", 503)
        except NoRoleVouched:
            return _told(site, refused("provider_gives_no_role", 403))
        except NameNotUsable:
            return _told(site, refused("provider_name_not_usable", 403))
        except SignInRefused as fault:
            log.warning("a sign-in through the provider was refused: %s", fault)
            return _told(site, refused("provider_refused", 403))
        answer = entered(token, onward(begun.onward))
        _forget(answer, name, site.settings)
        return answer


def _told(site: Site, answer: Response) -> Response:
    """Note that nobody was signed in, and return ``answer``."""
    Trail(site.store, request.remote_addr).note("sign_in_refused", None)
    return answer


def _busy(form: Callable[..., Response], seconds: int) -> Response:
    answer = form(429, fault=Speaker(page_language(), "sign_in").say("busy", n=seconds))
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _forget(answer: AnyResponse, name: str, settings: Settings) -> None:
    answer.delete_cookie(
        name, secure=not settings.development, httponly=True, samesite="Lax", path="/"
    )
