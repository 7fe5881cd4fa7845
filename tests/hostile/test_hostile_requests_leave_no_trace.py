"""Two thousand malformed and hostile requests, sent to the running service over real sockets."""

import contextlib
import http.client
import json
import re
import socket
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from service.store import users
from service.store.sqlite import SqliteStore
from service.store.users import User
from service.users.sessions import sessions_of
from tests.calling import DEVELOPMENT
from tests.dossiers import STRONG
from tests.faults.servers import Server, running
from tests.hostile.requests import Request, corpus, generated, pages
from tests.web.signing_in import MADE

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


@pytest.fixture(scope="module")
def session(server: Server) -> tuple[str, str]:
    """Return the token of a session of somebody who may everything, and that of its forms."""
    with contextlib.closing(SqliteStore(server.store)) as store:
        users.add(store, User("root", "admin", "root", None, MADE))
        token = sessions_of(store, DEVELOPMENT).open("root")
        signed_in = sessions_of(store, DEVELOPMENT).recognise(token)
    assert signed_in is not None
    return token, signed_in.csrf


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
    """Return what is in the store, but for when a session was last seen."""
    with contextlib.closing(sqlite3.connect(":memory:")) as copy:
        with contextlib.closing(sqlite3.connect(store)) as db:
            db.backup(copy)
        copy.execute("UPDATE sessions SET seen_at = opened_at")
        return list(copy.iterdump())


def refused_as_expected(request: Request, status: int, content_type: str, body: bytes) -> bool:
    """Whether the answer is the problem that is expected: as JSON, or as a page for persons."""
    if not 400 <= status < 500:
        return False
    if content_type.startswith("text/html"):
        told = re.search(rb"/docs/errors/([a-z_]+)", body)
        code = told.group(1).decode() if told else None
    elif content_type == "application/problem+json":
        problem = json.loads(body)
        code = problem["code"]
        if problem["status"] != status:
            return False
    else:
        return False
    return (status, code) == (request.status or status, request.code or code)


def wrong_answers(server: Server, requests: Iterable[Request]) -> list[tuple[object, ...]]:
    """Send all ``requests``; return those that are not answered as they should be."""
    wrong: list[tuple[object, ...]] = []
    with contextlib.closing(Caller(server.host)) as caller:
        for request in requests:
            status, content_type, body = caller.send(request)
            if not refused_as_expected(request, status, content_type, body):
                wrong.append((request.name, request.status, request.code, status, body[:300]))
    return wrong


def test_each_is_refused_as_a_problem_and_leaves_no_trace(server: Server, decision: str) -> None:
    requests = [*corpus(server.key, decision), *generated(GENERATED, server.key)]
    assert len(requests) >= 2000
    before = contents(server.store)

    assert wrong_answers(server, requests) == []

    assert contents(server.store) == before
    assert server.decide(STRONG.read_bytes()).status == 201


def test_each_page_refuses_what_no_page_sends_and_leaves_no_trace(
    server: Server, decision: str, session: tuple[str, str]
) -> None:
    before = contents(server.store)

    assert wrong_answers(server, pages(server.key, decision, *session)) == []

    assert contents(server.store) == before
    with contextlib.closing(Caller(server.host)) as caller:
        cookie = {"Cookie": f"pinzhi_session={session[0]}"}
        opened = Request("a page", "GET", "/account", dict(cookie), None, None, None, None)
        assert caller.send(opened)[0] == 200
