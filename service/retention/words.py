"""The texts that people give with what they do about a decision: plain, and not too long."""

import re
import unicodedata

from service.retention.refusals import BadWords

MOST = {"name": 100, "reference": 200, "reason": 2000}
"""Greatest length of each, in characters (code points)."""

_NOT_PLAIN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


_MISLEADING = re.compile("[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Line and paragraph separators (Zl, Zp), and the characters of the property Bidi_Control."""


def says_nothing(text: str) -> bool:
    """Return whether nothing of ``text`` is seen: no letter, number, punctuation or symbol."""
    return not any(unicodedata.category(character)[0] in "LNPS" for character in text)


def misleads(text: str) -> bool:
    """Return whether ``text`` may be shown otherwise than it is read: broken or turned around."""
    return bool(_MISLEADING.search(text))


def plain(kind: str, text: str) -> str:
    """Return ``text`` in Unicode normalization form C, without space around it.

    ``kind`` is one of :data:`MOST`. Raises :exc:`~service.retention.refusals.BadWords` where it
    is empty, nothing of it is seen, it is too long, or it holds characters that are no text or
    :func:`misleads`.
    """
    words = unicodedata.normalize("NFC", text).strip()
    if not words:
        raise BadWords(kind, "is empty")
    if says_nothing(words):
        raise BadWords(kind, "has no letter, digit or sign")
    if len(words) > MOST[kind]:
        raise BadWords(kind, f"has {len(words)} characters; {MOST[kind]} are allowed")
    if _NOT_PLAIN.search(words):
        raise BadWords(kind, "holds characters that are no text, such as a line feed")
    if misleads(words):
        raise BadWords(kind, "holds a mark that breaks lines or turns the direction of writing")
    return words
