"""Two thousand malformed and hostile requests, sent to the running service over real sockets."""

import contextlib
import http.client
import json
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dossiers import STRONG
from tests.faults.servers import Server, running
from tests.hostile.requests import Request, corpus, generated

GENERATED = 1600


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("hostile") / "decisions.sqlite3") as server:
        yield server


@pytest.fixture(scope="module")
def decision(server: Server) -> str:
    answer = server.decide(STRONG.read_bytes())
    assert answer.status == 201
    return str(json.loads(answer.body)["decision_id"])


class Caller:
    """Sends requests over one connection, and over another where the server closes it."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._connection = http.client.HTTPConnection(host, timeout=60)

    def close(self) -> None:
        self._connection.close()

    def send(self, request: Request) -> tuple[int, str, bytes]:
        """Return status, content type and body of the answer."""
        if request.raw is not None:
            return self._send_raw(request.raw)
        headers = {name: value for name, value in request.headers.items() if value is not None}
        connection = self._connection
        connection.putrequest(request.method, request.path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value.encode("latin-1"))
        if request.body is not None:
            connection.putheader("Content-Length", str(len(request.body)))
        # The server may answer and close before it has read a body that is too large.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.endheaders(request.body)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Content-Type") or "", answer.read()

    def _send_raw(self, data: bytes) -> tuple[int, str, bytes]:
        name, _, port = self._host.rpartition(":")
        with contextlib.closing(
            socket.create_connection((name, int(port)), timeout=60)
        ) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            return answer.status, answer.getheader("Content-Type") or "", answer.read()


def contents(store: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(store)) as db:
        return list(db.iterdump())


def refused_as_expected(request: Request, status: int, content_type: str, body: bytes) -> bool:
    if content_type != "application/problem+json" or not 400 <= status < 500:
        return False
    problem = json.loads(body)
    expected = request.status or status, request.code or problem["code"]
    return (status, problem["code"]) == expected and problem["status"] == status


def test_each_is_refused_as_a_problem_and_leaves_no_trace(server: Server, decision: str) -> None:
    requests = [*corpus(server.key, decision), *generated(GENERATED, server.key)]
    assert len(requests) >= 2000
    before = contents(server.store)
    wrong = []
    with contextlib.closing(Caller(server.host)) as caller:
        for request in requests:
            status, content_type, body = caller.send(request)
            if not refused_as_expected(request, status, content_type, body):
                wrong.append((request.name, request.status, request.code, status, body[:300]))
    assert wrong == []
    assert contents(server.store) == before
    assert server.decide(STRONG.read_bytes()).status == 201
