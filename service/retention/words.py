"""The texts that people give with what they do about a decision: plain, and not too long."""

import re
import unicodedata

from service.retention.refusals import BadWords

MOST = {"name": 100, "reference": 200, "reason": 2000}
"""Greatest length of each, in characters (code points)."""

_NOT_PLAIN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def plain(kind: str, text: str) -> str:
    """Return ``text`` in Unicode normalization form C, without space around it.

    ``kind`` is one of :data:`MOST`. Raises :exc:`~service.retention.refusals.BadWords` where it
    is empty, too long, or holds control characters or half of a surrogate pair.
    """
    words = unicodedata.normalize("NFC", text).strip()
    if not words:
        raise BadWords(kind, "is empty")
    if len(words) > MOST[kind]:
        raise BadWords(kind, f"has {len(words)} characters; {MOST[kind]} are allowed")
    if _NOT_PLAIN.search(words):
        raise BadWords(kind, "holds characters that are no text, such as a line feed")
    return words
