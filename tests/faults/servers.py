"""The service under gunicorn, as ``make run`` starts it, to be killed and robbed of its store."""

import http.client
import os
import select
import shlex
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.dossiers import ROOT

GUNICORN = (sys.executable, "-m", "gunicorn")


class Lost(Exception):
    """The connection ended before the answer was whole: the caller knows nothing."""


class Answer(NamedTuple):
    """What a caller was told."""

    status: int
    location: str
    body: bytes


def call(host: str, method: str, path: str, body: bytes | None = None, *, key: str = "") -> Answer:
    connection = http.client.HTTPConnection(host, timeout=60)
    try:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        headers["Authorization"] = f"Bearer {key}"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.getheader("Location") or "", answer.read())
    except (OSError, http.client.HTTPException) as fault:
        raise Lost(str(fault)) from fault
    finally:
        connection.close()


def _end(pids: Sequence[int], send: int) -> None:
    """Send the signal to every process at once, and wait until all are gone."""
    descriptors = [os.pidfd_open(pid) for pid in pids]
    for descriptor in descriptors:
        signal.pidfd_send_signal(descriptor, send)
    for descriptor in descriptors:
        select.select([descriptor], [], [])
        os.close(descriptor)


def _lives(pid: str) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


class Server:
    """The service over the file ``store``; started anew after each :meth:`kill`.

    ``within`` is put before the command, to run it in surroundings of the test's making;
    ``app`` is what gunicorn serves.
    """

    def __init__(self, store: Path, within: Sequence[str] = (), app: str = "wsgi:app") -> None:
        self.store = store
        self.log = store.parent / "server.log"
        self._command = [*within, *GUNICORN, app]
        self._process: subprocess.Popen[str] | None = None
        self.host = ""
        self.key = ""
        """The development key, that of the store for good."""
        self.killed: Counter[str] = Counter()
        """How many of each were killed, and seen to be gone."""

    @property
    def process(self) -> subprocess.Popen[str]:
        assert self._process is not None
        return self._process

    def start(self) -> None:
        """Start the server and wait until it listens."""
        environment = {
            **os.environ,
            "PINZHI_BIND": "127.0.0.1:0",
            "PINZHI_ENVIRONMENT": "development",
            "PINZHI_STORE": str(self.store),
            "PINZHI_KEYS": str(self.store.parent / "keys"),
            # Where files may not grow, Python would cut those it compiles modules into, too.
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.process.stdout is not None
        lines = (line for line in self.process.stdout if line.startswith("curl "))
        line = next(lines, None)
        assert line is not None, self.log.read_text()
        words = shlex.split(line)
        self.host = urlsplit(words[2]).netloc
        (self.key,) = [w.split()[-1] for w in words if w.startswith("Authorization: Bearer ")]

    def workers(self) -> list[int]:
        """Return the workers that live; one that the master has not buried yet is none."""
        master = self.process.pid
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        return [int(child) for child in children if _lives(child)]

    def kill_worker(self, choice: int) -> None:
        """Kill one of the workers there are with SIGKILL."""
        workers = self.workers()
        _end([workers[choice % len(workers)]], signal.SIGKILL)
        self.killed["worker"] += 1

    def kill_workers(self) -> None:
        """Kill every worker with SIGKILL; the master forks others."""
        _end(self.workers(), signal.SIGKILL)

    def kill(self) -> None:
        """Kill the master and its workers at once with SIGKILL, as a power cut would."""
        # A master that stands still forks no worker that would be missed.
        self.process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED)
        self._end([self.process.pid, *self.workers()], signal.SIGKILL)
        self.killed["server"] += 1

    def stop(self) -> None:
        """End the server as an operator does."""
        self._end([self.process.pid], signal.SIGTERM)

    def _end(self, pids: Sequence[int], send: int) -> None:
        _end(pids, send)
        self.process.communicate()
        self._process = None

    def call(self, method: str, path: str, body: bytes | None = None) -> Answer:
        return call(self.host, method, path, body, key=self.key)

    def decide(self, body: bytes) -> Answer:
        return self.call("POST", "/v1/decisions", body)


@contextmanager
def running(store: Path, within: Sequence[str] = (), app: str = "wsgi:app") -> Iterator[Server]:
    server = Server(store, within, app)
    server.start()
    try:
        yield server
    finally:
        if server._process is not None:
            server.stop()
