"""Takes in the requests of many connections at once, and hands out the answers.

Nothing here waits for a client: each has a time in which it must have sent its request, or taken
its answer, and the oldest that idles or dawdles goes where a new one needs the room.
"""

import contextlib
import os
import select
import socket
import struct
import time
from collections import deque
from collections.abc import Iterable
from typing import Any

from service.server.connection import Connection, Stage
from service.server.doors import PAUSE, Doors
from service.server.heads import Refused
from service.server.outbox import Outbox
from service.server.receiving import Terms
from service.server.refusals import LATE, REPLACED, refusal
from service.server.safe import ANSWERED, OWED, QUIET, Safe
from service.server.seats import Seats

IN, OUT, GONE = select.EPOLLIN, select.EPOLLOUT, select.EPOLLHUP | select.EPOLLERR

MILE = 1 << 20
"""Bytes of a large body or answer, with each of which its time begins anew."""

UNASKED = 1 << 14
"""Bytes that a client may send ahead of an answer before it has to wait."""

_RESET = struct.pack("ii", 1, 0)
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


class Reception:
    """The connections of one worker, ``most`` at most."""

    def __init__(
        self,
        listeners: Iterable[Any],
        wake: int,
        terms: Terms,
        *,
        most: int,
        receive: float,
        idle: float,
        safe: Safe,
        seats: Seats,
        seat: int,
    ) -> None:
        self._whole: deque[Connection] = deque()
        self._connections: dict[int, Connection] = {}
        self._wake = wake
        self._terms, self._most = terms, most
        self._safe = safe
        self._seats, self._seat = seats, seat
        self._fresh = Stage(receive)
        self._receiving = Stage(receive)
        self._sending = Stage(receive)
        self._idle = Stage(idle)
        self._lingering = Stage(receive)
        self._late = LATE
        self._quiet = (self._lingering, self._idle, self._fresh)
        self._stages = (*self._quiet, self._receiving, self._sending)
        self._epoll = select.epoll()
        self._epoll.register(wake, IN)
        self._doors = Doors(self._epoll, listeners, seats, seat, self._made_room)

    def __len__(self) -> int:
        return len(self._connections)

    def turn(self, most: float) -> None:
        """Do what can be done without waiting; where there is nothing, wait ``most`` seconds."""
        now = time.monotonic()
        for stage in self._stages:
            while stage.ends <= now:
                self._overdue(stage)
        self._doors.open(now)
        if self._whole:
            wait = 0.0
        else:
            ends = min(stage.ends for stage in self._stages)
            wait = max(0.0, min(most, ends - now, self._doors.opens - now))
            self._seats.idle(self._seat)
        happened = self._epoll.poll(wait)
        self._seats.busy(self._seat)
        accepting = []
        for number, events in happened:
            connection = self._connections.get(number)
            if connection is not None:
                self._happened(connection, events)
            elif number in self._doors:
                accepting.append(number)
            elif number == self._wake:
                os.read(self._wake, 4096)
        if not accepting:
            self._doors.nobody_waits()
        # Last, for a new connection may have the number of one that was closed just now.
        for number in accepting:
            if len(self._connections) >= self._most and not any(self._stages):
                # All of them have a request that waits to be answered: whoever comes waits, too.
                self._doors.shut(PAUSE)
                break
            for arrived in self._doors.come_in(number):
                self._welcome(*arrived)

    def next(self) -> Connection | None:
        """Return a connection whose request is whole, if there is one, the longest waiting first.

        It is to be given to :meth:`answer`.
        """
        while self._whole:
            connection = self._whole.popleft()
            if connection.sock.fileno() >= 0:
                return connection
        return None

    def answer(self, connection: Connection, outbox: Outbox, *, ends: bool) -> None:
        """Send an answer; ``ends``: the connection is closed after it."""
        if connection.request is not None:
            connection.request.body.close()
            connection.request = None
        connection.outbox = outbox
        connection.ends = ends
        connection.milestone = 0
        self._safe.says(connection.place, ANSWERED)
        self._send(connection)

    def refuse(self, connection: Connection, fault: Refused) -> None:
        """Answer with a problem and take nothing more."""
        outbox = Outbox()
        head = connection.receiver.head_only
        told = (fault.status, fault.code, fault.detail)
        outbox.sendall(refusal(*told, head=head, retry_after=fault.retry_after))
        self.answer(connection, outbox, ends=True)

    @property
    def uploads(self) -> bool:
        """Whether a large body is arriving, which takes its time."""
        return any(connection.receiver.large for connection in self._receiving)

    def close_doors(self, last: float, rest: float | None = None) -> None:
        """Accept nobody; who has not begun to send has ``last`` seconds to, who has, ``rest``."""
        self._doors.close()
        now = time.monotonic()
        for stage in self._quiet:
            stage.hurry(last, now)
        if rest is not None:
            self._late = REPLACED
            self._receiving.hurry(rest, now)
            self._sending.hurry(rest, now)

    def accept_all(self) -> None:
        """Accept all who have been waiting for it."""
        for arrived in self._doors.all():
            self._welcome(*arrived)

    def close(self) -> None:
        """Close the connections to which nothing is owed."""
        for connection in list(self._connections.values()):
            if connection.at in self._quiet:
                self._drop(connection)

    def _happened(self, connection: Connection, events: int) -> None:
        if events & GONE:
            self._drop(connection)
            return
        if events & IN:
            self._read(connection)
        if events & OUT and connection.outbox is not None:
            self._send(connection)

    def _welcome(self, sock: socket.socket, peer: Any, local: Any) -> None:
        """Take in a connection that was accepted."""
        connection = Connection(sock, peer, local, self._terms)
        try:
            data = connection.receive()
        except OSError:
            data = b""
        if data == b"":
            # Gone before it was accepted, as most are that come in floods.
            sock.close()
            return
        if len(self._connections) >= self._most:
            self._made_room()
        self._connections[sock.fileno()] = connection
        self._doors.has(len(self._connections))
        self._epoll.register(sock.fileno(), IN)
        connection.events = IN
        connection.place = self._safe.put(sock)
        self._fresh.enter(connection, time.monotonic())
        if data:
            self._arrived(connection, data)

    def _made_room(self) -> bool:
        for stage in self._stages:
            if stage.first is not None:
                self._drop(stage.first)
                return True
        return False

    def _read(self, connection: Connection) -> None:
        try:
            data = connection.receive()
        except OSError:
            self._drop(connection)
            return
        if data is None:
            return
        if connection.at is self._lingering:
            if not data:
                self._drop(connection)
        elif not data:
            self._ended(connection)
        else:
            self._arrived(connection, data)

    def _arrived(self, connection: Connection, data: bytes) -> None:
        receiver = connection.receiver
        receiver.feed(data)
        if connection.request is None and connection.outbox is None:
            self._advance(connection)
        elif receiver.held > UNASKED:
            self._await(connection, connection.events & ~IN)

    def _advance(self, connection: Connection) -> None:
        """See whether a request has arrived whole."""
        receiver = connection.receiver
        if not receiver.begun:
            return
        self._safe.says(connection.place, OWED)
        try:
            connection.request = receiver.next()
        except Refused as fault:
            self.refuse(connection, fault)
            return
        if connection.request is not None:
            if connection.at is not None:
                connection.at.leave(connection)
            self._whole.append(connection)
        elif connection.ended:
            detail = "What was sent is no whole HTTP request."
            self.refuse(connection, Refused(400, "bad_request", detail))
        else:
            self._wait_for_more(connection)

    def _wait_for_more(self, connection: Connection) -> None:
        receiver = connection.receiver
        self._await(connection, IN)
        if receiver.expected:
            receiver.expected = False
            with contextlib.suppress(OSError):
                connection.sock.send(_GO_ON)
        milestone = receiver.kept // MILE
        if connection.at is not self._receiving or milestone > connection.milestone:
            connection.milestone = milestone
            self._receiving.enter(connection, time.monotonic())

    def _ended(self, connection: Connection) -> None:
        """Note that the client sends no more; it may still wait for an answer."""
        connection.ended = True
        self._await(connection, connection.events & ~IN)
        if connection.request is None and connection.outbox is None:
            if connection.receiver.begun:
                self._advance(connection)
            else:
                self._drop(connection)

    def _send(self, connection: Connection) -> None:
        outbox = connection.outbox
        assert outbox is not None
        try:
            taken = outbox.deliver(connection.sock)
        except OSError:
            self._drop(connection)
            return
        if taken:
            self._delivered(connection)
            return
        milestone = outbox.delivered // MILE
        if connection.at is not self._sending or milestone > connection.milestone:
            connection.milestone = milestone
            self._sending.enter(connection, time.monotonic())
        self._await(connection, connection.events | OUT)

    def _delivered(self, connection: Connection) -> None:
        assert connection.outbox is not None
        connection.outbox.close()
        connection.outbox = None
        connection.milestone = 0
        if connection.ends:
            self._linger(connection)
            return
        self._safe.says(connection.place, QUIET)
        # What came ahead is answered first; else each answer would let more of it in.
        full = connection.ended or connection.receiver.held > UNASKED
        self._await(connection, 0 if full else IN)
        self._idle.enter(connection, time.monotonic())
        if connection.receiver.begun:
            self._advance(connection)
        elif connection.ended:
            self._drop(connection)

    def _linger(self, connection: Connection) -> None:
        """Say that nothing more is sent, and let the client end the connection."""
        try:
            connection.sock.shutdown(socket.SHUT_WR)
        except OSError:
            connection.ended = True
        if connection.ended:
            self._drop(connection)
        else:
            self._await(connection, IN)
            self._lingering.enter(connection, time.monotonic())

    def _overdue(self, stage: Stage) -> None:
        connection = stage.first
        assert connection is not None
        if stage is self._receiving:
            self.refuse(connection, self._late)
        else:
            self._drop(connection)

    def _drop(self, connection: Connection) -> None:
        if connection.at is not None:
            connection.at.leave(connection)
        number = connection.sock.fileno()
        del self._connections[number]
        # The copy in the safe keeps the connection open until it is shut down.
        self._epoll.unregister(number)
        with contextlib.suppress(OSError):
            if connection.outbox is None:
                connection.sock.shutdown(socket.SHUT_RDWR)
            else:
                # What was not taken by now is not sent: else the system keeps it, and tries on.
                connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        connection.sock.close()
        self._safe.drop(connection.place)
        if connection.outbox is not None:
            self._safe.renew()
        connection.close()
        self._doors.has(len(self._connections))

    def _await(self, connection: Connection, events: int) -> None:
        if connection.events != events:
            self._epoll.modify(connection.sock.fileno(), events)
            connection.events = events
