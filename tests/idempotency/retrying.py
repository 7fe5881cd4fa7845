"""Requests with an Idempotency-Key, and what a retry must come to."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.dossiers import STRONG

REPLAYED = "Idempotent-Replayed"


def send(
    client: FlaskClient,
    key: str | None = None,
    body: bytes | None = None,
    to: str = "/v1/decisions",
) -> TestResponse:
    """Post ``body``, by default a dossier, under ``key``, if one is given."""
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(
        to,
        data=STRONG.read_bytes() if body is None else body,
        content_type="application/json",
        headers=headers,
    )


def assert_retried(first: TestResponse, again: TestResponse) -> None:
    """``again`` is the answer ``first``, and says that it was given before."""
    assert first.status_code == 201
    assert REPLAYED not in first.headers
    assert again.headers[REPLAYED] == "true"
    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert again.headers.get("Location") == first.headers.get("Location")
    assert again.content_type == first.content_type
