"""Shows free text, which strangers wrote, so that it can do no more than be read."""

import unicodedata
from typing import Final

from markupsafe import Markup, escape

_INVISIBLE: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co"})
"""Kinds of characters that show nothing themselves but change how others show."""


def free(text: object) -> Markup:
    """Return ``text`` set apart from the direction of what is around it (HTML ``bdi``).

    A character that shows nothing, such as a mark that turns the direction of writing, is shown
    by its number: ``U+202E``.
    """
    shown = Markup("").join(_shown(character) for character in str(text))
    return Markup('<bdi class="free">{}</bdi>').format(shown)


def _shown(character: str) -> Markup:
    if unicodedata.category(character) in _INVISIBLE:
        return Markup('<span class="mark">U+{:04X}</span>').format(ord(character))
    return escape(character)
