"""Running the service, as ``features/service/operations.feature`` states it."""

import io
import json
import logging
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pytest_bdd import given, parsers, scenarios, then, when
from werkzeug.test import TestResponse

from service.access.keys import Keys
from service.api.app import create_app
from service.decisions.rate import Rater
from service.ledger.checkpoints import make_checkpoint
from service.ledger.key_records import record_keys
from service.ledger.keys import KeyFolder
from service.observe import logs, readiness
from service.records.form import time_text
from service.settings import Settings
from service.store import api_keys
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.calling import calling
from tests.dossiers import ROOT, document
from tests.observe.reading import Metrics, lines

scenarios("service/operations.feature")

INCOMPLETE = ROOT / "fixtures" / "dossiers" / "incomplete_dossier.json"
CHECKS = ["store", "ruleset", "ledger", "ledger_keys", "api_keys"]


@dataclass
class Operator:
    """The service, who calls it, and what was answered last."""

    store: SqliteStore
    settings: Settings
    loans: FlaskClient
    monitor: FlaskClient
    log: io.StringIO
    other: sqlite3.Connection | None = None
    answer: TestResponse | None = None
    decided: list[str] = field(default_factory=list)

    def told(self) -> TestResponse:
        assert self.answer is not None
        return self.answer

    def send(self, dossier: dict[str, Any], **headers: str) -> None:
        body = json.dumps(dossier)
        self.answer = self.loans.post(
            "/v1/decisions", data=body, content_type="application/json", headers=headers
        )

    def seen(self) -> Metrics:
        answer = self.monitor.get("/metrics")
        assert answer.status_code == 200
        return Metrics(answer.text)

    def requests(self) -> list[dict[str, Any]]:
        return [line for line in lines(self.log) if line["event"] == "request"]


def about(name: str) -> dict[str, Any]:
    dossier = document()
    dossier["borrower"]["legal_name"] = name
    return dossier


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    server = logging.getLogger("gunicorn.error")
    before = root.handlers[:], root.level, server.handlers[:]
    stream = io.StringIO()
    logs.configure(Settings(), stream)
    yield stream
    root.handlers[:], server.handlers[:] = before[0], before[2]
    root.setLevel(before[1])
    server.propagate = True


@pytest.fixture
def serve(
    tmp_path: Path, rater: Rater, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Operator]]:
    # Nobody asks as often as these scenarios, which have no time to wait.
    monkeypatch.setattr(readiness, "KEPT_SECONDS", 0.0)
    store = SqliteStore(tmp_path / "decisions.sqlite3", busy_timeout=0.05)

    def start() -> Operator:
        settings = Settings(store=store.path, keys=tmp_path / "keys")
        keys = Keys(store)
        roles = {role: keys.create(role).text for role in ("originator", "monitor")}
        folder = KeyFolder(settings.keys)
        folder.create("bank.example/pinzhi")
        record_keys(store, folder, Client())
        make_checkpoint(store, folder)
        app = create_app(store, rater, settings)
        return Operator(
            store, settings, calling(app, roles["originator"]), calling(app, roles["monitor"]), log
        )

    yield start
    store.close()


@given("the service runs in production, watched by a monitoring system", target_fixture="operator")
def runs(serve: Callable[[], Operator]) -> Iterator[Operator]:
    operator = serve()
    yield operator
    if operator.other is not None:
        operator.other.close()


@given("another program holds the store locked")
def locked(operator: Operator) -> None:
    operator.other = sqlite3.connect(operator.store.path, isolation_level=None)
    operator.other.execute("BEGIN IMMEDIATE")


@when("the other program lets the store go")
def let_go(operator: Operator) -> None:
    assert operator.other is not None
    operator.other.execute("ROLLBACK")


@given("the tree of the ledger was changed by hand")
def tree_changed(operator: Operator) -> None:
    db = operator.store.connection()
    for (trigger,) in db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall():
        db.execute(f"DROP TRIGGER {trigger}")
    db.execute("UPDATE nodes SET hash = zeroblob(32)")


@given("others can read the key that signs")
def key_readable(operator: Operator) -> None:
    for private in operator.settings.keys.glob("*.pem"):
        private.chmod(0o644)


@given("the last API key has expired")
def keys_expired(operator: Operator) -> None:
    yesterday = time_text(datetime.now(UTC) - timedelta(days=1))
    for key in api_keys.every(operator.store):
        api_keys.replace(operator.store, key.key_id, key.key_id, yesterday)


@when("the load balancer asks whether it is ready")
def asks_ready(operator: Operator) -> None:
    operator.answer = operator.loans.application.test_client().get("/readyz")


@then("it is ready, with its checks by name")
def is_ready(operator: Operator) -> None:
    assert operator.told().status_code == 200
    assert operator.told().get_json()["status"] == "ready"
    assert list(operator.told().get_json()["checks"]) == CHECKS


