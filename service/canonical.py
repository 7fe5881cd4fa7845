"""Canonical JSON bytes (RFC 8785) and SHA-256 digests: the one form that is hashed."""

import hashlib
from typing import Any

import rfc8785


def canonical_bytes(value: Any) -> bytes:
    """Serialise JSON-like ``value`` as RFC 8785 canonical UTF-8 bytes.

    Raises :exc:`rfc8785.CanonicalizationError` for what RFC 8785 cannot express
    (NaN, infinities, integers beyond 2**53 - 1, lone surrogates).
    """
    return rfc8785.dumps(value)


def digest(canonical: bytes) -> str:
    """Return ``sha256:`` and the lower-case hex SHA-256 of canonical bytes."""
    return "sha256:" + hashlib.sha256(canonical).hexdigest()
