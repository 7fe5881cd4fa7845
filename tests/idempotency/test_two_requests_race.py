"""Two processes that carry out the same request at once: one record, one answer for both."""

import json
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import pytest
from werkzeug.test import TestResponse

from service.api.app import create_app
from service.decisions.answer import LIKELY_REPEAT
from service.decisions.rate import Rater
from service.ledger.verify import verify_ledger
from service.settings import Settings
from service.store.sqlite import SqliteStore
from tests.calling import calling, key_for
from tests.dossiers import spoiled
from tests.idempotency.retrying import REPLAYED, send

ROUNDS = 15
DECISIONS = "/v1/decisions"


class Told(NamedTuple):
    """What one of the processes was told in a round."""

    round: int
    status: int
    body: bytes
    location: str | None
    replayed: bool


def race(
    path: Path,
    rater: Rater,
    bodies: Callable[[int, int], bytes],
    to: str = DECISIONS,
    keys: str | None = "key-{}",
) -> list[Told]:
    """Let two processes post to ``to`` at once, each round under a key of its own, if any.

    ``bodies`` gives the body of a process (0 or 1) in a round.
    """
    store = SqliteStore(path)
    key = key_for(store, "admin", "los-1")
    store.close()
    context = multiprocessing.get_context("fork")
    together = context.Barrier(2, timeout=60)

    def work(process: int, tells: Connection) -> None:
        app = create_app(SqliteStore(path), rater, Settings(environment="development"))
        client = calling(app, key)
        told = []
        for n in range(ROUNDS):
            name = None if keys is None else keys.format(n)
            together.wait()
            answer = send(client, name, bodies(process, n), to)
            told.append(_told(n, answer))
        tells.send(told)

    heard = []
    for process in range(2):
        hears, tells = context.Pipe(duplex=False)
        heard.append(hears)
        context.Process(target=work, args=(process, tells), daemon=True).start()
        tells.close()
    # Of one that died, the end of what it tells is heard.
    found = [one for hears in heard for one in hears.recv()]
    return sorted(found, key=lambda one: (one.round, one.replayed, one.status))


def _told(n: int, answer: TestResponse) -> Told:
    location = answer.headers.get("Location")
    return Told(n, answer.status_code, answer.data, location, REPLAYED in answer.headers)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "raced.sqlite3"


def test_the_same_request_is_carried_out_once(path: Path, rater: Rater) -> None:
    told = race(path, rater, lambda process, n: spoiled(application_ref=f"LOS-{n}"))
    for first, second in zip(told[::2], told[1::2], strict=True):
        assert (first.status, first.replayed, second.replayed) == (201, False, True)
        assert second._replace(replayed=False) == first
    store = SqliteStore(path)
    assert store.size() == ROUNDS
    assert verify_ledger(store, []).sound
    store.close()


def test_of_two_requests_under_one_key_one_is_refused(path: Path, rater: Rater) -> None:
    told = race(path, rater, lambda who, n: spoiled(application_ref=f"LOS-{who}-{n}"))
    assert [one.status for one in told] == [201, 422] * ROUNDS
    store = SqliteStore(path)
    assert store.size() == ROUNDS
    store.close()


def test_the_same_review_is_recorded_once(path: Path, rater: Rater) -> None:
    store = SqliteStore(path)
    settings = Settings(environment="development")
    client = calling(create_app(store, rater, settings), key_for(store))
    at = send(client).headers["Location"]
    store.close()
    accept = b'{"action": "accept", "officer": "li.na"}'
    told = race(path, rater, lambda process, n: accept, f"{at}/reviews")
    for first, second in zip(told[::2], told[1::2], strict=True):
        assert (first.status, first.replayed, second.replayed) == (201, False, True)
        assert first.body == second.body
    assert store.size() == 1 + ROUNDS
    store.close()


def test_of_two_equal_dossiers_without_a_key_one_names_the_other(path: Path, rater: Rater) -> None:
    bodies = [spoiled(application_ref=f"LOS-{n}") for n in range(ROUNDS)]
    told = race(path, rater, lambda process, n: bodies[n], keys=None)
    for pair in zip(told[::2], told[1::2], strict=True):
        answers = [json.loads(one.body) for one in pair]
        ids = [answer["decision_id"] for answer in answers]
        warned = [
            [w["message"] for w in answer["warnings"] if w["code"] == LIKELY_REPEAT]
            for answer in answers
        ]
        second = 1 if warned[1] else 0
        assert warned[1 - second] == []
        assert ids[1 - second] in warned[second][0]
