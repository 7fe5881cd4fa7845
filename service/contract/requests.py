"""The JSON Schemas of what is sent, drawn from the same members that check it."""

from typing import Any

from service.dossier.jsonschema import dossier_schema
from service.dossier.schema import value_member
from service.records.policy import RecordsPolicy
from service.records.policy_shape import ACTIONS
from service.reviews.request import members_of, needed_by
from service.ruleset.model import Fact, Ruleset

_REFERENCE = "#/components/schemas/"
_TITLES = ("x-enum-titles", "x-enum-titles-zh")

Schema = dict[str, Any]


def dossier_components(ruleset: Ruleset) -> dict[str, Schema]:
    """Return the schema of a dossier, and of a fact with its evidence, as components.

    It is that of ``GET /v1/schemas/dossier`` with its references made to the components.
    """
    whole = dossier_schema(ruleset)
    envelope = whole.pop("$defs")["envelope"]
    for name in ("$schema", "$id", "examples"):
        del whole[name]
    for section in whole["properties"].values():
        for member in section.get("properties", {}).values():
            if "anyOf" in member and "x-need" in member:
                bare, _ = member["anyOf"]
                enveloped = {
                    "$ref": f"{_REFERENCE}FactWithEvidence",
                    "properties": {"value": _untitled(bare)},
                }
                member["anyOf"] = [bare, enveloped]
    return {"Dossier": _described(whole), "FactWithEvidence": _described(envelope)}


def suppositions(ruleset: Ruleset) -> Schema:
    """Return the schema of the facts to suppose in a what-if."""
    facts = {fact.id: _supposed(fact) for fact in ruleset.facts.values()}
    return {
        "description": "The facts to suppose in a what-if.",
        "type": "object",
        "additionalProperties": False,
        "required": ["changes"],
        "properties": {
            "changes": {
                "description": "Fact to the value supposed of it; null: that it is not known.",
                "type": "object",
                "additionalProperties": False,
                "minProperties": 1,
                "properties": facts,
            }
        },
    }


def review_components(policy: RecordsPolicy) -> dict[str, Schema]:
    """Return the schema of a review as it is sent, and of each action of one, as components."""
    shapes = {_name(action): _review(policy, action) for action in ACTIONS}
    whole = {
        "description": "What an officer decides, by its action.",
        "oneOf": [{"$ref": f"{_REFERENCE}{name}"} for name in shapes],
        "discriminator": {
            "propertyName": "action",
            "mapping": {action: f"{_REFERENCE}{_name(action)}" for action in ACTIONS},
        },
    }
    return {"ReviewRequest": whole, **shapes}


def _supposed(fact: Fact) -> Schema:
    schema = _untitled(value_member(fact).json_schema())
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    return (
        {"title": fact.title.en, "x-title-zh": fact.title.zh}
        | schema
        | {"type": [schema["type"], "null"]}
    )


def _name(action: str) -> str:
    return "Review" + action.title().replace("_", "")


def _review(policy: RecordsPolicy, action: str) -> Schema:
    serving = policy.review.serving(action)
    needed = needed_by(action)
    properties: dict[str, Schema] = {}
    for name, member in members_of(policy.review).items():
        schema = member.json_schema()
        if name == "action":
            schema = {"type": "string", "enum": [action]}
        elif name == "reason_code":
            if not serving:
                continue
            titles = {of: {c: schema[of][c] for c in serving} for of in _TITLES}
            schema = {"type": "string", "enum": list(serving), **titles}
        elif name in ("grade", "review_id") and name not in needed:
            continue
        properties[name] = {"description": member.title.en, "x-title-zh": member.title.zh} | schema
    return {
        "description": f"The action {action}, and what it needs.",
        "type": "object",
        "additionalProperties": False,
        "required": needed,
        "properties": properties,
    }


def _described(schema: Any) -> Any:
    """Return ``schema`` with its titles as descriptions: of titles, tools make names of types."""
    if isinstance(schema, list):
        return [_described(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    titled = isinstance(schema.get("title"), str)
    return {
        "description" if titled and name == "title" else name: _described(part)
        for name, part in schema.items()
    }


def _untitled(schema: Schema) -> Schema:
    return {name: value for name, value in schema.items() if name not in _TITLES}
