"""A request that is sent again under its key is answered as before, and nothing is recorded."""

from dataclasses import replace

from flask.testing import FlaskClient

from service.api.app import create_app
from service.decisions.rate import Rater, Rating
from service.retention.erase import erase
from service.ruleset.model import Ruleset
from service.settings import Settings
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.calling import calling, key_for
from tests.dossiers import spoiled
from tests.idempotency.retrying import REPLAYED, assert_retried, send


def test_a_decision_is_taken_once_however_often_it_is_asked_for(
    los: FlaskClient, store: SqliteStore
) -> None:
    first = send(los, "key-1")
    for _ in range(3):
        assert_retried(first, send(los, "key-1"))
    assert store.size() == 1


def test_another_key_is_another_request(los: FlaskClient, store: SqliteStore) -> None:
    first, second = send(los, "key-1"), send(los, "key-2")
    assert first.headers["Location"] != second.headers["Location"]
    assert REPLAYED not in second.headers
    assert store.size() == 2


def test_the_longest_key_and_every_visible_character_will_do(los: FlaskClient) -> None:
    visible = "".join(map(chr, range(0x21, 0x7F)))
    key = (visible * 3)[:255]
    assert_retried(send(los, key), send(los, key))


def test_two_clients_may_use_the_same_key(
    los: FlaskClient, other: FlaskClient, store: SqliteStore
) -> None:
    body = spoiled(application_ref="LOS-2")
    first, second = send(los, "key-1"), send(other, "key-1", body)
    assert (first.status_code, second.status_code) == (201, 201)
    assert_retried(first, send(los, "key-1"))
    assert_retried(second, send(other, "key-1", body))
    assert store.size() == 2


def test_a_client_may_retry_with_its_newer_api_key(los: FlaskClient, store: SqliteStore) -> None:
    renewed = calling(los.application, key_for(store, "originator", "los-1"))
    assert_retried(send(los, "key-1"), send(renewed, "key-1"))


def test_a_correction_is_not_refused_to_who_sent_it_before(
    los: FlaskClient, store: SqliteStore
) -> None:
    mistaken = send(los).headers["Location"].rpartition("/")[2]
    to = f"/v1/decisions?corrects={mistaken}"
    body = spoiled(application_ref="LOS-2")
    first = send(los, "key-1", body, to)
    assert_retried(first, send(los, "key-1", body, to))
    assert store.correcting(mistaken) == [first.headers["Location"].rpartition("/")[2]]
    assert send(los, "key-2", body, to).status_code == 409


def test_a_correction_is_retried_though_what_it_corrects_was_erased_since(
    los: FlaskClient, store: SqliteStore
) -> None:
    mistaken = send(los).headers["Location"].rpartition("/")[2]
    to = f"/v1/decisions?corrects={mistaken}"
    first = send(los, "key-1", to=to)
    erase(store, mistaken, order="order 7", by="u1", client=Client())
    assert_retried(first, send(los, "key-1", to=to))
    assert send(los, "key-2", to=to).get_json()["code"] == "nothing_to_correct"


def test_the_answer_stays_where_another_ruleset_is_in_force_since(
    los: FlaskClient, store: SqliteStore, ruleset: Ruleset, settings: Settings
) -> None:
    first = send(los, "key-1")
    newer = Rater(replace(ruleset, version="9.9.9"))
    upgraded = calling(create_app(store, newer, settings), key_for(store, "originator", "los-1"))
    assert_retried(first, send(upgraded, "key-1"))


def test_a_retry_is_not_rated_again(
    los: FlaskClient, store: SqliteStore, settings: Settings, ruleset: Ruleset
) -> None:
    first = send(los, "key-1")

    class Idle(Rater):
        def rate(self, body: bytes) -> Rating:
            raise AssertionError("rated")

    idle = calling(create_app(store, Idle(ruleset), settings), key_for(store, "admin", "los-1"))
    assert_retried(first, send(idle, "key-1"))
