"""What a client sends ahead of the answers waits with the client, not in the worker's memory."""

import socket
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
from gunicorn.config import Config
from gunicorn.sock import TCPSocket

from service.server.connection import PIECE, Connection
from service.server.outbox import Outbox
from service.server.receiving import Terms
from service.server.reception import UNASKED, Reception
from service.server.safe import Safe
from service.server.seats import Seats

ASKS = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
AHEAD = ASKS * 30_000
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


class Meeting:
    """A reception, and the one client that has come to it."""

    def __init__(self) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        listener.setblocking(False)
        address = listener.getsockname()
        self._pipe = socket.socketpair()
        self._safe = Safe(10)
        seats = Seats()
        self.reception = Reception(
            [TCPSocket(address, Config(), None, fd=listener.detach())],
            self._pipe[0].fileno(),
            Terms(Config(), 1 << 30, lambda _: True),
            most=10,
            receive=15,
            idle=15,
            safe=self._safe,
            seats=seats,
            seat=seats.take(),
        )
        self.client = socket.create_connection(address)

    def close(self) -> None:
        self.client.close()
        self.reception.close_doors(0)
        while len(self.reception):
            self.reception.turn(1)
        self.reception.close()
        self._safe.close()
        for end in self._pipe:
            end.close()

    def request(self) -> Connection:
        """Return the client's connection once its next request is whole."""
        while (connection := self.reception.next()) is None:
            self.reception.turn(1)
        return connection

    def answer(self, connection: Connection) -> None:
        outbox = Outbox()
        outbox.sendall(ANSWER)
        self.reception.answer(connection, outbox, ends=False)


@pytest.fixture
def meeting() -> Iterator[Meeting]:
    with closing(Meeting()) as meeting:
        yield meeting


def test_however_many_requests_come_ahead_few_are_read_before_their_turn(meeting: Meeting) -> None:
    meeting.client.setblocking(False)
    sent = most = 0
    for _ in range(200):
        with suppress(BlockingIOError):
            sent += meeting.client.send(AHEAD[sent:])
        connection = meeting.request()
        meeting.answer(connection)
        meeting.reception.turn(0)
        most = max(most, connection.receiver.held)
    assert UNASKED < most <= UNASKED + PIECE < sent


def test_all_that_was_sent_ahead_is_answered_in_the_end(meeting: Meeting) -> None:
    body = b"x" * (2 * UNASKED)
    posts = b"POST /%d HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%b"
    sent = ASKS + b"".join(posts % (number, len(body), body) for number in range(9))
    meeting.client.sendall(sent)
    meeting.client.shutdown(socket.SHUT_WR)
    taken = []
    for _ in range(10):
        connection = meeting.request()
        taken.append((connection.request.path, len(connection.request.body.read())))
        meeting.answer(connection)
    assert taken == [("/healthz", 0), *((f"/{number}", len(body)) for number in range(9))]
    while len(meeting.reception):
        meeting.reception.turn(1)
    with meeting.client.makefile("rb") as answers:
        assert answers.read() == 10 * ANSWER
