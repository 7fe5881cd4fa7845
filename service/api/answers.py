"""Answers of the API that are JSON."""

from typing import Any

import orjson
from flask import Response


def json_answer(content: Any, status: int = 200) -> Response:
    """Return ``content`` as JSON."""
    return Response(orjson.dumps(content), status, mimetype="application/json")
