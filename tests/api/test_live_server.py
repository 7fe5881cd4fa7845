"""The service under gunicorn, as ``make run`` starts it: a decision survives its worker."""

import http.client
import os
import select
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.dossiers import ROOT, STRONG


class Server(NamedTuple):
    """A running server, its address, and the call that it printed."""

    process: subprocess.Popen[str]
    host: str
    curl: list[str]

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the call, with the key that is printed."""
        given = [after for word, after in pairwise(self.curl) if word == "-H"]
        return dict(header.split(": ", 1) for header in given)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    environment = {
        **os.environ,
        "PINZHI_BIND": "127.0.0.1:0",
        "PINZHI_ENVIRONMENT": "development",
        "PINZHI_STORE": str(tmp_path / "decisions.sqlite3"),
    }
    command = [sys.executable, "-m", "gunicorn", "wsgi:app"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        curl = next(shlex.split(line) for line in process.stdout if line.startswith("curl "))
        yield Server(process, urlsplit(curl[2]).netloc, curl)
        process.terminate()


def call(
    server: Server, method: str, path: str, body: bytes | None = None
) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection(server.host, timeout=60)
    connection.request(method, path, body, server.headers)
    answer = connection.getresponse()
    location = answer.getheader("Location") or ""
    content = answer.read()
    connection.close()
    return answer.status, location, content


def kill_workers(server: Server) -> None:
    master = server.process.pid
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    assert workers
    for worker in workers:
        descriptor = os.pidfd_open(int(worker))
        signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        select.select([descriptor], [], [])
        os.close(descriptor)


def test_a_decision_survives_the_killing_of_every_worker(server: Server) -> None:
    status, location, decided = call(server, "POST", "/v1/decisions", STRONG.read_bytes())
    assert status == 201
    kill_workers(server)
    assert call(server, "GET", location) == (200, "", decided)


def test_the_call_that_is_printed_at_the_start_posts_a_dossier(
    server: Server, tmp_path: Path
) -> None:
    url = server.curl[2]
    body = server.curl[server.curl.index("--data-binary") + 1]
    key = (tmp_path / "development.key").read_text().strip()
    assert server.headers == {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {key}",
    }
    assert body.startswith("@")
    path = urlsplit(url).path
    assert call(server, "POST", path, Path(body[1:]).read_bytes())[0] == 201


def test_a_server_whose_store_is_unusable_does_not_start_and_says_so(tmp_path: Path) -> None:
    environment = {**os.environ, "PINZHI_BIND": "127.0.0.1:0", "PINZHI_STORE": str(tmp_path)}
    command = [sys.executable, "-m", "gunicorn", "wsgi:app"]
    ended = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert f"named by PINZHI_STORE, cannot be used: {tmp_path}: " in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_body_far_over_the_limit_is_answered_and_not_cut_off(server: Server) -> None:
    status, _, answer = call(server, "POST", "/v1/decisions", b" " * 20_000_000)
    assert (status, b'"code":"body_too_large"' in answer) == (413, True)
    status, _, answer = call(server, "POST", "/v1/nowhere", b" " * 20_000_000)
    assert (status, b'"code":"body_too_large"' in answer) == (413, True)


@pytest.mark.parametrize(
    ("length", "body"),
    [
        (b"Content-Length: 100", b'{"dossier_id"'),
        (b"Transfer-Encoding: chunked", b'd\r\n{"dossier_id"\r\n'),
        (b"Transfer-Encoding: chunked", b"no size\r\n{}\r\n"),
    ],
)
def test_a_body_that_breaks_off_is_a_bad_request(
    server: Server, length: bytes, body: bytes
) -> None:
    host, _, port = server.host.partition(":")
    lines = ["POST /v1/decisions HTTP/1.1", "Host: x", *map(": ".join, server.headers.items()), ""]
    head = "\r\n".join(lines).encode()
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(head + length + b"\r\n\r\n" + body)
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'"code":"bad_request"' in answer
