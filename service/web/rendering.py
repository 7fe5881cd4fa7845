"""Fills the templates in: texts of one language, values escaped, nothing left undefined."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from flask import Response, g, request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from service.access.roles import NOBODY, access
from service.api.gate import signed_in
from service.language.catalogue import LANGUAGES, Speaker
from service.language.values import date_text, label
from service.web.free import free
from service.web.language import PARAMETER, page_language
from service.web.times import time_text

TEMPLATES: Final = Path(__file__).resolve().parent / "templates"

LANGUAGE_NAMES: Final = {"en": "English", "zh": "中文"}
"""Each language by its own name, as whoever looks for it reads it."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
"""Content-Security-Policy of pages: nothing from elsewhere, nothing in line."""


def render(template: str, domain: str, status: int = 200, **values: Any) -> Response:
    """Return ``template`` as a page in the language asked for.

    In it ``say`` speaks the messages of ``domain``, ``common`` those that all pages share;
    ``values`` are its own. Raises :exc:`KeyError` where a message is missing, and
    :exc:`jinja2.UndefinedError` where a value is.
    """
    lang = page_language()
    session = signed_in()
    role = session.principal.role if session else None
    common = {
        "principal": session.principal if session else None,
        "csrf": session.csrf if session else "",
        "may": lambda name: _may(role, name),
        "other_languages": [(other, _address_in(other)) for other in LANGUAGES if other != lang],
        "here": request.path,
        "notice": g.pop("notice", None),
    }
    answer = Response(fill(template, domain, lang, **common, **values), status, content_type=_HTML)
    answer.headers["Content-Security-Policy"] = POLICY
    # With no referrer at all a browser would not say either where a form was sent from.
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.content_language.add(lang)
    answer.vary.update(("Accept-Language", "Cookie"))
    return answer


def fill(template: str, domain: str, lang: str, **values: Any) -> str:
    """Return ``template`` in ``lang``, with what every template has at hand, and no request."""
    texts = {
        "lang": lang,
        "say": _saying(lang, domain),
        "common": _saying(lang, "web"),
        "label": label(lang),
        "language_names": LANGUAGE_NAMES,
        "date": lambda iso: date_text(iso, lang),
        "time": lambda iso: time_text(iso, lang),
    }
    return environment().get_template(template).render(**texts, **values)


@cache
def environment() -> Environment:
    """Return the environment of all templates (made once a process)."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # What a release installed does not change under it.
        auto_reload=False,
    )
    made.filters["free"] = free
    return made


_HTML: Final = "text/html; charset=utf-8"


def _saying(lang: str, domain: str) -> Callable[..., Markup]:
    """Return what says a message: safe where the message is, for its values are escaped."""
    speaker = Speaker(lang, domain)

    def say(message: str, /, *, n: int | None = None, **values: object) -> Markup:
        told = {name: str(escape(value)) for name, value in values.items()}
        return Markup(speaker.say(message, n=n, **told))

    return say


def _may(role: str | None, name: str) -> bool:
    method, _, rule = name.partition(" ")
    found = access(method, rule)
    return isinstance(found, frozenset) and role in found


def _address_in(lang: str) -> str:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != PARAMETER]
    path, rule = request.path, request.url_rule
    if rule is not None and access("GET", rule.rule) == NOBODY:
        # What only takes a form is no address to come back to; the page it belongs to is.
        path = path.rpartition("/")[0]
    # Quoted: a backslash in it would make it the address of another host.
    return f"{quote(path)}?{urlencode([*kept, (PARAMETER, lang)])}"
