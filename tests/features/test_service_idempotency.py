"""Sending a request again, as ``features/service/idempotency.feature`` states it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pytest_bdd import given, parsers, scenarios, then, when
from werkzeug.test import TestResponse

from service.api.app import create_app
from service.decisions.rate import Rater
from service.settings import Settings
from service.store.sqlite import SqliteStore
from tests.calling import calling, key_for
from tests.features.borrowers import fixture_dossier

scenarios("service/idempotency.feature")

NAME = "family_condiment_maker"
REVIEW = json.dumps({"action": "accept", "officer": "li.na"}).encode()


class Service:
    """A service with its store and a clock, and the clients that call it."""

    def __init__(self, path: Path, rater: Rater) -> None:
        self.says = datetime(2026, 11, 22, 12, tzinfo=UTC)
        self.path = path
        self._rater = rater
        self.first: TestResponse | None = None
        """The first answer there was."""
        self.start()
        self._keys = {
            (role, name): key_for(self.store, role, name)
            for role, name in (
                ("originator", "los-1"),
                ("originator", "los-2"),
                ("committee", "committee"),
                ("auditor", "auditor"),
            )
        }

    def start(self) -> None:
        self.store = SqliteStore(self.path, clock=lambda: self.says)
        self._app = create_app(self.store, self._rater, Settings(environment="development"))

    def client(self, role: str = "originator", name: str = "los-1") -> FlaskClient:
        return calling(self._app, self._keys[role, name])

    def send(
        self,
        body: bytes,
        key: str | None = None,
        to: str = "/v1/decisions",
        client: FlaskClient | None = None,
    ) -> TestResponse:
        headers = {} if key is None else {"Idempotency-Key": key}
        sender = client or self.client()
        answer = sender.post(to, data=body, content_type="application/json", headers=headers)
        self.first = self.first or answer
        return answer

    @property
    def decision_id(self) -> str:
        """The first decision."""
        assert self.first is not None
        return str(self.first.get_json()["decision_id"])

    def recorded(self, kind: str) -> int:
        return sum(1 for _ in self.store.records(kind=kind))


def dossier(name: str) -> bytes:
    return json.dumps(fixture_dossier(name)).encode()


@pytest.fixture
def service(tmp_path: Path, rater: Rater) -> Iterator[Service]:
    service = Service(tmp_path / "decisions.sqlite3", rater)
    yield service
    service.store.close()


@given(parsers.re(r'I sent the dossier "(?P<name>\w+)" with the key "(?P<key>[^"]+)".*'))
def sent_with_key(service: Service, name: str, key: str) -> None:
    service.send(dossier(name), key)


@given(parsers.re(r'I sent the dossier "(?P<name>\w+)"$'))
def sent_without_key(service: Service, name: str) -> None:
    service.send(dossier(name))


@given(parsers.parse('I sent a dossier without a rating date with the key "{key}"'))
def faulty_sent(service: Service, key: str) -> None:
    faulty = fixture_dossier(NAME)
    del faulty["rating_date"]
    service.send(json.dumps(faulty).encode(), key)


@given(parsers.parse('I was refused with {status:d} "{code}"'))
def was_refused(service: Service, status: int, code: str) -> None:
    assert service.first is not None
    assert (service.first.status_code, service.first.get_json()["code"]) == (status, code)


@given("the service was started anew")
def started_anew(service: Service) -> None:
    service.store.close()
    service.start()


@given("a day and a minute went by")
def a_day_went_by(service: Service) -> None:
    service.says += timedelta(days=1, minutes=1)


@given("nothing else happened")
def nothing_happened() -> None:
    pass


@when(
    parsers.re(r'I send the dossier "(?P<name>\w+)" with the key "(?P<key>[^"]+)"'),
    target_fixture="answer",
)
def send_with_key(service: Service, name: str, key: str) -> TestResponse:
    return service.send(dossier(name), key)


@when(parsers.re(r'I send the dossier "(?P<name>\w+)"$'), target_fixture="answer")
def send_without_key(service: Service, name: str) -> TestResponse:
    return service.send(dossier(name))


@when(
    parsers.parse('I send the same dossier with other line breaks with the key "{key}"'),
    target_fixture="answer",
)
def send_otherwise(service: Service, key: str) -> TestResponse:
    return service.send(json.dumps(fixture_dossier(NAME), indent=3).encode(), key)


@when(parsers.parse('I send a correction of it with the key "{key}"'), target_fixture="answer")
def send_correction(service: Service, key: str) -> TestResponse:
    return service.send(dossier(NAME), key, f"/v1/decisions?corrects={service.decision_id}")


@when(parsers.parse('I send its correction twice with the key "{key}"'), target_fixture="answers")
def correct_twice(service: Service, key: str) -> list[TestResponse]:
    return [send_correction(service, key) for _ in range(2)]


@when(
    parsers.parse('another loan system sends the dossier "{name}" with the key "{key}"'),
    target_fixture="answer",
)
def other_sends(service: Service, name: str, key: str) -> TestResponse:
    return service.send(dossier(name), key, client=service.client("originator", "los-2"))


@when(
    parsers.parse('a reviewer\'s screen sends the same review twice with the key "{key}"'),
    target_fixture="answers",
)
def review_twice(service: Service, key: str) -> list[TestResponse]:
    to = f"/v1/decisions/{service.decision_id}/reviews"
    committee = service.client("committee", "committee")
    return [service.send(REVIEW, key, to, committee) for _ in range(2)]


@then("I get the decision that was taken the first time")
def same_decision(service: Service, answer: TestResponse) -> None:
    assert service.first is not None
    assert answer.status_code == service.first.status_code == 201
    assert answer.data == service.first.data
    assert answer.headers["Location"] == service.first.headers["Location"]


@then("the answer says that it was given before")
def says_replayed(answer: TestResponse) -> None:
    assert answer.headers["Idempotent-Replayed"] == "true"


@then(parsers.parse("one {kind} is recorded"))
def one_recorded(service: Service, kind: str) -> None:
    assert service.recorded(kind) == 1


@then(parsers.re("both times (I am|it is) told of one (review|correction)"))
def told_of_one(service: Service, answers: list[TestResponse]) -> None:
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].data == answers[1].data


@then(parsers.parse('I am refused with {status:d} "{code}"'))
def am_refused(answer: TestResponse, status: int, code: str) -> None:
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


@then("a decision is taken")
def decision_taken(service: Service, answer: TestResponse) -> None:
    assert answer.status_code == 201
    assert service.store.get(answer.get_json()["decision_id"]) is not None
    assert "Idempotent-Replayed" not in answer.headers


@then("the answer warns that it likely repeats the first decision")
def warned(service: Service, answer: TestResponse) -> None:
    warning = answer.get_json()["warnings"][-1]
    assert warning["code"] == "likely_repeat"
    assert service.decision_id in warning["message"]


@then("the answer does not warn of a repeat")
def not_warned(answer: TestResponse) -> None:
    codes = [warning["code"] for warning in answer.get_json()["warnings"]]
    assert "likely_repeat" not in codes


@then("an auditor's replay gives the same answer, warning included")
def replayed(service: Service, answer: TestResponse) -> None:
    auditor = service.client("auditor", "auditor")
    verdict = auditor.post(f"{answer.headers['Location']}/replay").get_json()
    assert verdict["verdict"] == "reproduced"
