"""A service that is stopped, and a worker that is replaced, finish what is there first."""

import http.client
import os
import signal
import threading
from pathlib import Path

import pytest

from tests.faults.load import Load
from tests.faults.servers import Server
from tests.server.engines import WAITS, Pipes, dossier
from tests.server.wire import DOSSIER, Wire, head, posting, serving

APP = "tests.server.obedient:app"


def stopping(server: Server) -> threading.Thread:
    """Begin to stop the service; the thread ends when it has."""
    thread = threading.Thread(target=server.stop)
    thread.start()
    return thread


def test_a_stop_finishes_what_is_computed_what_waits_and_what_is_arriving(tmp_path: Path) -> None:
    pipes = Pipes(tmp_path)
    with serving(tmp_path, APP, workers=1) as server:
        first, waiting, arriving, kept = (Wire(server) for _ in range(4))
        assert kept.ask(head(server)).status == 200
        asks = head(server, "POST", "/v1/decisions", "Expect: 100-continue", length=len(DOSSIER))
        arriving.send(asks)
        assert arriving.sock.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        first.send(posting(server, dossier(WAITS)))
        pipes.began()
        waiting.send(posting(server))
        late = Wire(server)
        late.send(posting(server))
        # As the service does to each worker, which stops once its engine comes back.
        os.kill(server.workers()[0], signal.SIGTERM)
        stopped = stopping(server)
        pipes.go_on()
        for wire in (first, waiting, late):
            told = wire.told()
            assert (told.status, told.fields["Connection"]) == (201, "close")
            assert wire.ended()
        told = arriving.ask(DOSSIER)
        assert (told.status, told.fields["Connection"]) == (201, "close")
        assert kept.ended()
        stopped.join()
        for wire in (first, waiting, arriving, kept, late):
            wire.close()


def test_who_does_not_finish_in_time_is_told_to_try_again(tmp_path: Path) -> None:
    pipes = Pipes(tmp_path)
    with serving(tmp_path, APP, workers=1, graceful_timeout=1) as server:
        with Wire(server) as wire:
            wire.send(posting(server, dossier(WAITS)))
            pipes.began()
            stopped = stopping(server)
            assert (wire.told().status, wire.ended()) == (503, True)
        stopped.join()


def test_a_stop_under_load_answers_everybody_who_was_let_in(tmp_path: Path) -> None:
    lost: list[object] = []
    answered = [0] * 6

    def client(server: Server, number: int) -> None:
        while True:
            try:
                wire = Wire(server)
            except ConnectionRefusedError:
                return
            with wire:
                try:
                    told = wire.ask(posting(server))
                except (OSError, http.client.HTTPException) as fault:
                    lost.append(repr(fault))
                    return
                if told.status != 201:
                    lost.append(told)
                answered[number] += 1

    with serving(tmp_path) as server:
        clients = [threading.Thread(target=client, args=(server, n)) for n in range(6)]
        for thread in clients:
            thread.start()
        while min(answered) < 5:
            with Wire(server) as wire:
                assert wire.ask(head(server)).status == 200
        server.stop()
        for thread in clients:
            thread.join()
    assert lost == []


def test_all_workers_are_replaced_on_order_without_an_error(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        load = Load(4, server.key)
        load.aim(server.host)
        load.wait(40)
        before = server.workers()
        server.process.send_signal(signal.SIGHUP)
        while set(before) & set(server.workers()):
            load.wait(4)
        load.end()
    assert (load.wrong, load.lost, load.ended) == ([], 0, 0)


def test_who_dawdles_keeps_no_worker_from_being_replaced(tmp_path: Path) -> None:
    patient = {"receive_timeout": 600, "graceful_timeout": 600}
    once = {"max_requests": 1, "max_requests_jitter": 0}
    with serving(tmp_path, workers=1, **patient, **once) as server:
        with Wire(server) as slow, Wire(server) as wire:
            slow.send(b"GET /")
            assert wire.ask(head(server)).status == 200
            told = slow.told()
            assert (told.code, told.fields["Retry-After"]) == ("worker_ended", "1")
        with Wire(server) as wire:
            assert wire.ask(head(server)).status == 200


def test_a_worker_is_not_replaced_while_a_large_batch_arrives(tmp_path: Path) -> None:
    batch = b'{"no": "dossier"}\n' * 200_000
    ndjson = "Content-Type: application/x-ndjson"
    limits = {"max_requests": 2, "max_requests_jitter": 0, "batch_lines": 200_000}
    with (
        serving(tmp_path, workers=1, **limits) as server,
        Wire(server) as slow,
        Wire(server) as wire,
    ):
        fields = (ndjson, "Expect: 100-continue")
        asks = head(server, "POST", "/v1/batches", *fields, length=len(batch))
        slow.send(asks.replace(b"Content-Type: application/json\r\n", b""))
        assert slow.sock.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        for _ in range(4):
            told = wire.ask(head(server))
            assert (told.status, told.fields["Connection"]) == (200, "keep-alive")
        told = slow.ask(batch)
        assert (told.status, told.fields["Connection"]) == (202, "close")
        assert slow.ended()


@pytest.mark.parametrize("settings", [{"max_requests": 20, "max_requests_jitter": 5}])
def test_workers_are_replaced_under_load_without_an_error(
    tmp_path: Path, settings: dict[str, int]
) -> None:
    failed: list[object] = []

    def client(server: Server) -> None:
        connection = http.client.HTTPConnection(server.host, timeout=60)
        try:
            for _ in range(150):
                connection.request("GET", "/healthz")
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    failed.append(answer.status)
        except (OSError, http.client.HTTPException) as fault:
            failed.append(repr(fault))
        finally:
            connection.close()

    with serving(tmp_path, **settings) as server:
        clients = [threading.Thread(target=client, args=(server,)) for _ in range(4)]
        for thread in clients:
            thread.start()
        for thread in clients:
            thread.join()
        log = server.log.read_bytes()
    assert failed == []
    assert log.count(b"Autorestarting worker") >= 600 // (20 + 5) - 2
