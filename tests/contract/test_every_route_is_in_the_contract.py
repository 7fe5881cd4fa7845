"""The contract has every route of the service, with every role and code, and nothing else."""

import re

import pytest
from flask import Flask

from service.access.roles import ACCESS, PUBLIC, ROLES, is_page
from service.api.titles import TITLES
from service.contract.members import GRADES
from service.contract.operations import OPERATIONS
from service.records.policy import records_policy
from service.ruleset.model import NOT_RATED, Ruleset
from tests.contract.documents import document, operations, response
from tests.contract.renewing import COPY, rendered
from tests.dossiers import ROOT

BEYOND_THE_ROUTES = {"method_not_allowed", "sign_in_needed", "foreign_form"}
"""Codes that no route answers with: of a method that is none of its own, and of pages."""


def test_every_route_has_its_operation_and_every_operation_its_route(app: Flask) -> None:
    routes = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not is_page(rule.rule)
    }
    assert {operation.key for operation in OPERATIONS} == routes


def test_every_parameter_of_an_address_is_declared() -> None:
    for _, path, operation in operations():
        named = [p["name"] for p in operation["parameters"] if p["in"] == "path"]
        assert re.findall(r"{(\w+)}", path) == named


def test_every_operation_says_which_roles_may() -> None:
    by_key = {(o.method, o.path): ACCESS[o.key] for o in OPERATIONS}
    for method, path, operation in operations():
        may = by_key[method, path]
        if may is PUBLIC:
            assert operation["security"] == []
            assert "401" not in operation["responses"]
        else:
            assert "security" not in operation  # that of the whole document
            assert {"401", "403"} <= set(operation["responses"])
            roles = [role for role in ROLES if role in may]
            told = operation["description"]
            assert f"Roles: {', '.join(roles)}." in told or told.endswith("Any key will do.")


def test_no_line_of_the_contract_is_shown_as_a_list_that_is_none() -> None:
    texts = [document()["info"]["description"]]
    texts += [operation.get("description", "") for _, _, operation in operations()]
    for text in texts:
        # A number and a full stop at the beginning of a line is an item of a list in Markdown.
        assert not re.search(r"^ {0,3}([0-9]+[.)]|[-+*#>]) ", text, re.MULTILINE), text


def test_the_page_of_bad_parameters_names_every_parameter() -> None:
    page = (ROOT / "docs/errors/bad_parameter.md").read_text("utf-8")
    for _, path, operation in operations():
        for parameter in operation["parameters"]:
            if parameter["in"] == "query":
                assert f"`{parameter['name']}`" in page, (path, parameter["name"])


def test_every_code_is_in_the_contract() -> None:
    told = {
        code
        for _, _, operation in operations()
        for answer in operation["responses"].values()
        for media in response(answer)["content"].values()
        for code in media["schema"].get("properties", {}).get("code", {}).get("enum", ())
    }
    assert told == set(TITLES) - BEYOND_THE_ROUTES


def test_the_names_of_operations_are_unique_and_links_lead_to_them() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(names) == len(set(names))
    for _, _, operation in operations():
        for answer in operation["responses"].values():
            for link in answer.get("links", {}).values():
                assert link["operationId"] in names


def test_the_grades_are_those_of_the_ruleset_and_of_the_policy_of_records(
    ruleset: Ruleset,
) -> None:
    assert (*records_policy().review.grades, NOT_RATED) == GRADES
    assert tuple(ruleset.policy.ranks) == GRADES


def test_the_service_gives_the_contract_without_a_key(app: Flask) -> None:
    answer = app.test_client().get("/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.get_json() == document()
    assert document()["openapi"] == "3.1.0"


def test_the_copy_among_the_documents_is_the_contract() -> None:
    assert COPY.read_bytes() == rendered(), "run python -m tests.contract.renewing"


@pytest.mark.parametrize("name", ["bearer", "basic"])
def test_both_ways_to_send_a_key_are_declared(name: str) -> None:
    scheme = document()["components"]["securitySchemes"][name]
    assert (scheme["type"], scheme["scheme"]) == ("http", name)
    assert {name: []} in document()["security"]
