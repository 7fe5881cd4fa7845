"""Rulesets, the schema of a dossier, the pages of error codes, and the state of the service."""

import json

import pytest
from flask.testing import FlaskClient

from service import __version__
from service.api.titles import TITLES
from service.dossier.jsonschema import dossier_schema
from service.ruleset.model import Ruleset


def test_rulesets_are_listed_with_digest_and_the_one_in_force(
    client: FlaskClient, ruleset: Ruleset
) -> None:
    answer = client.get("/v1/rulesets")
    assert answer.status_code == 200
    listed = json.loads(answer.data)["rulesets"]
    assert [r for r in listed if r["active"]] == [
        {
            **ruleset.reference,
            "title": {"en": ruleset.title.en, "zh": ruleset.title.zh},
            "effective_from": ruleset.effective_from,
            "active": True,
        }
    ]


def test_the_schema_of_a_dossier_is_served_as_json_schema(
    client: FlaskClient, ruleset: Ruleset
) -> None:
    answer = client.get("/v1/schemas/dossier")
    assert answer.status_code == 200
    assert answer.mimetype == "application/schema+json"
    assert json.loads(answer.data) == dossier_schema(ruleset)


def test_health_names_version_and_ruleset(client: FlaskClient, ruleset: Ruleset) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert json.loads(answer.data) == {
        "status": "ok",
        "version": __version__,
        "ruleset": ruleset.reference,
    }


@pytest.mark.parametrize("code", sorted(TITLES))
def test_every_code_of_a_problem_has_its_page(client: FlaskClient, code: str) -> None:
    answer = client.get(f"/docs/errors/{code}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/markdown"
    assert answer.text.startswith(f"# {code}\n")


@pytest.mark.parametrize("code", ["no_such_code", "..%2f..%2fREADME", "NOT_FOUND", "not_found.md"])
def test_other_names_are_no_pages(client: FlaskClient, code: str) -> None:
    assert client.get(f"/docs/errors/{code}").status_code == 404
