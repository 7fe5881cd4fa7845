"""The dossier's JSON Schema (2020-12), drawn from the same members that check a dossier."""

from typing import Any

from service import decimal4
from service.dossier.identity import ENVELOPE, SCHEMA_ID
from service.dossier.members import BlockMember, ListMember, Member
from service.dossier.schema import DossierSchema, FactMember
from service.ruleset.model import Fact, Ruleset

_STATUS_RULES: list[dict[str, Any]] = [
    {
        "if": {"properties": {"status": {"const": "assessed"}}},
        "then": {"required": ["value"]},
        "else": {"not": {"required": ["value"]}},
    },
    {
        "if": {"properties": {"status": {"const": "not_assessed"}}, "required": ["status"]},
        "then": {"required": ["reason"]},
    },
]

_CN_NEEDS_USCC = {
    "if": {"properties": {"country": {"const": "CN"}}},
    "then": {"required": ["identifiers"], "properties": {"identifiers": {"required": ["uscc"]}}},
}
_ONE_CLASSIFICATION = [{"required": ["gbt4754"]}, {"required": ["isic"]}]


def dossier_schema(ruleset: Ruleset) -> dict[str, Any]:
    """Return the JSON Schema of a dossier under ``ruleset``.

    Titles are English, with ``x-title-zh`` beside them; facts carry ``x-unit``, ``x-need``
    and ``x-freshness``. What a schema cannot say (dates against the rating date, check
    digits, contradictions, Unicode, at most 4 decimals) the service still checks.
    """
    members = DossierSchema(ruleset).members
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:pinzhi:" + SCHEMA_ID.replace("/", ":"),
        "title": "Dossier of a corporate borrower",
        "x-title-zh": "企业借款人非财务评级档案",
        "x-ruleset": dict(ruleset.reference),
        **_object(members),
        "examples": [_examples(members)],
        "$defs": {"envelope": _envelope()},
    }
    borrower = schema["properties"]["borrower"]
    borrower.update(_CN_NEEDS_USCC)
    borrower["properties"]["industry"]["anyOf"] = _ONE_CLASSIFICATION
    return schema


def _object(members: dict[str, Member[Any]]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _member(member) for name, member in members.items()},
    }
    required = [name for name, member in members.items() if member.required]
    if required:
        schema["required"] = required
    return schema


def _member(member: Member[Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {"title": member.title.en, "x-title-zh": member.title.zh}
    if isinstance(member, FactMember):
        return schema | _fact(member)
    if isinstance(member, BlockMember):
        schema |= _object(_members(member))
    elif isinstance(member, ListMember):
        schema |= member.json_schema() | {"items": _member(member.item)}
    else:
        schema |= member.json_schema()
    if member.example is not None:
        schema["examples"] = [member.example]
    return schema


def _members(member: BlockMember) -> dict[str, Member[Any]]:
    fields = member.block.load_fields
    return {name: field for name, field in fields.items() if isinstance(field, Member)}


def _fact(member: FactMember) -> dict[str, Any]:
    fact = member.fact
    schema: dict[str, Any] = {"x-need": fact.need, "x-freshness": fact.freshness}
    if fact.unit is not None:
        schema["x-unit"] = fact.unit
    bare = f"#/properties/{fact.section}/properties/{fact.name}/anyOf/0"
    enveloped = {"$ref": "#/$defs/envelope", "properties": {"value": {"$ref": bare}}}
    schema["anyOf"] = [member.json_schema(), enveloped]
    schema["examples"] = [_value_example(fact)]
    return schema


def _value_example(fact: Fact) -> str | bool | int | float:
    if fact.kind != "number":
        first = fact.domain()[0]
        return first if isinstance(first, bool) else str(first)
    number = 2 * decimal4.SCALE if fact.whole else 25 * decimal4.SCALE // 2
    if fact.maximum is not None:
        number = min(number, fact.maximum)
    if fact.minimum is not None:
        number = max(number, fact.minimum)
    return decimal4.to_json(number)


def _envelope() -> dict[str, Any]:
    schema = _object(ENVELOPE)
    schema["properties"] = {"value": {"title": "Value", "x-title-zh": "取值"}} | schema[
        "properties"
    ]
    return {
        "title": "A fact with its evidence",
        "x-title-zh": "附证据的事实",
        **schema,
        "allOf": _STATUS_RULES,
    }


def _examples(members: dict[str, Member[Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, member in members.items():
        if member.example is not None:
            found[name] = member.example
        elif member.required and isinstance(member, BlockMember):
            found[name] = _examples(_members(member))
    return found
