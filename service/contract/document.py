"""Builds the contract: one OpenAPI 3.1 document, the same bytes for the same code and rulesets."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import orjson
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import fields

from service import __version__
from service.access.roles import ACCESS, PUBLIC, ROLES, Access
from service.contract.batches import BatchDone, BatchResult
from service.contract.examples import examples, problem_examples
from service.contract.headers import HEADERS
from service.contract.members import GRADES, Choice, Grade, Shape, Value
from service.contract.operations import OPERATIONS
from service.contract.operations.operation import BINARY, Answer, Body, Operation, Parameter
from service.contract.problems import problems_of, response_or_reference, shared_responses
from service.contract.reference import Problem
from service.contract.requests import dossier_components, review_components, suppositions
from service.contract.why import KINDS
from service.records.policy import records_policy
from service.ruleset import catalogue
from service.ruleset.model import Ruleset

_REFERENCE = "#/components/schemas/"

_TAGS = {
    "Decisions": "Rate a borrower, and read what was decided.",
    "Explanations": "Why the grade is what it is, and what would change it. Nothing is recorded.",
    "Reviews": "What people decide on the proposed grade.",
    "Batches": "Many dossiers at once; what is left undone by a restart is done after it.",
    "Ledger": "Proof for those who trust nobody.",
    "Reference": "What decisions rest on, and what errors mean.",
    "Operations": "For whoever runs the service.",
}

_ABOUT = """\
Rates the non-financial standing of corporate borrowers, with a full trace.

