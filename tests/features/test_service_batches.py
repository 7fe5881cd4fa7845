"""Many dossiers at once, as ``features/service/batches.feature`` states it."""

import gzip
import json
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pytest_bdd import given, parsers, scenarios, then, when
from standardwebhooks import Webhook
from werkzeug.test import TestResponse

from service.api.app import create_app
from service.batches.runner import run
from service.decisions.rate import Rater
from service.dossier.door import MAX_BYTES
from service.store.sqlite import SqliteStore, now
from tests.batches.batching import (
    applications,
    batch_of,
    dossier,
    ndjson,
    next_page,
    recorded,
    send,
    settings_of,
)
from tests.batches.receivers import Receiver, receiver
from tests.batches.running import decided, process, wait_until
from tests.calling import calling, key_for

scenarios("service/batches.feature")


class LoanSystem:
    """A loan system, the service that it calls, and what it was told."""

    def __init__(self, store: SqliteStore, rater: Rater) -> None:
        self.store = store
        self._rater = rater
        self._settings = settings_of(store, batch_lines=1000, batch_bytes=8 << 20)
        self.client = self.calling("los-north")
        self.answers: list[TestResponse] = []
        self.page: TestResponse | None = None
        self.target: Receiver | None = None

    def calling(self, name: str, **settings: Any) -> FlaskClient:
        chosen = settings_of(self.store, batch_lines=1000, batch_bytes=8 << 20, **settings)
        return calling(
            create_app(self.store, self._rater, chosen), key_for(self.store, "originator", name)
        )

    def send(self, *arguments: Any, **headers: Any) -> TestResponse:
        self.answers.append(send(self.client, *arguments, **headers))
        return self.answers[-1]

    @property
    def told(self) -> TestResponse:
        return self.answers[-1]

    @property
    def location(self) -> str:
        return self.answers[0].headers["Location"]

    def progress(self) -> Any:
        return self.client.get(self.location).get_json()

    def do(self, lines: int | None = None) -> None:
        """Do so many lines, or all, and try the webhooks that are due."""
        done = count(1)
        settings = settings_of(self.store, webhook_private=True)

        def ended() -> bool:
            return lines is not None and next(done) >= lines

        assert run(self.store, settings, ended, self._rater)

    def lines(self) -> list[dict[str, Any]]:
        assert self.page is not None
        return [json.loads(line) for line in self.page.data.splitlines()]


class Clock:
    """A clock that goes on only where it is told to."""

    def __init__(self) -> None:
        self.moment = now()

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def loan_system(tmp_path: Path, rater: Rater, clock: Clock) -> Iterator[LoanSystem]:
    store = SqliteStore(tmp_path / "decisions.sqlite3", clock=clock)
    yield LoanSystem(store, rater)
    store.close()


@pytest.fixture
def up() -> Iterator[ExitStack]:
    """What is up until the end of the scenario."""
    with ExitStack() as stack:
        yield stack


@when(parsers.parse("the loan system sends a batch of {lines:d} dossiers"))
@given(parsers.parse("a batch of {lines:d} dossiers"))
def batch_sent(loan_system: LoanSystem, lines: int) -> None:
    assert loan_system.send(batch_of(lines)).status_code == 202


@when(parsers.parse("the loan system sends a batch of {lines:d} dossiers packed by gzip"))
def packed_batch_sent(loan_system: LoanSystem, lines: int) -> None:
    loan_system.send(gzip.compress(batch_of(lines)), Content_Encoding="gzip")


@when(parsers.parse("the loan system sends a batch of {lines:d} dossiers twice under the same key"))
def batch_sent_twice(loan_system: LoanSystem, lines: int) -> None:
    for _ in range(2):
        loan_system.send(batch_of(lines), Idempotency_Key="nightly-1")


UNFIT = {
    "a batch that breaks off": (gzip.compress(batch_of(3))[:-20], "gzip"),
    "something that is no gzip as gzip": (batch_of(3), "gzip"),
    "a batch with too many lines": (b"{}\n" * 1001, ""),
    "a little gzip that unpacks to much": (gzip.compress(bytes(100 << 20)), "gzip"),
    "an empty batch": (b"", ""),
}


