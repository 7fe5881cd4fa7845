"""One connection: what arrives on it, and what is still to be sent."""

import socket
from collections.abc import Iterator
from typing import Any

from service.server.outbox import Outbox
from service.server.receiving import Receiver, Terms

PIECE = 1 << 16
"""Bytes read at once, at most: 64 KiB."""


class Connection:
    """A client's socket with what belongs to it.

    ``at`` is the stage it is in, ``request`` what has arrived whole and waits to be answered,
    ``outbox`` the answer that is being sent, ``ends``: it is closed after that. ``place`` is that
    of its copy in the :class:`~service.server.safe.Safe`, ``events`` what is waited for.
    """

    __slots__ = (
        "at",
        "ended",
        "ends",
        "events",
        "local",
        "milestone",
        "outbox",
        "peer",
        "place",
        "receiver",
        "request",
        "sock",
    )

    def __init__(self, sock: socket.socket, peer: Any, local: Any, terms: Terms) -> None:
        self.sock = sock
        self.peer = peer
        self.local = local
        self.receiver = Receiver(terms, peer)
        self.request: Any = None
        self.outbox: Outbox | None = None
        self.ends = False
        self.ended = False
        self.place = -1
        self.events = 0
        self.milestone = 0
        self.at: Stage | None = None

    def receive(self) -> bytes | None:
        """Return what has arrived, nothing where the client sends no more, ``None``: not yet.

        Raises :exc:`OSError` where it is gone.
        """
        try:
            return self.sock.recv(PIECE)
        except BlockingIOError:
            return None

    def close(self) -> None:
        """Let go of what had arrived, and of what was to be sent."""
        self.receiver.close()
        if self.request is not None:
            self.request.body.close()
        if self.outbox is not None:
            self.outbox.close()


class Stage:
    """Connections that may all stay in it for as long, in ``seconds``, the longest there first."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: dict[Connection, float] = {}

    def __len__(self) -> int:
        return len(self._until)

    def __iter__(self) -> Iterator[Connection]:
        return iter(self._until)

    def enter(self, connection: Connection, now: float) -> None:
        """Let the connection come from wherever it was; its time begins anew."""
        if connection.at is not None:
            connection.at.leave(connection)
        self._until[connection] = now + self._seconds
        connection.at = self

    def leave(self, connection: Connection) -> None:
        """Let a connection that is in the stage be in none."""
        del self._until[connection]
        connection.at = None

    def hurry(self, seconds: float, now: float) -> None:
        """Let nobody stay for more than ``seconds`` from ``now``."""
        self._seconds = min(self._seconds, seconds)
        for connection, until in self._until.items():
            self._until[connection] = min(until, now + seconds)

    @property
    def first(self) -> Connection | None:
        """The connection that came first, if there is one."""
        return next(iter(self._until), None)

    @property
    def ends(self) -> float:
        """When the time of the first is over; never, where there is none."""
        return next(iter(self._until.values()), float("inf"))
