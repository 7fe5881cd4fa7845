"""Answers as people write them in fields, to the values of a dossier and back."""

import re
import unicodedata
from decimal import Decimal
from typing import Any, Final

from service import decimal4
from service.dossier.members import (
    AmountMember,
    CodeMember,
    DateMember,
    FlagMember,
    Member,
    NumberMember,
    TextMember,
)

# What the door takes of numbers: beyond that the text stays a text, and the schema refuses it.
_NUMBER: Final = re.compile(r"-?[0-9]{1,11}(\.[0-9]{1,4})?")
_BREAKS: Final = re.compile(r"[\r\n\t]+")
_HALF: Final = re.compile("[\ud800-\udfff]")
_FLAGS: Final = {"true": True, "false": False}


def value_of(member: Member[Any], text: str) -> Any:
    """Return the JSON value that ``text``, not blank, says in the field of ``member``.

    Numbers, codes and dates may be written in full-width characters and with blanks around
    them; a text in any normal form of Unicode and on several lines. A text that is no value of
    the member is returned as it is, for the schema to find fault with.
    """
    if isinstance(member, TextMember):
        return unicodedata.normalize("NFC", _BREAKS.sub(" ", text))
    if isinstance(member, (NumberMember, AmountMember, DateMember, CodeMember)):
        plain = unicodedata.normalize("NFKC", text).strip()
        if isinstance(member, NumberMember) and _NUMBER.fullmatch(plain):
            number = Decimal(plain)
            return int(number) if number == int(number) else float(number)
        return plain
    if isinstance(member, FlagMember):
        return _FLAGS.get(text, text)
    return text


def text_of(value: Any) -> str | None:
    """Return how a field shows a JSON value; ``None`` for what no field can show."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return decimal4.plain(decimal4.scale(repr(value)))
    return value if isinstance(value, str) and not _HALF.search(value) else None
