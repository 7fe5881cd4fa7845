"""What several routes have in common: parameters, and the problems that they may answer with."""

from collections.abc import Mapping

from service.api.idempotency import HEADER as IDEMPOTENCY_KEY
from service.api.titles import UNREADABLE
from service.contract.members import ID
from service.contract.operations.operation import Parameter

Problems = Mapping[int, tuple[str, ...]]

DECISION_ID = Parameter(
    "decision_id",
    "The decision, as `POST /v1/decisions` answered it.",
    {"type": "string", "pattern": f"^{ID}$"},
    where="path",
    required=True,
)

IDEMPOTENCY = Parameter(
    IDEMPOTENCY_KEY,
    # No `example`: the page of the contract would send it with every request that is tried out.
    "Any text of your own that is new for each request, such as the UUID"
    " `8f14e45f-ceea-467f-9575-6d3a0c1e5b7a`. Where an answer was lost, send the same request with"
    " the same key again: it is carried out once, and you get the answer of the first.",
    {"type": "string", "pattern": "^[!-~]{1,255}$"},
    where="header",
)

TARGET = Parameter(
    "to",
    "The grade to be reached; the next better one where it is left out.",
    {"type": "string", "enum": [f"N{n}" for n in range(1, 11)]},
    example="N4",
)

PARAMETERS: Problems = {400: ("bad_parameter",)}
"""Of a route that looks at its query, as all of /v1 do."""

DECISION: Problems = {
    404: ("decision_not_found",),
    410: ("decision_erased",),
    500: ("record_damaged",),
}
"""Of a route that reads a decision."""

EXPLAINED: Problems = {
    409: ("ruleset_not_stored",),
    500: ("decision_not_reproduced", "evaluators_disagree", "engine_failure"),
}
"""Of a route that rates a recorded decision again."""

BODY: Problems = {
    400: tuple(sorted(UNREADABLE)),
    413: ("body_too_large",),
    415: ("unsupported_media_type",),
}
"""Of a route that takes a JSON document."""

RETRIED: Problems = {400: ("bad_idempotency_key",), 422: ("idempotency_key_reused",)}
"""Of a route that takes an Idempotency-Key."""


def together(*parts: Problems) -> dict[int, tuple[str, ...]]:
    """Return the problems of all ``parts``, each code once."""
    found: dict[int, dict[str, None]] = {}
    for part in parts:
        for status, codes in part.items():
            found.setdefault(status, {}).update(dict.fromkeys(codes))
    return {status: tuple(found[status]) for status in sorted(found)}
