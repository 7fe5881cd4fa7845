"""Leads from the answer to a form to the same page in the other languages."""

from service.language.catalogue import LANGUAGES
from service.web.language import PARAMETER, page_language


def in_other_languages(address: str) -> list[tuple[str, str]]:
    """Return each other language with the ``address``, which can be opened, in it.

    The address that a form was sent to, which a page has for its own otherwise, cannot be
    opened, or tells nothing of what was filled in.
    """
    joint = "&" if "?" in address else "?"
    return [
        (lang, f"{address}{joint}{PARAMETER}={lang}")
        for lang in LANGUAGES
        if lang != page_language()
    ]
