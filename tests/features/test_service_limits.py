"""Limits and time-outs, as ``features/service/limits.feature`` states them."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from tests.faults.servers import Server
from tests.server.engines import IN_PYTHON, WAITS, Pipes, dossier
from tests.server.wire import DOSSIER, Told, Wire, head, posting, serving

scenarios("service/limits.feature")

OBEDIENT = "tests.server.obedient:app"


@dataclass
class Bank:
    """The service as it was set up, its clients, and what they were told."""

    folder: Path
    open: ExitStack
    pipes: Pipes
    told: list[Told] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)
    _server: Server | None = None

    def serve(self, **settings: int) -> None:
        self._server = self.open.enter_context(serving(self.folder, OBEDIENT, **settings))

    @property
    def server(self) -> Server:
        if self._server is None:
            self.serve()
        assert self._server is not None
        return self._server

    def wire(self) -> Wire:
        self.wires.append(self.open.enter_context(Wire(self.server)))
        return self.wires[-1]


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    with ExitStack() as stack:
        yield Bank(tmp_path, stack, Pipes(tmp_path))


@given(parsers.parse("the service gives a request {seconds:d} second to arrive"))
def receive_timeout(bank: Bank, seconds: int) -> None:
    bank.serve(receive_timeout=seconds)


@given(parsers.parse("a key may make {rate:d} request a second, and {burst:d} at once"))
def rate_limit(bank: Bank, rate: int, burst: int) -> None:
    bank.serve(rate_limit=rate, rate_burst=burst)


@given(parsers.parse("the service ends a worker that hangs for {seconds:d} seconds"))
def worker_timeout(bank: Bank, seconds: int) -> None:
    bank.serve(worker_timeout=seconds, workers=1)


@given(parsers.parse("a worker is replaced after {least:d} requests, or up to {more:d} more"))
def max_requests(bank: Bank, least: int, more: int) -> None:
    bank.serve(max_requests=least, max_requests_jitter=more)


@given(parsers.parse("{many:d} clients that send a byte now and then"))
def trickling(bank: Bank, many: int) -> None:
    for _ in range(many):
        bank.wire().send(posting(bank.server)[:200])


@given("a loan system that has a connection to the only worker")
def connected(bank: Bank) -> None:
    assert bank.wire().ask(head(bank.server)).status == 200


@given("a loan system has sent a dossier that is being rated")
def being_rated(bank: Bank) -> None:
    bank.serve(workers=1)
    bank.wire().send(posting(bank.server, dossier(WAITS)))
    bank.pipes.began()


@when(parsers.parse("a client sends {what}"))
def client_sends(bank: Bank, what: str) -> None:
    server = bank.server
    sent = {
        "half a dossier and stops": posting(server)[:-1000],
        "a dossier of 2 MiB": posting(server, DOSSIER + b" " * (2 << 20)),
        "an address of 9,000 characters": head(server, "GET", "/" + "a" * 9000),
        "200 header fields": head(server, "GET", "/healthz", *["A: b"] * 200),
        "what is no request at all": b"\x16\x03\x01\x00\xa5\x01\x00\r\n\r\n",
    }[what]
    bank.told.append(bank.wire().ask(sent))


@when(parsers.parse("a loan system asks {times:d} times at once"))
def asks_at_once(bank: Bank, times: int) -> None:
    def ask(_: int) -> Told:
        with Wire(bank.server) as wire:
            return wire.ask(head(bank.server, "GET", "/v1/rulesets"))

    with ThreadPoolExecutor(8) as threads:
        bank.told += threads.map(ask, range(times))


@when(parsers.parse("a loan system asks {times:d} times"))
def asks(bank: Bank, times: int) -> None:
    wire = bank.wire()
    for _ in range(times):
        bank.told.append(wire.ask(head(bank.server)))
        if bank.told[-1].fields["Connection"] == "close":
            wire = bank.wire()


@when("a loan system sends a dossier over which the engine hangs, under an idempotency key")
def sends_what_hangs(bank: Bank) -> None:
    bank.wire().send(posting(bank.server, dossier(IN_PYTHON), "Idempotency-Key: L-1"))
    bank.pipes.began()


@when("another sends a dossier over which the engine hangs, and then it asks too")
def both_send(bank: Bank) -> None:
    (first,) = bank.wires
    sends_what_hangs(bank)
    first.send(head(bank.server))


@when("the service is stopped")
def stopped(bank: Bank) -> None:
    server = bank.server
    (worker,) = server.workers()
    os.kill(worker, signal.SIGTERM)
    with ThreadPoolExecutor(1) as thread:
        ended = thread.submit(server.stop)
        bank.pipes.go_on()
        bank.told.append(bank.wires[-1].told())
        ended.result()


@then(parsers.parse('it is told {status:d} "{code}", and its connection ends'))
def told_and_ended(bank: Bank, status: int, code: str) -> None:
    (told,) = bank.told
    assert (told.status, told.code, told.fields["Connection"]) == (status, code, "close")
    assert bank.wires[-1].ended()


@then(parsers.parse('it is told {status:d} "{code}" and when to come back'))
@then(parsers.parse('both are told {status:d} "{code}" and when to come back'))
def all_told(bank: Bank, status: int, code: str) -> None:
    for wire in bank.wires:
        told = wire.told()
        assert (told.status, told.code) == (status, code)
        assert int(told.fields["Retry-After"]) >= 1


@then("a loan system gets a decision as ever")
def gets_a_decision(bank: Bank) -> None:
    with Wire(bank.server) as wire:
        assert wire.ask(posting(bank.server)).status == 201


@then(parsers.parse("a loan system gets {many:d} decisions as ever"))
def gets_decisions(bank: Bank, many: int) -> None:
    for turn in range(many):
        for slow in bank.wires[turn::many]:
            slow.send(b" ")
        gets_a_decision(bank)


@then(parsers.parse("at least {many:d} are answered"))
def answered(bank: Bank, many: int) -> None:
    assert [told.status for told in bank.told].count(200) >= many


@then(parsers.parse('the others are told {status:d} "{code}" and when to come back'))
def others_told(bank: Bank, status: int, code: str) -> None:
    others = [told for told in bank.told if told.status != 200]
    assert {(told.status, told.code) for told in others} == {(status, code)}
    assert all(int(told.fields["Retry-After"]) >= 1 for told in others)


@then("the loan system still gets its decision")
def still_decided(bank: Bank) -> None:
    (told,) = bank.told
    assert told.status == 201
    assert told.fields["Location"].startswith("/v1/decisions/")


@then("every request is answered")
def every_one(bank: Bank) -> None:
    assert {told.status for told in bank.told} == {200}
    assert {told.fields["Connection"] for told in bank.told} == {"keep-alive", "close"}