@then(parsers.parse("it is not ready, because of {check}"))
def is_not_ready(operator: Operator, check: str) -> None:
    assert operator.told().status_code == 503
    problem = operator.told().get_json()
    assert problem["code"] == "not_ready"
    assert [error["message"].partition(":")[0] for error in problem["errors"]] == [check]


@then("it is told to ask again later")
def ask_later(operator: Operator) -> None:
    assert int(operator.told().headers["Retry-After"]) > 0


@then("the answer names no file of the service")
def names_no_file(operator: Operator) -> None:
    assert str(operator.store.path.parent) not in operator.told().text


@then(parsers.parse("the log of the service says what is amiss with {check}"))
def log_says(operator: Operator, check: str) -> None:
    assert any(line["event"].startswith(f"not ready: {check}: ") for line in lines(operator.log))


@then("it answers that it is alive")
def is_alive(operator: Operator) -> None:
    answer = operator.loans.application.test_client().get("/healthz")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "ok")


@when(parsers.parse("a loan system sends {complete:d} complete dossiers and 1 incomplete one"))
def sends_dossiers(operator: Operator, complete: int) -> None:
    for _ in range(complete):
        operator.send(document())
    operator.send(json.loads(INCOMPLETE.read_bytes()))


@when(parsers.parse('a loan system sends {count:d} dossiers that lack "{fact}"'))
def sends_lacking(operator: Operator, count: int, fact: str) -> None:
    dossier = document()
    block, name = fact.split(".")
    del dossier[block][name]
    for _ in range(count):
        operator.send(dossier)
        assert operator.told().status_code == 201


@when("a loan system sends a dossier with a fault")
def sends_faulty(operator: Operator) -> None:
    operator.send(document() | {"rating_date": "soon"})


@when(parsers.parse('a loan system sends a dossier with a fault about "{name}"'))
def sends_faulty_about(operator: Operator, name: str) -> None:
    operator.send(about(name) | {"rating_date": name})


@when(parsers.parse('a loan system sends a dossier about "{name}"'))
def sends_about(operator: Operator, name: str) -> None:
    operator.send(about(name))
    assert operator.told().status_code == 201


@when(parsers.parse('a loan system looks for the borrower "{name}"'))
def looks_for(operator: Operator, name: str) -> None:
    answer = operator.loans.get("/v1/decisions", query_string={"borrower": name})
    assert answer.status_code == 200


@when(parsers.parse('a loan system sends a dossier in a request that it calls "{name}"'))
def sends_named(operator: Operator, name: str) -> None:
    operator.send(document(), **{"X-Request-Id": name})


@when("a loan system asks for the counts")
def asks_counts(operator: Operator) -> None:
    operator.answer = operator.loans.get("/metrics")


@then("it is forbidden")
def forbidden(operator: Operator) -> None:
    assert operator.told().status_code == 403


@then(
    parsers.parse("the monitoring system sees {count:d} decisions, {unrated:d} of them not rated")
)
def sees_decisions(operator: Operator, count: int, unrated: int) -> None:
    seen = operator.seen()
    assert seen.value("pinzhi_decisions_total") == count
    assert seen.value("pinzhi_decisions_total", grade="NR") == unrated


@then(parsers.parse('the monitoring system sees that "{fact}" was unknown {count:d} times'))
def sees_unknown(operator: Operator, fact: str, count: int) -> None:
    assert operator.seen().value("pinzhi_unknown_facts_total", fact=fact) == count


@then("that no fact of a person or a borrower is in what it sees")
def sees_nobody(operator: Operator) -> None:
    text = operator.monitor.get("/metrics").text
    borrower = document()["borrower"]
    said = [borrower["legal_name"], *borrower["identifiers"].values(), document()["dossier_id"]]
    assert not [word for word in said if word in text]


@then(parsers.parse('the monitoring system sees {count:d} problem "{code}"'))
def sees_problem(operator: Operator, count: int, code: str) -> None:
    assert operator.seen().value("pinzhi_problems_total", code=code) == count


@then(parsers.parse('the answer bears the name "{name}"'))
def bears_name(operator: Operator, name: str) -> None:
    assert operator.told().headers["X-Request-Id"] == name


@then("one line of the log bears it, with the decision, the client and the time taken")
def one_line(operator: Operator) -> None:
    name = operator.told().headers["X-Request-Id"]
    (line,) = [line for line in operator.requests() if line["request_id"] == name]
    assert line["decision_id"] == operator.told().get_json()["decision_id"]
    assert line["client"]
    assert line["duration_ms"] > 0


@then("a line of the log has the instance of the problem that it got")
def line_of_problem(operator: Operator) -> None:
    instance = operator.told().get_json()["instance"]
    assert [line["status"] for line in operator.requests() if line.get("instance") == instance]


@then(parsers.parse("the log has {count:d} requests"))
def log_has(operator: Operator, count: int) -> None:
    assert len(operator.requests()) == count


@then(parsers.parse('"{word}" is nowhere in the log'))
def nowhere(operator: Operator, word: str) -> None:
    assert word not in operator.log.getvalue()
