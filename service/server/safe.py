"""Keeps a copy of every connection of a worker where its death cannot reach it.

The copies lie in the queue of a pair of sockets, inside the kernel, whose one end the worker
holds and whose other end the process that forked it. Nobody reads them while the worker lives;
where it dies, that process takes them out and tells the clients. What has become of each request
the worker says in shared memory, a byte a connection, so that a request costs no system call.
"""

import contextlib
import mmap
import socket
from collections.abc import Callable
from weakref import WeakSet

QUIET = 1
"""Nothing of a request has been read that has not been answered."""

OWED = 2
"""A request has arrived, whole or in part, and nothing of its answer has been sent."""

ANSWERED = 3
"""Something of an answer has been sent: nothing else may be."""

_FREE = 0
_WIDTH = 4
_GROUP = 64
"""Connections in one message, and messages that are out of date before the queue is renewed."""

_UNREAD = 1 << 20

_all: "WeakSet[Safe]" = WeakSet()


class Safe:
    """The copies of at most ``most`` connections of one worker; made before it is forked."""

    def __init__(self, most: int) -> None:
        self._states = mmap.mmap(-1, most + 2 * _GROUP)
        self._in, self._out = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._in.setblocking(False)
        self._out.setblocking(False)
        self._held: dict[int, socket.socket] = {}
        self._free = list(range(most + 2 * _GROUP))
        self._stale: list[int] = []
        _all.add(self)

    def keep_only(self) -> None:
        """Close all other safes, which a worker has no use for."""
        for other in list(_all):
            if other is not self:
                other.close()

    def close(self) -> None:
        """Let go of the copies."""
        self._in.close()
        self._out.close()

    def put(self, connection: socket.socket) -> int:
        """Put a copy in, :data:`QUIET`, and return its place; -1 where there is no room for it."""
        if not self._free:
            self.renew()
        if not self._free:
            return -1
        place = self._free.pop()
        if not (self._send([place], [connection]) or self._renewed_and_sent(place, connection)):
            self._free.append(place)
            return -1
        self._held[place] = connection
        self._states[place] = QUIET
        return place

    def says(self, place: int, state: int) -> None:
        """Say what has become of the connection's request."""
        if place >= 0:
            self._states[place] = state

    def drop(self, place: int) -> None:
        """Forget a connection, which is to be shut down first, for its copy is not at once gone."""
        if place < 0:
            return
        self._states[place] = _FREE
        del self._held[place]
        self._stale.append(place)
        if len(self._stale) >= _GROUP:
            self.renew()

    def renew(self) -> None:
        """Take out the copies of connections that are forgotten."""
        if not self._stale:
            return
        # Without room for descriptors in the call, the kernel closes those it takes out.
        with contextlib.suppress(BlockingIOError):
            while True:
                self._out.recv(_WIDTH * _GROUP)
        self._free += self._stale
        self._stale.clear()
        places = list(self._held)
        for first in range(0, len(places), _GROUP):
            group = places[first : first + _GROUP]
            self._send(group, [self._held[place] for place in group])

    def _renewed_and_sent(self, place: int, connection: socket.socket) -> bool:
        self.renew()
        return self._send([place], [connection])

    def _send(self, places: list[int], connections: list[socket.socket]) -> bool:
        names = b"".join(place.to_bytes(_WIDTH) for place in places)
        try:
            socket.send_fds(self._in, [names], [held.fileno() for held in connections])
        except OSError:
            # The queue, or the number of descriptors in queues, is at its limit.
            return False
        return True

    def bereaved(self, answer: Callable[[], bytes]) -> int:
        """Answer what the worker, which is dead, owes, and return how many requests that were.

        To be called by the process that forked it. ``answer`` is asked for each one.
        """
        answered = 0
        with contextlib.suppress(BlockingIOError):
            while True:
                names, descriptors, _, _ = socket.recv_fds(
                    self._out, _WIDTH * _GROUP, _GROUP, socket.MSG_DONTWAIT
                )
                if not names:
                    break
                for at, descriptor in enumerate(descriptors):
                    place = int.from_bytes(names[_WIDTH * at : _WIDTH * (at + 1)])
                    with socket.socket(fileno=descriptor) as connection:
                        waits = _waits(connection, self._states[place])
                        _end_with(connection, answer() if waits else b"")
                        answered += waits
        self.close()
        return answered


def _waits(connection: socket.socket, state: int) -> bool:
    """Return whether a client waits for an answer that was not begun."""
    if state != QUIET:
        return state == OWED
    try:
        return bool(connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
    except OSError:
        return False


def _end_with(connection: socket.socket, answer: bytes) -> None:
    """Send the answer, if there is one, as far as that takes no waiting; end the connection."""
    with contextlib.suppress(OSError):
        connection.setblocking(False)
        connection.send(answer)
        connection.shutdown(socket.SHUT_WR)
        # What is closed with bytes unread is reset, and what was sent may be lost with it.
        unread = _UNREAD
        while unread > 0 and (data := connection.recv(1 << 16)):
            unread -= len(data)