@when(
    parsers.re(r"the loan system sends (?P<what>something .+|a little .+|an? (empty )?batch\b.*)")
)
def unfit_sent(loan_system: LoanSystem, what: str) -> None:
    if what == "a batch as a web form":
        loan_system.send(batch_of(1), content_type="application/x-www-form-urlencoded")
    elif " webhook to " in what:
        address = what.rpartition(" ")[2]
        loan_system.send(batch_of(1), f"?webhook={quote(address, safe='')}")
    else:
        body, encoding = UNFIT[what]
        loan_system.send(body, Content_Encoding=encoding)


@given("a batch of these lines:")
def batch_of_lines(loan_system: LoanSystem, datatable: list[list[str]]) -> None:
    lines = []
    for (line,) in datatable[1:]:
        words = line.split()
        match words[:3]:
            case []:
                lines.append(b"")
            case ["a", "dossier", "for"]:
                wrong = {"rating_date": "soon"} if len(words) > 4 else {}
                lines.append(dossier(words[3], **wrong))
            case ["something", "that", "is"]:
                lines.append(b"no JSON")
            case _:
                lines.append(b"x" * (MAX_BYTES + 1))
    loan_system.send(ndjson(lines))


@given(parsers.parse("a batch of {lines:d} dossiers of which {done:d} are done"))
def batch_half_done(loan_system: LoanSystem, lines: int, done: int) -> None:
    loan_system.send(batch_of(lines))
    loan_system.do(done)


@given(parsers.parse("a batch of {lines:d} dossiers with a webhook to the loan system"))
def batch_with_webhook(loan_system: LoanSystem, up: ExitStack, lines: int) -> None:
    loan_system.client = loan_system.calling("los-north", webhook_private=True)
    loan_system.target = up.enter_context(receiver())
    address = quote(loan_system.target.address, safe="")
    loan_system.send(batch_of(lines), f"?webhook={address}")


@given("the loan system is down")
def loan_system_down(loan_system: LoanSystem) -> None:
    assert loan_system.target is not None
    loan_system.target.answers[:] = [(503, {})]


@when("the loan system is up again")
def loan_system_up(loan_system: LoanSystem) -> None:
    assert loan_system.target is not None
    loan_system.target.got.clear()
    loan_system.target.answers[:] = [(204, {})]


@when("the time for another attempt has come")
def time_has_come(loan_system: LoanSystem, clock: Clock) -> None:
    clock.moment = datetime.fromisoformat(loan_system.progress()["webhook"]["next_at"])
    loan_system.do()


@when("the batch is done")
def batch_done(loan_system: LoanSystem) -> None:
    loan_system.do()
    assert loan_system.progress()["state"] == "done"


@when("the loan system fetches the results")
def results_fetched(loan_system: LoanSystem) -> None:
    loan_system.page = loan_system.client.get(f"{loan_system.location}/results")


@when("the loan system goes on")
def next_fetched(loan_system: LoanSystem) -> None:
    assert loan_system.page is not None
    link = next_page(loan_system.page)
    assert link is not None
    loan_system.page = loan_system.client.get(link)


@when("the process that does it is killed in the middle")
def runner_killed(loan_system: LoanSystem) -> None:
    store = loan_system.store
    with process(store.path) as runner:
        wait_until(lambda: decided(store) > 5, runner)
        runner.send_signal(signal.SIGKILL)
        assert runner.wait() == -signal.SIGKILL
    assert 5 < decided(store) < 60


@when("another takes its place")
def another_runner(loan_system: LoanSystem) -> None:
    with process(loan_system.store.path) as runner:
        assert runner.wait() == 0


@when("another loan system asks for the batch")
def another_asks(loan_system: LoanSystem) -> None:
    loan_system.answers.append(loan_system.calling("los-south").get(loan_system.location))


