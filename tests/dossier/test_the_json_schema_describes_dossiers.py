"""The published JSON Schema accepts every sound dossier and says what each member means."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from service.dossier.jsonschema import dossier_schema
from service.dossier.read import DossierReader
from service.ruleset.model import Ruleset
from tests.dossier.asking import SOUND, codes
from tests.dossier.spoiled import FAULTY, WARNED
from tests.dossier.test_accompanying_blocks_are_recorded import BLOCKS

TOLD_BY_A_SCHEMA = [
    "bad_format",
    "empty_text",
    "missing_member",
    "not_whole",
    "out_of_range",
    "prohibited_member",
    "too_long",
    "too_many_items",
    "unknown_member",
    "unknown_value",
    "value_not_allowed",
    "wrong_type",
]


@pytest.fixture(scope="module")
def schema(ruleset: Ruleset) -> dict[str, Any]:
    return dossier_schema(ruleset)


@pytest.fixture(scope="module")
def validator(schema: dict[str, Any]) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def sub_schemas(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every member's schema, at any depth."""
    for member in schema.get("properties", {}).values():
        yield member
        yield from sub_schemas(member)
        yield from sub_schemas(member.get("items", {}))


def test_sound_dossiers_pass(validator: Draft202012Validator) -> None:
    full = {**SOUND, **{s: {**SOUND.get(s, {}), **block} for s, block in BLOCKS.items()}}
    for document in (SOUND, full, *(json.loads(body) for body in WARNED.values())):
        assert [error.message for error in validator.iter_errors(document)] == []


def test_facts_pass_bare_and_with_their_evidence(
    validator: Draft202012Validator, schema: dict[str, Any], ruleset: Ruleset, reader: DossierReader
) -> None:
    bare = json.loads(json.dumps(SOUND))
    enveloped = json.loads(json.dumps(SOUND))
    for fact in ruleset.facts.values():
        [value] = schema["properties"][fact.section]["properties"][fact.name]["examples"]
        if fact.id != "history.years_operating":
            bare.setdefault(fact.section, {})[fact.name] = value
            given = {"value": value, "source": "site_visit", "as_of": "2026-10-20"}
            enveloped.setdefault(fact.section, {})[fact.name] = given
    for document in (bare, enveloped):
        assert [error.message for error in validator.iter_errors(document)] == []
        assert codes(reader, document) == []


def test_its_own_example_is_a_sound_dossier(
    validator: Draft202012Validator, schema: dict[str, Any], reader: DossierReader
) -> None:
    [document] = schema["examples"]
    assert validator.is_valid(document)
    assert codes(reader, document) == []


@pytest.mark.parametrize("code", TOLD_BY_A_SCHEMA)
def test_faults_of_shape_are_refused_by_the_schema_too(
    validator: Draft202012Validator, code: str
) -> None:
    assert not validator.is_valid(json.loads(FAULTY[code]))


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"status": "not_assessed"},
        {"status": "not_assessed", "reason": "x", "value": "all_held"},
        {"value": "gone"},
        {"value": "all_held", "sorce": "tax"},
    ],
)
def test_it_refuses_unsound_envelopes(validator: Draft202012Validator, given: Any) -> None:
    assert not validator.is_valid({**SOUND, "history": {"licence_status": given}})
    sound = {"status": "not_assessed", "reason": "registry closed"}
    assert validator.is_valid({**SOUND, "history": {"licence_status": sound}})


def test_a_chinese_borrower_needs_its_credit_code(validator: Draft202012Validator) -> None:
    borrower = {k: v for k, v in SOUND["borrower"].items() if k != "identifiers"}
    assert not validator.is_valid({**SOUND, "borrower": borrower})
    assert validator.is_valid({**SOUND, "borrower": {**borrower, "country": "DE"}})


def test_every_member_has_a_title_in_both_languages(schema: dict[str, Any]) -> None:
    members = list(sub_schemas(schema))
    assert len(members) > 250
    for member in members:
        assert member["title"]
        assert any("\u3400" <= c <= "\u9fff" for c in member["x-title-zh"])


def test_facts_show_unit_values_range_and_need(schema: dict[str, Any]) -> None:
    sections = schema["properties"]
    share = sections["history"]["properties"]["unrelated_revenue_share_pct"]
    assert share["x-unit"] == "percent"
    assert share["anyOf"][0] == {"type": "number", "minimum": 0, "maximum": 100}
    status = sections["history"]["properties"]["founding_resource_status"]
    assert status["anyOf"][0]["enum"] == ["held", "weakened", "lost"]
    assert status["anyOf"][0]["x-enum-titles-zh"]["held"]
    assert sections["borrower"]["properties"]["ownership_type"]["x-need"] == "class"


def test_it_names_the_ruleset_it_was_drawn_from(schema: dict[str, Any], ruleset: Ruleset) -> None:
    assert schema["x-ruleset"] == ruleset.reference
