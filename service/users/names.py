"""How users are named."""

import re
import unicodedata
from typing import Final

USER_NAME: Final = re.compile(r"[a-z0-9._@-]{1,64}")
"""How a user may be named: small letters, so that no two names differ in their case only."""


def as_named(typed: str) -> str:
    """Return a name as it is kept, however it was typed: in capitals or in full width."""
    return unicodedata.normalize("NFKC", typed).strip().lower()
