"""The routes of reference: rulesets, schemas, this contract, and the pages that explain errors."""

from service.contract.operations.common import PARAMETERS, together
from service.contract.operations.operation import Answer, Operation, Parameter
from service.contract.pages import FILES
from service.contract.reference import Rulesets

TAG = "Reference"

OPERATIONS = (
    Operation(
        name="list_rulesets",
        method="GET",
        path="/v1/rulesets",
        tag=TAG,
        summary="List the installed rulesets",
        answers={200: Answer("The rulesets.", Rulesets, example="rulesets")},
        problems=PARAMETERS,
    ),
    Operation(
        name="dossier_schema",
        method="GET",
        path="/v1/schemas/dossier",
        tag=TAG,
        summary="Get the JSON Schema of the dossier",
        answers={
            200: Answer("JSON Schema 2020-12.", "JsonSchema", media="application/schema+json")
        },
        problems=PARAMETERS,
    ),
    Operation(
        name="openapi_document",
        method="GET",
        path="/openapi.json",
        tag=TAG,
        summary="Get this contract",
        answers={200: Answer("OpenAPI 3.1.", "OpenApi")},
        problems=PARAMETERS,
    ),
    Operation(
        name="docs_page",
        method="GET",
        path="/docs",
        tag=TAG,
        summary="Read this contract in a browser, and try it out",
        answers={200: Answer("The page.", media="text/html; charset=utf-8")},
        problems=PARAMETERS,
    ),
    Operation(
        name="docs_file",
        method="GET",
        path="/docs/{path}",
        rule="/docs/<path:path>",
        tag=TAG,
        summary="Get a file that the page of this contract consists of",
        parameters=(
            Parameter(
                "path",
                "The file.",
                {"type": "string", "enum": list(FILES)},
                where="path",
                required=True,
            ),
        ),
        answers={200: Answer("The file.", media="*/*")},
        problems=together(PARAMETERS, {404: ("not_found",)}),
    ),
    Operation(
        name="error_page",
        method="GET",
        path="/docs/errors/{code}",
        tag=TAG,
        summary="Read what a code means, and what to do",
        parameters=(
            Parameter(
                "code",
                "The `code` of a problem, a fault or a warning.",
                {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,63}$"},
                where="path",
                required=True,
                example="dossier_rejected",
            ),
        ),
        answers={200: Answer("The page, in Markdown.", media="text/markdown; charset=utf-8")},
        problems={404: ("not_found",)},
    ),
)
