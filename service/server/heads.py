"""Reads the head of a request, which gunicorn parses, and says in our words what is wrong."""

from typing import Any

from gunicorn.http.errors import (
    LimitRequestHeaders,
    LimitRequestLine,
    NoMoreData,
    ParseException,
)
from gunicorn.http.message import Request
from gunicorn.http.unreader import IterUnreader

MAX_LINE = 8190
"""Bytes of a request line, or of one header field, at most."""

MAX_FIELDS = 100
"""Header fields at most."""

MAX_HEAD = 32 << 10
"""Bytes of a request line with all header fields at most: 32 KiB."""

LINE_TOO_LONG = f"The request line is over {MAX_LINE} bytes."
HEAD_TOO_LARGE = f"The request line and the header fields are over {MAX_HEAD} bytes."

_SAYS = {
    "InvalidRequestLine": "Its request line is wrong.",
    "InvalidRequestMethod": "Its method is none.",
    "InvalidHTTPVersion": "Its version is not HTTP/1.0 or HTTP/1.1.",
    "InvalidHeader": "A header field is wrong, is given twice or contradicts another.",
    "InvalidHeaderName": "The name of a header field is none.",
    "ObsoleteFolding": "A header field is folded.",
    "UnsupportedTransferCoding": "Its transfer coding is not known; only chunked is.",
    "ExpectationFailed": "It expects what this server does not do.",
}


class Refused(Exception):
    """What arrives is no request that is taken: the answer's status, code and detail.

    ``retry_after`` is in seconds, where it is worth sending it again.
    """

    def __init__(self, status: int, code: str, detail: str, retry_after: int | None = None) -> None:
        self.status = status
        self.retry_after = retry_after
        self.code = code
        self.detail = detail
        super().__init__(detail)


def malformed(detail: str) -> Refused:
    """Return that what was sent is no request, and the ``detail`` of it, a sentence."""
    return Refused(400, "bad_request", f"What was sent is no HTTP request. {detail}")


def parsed(head: bytes, cfg: Any, peer: Any, number: int) -> Any:
    """Return the request of a ``head`` that is whole, the ``number``-th on a connection.

    ``cfg`` is gunicorn's, and so is the request. Raises :exc:`Refused`.
    """
    try:
        request = Request(cfg, IterUnreader((head,)), peer, number)
    except LimitRequestLine:
        raise Refused(414, "uri_too_long", LINE_TOO_LONG) from None
    except LimitRequestHeaders:
        detail = f"There are over {MAX_FIELDS} header fields, or one is over {MAX_LINE} bytes."
        raise Refused(431, "headers_too_large", detail) from None
    except ParseException as fault:
        kind = type(fault).__name__
        raise malformed(_SAYS.get(kind, "Its request line or a header field is wrong.")) from None
    except (StopIteration, NoMoreData):
        raise malformed("It breaks off.") from None
    fields = [name for name, _ in request.headers]
    if request.version >= (1, 1) and "HOST" not in fields:
        raise malformed("It has no Host.")
    for name, value in request.headers:
        if name == "TRANSFER-ENCODING" and value.lower() != "chunked":
            raise malformed("Its transfer coding is not known; only chunked is.")
    return request
