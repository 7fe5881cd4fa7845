"""Whoever waits for a worker that hangs or dies is told so, and may send the request again."""

import os
import select
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.faults.servers import Server
from tests.server.engines import IN_C, IN_PYTHON, WAITS, Pipes, dossier
from tests.server.wire import Told, Wire, head, posting, serving

APP = "tests.server.obedient:app"


@contextmanager
def one_worker(folder: Path, **settings: object) -> Iterator[tuple[Server, Pipes]]:
    pipes = Pipes(folder)
    with serving(folder, APP, workers=1, **settings) as server:
        yield server, pipes


def kill(pid: int) -> None:
    descriptor = os.pidfd_open(pid)
    signal.pidfd_send_signal(descriptor, signal.SIGKILL)
    select.select([descriptor], [], [])
    os.close(descriptor)


def assert_told_to_try_again(told: Told) -> None:
    assert (told.status, told.code) == (503, "worker_ended")
    assert told.fields["Retry-After"] == "1"
    assert told.fields["Connection"] == "close"
    assert told.fields["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("hangs", [IN_PYTHON, IN_C])
def test_an_engine_that_hangs_is_ended_and_the_client_may_try_again(
    tmp_path: Path, hangs: str
) -> None:
    with one_worker(tmp_path, worker_timeout=2) as (server, pipes):
        with Wire(server) as wire:
            wire.send(posting(server, dossier(hangs)))
            pipes.began()
            (hung,) = server.workers()
            assert_told_to_try_again(wire.told())
            assert wire.ended()
        with Wire(server) as wire:
            assert wire.ask(posting(server)).status == 201
        assert hung not in server.workers()
        with Wire(server) as wire:
            counted = wire.ask(head(server, "GET", "/metrics")).body
        assert b"pinzhi_workers_hung_total 1.0" in counted
        assert b'pinzhi_problems_total{code="worker_ended"} 1.0' in counted


def test_everybody_who_waits_for_a_worker_that_is_killed_is_told(tmp_path: Path) -> None:
    with one_worker(tmp_path) as (server, pipes), ExitStack() as open_wires:
        first, known, fresh, partial, idle = (
            open_wires.enter_context(Wire(server)) for _ in range(5)
        )
        for wire in (known, idle):
            assert wire.ask(head(server)).status == 200
        # Sent in part, and read by the worker, as is shown by its telling the client to go on.
        partial.send(head(server, "POST", "/v1/decisions", "Expect: 100-continue", length=9))
        assert partial.sock.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        first.send(posting(server, dossier(WAITS)))
        pipes.began()
        # Sent while the worker is at work, and never read by it.
        known.send(head(server))
        fresh.send(head(server))
        # Never accepted by it either.
        late = open_wires.enter_context(Wire(server))
        late.send(head(server))
        kill(server.workers()[0])
        for wire in (first, known, fresh, partial):
            assert_told_to_try_again(wire.told())
            assert wire.ended()
        assert idle.ended()
        assert late.told().status == 200


def test_a_dossier_whose_worker_was_killed_is_recorded_once_it_is_sent_again(
    tmp_path: Path,
) -> None:
    with one_worker(tmp_path) as (server, pipes):
        request = posting(server, dossier(WAITS), "Idempotency-Key: again")
        with Wire(server) as wire:
            wire.send(request)
            pipes.began()
            kill(server.workers()[0])
            assert_told_to_try_again(wire.told())
        with Wire(server) as wire:
            wire.send(request)
            pipes.began()
            pipes.go_on()
            assert wire.told().status == 201
        with Wire(server) as wire:
            listed = wire.ask(head(server, "GET", "/v1/decisions"))
        assert listed.body.count(b'"decision_id"') == 1


def test_an_answer_that_was_begun_is_not_followed_by_another(tmp_path: Path) -> None:
    with one_worker(tmp_path) as (server, pipes), Wire(server) as other:
        location = other.ask(posting(server)).fields["Location"]
        with Wire(server, buffer=4096) as slow:
            # More than is on its way to a client that does not read.
            slow.send(head(server, "GET", location) * 400)
            whole = slow.told().body
            # Everybody has a turn: after so many, the answers to the slow one have piled up.
            for _ in range(200):
                assert other.ask(head(server)).status == 200
            other.send(posting(server, dossier(WAITS)))
            pipes.began()
            kill(server.workers()[0])
            assert_told_to_try_again(other.told())
            *answers, last = slow.rest().split(b"HTTP/1.1 200 OK\r\n")[1:]
            assert len(answers) < 398
            assert all(answer.endswith(whole) for answer in answers)
            assert len(last) < len(answers[0])
            assert b"HTTP/1.1" not in last
