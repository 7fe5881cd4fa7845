"""Without a key, an equal dossier of the same client within minutes is flagged in the answer."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api.app import create_app
from service.decisions.answer import LIKELY_REPEAT
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.retention.erase import erase
from service.settings import Settings
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.calling import calling, key_for
from tests.clock import Clock
from tests.dossier.spoiled import WARNED
from tests.dossiers import STRONG, document, spoiled
from tests.idempotency.retrying import send


def decided(client: FlaskClient, body: bytes | None = None, **sent: Any) -> dict[str, Any]:
    answer = send(client, body=body, **sent)
    assert answer.status_code == 201, answer.text
    result: dict[str, Any] = answer.get_json()
    return result


def flagged(result: dict[str, Any]) -> list[dict[str, str]]:
    return [warning for warning in result["warnings"] if warning["code"] == LIKELY_REPEAT]


def test_the_second_of_two_equal_dossiers_names_the_first(los: FlaskClient) -> None:
    first, second = decided(los), decided(los)
    assert flagged(first) == []
    (warning,) = flagged(second)
    assert warning["pointer"] == ""
    assert f"as decision {first['decision_id']}" in warning["message"]


def test_nothing_else_in_the_answer_differs(los: FlaskClient) -> None:
    first, second = (decided(los, WARNED["check_digit"]) for _ in range(2))
    assert list(first) == list(second)
    assert [warning["code"] for warning in second["warnings"]] == ["check_digit", LIKELY_REPEAT]
    assert second["warnings"][:-1] == first["warnings"]
    parts = {"decision_id", "warnings"}
    assert {m: first[m] for m in first if m not in parts} == {
        m: second[m] for m in second if m not in parts
    }


def test_the_record_names_the_decision_that_is_repeated(
    los: FlaskClient, store: SqliteStore
) -> None:
    ids = [decided(los)["decision_id"] for _ in range(3)]
    found = [store.get(decision_id) for decision_id in ids]
    assert [d.repeats for d in found if d is not None] == [None, ids[0], ids[1]]


def test_reading_the_decision_gives_the_answer_with_the_warning(los: FlaskClient) -> None:
    decided(los)
    answer = send(los)
    assert los.get(answer.headers["Location"]).data == answer.data


def test_a_dossier_written_otherwise_is_an_equal_one(los: FlaskClient) -> None:
    first = decided(los)
    turned = dict(reversed(document().items()))
    second = decided(los, json.dumps(turned, indent=3).encode())
    assert first["decision_id"] in flagged(second)[0]["message"]


@pytest.mark.parametrize(
    "body",
    [
        spoiled(application_ref="LOS-2"),
        spoiled(dossier_id="D-2"),
        spoiled(rating_date="2026-12-01"),
    ],
    ids=["application", "dossier", "date"],
)
def test_one_that_differs_in_a_value_is_none(los: FlaskClient, body: bytes) -> None:
    decided(los)
    assert flagged(decided(los, body)) == []


def test_another_client_is_not_told(los: FlaskClient, other: FlaskClient) -> None:
    decided(los)
    assert flagged(decided(other)) == []
    assert flagged(decided(los)) != []


def test_another_key_of_the_client_is_told(los: FlaskClient, store: SqliteStore) -> None:
    decided(los)
    renewed = calling(los.application, key_for(store, "originator", "los-1"))
    assert flagged(decided(renewed)) != []


def test_who_sends_keys_is_not_told(los: FlaskClient) -> None:
    decided(los)
    assert flagged(decided(los, key="key-1")) == []
    # Without one again: what came under a key counts as what may be repeated.
    assert flagged(decided(los)) != []


@pytest.mark.parametrize(("seconds", "warnings"), [(300, 1), (301, 0)])
def test_the_window_is_five_minutes(
    los: FlaskClient, clock: Clock, seconds: int, warnings: int
) -> None:
    decided(los)
    clock.forward(seconds=seconds)
    assert len(flagged(decided(los))) == warnings


@pytest.mark.parametrize(("window", "warnings"), [(60, 0), (61, 1), (0, 0)])
def test_an_operator_sets_the_window(
    store: SqliteStore, rater: Rater, clock: Clock, window: int, warnings: int
) -> None:
    app: Flask = create_app(store, rater, Settings(environment="development", repeat_window=window))
    los = calling(app, key_for(store, "originator", "los-1"))
    decided(los)
    clock.forward(seconds=61)
    assert len(flagged(decided(los))) == warnings


def test_a_correction_with_an_equal_dossier_is_told_so_too(los: FlaskClient) -> None:
    first = decided(los)["decision_id"]
    correction = decided(los, to=f"/v1/decisions?corrects={first}")
    assert first in flagged(correction)[0]["message"]


def test_an_erased_decision_is_not_named(los: FlaskClient, store: SqliteStore) -> None:
    first = decided(los)["decision_id"]
    erase(store, first, order="order 7", by="u1", client=Client())
    assert flagged(decided(los)) == []


def test_one_that_was_recorded_for_a_name_nobody_proved_is_none_of_the_clients(
    los: FlaskClient, store: SqliteStore, rater: Rater
) -> None:
    claimed = Client("los-1")
    decide(rater, store, STRONG.read_bytes(), claimed)
    first = decided(los)
    assert flagged(first) == []
    # Nor is whoever claims the name told what the client had decided on.
    assert decide(rater, store, STRONG.read_bytes(), claimed, repeat_window=300).repeats is None
    assert first["decision_id"] in flagged(decided(los))[0]["message"]


def test_other_decisions_on_the_application_do_not_hide_it(los: FlaskClient) -> None:
    first = decided(los)["decision_id"]
    for n in range(4):
        decided(los, spoiled(dossier_id=f"D-{n}"))
    assert first in flagged(decided(los))[0]["message"]
