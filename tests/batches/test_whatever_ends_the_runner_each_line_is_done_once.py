"""The runner is killed in the middle of a batch: the next goes on, and no line is done twice."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.batches.locks import receiving, runner_lives
from service.batches.run import ATTEMPTS
from service.batches.runner import run
from service.decisions.rate import Rater, Rating
from service.ruleset import catalogue
from service.store.batches import Batches, Received
from service.store.port import StoreUnavailable
from service.store.sqlite import SqliteStore
from tests.batches.batching import (
    NOTHING,
    applications,
    batch_of,
    do,
    kept,
    recorded,
    results,
    send,
    settings_of,
    statuses,
)
from tests.batches.running import decided, log_of, process, wait_until

LINES = 200
KILLS = 3


def test_after_kill_9_at_any_moment_each_line_has_exactly_one_decision(
    client: FlaskClient, store: SqliteStore
) -> None:
    location = send(client, batch_of(LINES)).headers["Location"]
    reached = [0]
    for kill in range(1, KILLS + 1):
        with process(store.path) as runner:
            wait_until(lambda at=kill * 13: decided(store) >= max(at, reached[-1] + 1), runner)
            runner.send_signal(signal.SIGKILL)
            assert runner.wait() == -signal.SIGKILL
        reached.append(decided(store))
        assert reached[-1] == len(recorded(store))
    assert 0 < reached[1] < reached[-1] < LINES
    do(store)
    found = results(client, location)
    assert statuses(found) == [201] * LINES
    assert len({line["decision_id"] for line in found}) == LINES
    assert recorded(store) == applications(LINES)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_it_finishes_its_line(
    client: FlaskClient, store: SqliteStore, number: int
) -> None:
    location = send(client, batch_of(LINES)).headers["Location"]
    with process(store.path) as runner:
        wait_until(lambda: decided(store) > 3, runner)
        runner.send_signal(number)
        assert runner.wait() == 0
    assert 3 < decided(store) < LINES
    assert client.get(location).get_json()["state"] == "running"
    assert not runner_lives(store.path)


def test_it_ends_with_the_process_that_started_it(client: FlaskClient, store: SqliteStore) -> None:
    send(client, batch_of(LINES))
    reading, writing = os.pipe()
    with process(
        store.path, "-m", "service.batches.runner", str(reading), pass_fds=(reading,)
    ) as runner:
        os.close(reading)
        wait_until(lambda: decided(store) > 0, runner)
        assert runner_lives(store.path)
        os.close(writing)
        assert runner.wait() == 0
    assert 0 < decided(store) < LINES


def test_a_line_at_which_the_rule_engine_hangs_is_given_up_and_the_others_are_done(
    client: FlaskClient, store: SqliteStore
) -> None:
    location = send(client, batch_of(4)).headers["Location"]
    script = str(Path(__file__).with_name("hanging.py"))
    for _ in range(ATTEMPTS):
        with process(store.path, script, str(store.path), "0.5", "LOS-3") as runner:
            assert runner.wait() == -signal.SIGALRM
    do(store)
    found = results(client, location)
    assert statuses(found) == [201, 201, 500, 201]
    assert found[2]["problem"]["code"] == "engine_failure"
    assert recorded(store) == ["LOS-1", "LOS-2", "LOS-4"]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let nobody write to the store inside the block."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


class Locking(Rater):
    """A rater after whose work the store at ``path`` cannot be written until ``unlock`` ends."""

    def __init__(self, path: Path, unlock: ExitStack) -> None:
        super().__init__(catalogue.active())
        self._path = path
        self._unlock = unlock

    def rate(self, body: bytes) -> Rating:
        rating = super().rate(body)
        self._unlock.enter_context(locked(self._path))
        return rating


def test_a_store_that_cannot_be_written_again_and_again_costs_no_line(
    client: FlaskClient, store: SqliteStore
) -> None:
    location = send(client, batch_of(1)).headers["Location"]
    impatient = SqliteStore(store.path, busy_timeout=0.01)
    with closing(impatient):
        for _ in range(ATTEMPTS):
            with ExitStack() as unlock:
                locking = Locking(store.path, unlock)
                with pytest.raises(StoreUnavailable):
                    run(impatient, settings_of(store), lambda: False, locking)
    assert recorded(store) == []
    do(store)
    assert statuses(results(client, location)) == [201]


def half_received(store: SqliteStore) -> None:
    """Leave what a process leaves that is killed while it receives a batch."""
    batches = Batches(store)
    number = batches.begin("0f" * 16, "tests", "0123456789ab", store.now())
    batches.add(number, [Received(n, b"{}") for n in range(1, 1201)])


def test_of_a_batch_whose_receiver_was_killed_the_next_runner_leaves_no_trace(
    client: FlaskClient, store: SqliteStore
) -> None:
    half_received(store)
    send(client, batch_of(2))
    do(store)
    assert recorded(store) == ["LOS-1", "LOS-2"]
    assert kept(store) == {"batches": 1, "batch_lines": 2, "webhooks": 0}


def test_a_batch_that_is_still_received_is_left_alone(store: SqliteStore) -> None:
    with receiving(store.path):
        half_received(store)
        do(store)
        assert kept(store)["batch_lines"] == 1200
    do(store)
    assert kept(store) == NOTHING


def test_a_runner_with_nothing_to_do_ends(store: SqliteStore) -> None:
    store.check()
    with process(store.path) as runner:
        assert runner.wait() == 0


def test_a_store_that_cannot_be_used_ends_it_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "store").write_bytes(b"no database, and long enough to be taken for one" * 99)
    with process(tmp_path / "store") as runner:
        assert runner.wait() == 1
    said = log_of(tmp_path / "store").read_text()
    assert "batches wait" in said
    assert "Traceback" not in said