@then("it is told where to ask for it")
def told_where(loan_system: LoanSystem) -> None:
    assert loan_system.client.get(loan_system.location).status_code == 200


@then(parsers.parse("the batch has {lines:d} lines, of which {waiting:d} wait"))
def batch_has(loan_system: LoanSystem, lines: int, waiting: int) -> None:
    told = loan_system.progress()
    assert (told["lines"], told["waiting"]) == (lines, waiting)


@then(parsers.re(r"it is told (?P<status>\d+) (?P<code>\w+)"))
def told_code(loan_system: LoanSystem, status: str, code: str) -> None:
    told = loan_system.told
    assert (told.status_code, told.get_json()["code"]) == (int(status), code)


@then("there is no batch")
def no_batch(loan_system: LoanSystem) -> None:
    assert loan_system.client.get("/v1/batches").get_json()["batches"] == []


@then("there is one batch")
def one_batch(loan_system: LoanSystem) -> None:
    assert len(loan_system.client.get("/v1/batches").get_json()["batches"]) == 1


@then("both times it is told the same")
def told_the_same(loan_system: LoanSystem) -> None:
    first, second = loan_system.answers
    assert (first.status_code, first.data) == (second.status_code, second.data)


@then("the results are:")
def results_are(loan_system: LoanSystem, datatable: list[list[str]]) -> None:
    results_fetched(loan_system)
    found = [
        [
            str(line["line"]),
            str(line["status"]),
            line.get("application_ref") or line["problem"]["code"],
        ]
        for line in loan_system.lines()
    ]
    assert found == datatable[1:]


@then(parsers.parse("the decision on {application} is what it would be alone"))
def decision_as_alone(loan_system: LoanSystem, application: str) -> None:
    (line,) = [x for x in loan_system.lines() if x.get("application_ref") == application]
    in_batch = loan_system.client.get(line["location"]).get_json()
    alone = loan_system.client.post("/v1/decisions", json=json.loads(dossier(application)))
    assert in_batch | {"decision_id": ""} == alone.get_json() | {"decision_id": ""}


@then(parsers.parse("it has the results of lines {first:d} to {last:d} and is told where to go on"))
def has_results(loan_system: LoanSystem, first: int, last: int) -> None:
    assert [line["line"] for line in loan_system.lines()] == list(range(first, last + 1))
    assert loan_system.page is not None
    assert next_page(loan_system.page) is not None


@then(
    parsers.parse(
        "it has the results of lines {first:d} to {last:d} and is told that there are no more"
    )
)
def has_last_results(loan_system: LoanSystem, first: int, last: int) -> None:
    assert [line["line"] for line in loan_system.lines()] == list(range(first, last + 1))
    assert loan_system.page is not None
    assert next_page(loan_system.page) is None


@then(parsers.parse("there is one decision on each of the {lines:d}"))
def one_decision_each(loan_system: LoanSystem, lines: int) -> None:
    assert loan_system.progress()["decided"] == lines
    assert Counter(recorded(loan_system.store)) == Counter(applications(lines))


@then("the loan system was called once, with a signature that it can check")
def called_once(loan_system: LoanSystem) -> None:
    assert loan_system.target is not None
    (got,) = loan_system.target.got
    secret = loan_system.answers[0].get_json()["webhook"]["secret"]
    event = Webhook(secret).verify(got.body, got.headers)
    assert event["data"]["batch_id"] == loan_system.progress()["batch_id"]


@then("what it was told holds no word of any dossier")
def told_no_dossier(loan_system: LoanSystem) -> None:
    assert loan_system.target is not None
    (got,) = loan_system.target.got
    assert not any(word in got.body for word in (b"LOS-", b"D-2026", b"Beiling", b"N1"))


@then("the batch says that the loan system could not be told, and when it is tried again")
def told_of_failure(loan_system: LoanSystem, clock: Clock) -> None:
    webhook = loan_system.progress()["webhook"]
    assert (webhook["state"], webhook["last_fault"]) == ("waiting", "it answered 503")
    assert datetime.fromisoformat(webhook["next_at"]) > clock.moment
