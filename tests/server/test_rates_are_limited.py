"""One key makes no more requests than it may, however many workers answer it."""

import json
import os
import select
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.api.app import create_app
from service.api.limits import PLACES, Bucket, Limiter, TooManyRequests
from service.decisions.rate import Rater
from service.settings import Settings
from service.store.sqlite import SqliteStore
from tests.calling import calling, key_for
from tests.server.wire import Wire, head, serving

SECOND = 1_000_000_000


class Clock:
    """A clock that stands still until it is set; ``hangs``: whoever reads it says so and hangs."""

    def __init__(self) -> None:
        self.now = 1 << 50
        self.hangs: int | None = None

    def __call__(self) -> int:
        if self.hangs is not None:
            os.write(self.hangs, b".")
            select.select([], [], [])
        return self.now


def taken(limiter: Limiter, key: str, tries: int) -> int:
    """Return how many of so many requests may be made."""
    may = 0
    for _ in range(tries):
        try:
            limiter.take(key)
        except TooManyRequests:
            continue
        may += 1
    return may


def test_a_burst_may_be_made_at_once_and_then_the_rate() -> None:
    clock = Clock()
    limiter = Limiter(Bucket(rate=10, burst=25), clock)
    assert taken(limiter, "a", 100) == 25
    clock.now += SECOND
    assert taken(limiter, "a", 100) == 10
    clock.now += SECOND // 10
    assert taken(limiter, "a", 100) == 1
    clock.now += 1000 * SECOND
    assert taken(limiter, "a", 100) == 25


def test_a_refusal_says_after_how_many_seconds_there_is_another() -> None:
    clock = Clock()
    limiter = Limiter(Bucket(rate=1, burst=5), clock)
    assert taken(limiter, "a", 5) == 5
    with pytest.raises(TooManyRequests) as refused:
        limiter.take("a")
    assert refused.value.seconds == 1
    clock.now += SECOND
    limiter.take("a")


def test_keys_do_not_count_for_each_other() -> None:
    limiter = Limiter(Bucket(rate=1, burst=3), Clock())
    assert [taken(limiter, key, 10) for key in ("a", "b", "a", "c")] == [3, 3, 0, 3]


def test_of_more_keys_than_there_are_places_for_the_busiest_are_remembered() -> None:
    limiter = Limiter(Bucket(rate=1, burst=100), Clock())
    assert taken(limiter, "busy", 200) == 100
    for n in range(2 * PLACES):
        limiter.take(str(n))
    assert taken(limiter, "busy", 200) == 0


@given(
    st.integers(1, 1000),
    st.integers(1, 50),
    st.lists(st.tuples(st.integers(0, 3 * SECOND), st.integers(1, 60)), max_size=8),
)
@settings(max_examples=60)
def test_never_more_than_the_burst_and_the_rate_allow(
    rate: int, burst: int, calls: list[tuple[int, int]]
) -> None:
    clock = Clock()
    limiter = Limiter(Bucket(rate, burst), clock)
    began, made = clock.now, 0
    for pause, tries in calls:
        clock.now += pause
        made += taken(limiter, "a", tries)
        # A request takes a whole number of nanoseconds of the rate, rounded down.
        assert made <= burst + (clock.now - began) // (SECOND // rate)


def test_processes_that_race_make_together_exactly_what_they_may() -> None:
    limiter = Limiter(Bucket(rate=1, burst=60_000), Clock())
    go, started = os.pipe(), []
    for _ in range(4):
        told, tells = os.pipe()
        if not (child := os.fork()):
            os.close(go[1])
            os.read(go[0], 1)
            os.write(tells, str(taken(limiter, "a", 30_000)).encode())
            os._exit(0)
        os.close(tells)
        started.append((child, told))
    os.close(go[1])
    os.close(go[0])
    made = []
    for child, told in started:
        made.append(int(os.read(told, 100)))
        os.close(told)
        os.waitpid(child, 0)
    assert sum(made) == 60_000


def test_a_process_that_dies_while_it_counts_holds_up_nobody() -> None:
    clock = Clock()
    limiter = Limiter(Bucket(rate=1, burst=5), clock)
    told, tells = os.pipe()
    if not (child := os.fork()):
        clock.hangs = tells
        limiter.take("a")
    os.read(told, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(told)
    os.close(tells)
    assert taken(limiter, "a", 10) == 5


def test_a_client_that_asks_too_often_is_told_when_to_come_back(
    store: SqliteStore, rater: Rater
) -> None:
    limits = Settings(environment="development", rate_limit=1, rate_burst=3)
    app = create_app(store, rater, limits)
    client = calling(app, key_for(store, "originator", "los"))
    other = calling(app, key_for(store, "auditor", "audit"))
    answers = [client.get("/v1/rulesets") for _ in range(30)]
    told = Counter(answer.status_code for answer in answers)
    assert told[200] >= 3
    assert told[429] > 0
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.headers["Retry-After"] == "1"
    assert json.loads(refused.data)["code"] == "too_many_requests"
    assert client.get("/healthz").status_code == 200
    assert other.get("/v1/rulesets").status_code == 200


def test_the_workers_of_a_service_count_together(tmp_path: Path) -> None:
    with serving(tmp_path, workers=2, rate_limit=1, rate_burst=10) as server:

        def ask(_: int) -> int:
            with Wire(server) as wire:
                return wire.ask(head(server, "GET", "/v1/rulesets")).status

        with ThreadPoolExecutor(8) as threads:
            told = Counter(threads.map(ask, range(200)))
        # Ten at once, and one for every second that the test took, which is less than a minute.
        assert set(told) == {200, 429}
        assert 10 <= told[200] < 70
