"""What must hold of every value and member name anywhere in a dossier, whatever its place."""

import re
import unicodedata
from typing import Any

from service.dossier.door import RepeatedMembers, Unusable
from service.dossier.faults import Faults, child, escaped, quoted
from service.prohibited import is_prohibited

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_NUMBERS = {
    "not_finite": "{} is not a number of JSON; leave the member out if the value is not known.",
    "number_out_of_range": "The number {} is beyond the 99,999,999,999.9999 that a dossier holds.",
    "too_many_decimals": "The number {} has more than 4 decimals.",
}


def inspect(value: Any, faults: Faults, at: str = "") -> None:
    """Find the faults of content in ``value``, as parsed at the door, and all it holds.

    They are ``control_character``, ``lone_surrogate`` and ``not_nfc`` in texts and names,
    ``prohibited_member``, ``duplicate_member``, and numbers that are ``not_finite``,
    ``number_out_of_range`` or have ``too_many_decimals``.
    """
    if isinstance(value, dict):
        if isinstance(value, RepeatedMembers):
            for name in value.repeated:
                message = f"The member {quoted(name)} is given more than once."
                faults.add("duplicate_member", child(at, name), message)
        for name, item in value.items():
            if not _plain(name):
                _text(name, faults, child(at, name), "The name of this member")
            if is_prohibited(name):
                message = f"No rating may depend on {quoted(name)}; a dossier does not state it."
                faults.settled.add(child(at, name))
                faults.add("prohibited_member", child(at, name), message)
            if type(item) is str:
                if not _plain(item):
                    _text(item, faults, child(at, name), "This text")
            elif isinstance(item, (dict, list, Unusable)):
                inspect(item, faults, child(at, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if not isinstance(item, (bool, int, float)):
                inspect(item, faults, child(at, index))
    elif isinstance(value, Unusable):
        faults.settled.add(at)
        faults.add(value.code, at, _NUMBERS[value.code].format(escaped(value.literal)))
    elif isinstance(value, str) and not _plain(value):
        _text(value, faults, at, "This text")


def is_clean(text: str) -> bool:
    """True if :func:`inspect` finds no fault with ``text`` itself."""
    return _plain(text) or not (
        _CONTROL.search(text)
        or _SURROGATE.search(text)
        or not unicodedata.is_normalized("NFC", text)
    )


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _text(text: str, faults: Faults, at: str, what: str) -> None:
    if found := _CONTROL.search(text):
        message = f"{what} holds the control character U+{ord(found[0]):04X}."
        faults.add("control_character", at, message)
    if found := _SURROGATE.search(text):
        message = f"{what} holds half of a surrogate pair, U+{ord(found[0]):04X}."
        faults.add("lone_surrogate", at, message)
    if not unicodedata.is_normalized("NFC", text):
        faults.add("not_nfc", at, f"{what} is not in Unicode normalization form C (NFC).")
