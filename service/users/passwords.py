"""Passwords of people: what one may be, and the argon2id hash that recognises it."""

import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from service.users.refusals import PasswordRefused

LEAST: Final = 12
MOST: Final = 200
"""Characters of a password: NIST SP 800-63B asks for no kinds of characters, but for length."""

_DIFFERENT = 6
"""Different characters that a password has at least."""

# RFC 9106, section 4, for machines that have other things to do: 64 MiB, three passes.
_HASHER: Final = PasswordHasher(
    time_cost=3, memory_cost=65536, parallelism=4, hash_len=32, salt_len=16, type=Type.ID
)

_NOBODY: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4$h1Iwrx9JOcWv+5c6vD1sWQ"
    "$S03g/nlhLSGYqgnaHVbw2V5bvXDhXHO1XR+ra7sCP7w"
)
"""Compared with where there is nobody to compare with, so that it takes as long."""


def insist_on_good(password: str, name: str) -> None:
    """Raise :exc:`PasswordRefused` unless ``password`` may be that of the user ``name``.

    It has 12 to 200 characters, at least 6 of them different, none that cannot be typed, and
    does not hold the name.
    """
    typed = _typed(password)
    if len(typed) < LEAST:
        raise PasswordRefused("password_too_short")
    if len(typed) > MOST:
        raise PasswordRefused("password_too_long")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in typed):
        raise PasswordRefused("password_not_typed")
    if len(set(typed)) < _DIFFERENT:
        raise PasswordRefused("password_too_simple")
    if len(name) > 2 and name.lower() in typed.lower():
        raise PasswordRefused("password_has_name")


def hashed(password: str) -> str:
    """Return the hash of ``password``, with a salt of its own: 0.1 s and 64 MiB."""
    return _HASHER.hash(_bytes(password))


def matches(kept: str | None, password: str) -> bool:
    """Return whether ``password`` is that of the hash ``kept``, ``None``: nobody's.

    Takes as long whatever the answer.
    """
    try:
        _HASHER.verify(_NOBODY if kept is None else kept, _bytes(password[: MOST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None and len(password) <= MOST


def outdated(kept: str) -> bool:
    """Return whether the hash was made at a lower cost than new ones are."""
    return _HASHER.check_needs_rehash(kept)


def _typed(password: str) -> str:
    """Return the password alike whether it was typed in full or half width (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    return _typed(password).encode("utf-8", "replace")
