"""The real service in production, of two workers: what it counts and logs, and what it leaves."""

import http.client
import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.access.keys import Keys
from service.store.sqlite import SqliteStore
from tests.dossiers import ROOT, STRONG
from tests.observe.canaries import CANARY, bad
from tests.observe.reading import Metrics

COMMAND = (sys.executable, "-m", "gunicorn", "wsgi:app")


class Server:
    """A running service; its log goes on being written to ``log``."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.log = folder / "server.log"
        store = SqliteStore(folder / "decisions.sqlite3")
        self.key = Keys(store).create("admin", "tests").text
        store.close()
        environment = {
            **os.environ,
            "PINZHI_STORE": str(store.path),
            "PINZHI_KEYS": str(folder / "keys"),
            "PINZHI_BIND": "127.0.0.1:0",
            "PINZHI_WORKERS": "2",
            "PINZHI_LOG_LEVEL": "debug",
            "RUNTIME_DIRECTORY": str(folder),
            **settings,
        }
        self._log = self.log.open("wb")
        self.process = subprocess.Popen(
            COMMAND, cwd=ROOT, env=environment, stderr=subprocess.PIPE, stdout=self._log
        )
        self.port = int(self.until(r"Listening at: http://127\.0\.0\.1:(\d+)"))

    def until(self, pattern: str) -> str:
        """Read the log up to a line with ``pattern``, and return what its group found."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._log.write(line)
            if found := re.search(pattern, line.decode()):
                return found[1]
        self._log.flush()
        raise AssertionError(self.log.read_text())

    def call(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content

    def send(self, data: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(data)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def scraped(self) -> Metrics:
        status, text = self.call("GET", "/metrics")
        assert status == 200
        return Metrics(text.decode())

    def workers(self) -> list[int]:
        """The processes that answer requests; there are others that watch over them."""
        (counts,) = self.folder.glob("pinzhi-metrics-*")
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        found = children.read_text().split()
        return [int(child) for child in found if (counts / f"counter_{child}.db").exists()]

    def kill_workers(self) -> None:
        self.kill(self.workers())

    def kill(self, workers: list[int]) -> None:
        for worker in workers:
            descriptor = os.pidfd_open(worker)
            signal.pidfd_send_signal(descriptor, signal.SIGKILL)
            select.select([descriptor], [], [])
            os.close(descriptor)

    def stop(self) -> list[dict[str, Any]]:
        """End it as an operator does, and return its whole log."""
        self.process.terminate()
        _, rest = self.process.communicate()
        self._log.write(rest)
        self._log.close()
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    if server.process.returncode is None:
        server.stop()


def test_counts_are_those_of_all_workers_and_stay_when_a_worker_is_killed(server: Server) -> None:
    for _ in range(5):
        assert server.call("POST", "/v1/decisions", STRONG.read_bytes())[0] == 201
    before = server.scraped()
    assert before.value("pinzhi_decisions_total", grade="N1") == 5
    server.kill_workers()
    assert server.call("POST", "/v1/decisions", STRONG.read_bytes())[0] == 201
    for _ in range(4):
        after = server.scraped()
        assert after.value("pinzhi_decisions_total", grade="N1") == 6
        count = "pinzhi_request_seconds_count"
        assert after.value(count, route="/v1/decisions", status="201") == 6
    assert after.value("pinzhi_ready") == 1
    server.stop()
    assert not list(server.folder.glob("pinzhi-metrics-*"))


@pytest.fixture
def robbed(tmp_path: Path) -> Iterator[Server]:
    """A service whose folder of counts was removed, and which then had to replace its worker."""
    server = Server(tmp_path, PINZHI_WORKERS="1")
    assert server.call("GET", "/metrics")[0] == 200
    (worker,) = server.workers()
    (counts,) = server.folder.glob("pinzhi-metrics-*")
    shutil.rmtree(counts)
    server.kill([worker])
    yield server
    if server.process.returncode is None:
        server.stop()


def test_the_next_worker_counts_again_where_the_folder_of_counts_was_removed(
    robbed: Server,
) -> None:
    assert robbed.call("POST", "/v1/decisions", STRONG.read_bytes())[0] == 201
    assert robbed.scraped().value("pinzhi_decisions_total", grade="N1") == 1


def test_decisions_go_on_where_nothing_can_be_counted(robbed: Server) -> None:
    assert robbed.call("GET", "/healthz")[0] == 200
    (worker,) = robbed.workers()
    (counts,) = robbed.folder.glob("pinzhi-metrics-*")
    shutil.rmtree(counts)
    counts.write_text("in the way")
    robbed.kill([worker])
    for _ in range(3):
        assert robbed.call("POST", "/v1/decisions", STRONG.read_bytes())[0] == 201
    assert robbed.call("GET", "/metrics")[0] == 500
    lost = [line for line in robbed.stop() if line["event"].startswith("nothing is counted")]
    assert len(lost) == 1


def test_a_worker_that_hangs_is_counted_as_one(tmp_path: Path) -> None:
    server = Server(tmp_path, PINZHI_WORKER_TIMEOUT="2", PINZHI_WORKERS="1")
    try:
        assert server.scraped().value("pinzhi_workers_hung_total") == 0
        (worker,) = server.workers()
        os.kill(worker, signal.SIGSTOP)
        server.until(rf"(Worker \(pid:{worker}\) was sent SIGKILL)")
        assert server.scraped().value("pinzhi_workers_hung_total") == 1
    finally:
        server.stop()


def test_the_log_is_json_to_the_last_line_and_quotes_nothing(server: Server) -> None:
    word = CANARY.encode()
    assert server.call("POST", "/v1/decisions", bad())[0] == 422
    assert server.call("GET", f"/v1/decisions?borrower={CANARY}&{CANARY}=1")[0] == 400
    assert server.call("GET", f"/v1/decisions/{CANARY}")[0] == 404
    for data in (
        b"GET /?name=" + word + b" HTTP/9.9\r\nHost: " + word + b"\r\n\r\n",
        word + b"\r\n\r\n",
        b"GET /" + word + b" HTTP/1.1\r\n" + word + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + word * 5000 + b"\r\n\r\n",
        b"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        + word
        + b"\r\n",
    ):
        answer = server.send(data)
        assert re.match(rb"HTTP/1\.1 4\d\d ", answer), answer
        assert b"Content-Security-Policy: default-src 'none'" in answer
        assert b"X-Request-Id: " in answer
        assert b'"code":' in answer
    server.kill_workers()
    assert server.call("GET", "/healthz")[0] == 200
    lines = server.stop()
    requests = [line for line in lines if line["event"] == "request"]
    assert len(requests) == 9
    assert all(line["time"] and line["level"] and line["logger"] for line in lines)
    assert "gunicorn.error" in {line["logger"] for line in lines}
    assert CANARY not in server.log.read_text("utf-8")


def test_a_server_that_does_not_start_leaves_no_folder_of_counts(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PINZHI_STORE": str(tmp_path / "decisions.sqlite3"),
        "RUNTIME_DIRECTORY": str(tmp_path),
    }
    ended = subprocess.run(
        COMMAND, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode != 0
    assert "No API key is valid" in ended.stderr
    assert not list(tmp_path.glob("pinzhi-metrics-*"))
