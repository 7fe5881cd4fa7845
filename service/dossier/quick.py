"""Reads what there is nothing to find fault with: the schema's own checks in a single pass.

Most dossiers are without fault, and the schema, which finds every fault and says it, takes most
of its time to be ready for them. Here a check only passes or gives up. What is given up is left
to the schema and to the inspection of content, which alone decide what is a fault; what passes
here, they would pass and read alike.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, cast

import orjson

from service.canonical import canonical_bytes
from service.decimal4 import SCALE, scale
from service.dossier.content import is_clean
from service.dossier.door import MAX_BYTES, MAX_NUMBER
from service.dossier.identity import ENVELOPE
from service.dossier.members import (
    DATE,
    LIST_LIMIT,
    YEARS,
    BlockMember,
    ChoiceMember,
    CodeMember,
    DateMember,
    FlagMember,
    ListMember,
    Member,
    NumberMember,
    TextMember,
)
from service.dossier.schema import Envelope, FactMember
from service.prohibited import is_prohibited

Check = Callable[[Any, list[date]], Any]
"""Returns a given value as the schema reads it, and adds dates of past things to the list.

Raises :exc:`Unusual` (or :exc:`KeyError` or :exc:`TypeError`) if it gives up.
"""

_MOST = scale(MAX_NUMBER)
"""The greatest magnitude of a number, scaled by 10,000."""

_SHAPE = bytes.maketrans(b"123456789+-E", b"00000000000e")
"""To one sign each: digits and signs to ``0``, so that an exponent is ``0e0`` wherever it is."""

_EXPONENT = re.compile(rb"[:,\[\s]-?[0-9]+(\.[0-9]+)?[eE]").search
_ESCAPED_COLON = b"\\u003"


class Unusual(Exception):
    """There may be a fault."""


class Flawless(NamedTuple):
    """A document without fault of content or shape, and what the schema would load of it."""

    document: dict[str, Any]
    canonical: bytes
    loaded: Mapping[str, Any]


class QuickReader:
    """Reads documents without fault by the ``members`` of a dossier."""

    def __init__(self, members: Mapping[str, Member[Any]]) -> None:
        try:
            self._check: Check | None = _block(members)
        except Unusual:
            self._check = None

    def read(self, body: bytes) -> Flawless | None:
        """Return what is in ``body``, or ``None`` if the schema should look.

        ``None`` for every document that the door does not let in, with a fault of content or
        shape, or with a date after the rating date that should be past.
        """
        if self._check is None or len(body) > MAX_BYTES or _may_differ(body):
            return None
        past: list[date] = []
        try:
            document = orjson.loads(body)
            loaded = self._check(document, past)
        except (Unusual, KeyError, TypeError, orjson.JSONDecodeError):
            return None  # an unknown name is a KeyError, a list for a name a TypeError
        if max(past, default=date.min) > loaded["rating_date"]:
            return None
        canonical = canonical_bytes(document)
        # Of members named twice, orjson keeps one: the other is missing here with its colon.
        if canonical.count(b":") != body.count(b":") or _ESCAPED_COLON in body:
            return None
        return Flawless(document, canonical, loaded)


def _may_differ(body: bytes) -> bool:
    """True if the door may take a number otherwise than as the nearest double, or not at all.

    It takes at most 15 digits, 4 of them decimals, which a double holds exactly: without more
    decimals and without an exponent, what has more is out of every range. A text may look like
    such a number, which does no harm.
    """
    shape = body.translate(_SHAPE)
    return b".00000" in shape or (b"0e0" in shape and bool(_EXPONENT(body)))


def _check_of(member: Member[Any]) -> Check:
    """Return the check of a member; raises :exc:`Unusual` if there is none for it."""
    for kind, make in _MAKERS.items():
        if isinstance(member, kind):
            return make(member)
    raise Unusual


def _block(members: Mapping[str, Member[Any]]) -> Check:
    checks = {name: _check_of(member) for name, member in members.items()}
    # Most facts come bare: their own check would only ask for that again.
    bare = checks | {
        name: _check_of(member.value)
        for name, member in members.items()
        if isinstance(member, FactMember)
    }
    required = frozenset(name for name, member in members.items() if member.required)
    if any(is_prohibited(name) or not is_clean(name) for name in checks):
        raise Unusual

    def check(given: Any, past: list[date]) -> dict[str, Any]:
        if type(given) is not dict or not required <= given.keys():
            raise Unusual
        loaded = {}
        for name, value in given.items():
            if type(value) is float and value.is_integer():
                # What is written 21.0 is whole; in the document it stands as 21.
                given[name] = value = int(value)
            loaded[name] = (checks if type(value) is dict else bare)[name](value, past)
        return loaded

    return check


def _nested(member: BlockMember) -> Check:
    # All of them are members: a block is made of nothing else.
    return _block(cast("Mapping[str, Member[Any]]", member.block.load_fields))


def _list(member: ListMember) -> Check:
    item = _check_of(member.item)

    def check(given: Any, past: list[date]) -> list[Any]:
        if type(given) is not list or len(given) > LIST_LIMIT:
            raise Unusual
        return [item(each, past) for each in given]

    return check


def _text(member: TextMember) -> Check:
    limit = member.limit

    def check(given: Any, past: list[date]) -> str:
        if type(given) is not str or not 0 < len(given) <= limit or given.isspace():
            raise Unusual
        if not is_clean(given):
            raise Unusual
        return given

    return check


def _code(member: CodeMember) -> Check:
    matches = member.pattern.fullmatch

    def check(given: Any, past: list[date]) -> str:
        if type(given) is str and matches(given) and is_clean(given):
            return given
        raise Unusual

    return check


def _choice(member: ChoiceMember) -> Check:
    values = {value: value for value in member.values}
    if not all(map(is_clean, values)):
        raise Unusual

    def check(given: Any, past: list[date]) -> str:
        return values[given]

    return check


def _flag(member: FlagMember) -> Check:
    def check(given: Any, past: list[date]) -> bool:
        if given is True or given is False:
            return given
        raise Unusual

    return check


def _number(member: NumberMember) -> Check:
    low = -_MOST if member.minimum is None else member.minimum
    high = _MOST if member.maximum is None else member.maximum
    whole = member.whole

    def check(given: Any, past: list[date]) -> int:
        if type(given) is int:
            scaled: int = given * SCALE
        elif type(given) is float and not whole and not given.is_integer():
            # The nearest double to a decimal of at most 4 places, and if in range of at most 15
            # digits: the product is off by less than a quarter.
            scaled = round(given * SCALE)
        else:
            raise Unusual
        if low <= scaled <= high:
            return scaled
        raise Unusual

    return check


def _date(member: DateMember) -> Check:
    if not member.past:
        return lambda given, past: _parsed(given)

    def check(given: Any, past: list[date]) -> date:
        found = _parsed(given)
        past.append(found)
        return found

    return check


@lru_cache(maxsize=4096)
def _parsed(text: Any) -> date:
    """Return the date that a text writes. The dates of a dossier repeat, and those of a day."""
    if type(text) is not str or not DATE.fullmatch(text):
        raise Unusual
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Unusual from None
    if YEARS[0] <= found.year <= YEARS[1]:
        return found
    raise Unusual


def _fact(member: FactMember) -> Check:
    block = _block({"value": member.value, **ENVELOPE})

    def check(given: Any, past: list[date]) -> Envelope:
        got = block(given, past)
        status = got.get("status", "assessed")
        if (status == "assessed") != ("value" in got):
            raise Unusual
        if status == "not_assessed" and "reason" not in got:
            raise Unusual
        return Envelope(got.pop("value", None), **got)

    return check


_MAKERS: dict[type[Any], Callable[[Any], Check]] = {
    FactMember: _fact,
    BlockMember: _nested,
    ListMember: _list,
    TextMember: _text,
    CodeMember: _code,
    ChoiceMember: _choice,
    FlagMember: _flag,
    NumberMember: _number,
    DateMember: _date,
}
