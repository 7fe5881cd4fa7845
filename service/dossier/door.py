"""The door: bytes to a JSON value, and nothing that is not strict JSON gets past it."""

import json
from collections import Counter
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from service.decimal4 import DECIMALS
from service.errors import DossierRejected, Fault

MAX_BYTES = 1 << 20
"""Largest body, in bytes: 1 MiB."""

MAX_DEPTH = 32
"""Deepest nesting of objects and lists."""

MAX_NUMBER = Decimal("99999999999.9999")
"""Largest magnitude of a number: with 4 decimals, what a double holds exactly (15 digits)."""

_MAX_LITERAL = 64
_STEP = Decimal(1).scaleb(-DECIMALS)
_EXACT = Context(prec=2 * _MAX_LITERAL)

_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class Unusable:
    """A number that was written but cannot be taken: not finite, too large or too fine."""

    __slots__ = ("code", "literal")

    def __init__(self, code: str, literal: str) -> None:
        self.code = code
        self.literal = literal


class RepeatedMembers(dict[str, Any]):
    """An object that names some of its members more than once; the last value is kept."""

    repeated: tuple[str, ...] = ()


def parse(body: bytes) -> Any:
    """Parse a dossier's bytes: strict JSON (RFC 8259) in UTF-8.

    Whole numbers become ``int``, others the nearest ``float`` of a decimal of at most 15
    digits, so that its shortest text is the decimal again. Numbers that cannot be taken
    and repeated members stay in the tree as :class:`Unusable` and :class:`RepeatedMembers`,
    to be reported together with all other faults.

    Raises :exc:`DossierRejected` with one fault: ``body_too_large``, ``byte_order_mark``,
    ``not_utf8``, ``too_deep`` or ``not_json``.
    """
    if len(body) > MAX_BYTES:
        raise _rejected("body_too_large", f"The body is over {MAX_BYTES} bytes (1 MiB).")
    if body.startswith(b"\xef\xbb\xbf"):
        raise _rejected("byte_order_mark", "The body starts with a byte order mark; leave it out.")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"The body is not UTF-8: byte {error.start} cannot be read."
        raise _rejected("not_utf8", message) from None
    if _deeper_than(body, MAX_DEPTH):
        raise _rejected("too_deep", f"Objects and lists are nested more than {MAX_DEPTH} deep.")
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        what = error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
        message = f"The body is not JSON: {what} at line {error.lineno}, column {error.colno}."
        raise _rejected("not_json", message) from None


def _rejected(code: str, message: str) -> DossierRejected:
    return DossierRejected([Fault(code, "", message)])


def _deeper_than(body: bytes, limit: int) -> bool:
    """True if brackets outside strings open deeper than ``limit``; looks before parsing."""
    if body.count(b"[") + body.count(b"{") <= limit:
        return False
    # Without escaped quotes, every other piece between quotes lies outside strings.
    pieces = body.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')
    outside = b"".join(pieces[::2])
    depth = 0
    for bracket in outside.translate(None, _NO_BRACKETS):
        if bracket in b"[{":
            depth += 1
            if depth > limit:
                return True
        else:
            depth -= 1
    return False


def _whole(literal: str) -> int | Unusable:
    if len(literal) > _MAX_LITERAL:
        return Unusable("number_out_of_range", literal)
    number = int(literal)
    return number if abs(number) <= MAX_NUMBER else Unusable("number_out_of_range", literal)


def _decimal(literal: str) -> int | float | Unusable:
    # Judged by magnitude before anything is computed: 1e999999999 must cost nothing.
    if len(literal) > _MAX_LITERAL:
        whole = literal.partition(".")[0]
        code = "number_out_of_range" if len(whole) > _MAX_LITERAL else "too_many_decimals"
        return Unusable(code, literal)
    try:
        number = Decimal(literal)
    except InvalidOperation:  # an exponent beyond all bounds
        code = "too_many_decimals" if "-" in literal[1:] else "number_out_of_range"
        return Unusable(code, literal)
    if number.copy_abs() > MAX_NUMBER:
        return Unusable("number_out_of_range", literal)
    rounded = number.quantize(_STEP, context=_EXACT)
    if rounded != number:
        return Unusable("too_many_decimals", literal)
    return int(rounded) if rounded == int(rounded) else float(rounded)


def _constant(literal: str) -> Unusable:
    return Unusable("not_finite", literal)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    counts = Counter(name for name, _ in pairs)
    found = RepeatedMembers(members)
    found.repeated = tuple(name for name, count in counts.items() if count > 1)
    return found


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_float=_decimal, parse_int=_whole, parse_constant=_constant
)
