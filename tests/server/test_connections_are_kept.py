"""A connection serves many requests, in the order in which they were sent, however they came."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.servers import Server
from tests.server.wire import DOSSIER, Wire, head, posting, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as server:
        yield server


def test_a_connection_is_kept_for_the_next_request(server: Server) -> None:
    with Wire(server) as wire:
        for _ in range(3):
            told = wire.ask(posting(server))
            assert (told.status, told.fields["Connection"]) == (201, "keep-alive")
            assert wire.ask(head(server, "GET", told.fields["Location"])).body == told.body


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /healthz HTTP/1.0\r\n\r\n",
    ],
)
def test_a_connection_ends_with_the_answer_where_the_client_wants_it(
    server: Server, sent: bytes
) -> None:
    with Wire(server) as wire:
        told = wire.ask(sent)
        assert (told.status, told.fields["Connection"]) == (200, "close")
        assert wire.ended()


def test_requests_sent_at_once_are_answered_in_their_order(server: Server) -> None:
    paths = ["/healthz", "/v1/rulesets", "/v1/nowhere", "/v1/schemas/dossier"] * 5
    with Wire(server) as wire:
        wire.send(b"".join(head(server, "GET", path) for path in paths))
        answers = [wire.told() for _ in paths]
    assert [answer.status for answer in answers] == [200, 200, 404, 200] * 5
    assert answers[0].body != answers[1].body
    for turn in range(4, 20):
        if paths[turn] != "/v1/nowhere":
            assert answers[turn].body == answers[turn - 4].body


def test_more_requests_than_are_taken_ahead_are_all_answered(server: Server) -> None:
    with Wire(server) as wire:
        wire.send(posting(server) * 40)
        assert [wire.told().status for _ in range(40)] == [201] * 40


def test_a_head_request_is_answered_without_a_body(server: Server) -> None:
    with Wire(server) as wire:
        wire.send(head(server, "HEAD") + head(server, "GET"))
        told = wire.told("HEAD")
        assert (told.status, told.body) == (200, b"")
        assert int(told.fields["Content-Length"]) == len(wire.told().body)


def test_a_client_that_sends_no_more_is_still_answered(server: Server) -> None:
    with Wire(server) as wire:
        wire.send(head(server) * 3)
        wire.sock.shutdown(socket.SHUT_WR)
        assert [wire.told().status for _ in range(3)] == [200] * 3
        assert wire.ended()


def test_a_client_that_asks_whether_to_go_on_is_told(server: Server) -> None:
    asks = head(server, "POST", "/v1/decisions", "Expect: 100-continue", length=len(DOSSIER))
    with Wire(server) as wire:
        wire.send(asks)
        assert wire.sock.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        assert wire.ask(DOSSIER).status == 201
    with Wire(server) as wire:
        assert wire.ask(asks + DOSSIER).status == 201
    too_much = head(server, "POST", "/v1/decisions", "Expect: 100-continue", length=1 << 21)
    with Wire(server) as wire:
        assert wire.ask(too_much).status == 413


def test_a_chunked_dossier_is_a_dossier(server: Server) -> None:
    pieces = [DOSSIER[first : first + 100] for first in range(0, len(DOSSIER), 100)]
    body = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in [*pieces, b""])
    with Wire(server) as wire:
        chunked = head(server, "POST", "/v1/decisions", "Transfer-Encoding: chunked")
        assert wire.ask(chunked + body).status == 201
        assert wire.ask(head(server)).status == 200


def test_no_client_sets_what_only_a_server_in_front_could_know(server: Server) -> None:
    with Wire(server) as wire:
        told = wire.ask(head(server, "GET", "/healthz", "Script_Name: /v1", "SCRIPT_NAME: /x"))
        assert told.status == 200


@pytest.mark.parametrize(
    ("asks", "size", "status"),
    [
        (b"POST /v1/batches", 200_000_000, 401),
        (b"POST /v1/decisions", 200_000, 401),
        (b"GET /healthz", 200_000, 200),
        (b"POST /healthz", 200_000, 405),
    ],
)
def test_a_large_body_without_a_key_is_not_waited_for(
    server: Server, asks: bytes, size: int, status: int
) -> None:
    with Wire(server) as wire:
        wire.send(b"%b HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (asks, size))
        told = wire.told()
        assert (told.status, told.fields["Connection"]) == (status, "close")
        assert wire.ended()


def test_connections_are_shared_among_the_workers(server: Server) -> None:
    wires = []
    try:
        for _ in range(16):
            wires.append(Wire(server))
            assert wires[-1].ask(head(server)).status == 200
        counts = [_connections(worker, server.host) for worker in server.workers()]
    finally:
        for wire in wires:
            wire.close()
    assert sum(counts) == 16
    assert max(counts) - min(counts) <= 2


def _connections(process: int, host: str) -> int:
    """Return how many connections to ``host`` a process has."""
    port = f"{int(host.rpartition(':')[2]):04X}"
    found = 0
    inodes = {
        line.split()[9]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if line.split()[1].endswith(f":{port}") and line.split()[3] == "01"
    }
    for descriptor in Path(f"/proc/{process}/fd").iterdir():
        target = str(descriptor.readlink())
        found += target.startswith("socket:[") and target[8:-1] in inodes
    return found


def test_a_service_listens_on_a_unix_socket_too(tmp_path: Path) -> None:
    path = tmp_path / "pinzhi.sock"
    with serving(tmp_path, bind=f"unix:{path}") as server:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(path))
            connection.sendall(posting(server, DOSSIER, "Connection: close"))
            answer = b"".join(iter(lambda: connection.recv(1 << 16), b""))
        assert answer.startswith(b"HTTP/1.1 201 ")
