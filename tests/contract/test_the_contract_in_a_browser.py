"""The page of the contract: files of the service alone, under a policy that allows no others."""

import re
import tomllib

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.contract.pages import FILES
from tests.dossiers import ROOT


@pytest.fixture
def anybody(app: Flask) -> FlaskClient:
    return app.test_client()


def test_the_page_is_made_of_files_that_the_service_has(anybody: FlaskClient) -> None:
    page = anybody.get("/docs")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    wanted = re.findall(r'(?:src|href)="([^"]*)"', page.text)
    assert "/openapi.json" in wanted
    for address in wanted:
        assert address == "data:," or anybody.get(address).status_code == 200, address


def test_the_policy_of_the_page_allows_nothing_from_elsewhere(anybody: FlaskClient) -> None:
    policy = anybody.get("/docs").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert set(rules.values()) == {"'none'", "'self'", "'self' data:"}
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"


def test_the_page_has_nothing_that_its_policy_would_refuse(anybody: FlaskClient) -> None:
    page = anybody.get("/docs").text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
    ours = page + anybody.get("/docs/docs.js").text + anybody.get("/docs/docs.css").text
    assert not re.search(r"https?://", ours)


def test_what_is_tried_out_in_the_page_is_no_retry_of_what_was_tried_before(
    anybody: FlaskClient,
) -> None:
    paths = anybody.get("/openapi.json").get_json()["paths"]
    # The page fills in what is an example, the same one each time.
    for name, path in paths.items():
        for operation in path.values():
            for parameter in operation["parameters"]:
                if parameter["name"] == "Idempotency-Key":
                    assert "example" not in parameter, name


def test_the_licence_of_what_others_wrote_comes_with_it(anybody: FlaskClient) -> None:
    assert "Apache License" in anybody.get("/docs/LICENSE").text
    assert "SmartBear" in anybody.get("/docs/NOTICE").text
    assert anybody.get("/docs/swagger-ui-bundle.js.LICENSE.txt").status_code == 200


@pytest.mark.parametrize("name", FILES)
def test_every_file_comes_as_what_it_is(anybody: FlaskClient, name: str) -> None:
    answer = anybody.get(f"/docs/{name}")
    assert (answer.status_code, answer.content_type) == (200, FILES[name])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["index.html", "../document.py", "examples/why.json", "x"])
def test_no_other_file_is_given(anybody: FlaskClient, name: str) -> None:
    answer = anybody.get(f"/docs/{name}")
    assert (answer.status_code, answer.get_json(force=True)["code"]) == (404, "not_found")


def test_the_files_are_installed_with_the_service() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    assert build["targets"]["wheel"]["packages"] == ["service"]
    assert "/service" in build["targets"]["sdist"]["include"]
