"""The language of a page: chosen on it and remembered, else as the browser asks."""

from typing import Final

from flask import Response, g, request

from service.api.explanations import preferred_language
from service.language.catalogue import LANGUAGES

PARAMETER: Final = "lang"
"""The parameter that chooses a language, and the cookie that remembers it."""


def page_language() -> str:
    """Return the language of the page that is asked for, one of :data:`LANGUAGES`."""
    if "lang" not in g:
        asked = request.args.get(PARAMETER), request.cookies.get(PARAMETER)
        g.lang = next((lang for lang in asked if lang in LANGUAGES), None) or preferred_language()
    lang: str = g.lang
    return lang


def remember(response: Response, *, secure: bool) -> Response:
    """Let the browser remember the language that the address chose, while it is open."""
    chosen = request.args.get(PARAMETER)
    if chosen in LANGUAGES:
        response.set_cookie(
            PARAMETER, chosen, secure=secure, httponly=True, samesite="Lax", path="/"
        )
    return response
