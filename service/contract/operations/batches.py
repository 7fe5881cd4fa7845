"""The routes of batches: many dossiers at once, decided when there is time."""

from typing import Any

from service.api.batches import MIME_TYPE, RESULTS
from service.contract.batches import Batch, Batches
from service.contract.members import ID
from service.contract.operations.common import IDEMPOTENCY, PARAMETERS, RETRIED, together
from service.contract.operations.operation import Answer, Body, Operation, Parameter

TAG = "Batches"

_ID_SCHEMA = {"type": "string", "pattern": f"^{ID}$"}
_BATCH_ID = Parameter(
    "batch_id",
    "The batch, as `POST /v1/batches` answered it.",
    _ID_SCHEMA,
    where="path",
    required=True,
)


_NOT_FOUND = {404: ("batch_not_found",)}


def _lines_of(component: str) -> dict[str, Any]:
    """Return the schema of lines of JSON: what OpenAPI 3.2 calls ``itemSchema``."""
    return {"x-item-schema": {"$ref": f"#/components/schemas/{component}"}}


OPERATIONS = (
    Operation(
        name="send_batch",
        method="POST",
        path="/v1/batches",
        tag=TAG,
        summary="Send many dossiers at once",
        says="The answer leaves when all are kept; each is then decided as if it came alone.",
        parameters=(
            Parameter(
                "webhook",
                "An https address that is called when the batch is done, signed as Standard"
                " Webhooks says with the secret in the answer.",
                {"type": "string", "format": "uri", "pattern": "^https://", "maxLength": 2000},
            ),
            IDEMPOTENCY,
        ),
        body=Body(
            # Whatever bytes are sent are lines; what is wrong in them is told line by line.
            _lines_of("Dossier"),
            "NDJSON: a dossier a line, each at most 1 MiB. May be sent with"
            " `Content-Encoding: gzip`.",
            media=MIME_TYPE,
            example="batch_sent",
        ),
        answers={
            202: Answer(
                "The batch is kept and will be decided, whatever happens to the service.",
                Batch,
                headers=("Location", "Idempotent-Replayed"),
                links={
                    name: {"batch_id": "$response.body#/batch_id"}
                    for name in ("read_batch", "read_batch_results")
                },
                example="batch",
            )
        },
        problems=together(
            PARAMETERS,
            RETRIED,
            {
                400: ("bad_gzip",),
                413: ("batch_too_large",),
                415: ("unsupported_media_type",),
                422: ("empty_batch", "webhook_refused"),
            },
        ),
    ),
    Operation(
        name="list_batches",
        method="GET",
        path="/v1/batches",
        tag=TAG,
        summary="List batches, newest first",
        parameters=(Parameter("after", "Those sent before this batch.", _ID_SCHEMA),),
        answers={
            200: Answer("A page. The header Link leads to the next.", Batches, headers=("Link",))
        },
        problems=together(PARAMETERS, _NOT_FOUND),
    ),
    Operation(
        name="read_batch",
        method="GET",
        path="/v1/batches/{batch_id}",
        tag=TAG,
        summary="Ask how far a batch is",
        parameters=(_BATCH_ID,),
        answers={200: Answer("How far it is.", Batch, example="batch_done")},
        problems=together(PARAMETERS, _NOT_FOUND),
    ),
    Operation(
        name="read_batch_results",
        method="GET",
        path="/v1/batches/{batch_id}/results",
        tag=TAG,
        summary="Read what became of the lines of a batch",
        says="Of the lines that are done, in their order. Go on with the header Link until there"
        " is none.",
        parameters=(
            _BATCH_ID,
            Parameter(
                "after",
                "Lines after this one.",
                {"type": "integer", "minimum": 0, "maximum": 10**9},
            ),
            Parameter(
                "limit",
                "Lines a page; at most 50 with the decisions.",
                {"type": "integer", "minimum": 1, "maximum": RESULTS},
            ),
            Parameter(
                "with",
                "`decision`: each with the whole decision.",
                {"type": "string", "enum": ["decision"]},
            ),
        ),
        answers={
            200: Answer(
                "NDJSON, each line a `BatchResult`.",
                _lines_of("BatchResult"),
                media=MIME_TYPE,
                headers=("Link",),
                example="batch_results",
            )
        },
        problems=together(PARAMETERS, _NOT_FOUND),
    ),
)
