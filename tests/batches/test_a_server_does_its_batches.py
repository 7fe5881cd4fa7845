"""The service as ``make run`` starts it does the batches that are sent to it, killed or not."""

import gzip
import http.client
import json
import os
import select
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from service.batches.locks import runner_lives, runner_lock
from service.store.batches import Batches
from service.store.sqlite import SqliteStore
from tests.batches.batching import MIME_TYPE, applications, batch_of, recorded
from tests.batches.receivers import Receiver, receiver
from tests.batches.running import decided, wait_until
from tests.faults.servers import Server, running

LINES = 150


@pytest.fixture
def server(store: SqliteStore) -> Iterator[Server]:
    with running(store.path, ("env", "PINZHI_WEBHOOK_PRIVATE=true")) as server:
        yield server
        store.close()


def send(server: Server, body: bytes, query: str = "") -> str:
    connection = http.client.HTTPConnection(server.host, timeout=60)
    headers = {
        "Content-Type": MIME_TYPE,
        "Content-Encoding": "gzip",
        "Authorization": f"Bearer {server.key}",
    }
    connection.request("POST", f"/v1/batches{query}", gzip.compress(body), headers)
    answer = connection.getresponse()
    assert answer.status == 202, answer.read()
    location = answer.getheader("Location")
    connection.close()
    assert location is not None
    return location


def get(server: Server, path: str) -> Any:
    answer = server.call("GET", path)
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


def wait_for(server: Server, condition: Callable[[], bool]) -> None:
    wait_until(condition, server.process)


def runners(server: Server) -> list[int]:
    """Return the runners that the workers started; one that has ended is none."""
    found = []
    for worker in server.workers():
        for child in Path(f"/proc/{worker}/task/{worker}/children").read_text().split():
            words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
            if b"service.batches.runner" in words:
                found.append(int(child))
    return found


def gone(process: int) -> None:
    """Wait until a process is gone."""
    descriptor = os.pidfd_open(process)
    select.select([descriptor], [], [])
    os.close(descriptor)


def finished(store: SqliteStore) -> bool:
    return not Batches(store).unfinished()


def assert_each_line_has_one_decision(server: Server, store: SqliteStore, location: str) -> None:
    wait_for(server, lambda: finished(store))
    told = get(server, location)
    assert told["state"] == "done"
    assert (told["decided"], told["refused"], told["failed"]) == (LINES, 0, 0)
    body = server.call("GET", f"{location}/results").body
    assert len({json.loads(line)["decision_id"] for line in body.splitlines()}) == LINES
    assert recorded(store) == applications(LINES)


@pytest.fixture
def target() -> Iterator[Receiver]:
    with receiver() as target:
        yield target


def test_it_goes_on_after_kill_9_of_runner_and_server_and_does_no_line_twice(
    server: Server, store: SqliteStore, target: Receiver
) -> None:
    webhook = f"?webhook={quote(target.address, safe='')}"
    location = send(server, batch_of(LINES), webhook)
    wait_for(server, lambda: decided(store) > 20)
    (runner,) = runners(server)
    os.kill(runner, signal.SIGKILL)
    # The next tick of a worker starts another.
    wait_for(server, lambda: runners(server) not in ([], [runner]))
    before = decided(store)
    wait_for(server, lambda: decided(store) > before)
    (runner,) = runners(server)
    server.kill()
    gone(runner)
    assert decided(store) == len(recorded(store)) < LINES
    server.start()
    assert_each_line_has_one_decision(server, store, location)
    wait_for(server, lambda: get(server, location)["webhook"]["state"] == "delivered")
    assert [json.loads(got.body)["data"]["decided"] for got in target.got] == [LINES]


def test_a_server_that_stops_takes_its_runner_along(server: Server, store: SqliteStore) -> None:
    send(server, batch_of(LINES))
    wait_for(server, lambda: decided(store) > 0)
    (runner,) = runners(server)
    descriptor = os.pidfd_open(runner)
    server.stop()
    select.select([descriptor], [], [])
    os.close(descriptor)
    assert 0 < decided(store) < LINES


def test_its_workers_start_no_second_runner(server: Server, store: SqliteStore) -> None:
    with runner_lock(store.path):
        location = send(server, batch_of(2))
        told = get(server, location)
        assert (told["state"], told["waiting"]) == ("queued", 2)
        assert runner_lives(store.path)
        assert runners(server) == []
    wait_for(server, lambda: finished(store))
    assert recorded(store) == applications(2)
