"""Canonical JSON bytes (RFC 8785) and SHA-256 digests: the one form that is hashed."""

import hashlib
from typing import Any

import orjson
import rfc8785

_AS_IN_ECMASCRIPT = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
"""Sorts by UTF-8, which for keys in ASCII is the order of UTF-16; refuses beyond 2**53 - 1."""

_LEAVES = frozenset({str, int, bool, type(None)})

_LEAST, _MOST = 1e-4, 1e15
"""Fractions between these are written without an exponent, shortest first, by everybody."""


def canonical_bytes(value: Any) -> bytes:
    """Serialise JSON-like ``value`` as RFC 8785 canonical UTF-8 bytes.

    Raises :exc:`rfc8785.CanonicalizationError` for what RFC 8785 cannot express
    (NaN, infinities, integers beyond 2**53 - 1, lone surrogates).
    """
    if _is_common(value):
        # Of these, orjson writes the same bytes in a tenth of the time.
        try:
            return orjson.dumps(value, option=_AS_IN_ECMASCRIPT)
        except orjson.JSONEncodeError:
            # Too large, too deep or no Unicode: the library for RFC 8785 says which.
            pass
    return rfc8785.dumps(value)


def _is_common(value: Any) -> bool:
    """Return whether keys are ASCII and fractions of a common size all through ``value``."""
    found = [value]
    # What a container holds is appended, and its turn comes.
    for each in found:
        kind = type(each)
        if kind is dict:
            try:
                if not "".join(each).isascii():
                    return False
            except TypeError:  # a key that is no text
                return False
            held = each.values()
            if not _LEAVES.issuperset(map(type, held)):
                found += held
        elif kind is list or kind is tuple:
            if not _LEAVES.issuperset(map(type, each)):
                found += each
        elif kind is float:
            if not _LEAST <= abs(each) < _MOST or each.is_integer():
                return False
        elif kind not in _LEAVES:
            return False
    return True


def digest(canonical: bytes) -> str:
    """Return ``sha256:`` and the lower-case hex SHA-256 of canonical bytes."""
    return "sha256:" + hashlib.sha256(canonical).hexdigest()
