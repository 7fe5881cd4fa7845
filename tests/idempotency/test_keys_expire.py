"""A key is good for the hours of the setting; then it is a new one, and what was kept goes."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.retention.erase import erase
from service.settings import Settings
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.clock import Clock
from tests.dossiers import spoiled
from tests.idempotency.retrying import REPLAYED, assert_retried, send


@pytest.fixture
def settings() -> Settings:
    return Settings(environment="development", idempotency_hours=2)


@pytest.fixture
def kept(store: SqliteStore) -> Callable[[], int]:
    """Counts the answers that are kept for retries."""

    def count() -> int:
        return int(store.connection()["answered"].count)

    return count


def test_a_key_is_good_until_its_hours_are_over(los: FlaskClient, clock: Clock) -> None:
    first = send(los, "key-1")
    clock.forward(hours=2)
    assert_retried(first, send(los, "key-1"))


def test_then_the_same_request_is_carried_out_again(
    los: FlaskClient, clock: Clock, store: SqliteStore
) -> None:
    first = send(los, "key-1")
    clock.forward(hours=2, seconds=1)
    second = send(los, "key-1")
    assert REPLAYED not in second.headers
    assert second.headers["Location"] != first.headers["Location"]
    assert_retried(second, send(los, "key-1"))
    assert store.size() == 2


def test_then_it_serves_another_request(los: FlaskClient, clock: Clock) -> None:
    send(los, "key-1")
    clock.forward(hours=3)
    assert send(los, "key-1", spoiled(application_ref="LOS-2")).status_code == 201


def test_later_requests_take_the_expired_away(
    los: FlaskClient, clock: Clock, kept: Callable[[], int]
) -> None:
    for n in range(11):
        send(los, f"old-{n}")
    clock.forward(hours=3)
    send(los, "new-1")
    assert kept() < 11
    send(los, "new-2")
    assert kept() == 2


def test_a_worker_takes_them_away_where_nobody_asks(
    app: Flask, los: FlaskClient, clock: Clock, kept: Callable[[], int]
) -> None:
    for n in range(3):
        send(los, f"old-{n}")
    clock.forward(hours=1)
    send(los, "new")
    clock.forward(hours=1, seconds=1)
    for tick in app.extensions["pinzhi.ticks"]:
        tick()
    assert kept() == 1


def test_an_erased_decision_takes_its_key_along(
    los: FlaskClient, store: SqliteStore, kept: Callable[[], int]
) -> None:
    gone = send(los, "key-1").headers["Location"].rpartition("/")[2]
    send(los, "key-2", spoiled(application_ref="LOS-2"))
    erase(store, gone, order="order 7", by="u1", client=Client())
    assert kept() == 1
