"""The files that pages consist of beside their text: style and script, of the service itself."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

_FOLDER: Final = Path(__file__).resolve().parent / "static"

_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@cache
def assets() -> Mapping[str, tuple[bytes, str]]:
    """Return every file by name, with its media type (read once a process).

    Raises :exc:`OSError` if one cannot be read.
    """
    return {
        path.name: (path.read_bytes(), _TYPES[path.suffix])
        for path in sorted(_FOLDER.iterdir())
        if path.suffix in _TYPES
    }


def asset_pages() -> Blueprint:
    """Return the route of the files."""
    routes = Blueprint("web_assets", __name__)

    @routes.get("/static/<path:path>")
    def get_asset(path: str) -> AnyResponse:
        if path not in assets():
            raise NotFound
        content, content_type = assets()[path]
        answer = Response(content, content_type=content_type)
        answer.add_etag()
        # Nothing in it is of a borrower; a new release is asked for again.
        answer.headers["Cache-Control"] = "no-cache"
        return answer.make_conditional(request)

    return routes
