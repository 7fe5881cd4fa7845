"""Starts the service, or the bare application, under gunicorn, and watches its memory."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]

SERVICE, BARE = "wsgi:app", "bench.load.bare:app"
"""What gunicorn serves."""

POST = "/v1/decisions"
"""Where either takes dossiers."""

_START_SECONDS = 60


class Server:
    """``application`` with two workers on a free port of this machine, in a block.

    ``environment`` are its settings; none of the caller's own ``PINZHI_*`` reaches it.
    """

    def __init__(self, application: str, folder: Path, environment: Mapping[str, str]) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.url = f"http://{self.address}"
        self._log = folder / f"{application.partition(':')[0]}.log"
        self._application = application
        self._environment = surroundings(
            {"PINZHI_BIND": self.address, "PINZHI_WORKERS": "2", **environment}
        )

    def __enter__(self) -> Self:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", self._application],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        self._wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait()

    def memory(self) -> dict[int, int]:
        """Return the memory of each worker that is in RAM, in bytes, by process."""
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        found = {}
        for child in children:
            try:
                statm = Path(f"/proc/{child}/statm").read_text(encoding="ascii")
            except OSError:  # it ended meanwhile
                continue
            found[int(child)] = int(statm.split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return found

    def _wait(self) -> None:
        host, port = self.address.split(":")
        ends = time.monotonic() + _START_SECONDS
        while self._process.poll() is None and time.monotonic() < ends:
            try:
                socket.create_connection((host, int(port))).close()
                return
            except OSError:
                time.sleep(0.05)
        self._process.kill()
        self._process.wait()
        said = self._log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise RuntimeError(f"{self._application} did not start: {said}")


def surroundings(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of this process, with ``settings`` in the place of all others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PINZHI_")}
    return {**kept, **settings}


def fresh_store(folder: Path) -> dict[str, str]:
    """Make a ledger in ``folder``, as an operator does, and return the settings that name it."""
    settings = {
        "PINZHI_STORE": str(folder / "store.sqlite3"),
        "PINZHI_KEYS": str(folder / "keys"),
        "PINZHI_ENVIRONMENT": "production",
        # One key stands for all clients here.
        "PINZHI_RATE_LIMIT": "0",
    }
    command("ledger", "init", "--origin", "load.test/pinzhi", settings=settings)
    return settings


def originator_key(settings: Mapping[str, str]) -> str:
    """Make an API key that may ask for decisions, and return its text."""
    made = json.loads(
        command("keys", "create", "--role", "originator", "--format", "json", settings=settings)
    )
    return str(made["key"])


def command(*arguments: str, settings: Mapping[str, str]) -> str:
    """Run a command of ``pinzhi`` and return what it prints.

    Raises :exc:`RuntimeError` with what it says where it fails.
    """
    ended = subprocess.run(
        [sys.executable, "-c", "from service.cli import main; main()", *arguments],
        cwd=ROOT,
        env=surroundings(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise RuntimeError(f"pinzhi {' '.join(arguments)}: {ended.stderr}{ended.stdout}")
    return ended.stdout


def decided(address: str, key: str, dossiers: Sequence[Path]) -> list[str]:
    """Post each dossier once, and return the paths of the decisions.

    Raises :exc:`RuntimeError` where one is not answered with 201.
    """
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    found = []
    with contextlib.closing(http.client.HTTPConnection(address)) as connection:
        for path in dossiers:
            connection.request("POST", POST, path.read_bytes(), headers)
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != 201:
                raise RuntimeError(f"{path.name} was answered with {answer.status}: {said!r}")
            found.append(str(answer.getheader("Location")))
    return found
