"""A store that may no longer be written: it is still read, and who would record is told."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from service.store.sqlite import SqliteStore
from tests.dossiers import ROOT
from tests.faults.dossiers import dossier
from tests.faults.installing import as_one_bound_by_rights
from tests.faults.recording import (
    ask,
    failed_checks,
    insist_recorded_once,
    insist_refused,
    requests,
    send,
)
from tests.faults.servers import GUNICORN, Server, running
from tests.faults.test_a_full_disk import may_mount, on_a_disk_of_its_own

IN_A_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")


class Lock(Protocol):
    """What makes the folder of the store read-only for a server, and writable again."""

    within: list[str]

    def close(self, server: Server) -> None: ...

    def open(self, server: Server) -> None: ...

    def begin_closed(self) -> None:
        """Close the folder for the server that is started next."""


class FileSystem:
    """The folder is a file system of its own, which is mounted read-only."""

    def __init__(self, folder: Path) -> None:
        self.within = on_a_disk_of_its_own(folder)
        self._folder = folder

    def close(self, server: Server) -> None:
        self._mount(server, "ro")

    def open(self, server: Server) -> None:
        self._mount(server, "rw")

    def begin_closed(self) -> None:
        # What is in the folder is taken into the file system before it is closed.
        script = (
            'mkdir -p "$0.copy" && cp -a "$0/." "$0.copy" && mount -t tmpfs tmpfs "$0"'
            ' && cp -a "$0.copy/." "$0" && mount -o remount,ro "$0" && exec "$@"'
        )
        self.within = [*IN_A_NAMESPACE, "sh", "-c", script, str(self._folder)]

    def _mount(self, server: Server, how: str) -> None:
        there = ["nsenter", "--target", str(server.process.pid), "--preserve-credentials"]
        mount = ["mount", "-o", f"remount,{how}", str(self._folder)]
        subprocess.run([*there, "--user", "--mount", *mount], check=True)


class Rights:
    """Nobody has the right to write the folder or what is in it."""

    def __init__(self, folder: Path) -> None:
        self.within = as_one_bound_by_rights()
        self._folder = folder

    def close(self, server: Server) -> None:
        for path in self._files(server):
            path.chmod(0o400)
        self._folder.chmod(0o500)

    def open(self, server: Server) -> None:
        self._folder.chmod(0o700)
        for path in self._files(server):
            path.chmod(0o600)

    def begin_closed(self) -> None:
        for path in self._folder.iterdir():
            path.chmod(0o400)
        self._folder.chmod(0o500)

    def _files(self, server: Server) -> list[Path]:
        return [path for path in self._folder.iterdir() if path != server.log]


@pytest.fixture(params=["read-only file system", "withdrawn rights"])
def lock(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lock]:
    # Where nobody may mount a file system, both are rights.
    mounted = request.param == "read-only file system" and may_mount(tmp_path)
    yield FileSystem(tmp_path) if mounted else Rights(tmp_path)
    tmp_path.chmod(0o700)


def change(server: Server, turn: Callable[[Server], None]) -> None:
    """Let ``turn`` be done while no worker holds a file open: the kernel would refuse it."""
    server.process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, server.process.pid, os.WSTOPPED)
    server.kill_workers()
    turn(server)
    server.process.send_signal(signal.SIGCONT)


def test_a_store_that_becomes_read_only_is_read_and_recovers_without_a_restart(
    tmp_path: Path, lock: Lock
) -> None:
    with running(tmp_path / "decisions.sqlite3", lock.within) as server:
        first = server.decide(dossier("before"))
        assert first.status == 201
        assert failed_checks(server) == []
        change(server, lock.close)
        late = requests(first.location, "late")
        for kind, request in late.items():
            insist_refused(send(server, request, f"late-{kind}"))
        assert ask(server, "GET", first.location).body == first.body
        assert ask(server, "GET", "/healthz").status == 200
        assert "store" in failed_checks(server)
        change(server, lock.open)
        assert failed_checks(server) == []
        insist_recorded_once(server, late, "late")
        assert server.call("GET", first.location).body == first.body


def test_a_server_that_starts_on_a_read_only_store_refuses_with_a_sentence(
    tmp_path: Path, lock: Lock
) -> None:
    store = tmp_path / "decisions.sqlite3"
    SqliteStore(store).check()
    lock.begin_closed()
    environment = {**os.environ, "PINZHI_ENVIRONMENT": "development", "PINZHI_STORE": str(store)}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = subprocess.run(
            [*lock.within, *GUNICORN, "wsgi:app"],
            cwd=ROOT,
            env={**environment, "PINZHI_BIND": f"127.0.0.1:{taken.getsockname()[1]}"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert ended.returncode != 0
    (sentence,) = [line for line in ended.stderr.splitlines() if "PINZHI_STORE" in line]
    assert re.search(r"cannot be used: .*(readonly|read-only|unable to open).*\.$", sentence)
    assert "Traceback" not in ended.stderr
    # It would have said that the address is taken, had it tried to listen.
    assert "in use" not in ended.stderr
