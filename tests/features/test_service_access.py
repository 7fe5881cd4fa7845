"""Who may do what, as ``features/service/access.feature`` states it."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pytest_bdd import given, parsers, scenarios, then, when
from werkzeug.test import TestResponse

from service.access.keys import Keys, Made
from service.api.app import create_app
from service.decisions.rate import Rater
from service.ledger.keys import KeyFolder
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT, UNKNOWN, calling
from tests.features.borrowers import fixture_dossier

scenarios("service/access.feature")

DOSSIER = fixture_dossier("family_condiment_maker")

DOINGS: dict[str, Callable[[FlaskClient, str], TestResponse]] = {
    "take a decision": lambda client, at: client.post("/v1/decisions", json=DOSSIER),
    "read the decision": lambda client, at: client.get(at),
    "review the decision": lambda client, at: client.post(
        f"{at}/reviews", json={"action": "accept", "officer": "li.na"}
    ),
    "replay the decision": lambda client, at: client.post(f"{at}/replay"),
    "have the decision proved": lambda client, at: client.get(
        f"/v1/ledger/proof/{at.rpartition('/')[2]}"
    ),
    "read the rulesets": lambda client, at: client.get("/v1/rulesets"),
    "read the metrics": lambda client, at: client.get("/metrics"),
}


@dataclass
class Bank:
    """The service, the clock by which its keys expire, and what its clients were told."""

    store: SqliteStore
    app: Flask
    keys: Keys
    answers: list[TestResponse] = field(default_factory=list)
    made: dict[str, Made] = field(default_factory=dict)

    def client(self, name: str) -> FlaskClient:
        """The client with the key that it was given last."""
        if name not in self.made:
            self.made[name] = self.keys.create("originator", name)
        return calling(self.app, self.made[name].text)


@given("the service runs in production", target_fixture="bank")
def in_production(store: SqliteStore, rater: Rater, tmp_path: Path) -> Bank:
    ledger = KeyFolder(tmp_path / "keys")
    ledger.create("bank.example/pinzhi")
    settings = replace(DEVELOPMENT, environment="production", keys=ledger.path)
    return Bank(store, create_app(store, rater, settings), Keys(store))


@pytest.fixture
def at(bank: Bank) -> str:
    """The address of the decision that the first client asked for."""
    return bank.answers[0].headers["Location"]


@given(parsers.parse('a decision that "{name}" asked for'))
def asked_for(bank: Bank, name: str) -> None:
    answer = bank.client(name).post("/v1/decisions", json=DOSSIER)
    assert answer.status_code == 201
    bank.answers.append(answer)


@given(parsers.parse('a key of the role "{role}"'), target_fixture="client")
def key_of_role(bank: Bank, role: str) -> FlaskClient:
    return calling(bank.app, bank.keys.create(role).text)


def sent(bank: Bank, key: str | None) -> None:
    client = bank.app.test_client() if key is None else calling(bank.app, key)
    bank.answers.append(client.post("/v1/decisions", json=DOSSIER))


@when("a loan system sends a dossier with no key")
def sent_without(bank: Bank) -> None:
    sent(bank, None)


@when("a loan system sends a dossier with a key nobody was given")
def sent_with_unknown(bank: Bank) -> None:
    sent(bank, UNKNOWN)


@when("a loan system sends a dossier with a key that expired")
def sent_with_expired(bank: Bank) -> None:
    sent(bank, bank.keys.create("originator", expires_in=timedelta(0)).text)


@when("a loan system sends a dossier with a key that was revoked")
def sent_with_revoked(bank: Bank) -> None:
    made = bank.keys.create("originator")
    bank.keys.revoke(made.key.key_id)
    sent(bank, made.text)


@when("a loan system sends a dossier with a development key")
def sent_with_development(bank: Bank) -> None:
    sent(bank, bank.keys.create("admin", development=True).text)


@when("a loan system sends a dossier with its key as the password of HTTP Basic")
def sent_as_password(bank: Bank) -> None:
    pair = f"los-north:{bank.keys.create('originator').text}"
    headers = {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    client = bank.app.test_client()
    bank.answers.append(client.post("/v1/decisions", json=DOSSIER, headers=headers))


@when(parsers.parse('"{name}" asks for it'))
def asks_for_it(bank: Bank, at: str, name: str) -> None:
    bank.answers.append(bank.client(name).get(at))


@when(parsers.parse("its key is rotated with {hours:d} hours of overlap"), target_fixture="old")
def key_rotated(bank: Bank, hours: int) -> Made:
    (old,) = bank.made.values()
    new = bank.keys.rotate(old.key.key_id, overlap=timedelta(hours=hours))
    bank.made[old.key.client] = new
    return old


@when("its key is revoked")
def key_revoked(bank: Bank) -> None:
    (made,) = bank.made.values()
    bank.keys.revoke(made.key.key_id)


def told(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


@then("it is told to prove who it is")
def told_to_prove(bank: Bank) -> None:
    answer = bank.answers[-1]
    assert told(answer) == (401, "unauthenticated")
    assert len(answer.headers.getlist("WWW-Authenticate")) == 2


@then("nothing is recorded")
def nothing_recorded(bank: Bank) -> None:
    assert bank.store.size() == 0


@then("both are told the same")
def told_the_same(bank: Bank) -> None:
    one, other = (answer.get_json() for answer in bank.answers)
    assert one.pop("instance") != other.pop("instance")
    assert one == other


@then(
    parsers.re(
        "with it somebody (?P<may>may|may not) (?P<do>take|read|review|replay|have) (?P<what>.+)"
    )
)
def somebody_may(client: FlaskClient, at: str, may: str, do: str, what: str) -> None:
    answer = DOINGS[f"{do} {what}"](client, at)
    if may == "may":
        assert answer.status_code in (200, 201), answer.text
    else:
        assert told(answer) == (403, "forbidden")


@then("it has a decision")
def has_a_decision(bank: Bank) -> None:
    assert bank.answers[-1].status_code == 201


@then("it is told that there is no such decision")
def told_of_none(bank: Bank) -> None:
    assert told(bank.answers[-1]) == (404, "decision_not_found")


@then("its list of decisions is empty")
def list_is_empty(bank: Bank) -> None:
    assert bank.client("los-south").get("/v1/decisions").get_json()["decisions"] == []


@then(parsers.parse('"{name}" reads it as it was answered'))
def reads_it(bank: Bank, at: str, name: str) -> None:
    assert bank.client(name).get(at).data == bank.answers[0].data


@then("the old key and the new one are taken")
def both_are_taken(bank: Bank, at: str, old: Made) -> None:
    (new,) = bank.made.values()
    for key in (old, new):
        assert calling(bank.app, key.text).get("/v1/rulesets").status_code == 200


@then("the decision is its own with the new key")
def still_own(bank: Bank, at: str, old: Made) -> None:
    assert bank.client(old.key.client).get(at).status_code == 200


@then("the old key is taken no more a day later")
def old_key_ended(bank: Bank, old: Made) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    (new,) = bank.made.values()
    later = Keys(bank.store, clock=lambda: tomorrow)
    assert later.recognise(old.text) is None
    assert later.recognise(new.text) is not None


@then("the next request with it is told to prove who it is")
def next_is_refused(bank: Bank, at: str) -> None:
    bank.answers.append(bank.client("los-north").get(at))
    told_to_prove(bank)


@then(parsers.parse('its record names "{name}" and the id of its key'))
def record_names(bank: Bank, at: str, name: str) -> None:
    record = bank.store.record(at.rpartition("/")[2])
    assert record is not None
    key_id = bank.made[name].key.key_id
    assert record.document["client"] == {"name": name, "authenticated": True, "key": key_id}


@then("neither the store nor its log of writing holds the key")
def no_file_holds_the_key(bank: Bank) -> None:
    (made,) = bank.made.values()
    for path in bank.store.path.parent.glob(f"{bank.store.path.name}*"):
        assert made.text.split("_", 2)[2].encode() not in path.read_bytes()
