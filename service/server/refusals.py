"""The answers that the server gives itself, before or in place of the application."""

import uuid
from email.utils import formatdate
from http import HTTPStatus

import orjson

from service.api.headers import HEADERS
from service.api.problems import problem
from service.observe.requests import HEADER as REQUEST_ID
from service.observe.requests import refused as noted
from service.server.heads import Refused

WORKER_ENDED = (
    "The worker ended before it could answer, and perhaps before anything was recorded; send the"
    " request again, with the same Idempotency-Key if it had one."
)

LATE = Refused(
    408, "request_timeout", "The request has not arrived whole in the time that it may take."
)

REPLACED = Refused(
    503,
    "worker_ended",
    "The worker was replaced before the request had arrived whole; send it again.",
    retry_after=1,
)


def refusal(
    status: int, code: str, detail: str, *, head: bool = False, retry_after: int | None = None
) -> bytes:
    """Return the whole answer, after which the connection is closed; ``head``: without a body.

    It is logged and counted.
    """
    request_id = uuid.uuid4().hex
    body = problem(status, code, detail).get_data()
    noted(status, code, orjson.loads(body)["instance"], request_id)
    fields = {
        "Date": formatdate(usegmt=True),
        "Connection": "close",
        "Content-Type": "application/problem+json",
        "Content-Length": str(len(body)),
        REQUEST_ID: request_id,
        **HEADERS,
    }
    if retry_after is not None:
        fields["Retry-After"] = str(retry_after)
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in fields.items()]
    text = "\r\n".join(lines) + "\r\n\r\n"
    return text.encode("latin-1") + (b"" if head else body)


def worker_ended() -> bytes:
    """Return the answer to a request whose worker died over it."""
    return refusal(503, "worker_ended", WORKER_ENDED, retry_after=1)
