"""The headers of answers that a client should look at."""

from collections.abc import Mapping
from typing import Any, Final

_TEXT: Final = {"type": "string"}

HEADERS: Final[Mapping[str, Mapping[str, Any]]] = {
    "Location": {
        "description": "Where what was made can be read.",
        "required": True,
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Link": {"description": "Where to go on (RFC 8288).", "schema": _TEXT},
    "Content-Language": {
        "description": "The languages of the answer.",
        "required": True,
        "schema": _TEXT,
    },
    "Repr-Digest": {
        "description": "The SHA-256 of the answer (RFC 9530).",
        "required": True,
        "schema": {"type": "string", "pattern": "^sha-256=:[A-Za-z0-9+/]{43}=:$"},
    },
    "Vary": {"description": "What else the answer depends on.", "required": True, "schema": _TEXT},
    "Idempotent-Replayed": {
        "description": "That this is the answer of an earlier request with the same key.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "Retry-After": {
        "description": "Seconds after which to try again.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    },
    "WWW-Authenticate": {
        "description": "How to prove who you are.",
        "required": True,
        "schema": _TEXT,
    },
}
"""Name to what the contract says of it."""
