"""One contract for integrators, as ``features/service/contract.feature`` states it."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pytest_bdd import given, parsers, scenarios, then, when
from werkzeug.test import TestResponse

from service.api.app import create_app
from service.decisions.rate import Rater
from service.ledger.keys import KeyFolder
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT, calling, key_for
from tests.contract.documents import insist_answered
from tests.dossiers import STRONG, spoiled

scenarios("service/contract.feature")

JSON = "application/json"


@dataclass
class Integrator:
    """Who connects a loan system: with its key, and without; and what was answered last."""

    system: FlaskClient
    anybody: FlaskClient
    answers: list[TestResponse] = field(default_factory=list)

    @property
    def answer(self) -> TestResponse:
        return self.answers[-1]

    def contract(self) -> Any:
        return self.anybody.get("/openapi.json").get_json()

    def operation(self, name: str) -> Any:
        paths = self.contract()["paths"].values()
        return next(o for path in paths for o in path.values() if o["operationId"] == name)


@given("the service runs in production", target_fixture="integrator")
def in_production(store: SqliteStore, rater: Rater, tmp_path: Path) -> Integrator:
    ledger = KeyFolder(tmp_path / "keys")
    ledger.create("bank.example/pinzhi")
    settings = replace(DEVELOPMENT, environment="production", keys=ledger.path)
    key = key_for(store, "originator", "los-north")
    app = create_app(store, rater, settings)
    return Integrator(calling(app, key), app.test_client())


SENT: dict[str, Callable[[Integrator], TestResponse]] = {
    "a dossier with a fault": lambda who: post(who.system, spoiled(rating_date="soon")),
    "a dossier that is no JSON": lambda who: post(who.system, b"{"),
    "a dossier over 1 MiB": lambda who: post(who.system, b" " * (1 << 20) + b"{}"),
    "a dossier as a spreadsheet": lambda who: post(who.system, b"a,b", "text/csv"),
    "a dossier without a key": lambda who: post(who.anybody, STRONG.read_bytes()),
    "a question about no decision": lambda who: who.system.get("/v1/decisions/" + "0" * 32),
    "a misspelled filter": lambda who: who.system.get("/v1/decisions?grad=N5"),
}


def post(client: FlaskClient, body: bytes, content_type: str = JSON) -> TestResponse:
    return client.post("/v1/decisions", data=body, content_type=content_type)


@when("an integrator fetches the contract without a key")
def fetch(integrator: Integrator) -> None:
    integrator.answers.append(integrator.anybody.get("/openapi.json"))


@then("it is an OpenAPI 3.1 document")
def is_openapi(integrator: Integrator) -> None:
    assert integrator.answer.status_code == 200
    assert integrator.answer.get_json()["openapi"].startswith("3.1.")


@then("it says how a key is sent")
def says_how(integrator: Integrator) -> None:
    schemes = integrator.answer.get_json()["components"]["securitySchemes"].values()
    assert [scheme["scheme"] for scheme in schemes] == ["bearer", "basic"]
    assert all("API key" in scheme["description"] for scheme in schemes)


@when(parsers.parse('an integrator looks up "{name}"'), target_fixture="operation")
def look_up(integrator: Integrator, name: str) -> Any:
    return integrator.operation(name)


@then(parsers.parse("it says that the roles that may are {roles}"))
def says_roles(operation: Any, roles: str) -> None:
    assert operation["description"].endswith(f"Roles: {roles}.")


@when(parsers.parse("a loan system sends {what}"))
def send(integrator: Integrator, what: str) -> None:
    integrator.answers.append(SENT[what](integrator))


@then(parsers.parse('the answer is {status:d} "{code}", as the contract says of "{operation}"'))
def is_problem(integrator: Integrator, status: int, code: str, operation: str) -> None:
    assert integrator.answer.status_code == status
    assert integrator.answer.mimetype == "application/problem+json"
    problem = json.loads(integrator.answer.data)
    assert problem["code"] == code
    insist_answered(operation, status, problem)


@then("the page of the code says what to do")
def page_says(integrator: Integrator) -> None:
    page = integrator.anybody.get(json.loads(integrator.answer.data)["type"])
    assert page.status_code == 200
    assert re.search(r"\*\*(What to do|Fix)\.\*\*", page.text)


@pytest.fixture
def shown(integrator: Integrator) -> Any:
    """Name to example of the contract."""
    examples = integrator.contract()["components"]["examples"]
    return {name: example["value"] for name, example in examples.items()}


@when("an integrator sends the dossier that the contract shows")
def send_shown(integrator: Integrator, shown: Any) -> None:
    integrator.answers.append(post(integrator.system, json.dumps(shown["dossier"]).encode()))


@then("the answer is the one that the contract shows, but for its decision_id")
def is_shown(integrator: Integrator, shown: Any) -> None:
    answered = integrator.answer.get_json()
    assert answered | {"decision_id": shown["decision"]["decision_id"]} == shown["decision"]


@when("an integrator opens the page of the contract")
def open_page(integrator: Integrator) -> None:
    integrator.answers.append(integrator.anybody.get("/docs"))


@then("every file of it comes from the service")
def own_files(integrator: Integrator) -> None:
    wanted = re.findall(r'(?:src|href)="(/[^"]*)"', integrator.answer.text)
    assert len(wanted) > 3
    assert all(integrator.anybody.get(address).status_code == 200 for address in wanted)
    assert "//" not in "".join(wanted)


@then("the browser is forbidden to fetch from anywhere else")
def forbidden(integrator: Integrator) -> None:
    policy = integrator.answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
