"""What the contract says of errors: each with the codes that a route may answer with."""

from collections.abc import Iterable, Mapping
from typing import Any

from service.api.titles import TITLES
from service.contract.operations.operation import Operation

MEDIA = "application/problem+json"

ANY: Mapping[int, tuple[str, ...]] = {
    400: ("bad_request",),
    408: ("request_timeout",),
    414: ("uri_too_long",),
    431: ("headers_too_large",),
    500: ("internal_error",),
    503: ("store_unavailable", "no_room", "worker_ended"),
}
"""What every route may answer with."""

CLOSED: Mapping[int, tuple[str, ...]] = {
    401: ("unauthenticated",),
    403: ("forbidden",),
    429: ("too_many_requests",),
}
"""What every route that needs a key may answer with."""

SHARED: Mapping[int, str] = {
    400: "BadRequest",
    401: "Unauthenticated",
    403: "Forbidden",
    408: "RequestTimeout",
    414: "UriTooLong",
    429: "TooManyRequests",
    431: "HeadersTooLarge",
    500: "InternalError",
    503: "Unavailable",
}
"""Status to the component of its response, where a route adds no code of its own."""

_HEADERS = {401: ("WWW-Authenticate",), 429: ("Retry-After",), 503: ("Retry-After",)}


def problems_of(operation: Operation, *, public: bool) -> dict[int, tuple[str, ...]]:
    """Return every status of an error that ``operation`` may answer with, and its codes."""
    found: dict[int, tuple[str, ...]] = {}
    for part in (operation.problems, ANY, {} if public else CLOSED):
        for status, codes in part.items():
            found[status] = (*found.get(status, ()), *codes)
    return {status: found[status] for status in sorted(found)}


def shared_responses(examples: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the components of :data:`SHARED`."""
    codes = {**ANY, **CLOSED}
    return {
        name: problem_response(status, codes[status], examples) for status, name in SHARED.items()
    }


def response_or_reference(
    status: int, codes: tuple[str, ...], examples: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the response of ``status`` with one of ``codes``, or a reference to a shared one."""
    if codes == ANY.get(status, CLOSED.get(status)):
        return {"$ref": f"#/components/responses/{SHARED[status]}"}
    return problem_response(status, codes, examples)


def problem_response(
    status: int, codes: Iterable[str], examples: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the response of ``status`` with one of ``codes``, as OpenAPI has it.

    ``examples`` is code to a problem as it was answered.
    """
    known = list(codes)
    shown = {code: {"value": examples[code]} for code in known if code in examples}
    content: dict[str, Any] = {
        # Where siblings of a reference are passed over, what is left is the shape of all.
        "schema": {
            "$ref": "#/components/schemas/Problem",
            "properties": {"code": {"enum": known}},
        }
    }
    if shown:
        content["examples"] = shown
    response: dict[str, Any] = {
        "description": "\n".join(_line(code) for code in known),
        "content": {MEDIA: content},
    }
    if status in _HEADERS:
        response["headers"] = {
            name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS[status]
        }
    return response


def _line(code: str) -> str:
    return f"- [`{code}`](/docs/errors/{code}): {TITLES[code]}"
