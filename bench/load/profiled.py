"""Where a worker's time goes in ``POST /v1/decisions``: a profile of the application alone."""

import cProfile
import io
import pstats
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.load.sizes import renamed
from service.access.keys import Keys
from service.api.app import create_app
from service.settings import Settings
from service.store.sqlite import SqliteStore

TOP = 10
WARM_UP_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Spent:
    """A function, how often a request calls it, and its own share of the time, in percent."""

    function: str
    calls: float
    percent: float


@dataclass(frozen=True, slots=True)
class Profile:
    """``cpu_ms`` is the processor's time for a request, without the profiler."""

    cpu_ms: float
    top: tuple[Spent, ...]


def profile(dossiers: Sequence[bytes], folder: Path, rounds: int) -> Profile:
    """Post ``dossiers`` so many ``rounds`` to the application in this process.

    Server and sockets have no part in it, and the time that the disk takes has none: it is the
    processor's. The profiler makes calls of functions dearer than they are: the shares are a hint.
    """
    store = SqliteStore(folder / "profile.sqlite3")
    key = Keys(store).create("originator", "load").text
    app = create_app(store, settings=Settings(store=store.path, rate_limit=0))

    told = [""]

    def start(status: str, *_: object) -> Callable[[bytes], object]:
        told[0] = status
        return len

    def post(body: bytes) -> None:
        environ = _environ(renamed(body, uuid.uuid4().hex[:12]), key)
        answer: Any = app.wsgi_app(environ, start)
        b"".join(answer)
        if not told[0].startswith("201"):
            raise RuntimeError(f"a dossier was answered with {told[0]}")

    bodies = [body for _ in range(rounds) for body in dossiers]
    for body in list(dossiers) * WARM_UP_ROUNDS:
        post(body)
    began = time.process_time()
    for body in bodies:
        post(body)
    taken = time.process_time() - began
    profiler = cProfile.Profile(time.process_time)
    profiler.enable()
    for body in bodies:
        post(body)
    profiler.disable()
    store.close()
    return Profile(round(taken / len(bodies) * 1000, 2), top_of(profiler, len(bodies)))


def top_of(profiler: cProfile.Profile, requests: int) -> tuple[Spent, ...]:
    """Return the functions that took most time themselves, over so many ``requests``."""
    stats: Any = pstats.Stats(profiler, stream=io.StringIO())
    entries: Iterable[tuple[Any, Any]] = stats.stats.items()
    longest = sorted(entries, key=lambda entry: entry[1][2], reverse=True)
    return tuple(
        Spent(
            _named(*where),
            round(figures[1] / requests, 1),
            round(figures[2] / stats.total_tt * 100, 1),
        )
        for where, figures in longest[:TOP]
    )


def _named(file: str, line: int, name: str) -> str:
    if file == "~":
        return name.removeprefix("<").removesuffix(">")
    path = Path(file)
    return f"{'/'.join(path.parts[-2:])}:{name}"


def _environ(body: bytes, key: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/v1/decisions",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_AUTHORIZATION": f"Bearer {key}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
