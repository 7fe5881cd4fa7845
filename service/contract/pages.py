"""The page that shows the contract in a browser: files of our own and of Swagger UI, no network."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

_FOLDER = Path(__file__).resolve().parent / "static"

_SCRIPT = "text/javascript; charset=utf-8"
_STYLE = "text/css; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"

INDEX: Final = "index.html"

FILES: Final[Mapping[str, str]] = {
    "docs.js": _SCRIPT,
    "docs.css": _STYLE,
    "swagger-ui-bundle.js": _SCRIPT,
    "swagger-ui.css": _STYLE,
    "swagger-ui-bundle.js.LICENSE.txt": _TEXT,
    "LICENSE": _TEXT,
    "NOTICE": _TEXT,
}
"""The files that the page consists of, each with its media type; Swagger UI's is Apache-2.0."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of the page: nothing from elsewhere, nothing in line."""


@cache
def page_file(name: str) -> bytes:
    """Return :data:`INDEX` or one of :data:`FILES`."""
    return (_FOLDER / name).read_bytes()
