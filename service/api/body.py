"""Takes the body of a request off the wire: never more of it into memory than may be used."""

from flask import abort, request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest

from service.dossier.door import MAX_BYTES

BROKEN = (OSError, ParseException, BadRequest)
"""What reading raises where the client is gone or its chunks are none."""


def insist_on_json(what: str) -> None:
    """Refuse a body, ``what`` by name, that is not declared as plain JSON.

    Raises :exc:`~werkzeug.exceptions.UnsupportedMediaType`.
    """
    if request.mimetype != "application/json" or request.content_encoding:
        abort(415, f"Send the {what} as Content-Type application/json, not compressed.")


def read_body() -> bytes:
    """Return the body, or the first byte over its limit with all before it.

    The door of the dossier then refuses what is too large. Raises
    :exc:`~werkzeug.exceptions.BadRequest` if the body breaks off.
    """
    body = bytearray()
    try:
        while len(body) <= MAX_BYTES:
            chunk = request.stream.read(MAX_BYTES + 1 - len(body))
            if not chunk:
                break
            body += chunk
    except BROKEN:
        abort(400, "The body is not chunked as declared, or breaks off.")
    if len(body) < min(request.content_length or 0, MAX_BYTES):
        abort(400, "The body is shorter than its Content-Length.")
    return bytes(body)
