"""The contract as a reader has it, and whether what was answered is what it says."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import orjson
from jsonschema import Draft202012Validator

from service.contract.document import contract

Json = Any


@cache
def document() -> Json:
    return orjson.loads(contract())


def operations() -> Iterator[tuple[str, str, Json]]:
    """Yield method, path and operation."""
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation


@cache
def operation(name: str) -> Json:
    return next(found for _, _, found in operations() if found["operationId"] == name)


def response(of: Json) -> Json:
    """Return a response of an operation, or the shared one that it refers to."""
    if "$ref" not in of:
        return of
    return document()["components"]["responses"][of["$ref"].rpartition("/")[2]]


@cache
def _closed() -> Json:
    """The components, with no member that is not named: the test must notice a new one."""
    return _close(document()["components"])


def _close(schema: Json) -> Json:
    if isinstance(schema, list):
        return [_close(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _close(part) for name, part in schema.items()}
    if schema.get("type") == "object" and isinstance(schema.get("properties"), dict):
        closed.setdefault("additionalProperties", False)
    return closed


@cache
def _validator(reference: str) -> Draft202012Validator:
    checker = Draft202012Validator.FORMAT_CHECKER
    schema = {"$ref": reference, "components": _closed()}
    return Draft202012Validator(schema, format_checker=checker)


def insist(content: Json, component: str) -> None:
    """Insist that ``content`` is of the component, and has no member that it does not name."""
    faults = list(_validator(f"#/components/schemas/{component}").iter_errors(content))
    assert not faults, [(fault.json_path, fault.message) for fault in faults[:3]]


def insist_answered(name: str, status: int, content: Json) -> None:
    """Insist that the operation may answer ``content`` with ``status``."""
    (media,) = response(operation(name)["responses"][str(status)])["content"].values()
    schema = media["schema"]
    insist(content, schema["$ref"].rpartition("/")[2])
    if "properties" in schema:
        assert content["code"] in schema["properties"]["code"]["enum"]
