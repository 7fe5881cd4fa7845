"""When a batch is done its webhook is told so: signed, and again and again where need be."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from standardwebhooks import Webhook, WebhookVerificationError

from service.api.app import create_app
from service.batches.deliver import AT_ONCE, PAUSES, Deliveries, pause
from service.batches.runner import something_to_do
from service.batches.sending import Sender
from service.decisions.rate import Rater
from service.store.batches import Batches
from service.store.sqlite import SqliteStore, now
from tests.batches.batching import batch_of, do, dossier, kept, ndjson, send, settings_of
from tests.batches.receivers import Got, receiver
from tests.calling import calling, key_for
from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock(now())


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "decisions.sqlite3", clock=clock)
    yield store
    store.close()


@pytest.fixture
def client(store: SqliteStore, rater: Rater) -> FlaskClient:
    return another(store, rater, "tests")


def another(store: SqliteStore, rater: Rater, name: str) -> FlaskClient:
    app = create_app(store, rater, settings_of(store, webhook_private=True))
    return calling(app, key_for(store, "originator", name))


def batch(client: FlaskClient, to: str, body: bytes = b"{}\n") -> dict[str, Any]:
    answer = send(client, body, f"?webhook={quote(to, safe='')}")
    assert answer.status_code == 202, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def do_lines(store: SqliteStore) -> None:
    """Do the lines, and try the webhooks once."""
    do(store, webhook_private=True)


def deliver(store: SqliteStore, attempts: int = 8) -> int:
    return Deliveries(store, Sender(private=True), attempts).deliver()


def webhook(client: FlaskClient, told: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/v1/batches/{told['batch_id']}").get_json()["webhook"]
    return found


def verified(secret: str, got: Got) -> Any:
    return Webhook(secret).verify(got.body, got.headers)


def test_the_target_is_told_what_came_of_the_batch(client: FlaskClient, store: SqliteStore) -> None:
    body = ndjson([dossier("LOS-1"), b"{", dossier("LOS-3")])
    with receiver() as target:
        told = batch(client, target.address, body)
        assert something_to_do(store)
        do_lines(store)
    (got,) = target.got
    progress = client.get(f"/v1/batches/{told['batch_id']}").get_json()
    assert got.path == "/hook?from=pinzhi"
    assert json.loads(got.body) == {
        "type": "batch.done",
        "timestamp": progress["finished_at"],
        "data": {
            "batch_id": told["batch_id"],
            "lines": 3,
            "decided": 2,
            "refused": 1,
            "failed": 0,
            "results": f"/v1/batches/{told['batch_id']}/results",
        },
    }
    delivered = progress["webhook"]
    assert (delivered["state"], delivered["attempts"]) == ("delivered", 1)
    assert delivered["next_at"] is None
    assert not something_to_do(store)


def test_a_library_of_standard_webhooks_takes_the_signature(
    client: FlaskClient, store: SqliteStore
) -> None:
    with receiver() as target:
        told = batch(client, target.address)
        secret = told["webhook"]["secret"]
        do_lines(store)
    (got,) = target.got
    assert verified(secret, got) == json.loads(got.body)
    other = batch(client, target.address)["webhook"]["secret"]
    for wrong in (
        Got(got.path, got.headers, got.body + b" "),
        Got(got.path, got.headers | {"webhook-id": "msg_other"}, got.body),
        Got(got.path, got.headers | {"webhook-timestamp": "1700000000"}, got.body),
    ):
        with pytest.raises(WebhookVerificationError):
            verified(secret, wrong)
    with pytest.raises(WebhookVerificationError):
        verified(other, got)


def test_the_secret_is_told_once_and_forgotten_when_it_is_not_needed_any_more(
    client: FlaskClient, store: SqliteStore
) -> None:
    with receiver() as target:
        told = batch(client, target.address)
        secret = told["webhook"]["secret"]
        assert secret.startswith("whsec_")
        assert "secret" not in webhook(client, told)
        assert secret not in client.get("/v1/batches").text
        do_lines(store)
    assert store.connection().execute("SELECT secret FROM webhooks").fetchall() == [(None,)]


def test_of_the_address_only_the_host_is_told(client: FlaskClient) -> None:
    told = batch(client, "https://los.example:8443/hook/to-ken?key=se-cret")
    assert told["webhook"]["target"] == "https://los.example:8443"
    assert "cret" not in client.get("/v1/batches").text
    assert "to-ken" not in client.get("/v1/batches").text


def test_a_dead_target_is_tried_again_ever_more_seldom_and_then_given_up(
    client: FlaskClient, store: SqliteStore, clock: Clock
) -> None:
    with receiver([500]) as target:
        told = batch(client, target.address)
        do_lines(store)
        moments = [clock.moment]
        while (found := webhook(client, told))["next_at"] is not None:
            assert found["state"] == "waiting"
            assert found["last_fault"] == "it answered 500"
            assert deliver(store) == 0
            clock.moment = datetime.fromisoformat(found["next_at"])
            moments.append(clock.moment)
            assert deliver(store) == 1
    waited = [later - before for before, later in pairwise(moments)]
    assert waited == list(PAUSES[:7])
    assert (found["state"], found["attempts"]) == ("given_up", 8)
    assert len(target.got) == 8
    assert {got.headers["webhook-id"] for got in target.got} == {f"msg_{told['batch_id']}"}
    stamps = [int(got.headers["webhook-timestamp"]) for got in target.got]
    assert stamps == [int(moment.timestamp()) for moment in moments]
    assert deliver(store) == 0


def test_each_attempt_is_signed_for_its_own_time(
    client: FlaskClient, store: SqliteStore, clock: Clock
) -> None:
    clock.moment = now() - timedelta(seconds=100)
    with receiver([503, 204]) as target:
        told = batch(client, target.address)
        secret = told["webhook"]["secret"]
        do_lines(store)
        clock.moment = now()
        assert deliver(store) == 1
    first, second = target.got
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]
    for got in target.got:
        verified(secret, got)
    assert webhook(client, told)["state"] == "delivered"


def test_a_target_that_comes_back_gets_what_it_missed_also_after_a_restart(
    client: FlaskClient, store: SqliteStore, clock: Clock, tmp_path: Path
) -> None:
    with receiver() as target:
        address = target.address
    told = batch(client, address)
    do_lines(store)
    assert webhook(client, told)["last_fault"] == "it refused the connection"
    clock.moment += PAUSES[0]
    store.close()
    again = SqliteStore(store.path, clock=clock)
    with receiver() as target:
        again.connection().execute("UPDATE webhooks SET address = ?", (target.address,))
        assert deliver(again) == 1
    again.close()
    assert len(target.got) == 1
    assert webhook(client, told)["state"] == "delivered"


@pytest.mark.parametrize("status", [301, 400, 401, 404, 429, 500, 503])
def test_anything_but_success_is_a_failure(
    client: FlaskClient, store: SqliteStore, status: int
) -> None:
    with receiver([status]) as target:
        told = batch(client, target.address)
        do_lines(store)
    found = webhook(client, told)
    assert (found["state"], found["last_fault"]) == ("waiting", f"it answered {status}")


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_success_will_do(client: FlaskClient, store: SqliteStore, status: int) -> None:
    with receiver([status]) as target:
        told = batch(client, target.address)
        do_lines(store)
    assert webhook(client, told)["state"] == "delivered"


def test_a_target_that_says_it_is_gone_is_not_asked_again(
    client: FlaskClient, store: SqliteStore
) -> None:
    with receiver([410]) as target:
        told = batch(client, target.address)
        do_lines(store)
    assert (webhook(client, told)["state"], len(target.got)) == ("given_up", 1)


def test_the_operator_says_how_often_it_is_tried(client: FlaskClient, store: SqliteStore) -> None:
    with receiver([500]) as target:
        told = batch(client, target.address)
        do(store, webhook_private=True, webhook_attempts=1)
    assert (webhook(client, told)["state"], len(target.got)) == ("given_up", 1)


def test_nothing_is_sent_before_the_batch_is_done(client: FlaskClient, store: SqliteStore) -> None:
    with receiver() as target:
        batch(client, target.address, batch_of(2))
        assert deliver(store) == 0
    assert target.got == []


def test_where_private_addresses_are_forbidden_again_nothing_is_sent(
    client: FlaskClient, store: SqliteStore
) -> None:
    with receiver() as target:
        told = batch(client, target.address)
        do(store, webhook_private=False)
    assert target.got == []
    assert webhook(client, told)["last_fault"] == "the address must begin with https://"


def test_a_client_with_many_dead_targets_keeps_nobody_else_waiting(
    client: FlaskClient, store: SqliteStore, rater: Rater
) -> None:
    with receiver([500]) as dead, receiver() as target:
        for _ in range(AT_ONCE + 1):
            batch(client, dead.address)
        told = batch(another(store, rater, "los-south"), target.address)
        for unfinished in range(AT_ONCE + 2):
            finish(store, unfinished)
        assert deliver(store) == 2
        assert (len(dead.got), len(target.got)) == (1, 1)
    assert webhook(another(store, rater, "los-south"), told)["state"] == "delivered"


def finish(store: SqliteStore, nth: int) -> None:
    """Let the ``nth`` batch be done, and nobody be told yet."""
    batches = Batches(store)
    number = batches.newest(100, None)[nth].number
    batches.finish(number, store.now())


def test_what_was_done_thirty_days_ago_is_forgotten_with_its_webhook(
    client: FlaskClient, store: SqliteStore, clock: Clock
) -> None:
    def told() -> list[str]:
        return [found["batch_id"] for found in client.get("/v1/batches").get_json()["batches"]]

    with receiver() as target:
        old = batch(client, target.address)
        do_lines(store)
        clock.moment += timedelta(days=30)
        young = batch(client, target.address)
        do_lines(store)
        assert told() == [young["batch_id"], old["batch_id"]]
        clock.moment += timedelta(seconds=1)
        batch(client, target.address)
        do_lines(store)
    assert old["batch_id"] not in told()
    assert client.get(f"/v1/batches/{old['batch_id']}").status_code == 404
    assert kept(store) == {"batches": 2, "batch_lines": 2, "webhooks": 2}


def test_pauses_grow_up_to_a_day() -> None:
    pauses = [pause(failures) for failures in range(1, 21)]
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(seconds=5)
    assert pauses[-1] == timedelta(days=1)
