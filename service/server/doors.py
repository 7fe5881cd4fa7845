"""Where connections come in: accepts no more than this worker's share of them at a time."""

import errno
import select
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from service.server.seats import Seats

PAUSE = 0.2
"""Seconds in which nobody is accepted after there was no room for another connection."""

HOLD = 0.05
"""Seconds that a worker with fewer connections has to accept the next one.

As long as :data:`~service.server.seats.BUSY`: it may be at a request.
"""

CROWD = 64
"""Connections accepted at a time at most; where more wait, it does not matter by whom."""

_NO_ROOM = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class Doors:
    """The sockets on which a worker listens, together with the workers beside it.

    ``make_room`` is asked for room where the system has none for another connection.
    """

    def __init__(
        self,
        epoll: select.epoll,
        listeners: Iterable[Any],
        seats: Seats,
        seat: int,
        make_room: Callable[[], bool],
    ) -> None:
        self._epoll = epoll
        self._listeners = {listener.fileno(): listener for listener in listeners}
        self._seats = seats
        self._seat = seat
        self._make_room = make_room
        self._held = False
        self.opens = float("inf")
        for number in self._listeners:
            epoll.register(number, select.EPOLLIN)

    def __contains__(self, number: int) -> bool:
        return number in self._listeners

    def open(self, now: float) -> None:
        """Listen again, if it is time to."""
        if self.opens <= now:
            self.opens = float("inf")
            self._listen(select.EPOLLIN)

    def shut(self, seconds: float) -> None:
        """Do not listen for so long."""
        self.opens = time.monotonic() + seconds
        self._listen(0)

    def close(self) -> None:
        """Never listen again."""
        for number, listener in self._listeners.items():
            self._epoll.unregister(number)
            listener.close()
        self._listeners.clear()
        self._seats.takes_no_more(self._seat)

    def has(self, connections: int) -> None:
        """Let the other workers know how many connections there are here."""
        if self._listeners:
            self._seats.has(self._seat, connections)

    def come_in(self, number: int) -> Iterator[tuple[socket.socket, Any, Any]]:
        """Accept this worker's share: yield each socket, with the addresses of both its ends."""
        listener = self._listeners[number]
        share = CROWD
        if listener.get_backlog() < CROWD:
            share = self._seats.share(self._seat, CROWD)
            if share <= 0:
                # The next is accepted here only if nobody else has done it by then.
                if not self._held:
                    self._held = True
                    self.shut(HOLD)
                    return
                share = 1
        self._held = False
        for _ in range(share):
            found = self._accept(listener)
            if found is None:
                return
            yield found

    def nobody_waits(self) -> None:
        """Note that nobody was at the open doors: who was held back went in elsewhere."""
        if self.opens == float("inf"):
            self._held = False

    def all(self) -> Iterator[tuple[socket.socket, Any, Any]]:
        """Accept everybody who has been waiting for it."""
        for listener in self._listeners.values():
            while (found := self._accept(listener)) is not None:
                yield found

    def _accept(self, listener: Any) -> tuple[socket.socket, Any, Any] | None:
        while True:
            try:
                sock, peer = listener.accept()
            except BlockingIOError:
                return None
            except OSError as fault:
                if fault.errno in _NO_ROOM:
                    self._make_room()
                    self.shut(PAUSE)
                    return None
                # That client is gone already.
                continue
            sock.setblocking(False)
            return sock, peer, listener.getsockname()

    def _listen(self, events: int) -> None:
        for number in self._listeners:
            self._epoll.modify(number, events)
