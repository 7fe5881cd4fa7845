"""Where it is in doubt how long a request is, nothing that follows it is taken as another."""

import contextlib
import re
import socket
from collections.abc import Iterator

import pytest

from tests.faults.servers import Server, running

HIDDEN = "GET /v1/rulesets HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {key}\r\n\r\n"
CHUNKS = "2\r\n{}\r\n0\r\n\r\n"

FRAMINGS = {
    "a length and chunks": ("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", CHUNKS),
    "chunks and a length": ("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", CHUNKS),
    "two lengths": ("Content-Length: 2\r\nContent-Length: 0\r\n", "{}"),
    "two lengths in one": ("Content-Length: 2, 0\r\n", "{}"),
    "a length that is folded": ("Content-Length:\r\n 2\r\n", "{}"),
    "a length with a plus": ("Content-Length: +2\r\n", "{}"),
    "a blank before the colon": ("Content-Length : 2\r\n", "{}"),
    "a blank before the name": ("X: y\r\n Transfer-Encoding: chunked\r\n", CHUNKS),
    "a coding twice": ("Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n", CHUNKS),
    "a coding that is none": ("Transfer-Encoding: xchunked\r\n", CHUNKS),
    "a coding behind a tabulator": ("Transfer-Encoding: \x0bchunked\r\n", CHUNKS),
    "a coding behind a bare newline": ("X: y\nTransfer-Encoding: chunked\r\n", CHUNKS),
    "a coding behind a bare return": ("X: y\rTransfer-Encoding: chunked\r\n", CHUNKS),
    "a chunk in hexadecimal": ("Transfer-Encoding: chunked\r\n", "0x2\r\n{}\r\n0\r\n\r\n"),
    "a chunk with an underscore": ("Transfer-Encoding: chunked\r\n", "0_2\r\n{}\r\n0\r\n\r\n"),
    "a chunk longer than its size": ("Transfer-Encoding: chunked\r\n", "1\r\n{}\r\n0\r\n\r\n"),
    "chunks with bare newlines": ("Transfer-Encoding: chunked\r\n", "2\n{}\n0\n\n"),
    "a trailer that is a length": (
        "Transfer-Encoding: chunked\r\n",
        "2\r\n{}\r\n0\r\nContent-Length: 80\r\n\r\n",
    ),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("hidden") / "decisions.sqlite3") as server:
        yield server


def answers(server: Server, sent: str) -> list[int]:
    """Return the status of each answer that comes before the server closes the connection."""
    name, _, port = server.host.rpartition(":")
    address = name, int(port)
    with contextlib.closing(socket.create_connection(address, timeout=60)) as connection:
        connection.sendall(sent.replace("{key}", server.key).encode("latin-1"))
        received = b""
        while data := connection.recv(1 << 16):
            received += data
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", received)]


@pytest.mark.parametrize("framing", FRAMINGS)
def test_one_answer_comes_and_the_connection_ends(server: Server, framing: str) -> None:
    headers, body = FRAMINGS[framing]
    head = "POST /v1/decisions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    key = "Authorization: Bearer {key}\r\n"
    assert answers(server, f"{head}{key}{headers}\r\n{body}{HIDDEN}") == [400]


def test_a_request_that_is_framed_well_is_followed_by_the_next(server: Server) -> None:
    head = "POST /v1/decisions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    key = "Authorization: Bearer {key}\r\n"
    last = HIDDEN.replace("Host: a\r\n", "Host: a\r\nConnection: close\r\n")
    sent = f"{head}{key}Content-Length: 2\r\n\r\n{{}}{last}"
    assert answers(server, sent) == [422, 200]
