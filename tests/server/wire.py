"""Clients that speak to the service byte by byte, well or badly."""

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.dossiers import STRONG
from tests.faults.servers import Server, running

DOSSIER = STRONG.read_bytes()


@contextmanager
def serving(folder: Path, app: str = "wsgi:app", **settings: object) -> Iterator[Server]:
    """Run the service with the settings, by their names, over a new store in ``folder``."""
    chosen = [f"PINZHI_{name.upper()}={value}" for name, value in settings.items()]
    with running(folder / "decisions.sqlite3", ("env", *chosen), app) as server:
        yield server


class Told(NamedTuple):
    """An answer with its header fields."""

    status: int
    fields: http.client.HTTPMessage
    body: bytes

    @property
    def code(self) -> str:
        """The code of the problem that it is."""
        assert self.fields["Content-Type"] == "application/problem+json"
        problem: dict[str, Any] = json.loads(self.body)
        assert problem["status"] == self.status
        assert problem["type"] == f"/docs/errors/{problem['code']}"
        assert problem["instance"].startswith("urn:uuid:")
        assert problem["title"]
        assert problem["detail"]
        return str(problem["code"])


def head(
    server: Server, method: str = "GET", path: str = "/healthz", *fields: str, length: int = 0
) -> bytes:
    """Return a request up to its body of ``length`` bytes."""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {server.host}",
        f"Authorization: Bearer {server.key}",
        "Content-Type: application/json",
        *([f"Content-Length: {length}"] if length else []),
        *fields,
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def posting(server: Server, body: bytes = DOSSIER, *fields: str) -> bytes:
    """Return a request for a decision."""
    return head(server, "POST", "/v1/decisions", *fields, length=len(body)) + body


class Wire:
    """One connection to the service; ``buffer``: the client's side holds hardly more unread."""

    def __init__(self, server: Server, buffer: int | None = None) -> None:
        host, _, port = server.host.rpartition(":")
        self.sock = socket.socket()
        self.sock.settimeout(60)
        if buffer is not None:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        try:
            self.sock.connect((host, int(port)))
        except OSError:
            self.sock.close()
            raise
        self._file = self.sock.makefile("rb")

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()
        self.sock.close()

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def told(self, method: str = "GET") -> Told:
        """Return the next answer."""
        answer = http.client.HTTPResponse(_Kept(self._file), method=method)
        answer.begin()
        return Told(answer.status, answer.headers, answer.read())

    def ask(self, data: bytes) -> Told:
        self.send(data)
        return self.told()

    def rest(self) -> bytes:
        """Return all that comes until the connection ends."""
        try:
            return bytes(self._file.read())
        except ConnectionResetError:
            return b""

    def ended(self) -> bool:
        """Wait for the end of the connection; whether nothing more came before it."""
        return not self.rest()


class _Kept:
    """Lets several answers be read from one file, which each would close."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def makefile(self, _: str) -> Any:
        return _Open(self._file)


class _Open:
    def __init__(self, file: Any) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def close(self) -> None:
        """Stay open for the next answer."""
