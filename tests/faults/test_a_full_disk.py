"""A disk without room: the caller is told, nothing is half written, and the service recovers."""

import resource
import shutil
import subprocess
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import Protocol

import pytest

from service.store.soundness import file_faults
from service.store.sqlite import SqliteStore
from tests.faults.dossiers import dossier
from tests.faults.servers import Answer, Server, running

DISK = "6m"
PAGE = 4096
BEFORE = 31
LEFT = (0, 1, 2, 3, 5, 8, 13, 150)
"""Pages left on the disk when the next decision comes, which takes about twenty.

With those BEFORE, the last leaves room for what is logged until SQLite moves the log into the
file, but none for the file.
"""


class Room(Protocol):
    """The room there is for the store of a running server."""

    server: Server
    folder: Path
    """Where the files of the store can be copied from while the server runs."""

    def take(self, left: int) -> None: ...

    def give_back(self) -> None: ...


def write_for_ever(file: FileIO) -> None:
    while file.write(b"x" * PAGE):
        pass


class SmallDisk:
    """A disk that only the server sees, filled up by a file beside the store."""

    def __init__(self, server: Server) -> None:
        self.server = server
        # The disk as the server sees it: it is mounted for nobody else.
        root = Path(f"/proc/{server.process.pid}/root")
        self.folder = root / server.store.parent.relative_to("/")
        self._filler = self.folder / "filler"

    def take(self, left: int) -> None:
        with self._filler.open("wb", buffering=0) as filler:
            with pytest.raises(OSError, match="No space left"):
                write_for_ever(filler)
            filler.truncate(filler.tell() - left * PAGE)

    def give_back(self) -> None:
        self._filler.unlink()


class Quota:
    """A limit on the length of every file that the server writes."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.folder = server.store.parent

    def take(self, left: int) -> None:
        self._limit((left + 1) * PAGE)

    def give_back(self) -> None:
        self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        for pid in self.server.workers():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def on_a_disk_of_its_own(folder: Path) -> list[str]:
    """Return what runs the rest of a command with a small disk at ``folder``."""
    script = f'mount -t tmpfs -o size={DISK} tmpfs "$0" && exec "$@"'
    return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, str(folder)]


def may_mount(folder: Path) -> bool:
    try:
        tried = subprocess.run(
            [*on_a_disk_of_its_own(folder), "true"], capture_output=True, check=False
        )
    except FileNotFoundError:
        return False
    return tried.returncode == 0


@pytest.fixture(params=["a small disk", "a quota"])
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Room]:
    # Where nobody may mount a disk, both are quotas.
    mounted = request.param == "a small disk" and may_mount(tmp_path)
    within = on_a_disk_of_its_own(tmp_path) if mounted else []
    with running(tmp_path / "decisions.sqlite3", within) as server:
        yield SmallDisk(server) if mounted else Quota(server)


def decide_until_refused(server: Server, name: str) -> tuple[list[Answer], Answer]:
    """Return what was answered while there was room, and the first refusal."""
    told = []
    while (answer := server.decide(dossier(f"{name}-{len(told)}"))).status == 201:
        told.append(answer)
    return told, answer


def taken_out(room: Room, folder: Path) -> SqliteStore:
    """Copy the store, of which no worker is at work, to where SQLite can reach it."""
    folder.mkdir()
    for end in ("", "-wal"):
        name = f"{room.server.store.name}{end}"
        shutil.copy(room.folder / name, folder / name)
    return SqliteStore(folder / room.server.store.name)


def test_a_full_disk_refuses_loses_nothing_acknowledged_and_is_left_behind(
    room: Room, tmp_path: Path
) -> None:
    server = room.server
    told = [server.decide(dossier(f"before-{n}")) for n in range(BEFORE)]
    for left in LEFT:
        room.take(left)
        fitted, refused = decide_until_refused(server, f"left-{left}")
        told += fitted
        assert refused.status == 503
        assert b'"code":"store_unavailable"' in refused.body
        room.give_back()
        after = server.decide(dossier(f"after-{left}"))
        assert after.status == 201
        told.append(after)
    for answer in told:
        assert server.call("GET", answer.location) == Answer(200, "", answer.body)
    store = taken_out(room, tmp_path / "copy")
    recorded = [record.record_id for record in store.records()]
    assert recorded == [answer.location.rpartition("/")[2] for answer in told]
    store.close()
    assert file_faults(store.path) == []
