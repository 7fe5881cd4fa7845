"""Where a user goes on after the sign-in: only to a page of the service itself."""

from typing import Final
from urllib.parse import urlsplit

HOME: Final = "/"

_MOST = 2000
"""Characters of an address at most."""


def onward(asked: str | None) -> str:
    """Return the address ``asked`` for where it is one of this service, else :data:`HOME`.

    What a browser could take for the address of another host is none: ``//host``, ``/\\host``,
    or either with tabs and newlines in it, which browsers leave out (WHATWG URL).
    """
    if not asked or len(asked) > _MOST or not asked.isascii() or not asked.isprintable():
        return HOME
    if not asked.startswith("/") or asked.startswith("//") or "\\" in asked or " " in asked:
        return HOME
    try:
        parts = urlsplit(asked)
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc or parts.path.startswith(("/sign-in", "/sign-out", "//")):
        return HOME
    return asked