An API key has a role, which says what it may do; an originator sees only what its own client asked
for. Every error is `application/problem+json` (RFC 9457) with a stable `code`, whose page is at
`/docs/errors/{code}`. An answer leaves when what it tells of is durable. Send an `Idempotency-Key`
with whatever records something. Where an answer was lost, or its status is 408, 429 or 503, send
the same request again; where it is 500, once. Answers may gain members: pass over those you do not
know. Every answer has an `X-Request-Id`, that of the request where it could be read and sent one:
quote it to the operator."""

_GRADE = "N1 (best) to N10, or NR: not rated, because something mandatory is not known."

_SECURITY = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The API key: `Authorization: Bearer pz_...`",
    },
    "basic": {
        "type": "http",
        "scheme": "basic",
        "description": "The API key as the password; the user name is of no account.",
    },
}


_BATCH_DONE = {
    "post": {
        "operationId": "batch_done",
        "tags": ["Batches"],
        "summary": "A batch is done",
        "description": "Sent to the address that `POST /v1/batches` was given, until it is answered"
        " with a status of 200 to 299. Verify the signature as Standard Webhooks says.",
        "security": [],
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
            for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": f"{_REFERENCE}BatchDone"}}},
        },
        "responses": {"2XX": {"description": "Received."}},
    }
}


@cache
def contract() -> bytes:
    """Return the document under the ruleset and the policy of records in force, as JSON."""
    return orjson.dumps(document(catalogue.active()))


def document(ruleset: Ruleset) -> dict[str, Any]:
    """Return the document; dossiers are those of ``ruleset``."""
    plugin = MarshmallowPlugin(schema_name_resolver=_name_of)
    spec = APISpec(
        title="pinzhi",
        version=__version__,
        openapi_version="3.1.0",
        plugins=[plugin],
        info={"description": _ABOUT},
        servers=[{"url": "/"}],
        security=[{"bearer": []}, {"basic": []}],
        webhooks={"batch.done": _BATCH_DONE},
        tags=[{"name": name, "description": says} for name, says in _TAGS.items()],
    )
    assert plugin.converter is not None
    plugin.converter.attribute_functions.append(_member)
    for name, scheme in _SECURITY.items():
        spec.components.security_scheme(name, scheme)
    for name, header in HEADERS.items():
        spec.components.header(name, dict(header))
    for name, shown in examples().items():
        spec.components.example(name, {"value": shown})
    for name, response in shared_responses(problem_examples()).items():
        spec.components.response(name, response)
    _add_components(spec, ruleset)
    for operation in OPERATIONS:
        may = ACCESS[operation.key]
        entry = _operation(operation, may)
        spec.path(operation.path, operations={operation.method.lower(): entry})
    built = spec.to_dict()
    schemas = built["components"]["schemas"]
    for shape in _shapes():
        if shape.__name__ in schemas:
            schemas[shape.__name__]["description"] = str(shape.__doc__).partition("\n")[0]
    built["components"]["schemas"] = {name: schemas[name] for name in sorted(schemas)}
    return built


def _add_components(spec: APISpec, ruleset: Ruleset) -> None:
    raw = {
        **dossier_components(ruleset),
        "Suppositions": suppositions(ruleset),
        **review_components(records_policy()),
        "Grade": {"type": "string", "enum": list(GRADES), "description": _GRADE},
        "JsonSchema": {"type": "object", "description": "A JSON Schema."},
        "OpenApi": {"type": "object", "description": "This document."},
    }
    for name, schema in raw.items():
        spec.components.schema(name, schema)
    for named in (Problem, BatchResult, BatchDone):
        spec.components.schema(named.__name__, schema=named)
    for shape in KINDS.values():
        spec.components.schema(_name_of(shape), schema=shape)
    references = {kind: _REFERENCE + _name_of(shape) for kind, shape in KINDS.items()}
    why = {
        "description": "Why something holds, or why not; by `kind` of what was asked about.",
        "oneOf": [{"$ref": reference} for reference in references.values()],
        "discriminator": {"propertyName": "kind", "mapping": references},
    }
    spec.components.schema("Why", why)


def _operation(operation: Operation, may: Access) -> dict[str, Any]:
    public = may is PUBLIC
    entry: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
    }
    says = " ".join(part for part in (operation.says, _roles(may)) if part)
    if says:
        entry["description"] = says
    if public:
        entry["security"] = []
    entry["parameters"] = [_parameter(parameter) for parameter in operation.parameters]
    if operation.body is not None:
        entry["requestBody"] = _body(operation.body)
    responses: dict[str, Any] = {
        str(status): _answer(answer) for status, answer in operation.answers.items()
    }
    shown = problem_examples()
    for status, codes in problems_of(operation, public=public).items():
        responses[str(status)] = response_or_reference(status, codes, shown)
    entry["responses"] = responses
    return entry


def _roles(may: Access) -> str:
    if not isinstance(may, frozenset):
        return "Needs no key."
    roles = [role for role in ROLES if role in may]
    return "Any key will do." if len(roles) == len(ROLES) else f"Roles: {', '.join(roles)}."


def _parameter(parameter: Parameter) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": parameter.name,
        "in": parameter.where,
        "description": parameter.says,
        "schema": dict(parameter.schema),
    }
    if parameter.required:
        entry["required"] = True
    if parameter.example is not None:
        entry["example"] = parameter.example
    return entry


def _body(body: Body) -> dict[str, Any]:
    shape = {"$ref": _REFERENCE + body.shape} if isinstance(body.shape, str) else dict(body.shape)
    content: dict[str, Any] = {"schema": shape}
    if body.example is not None:
        content["examples"] = _shown(body.example)
    return {"required": True, "description": body.says, "content": {body.media: content}}


def _answer(answer: Answer) -> dict[str, Any]:
    schema: Any = answer.shape or ({} if answer.media in BINARY else {"type": "string"})
    if isinstance(schema, str):
        schema = {"$ref": _REFERENCE + schema}
    content = {"schema": schema}
    if answer.example is not None:
        content["examples"] = _shown(answer.example)
    entry: dict[str, Any] = {"description": answer.says, "content": {answer.media: content}}
    if answer.headers:
        entry["headers"] = {
            name: {"$ref": f"#/components/headers/{name}"} for name in answer.headers
        }
    if answer.links:
        entry["links"] = {
            name: {"operationId": name, "parameters": dict(parameters)}
            for name, parameters in answer.links.items()
        }
    return entry


def _shown(name: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/examples/{name}"}}


def _name_of(schema: Any) -> str:
    shape = schema if isinstance(schema, type) else type(schema)
    return shape.__name__


def _member(field: fields.Field[Any], *, ret: dict[str, Any]) -> dict[str, Any]:
    """Return what the contract says of a member of our own kinds; apispec asks of every one.

    ``ret`` is what is said of it so far.
    """
    if isinstance(field, Value):
        return {"type": ["string", "boolean", "number", "null"]}
    if isinstance(field, Grade):
        del ret["type"]
        grade = {"$ref": f"{_REFERENCE}Grade"}
        return {"anyOf": [grade, {"type": "null"}]} if field.allow_none else grade
    if isinstance(field, Choice) and field.allow_none:
        del ret["type"]
        choice = {"type": "string", "enum": ret.pop("enum")}
        return {"anyOf": [choice, {"type": "null"}]}
    return {}


def _shapes(of: type[Shape] = Shape) -> Iterator[type[Shape]]:
    for shape in of.__subclasses__():
        yield shape
        yield from _shapes(shape)
