"""At the doors of a worker: who has more connections than another leaves the next to that one."""

import logging
import select
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.sock import TCPSocket

from service.server.doors import Doors
from service.server.seats import Seats


@pytest.fixture
def listener() -> Iterator[Any]:
    """Return a socket that listens, as gunicorn makes it."""
    made = TCPSocket(("127.0.0.1", 0), Config(), logging.getLogger(__name__))
    made.setblocking(False)
    yield made
    made.close()


@pytest.fixture
def doors(listener: Any) -> Doors:
    """Return the doors of a worker with three connections, beside one that idles with none."""
    seats = Seats()
    mine, other = seats.take(), seats.take()
    seats.idle(other)
    opened = Doors(select.epoll(), [listener], seats, mine, lambda: False)
    opened.has(3)
    return opened


def accepted(doors: Doors, listener: Any) -> int:
    """Return how many come in now."""
    found = [sock for sock, _, _ in doors.come_in(listener.fileno())]
    for sock in found:
        sock.close()
    return len(found)


def test_who_is_left_to_another_worker_is_let_in_if_that_does_not_take_him(
    doors: Doors, listener: Any
) -> None:
    with socket.create_connection(listener.getsockname()):
        assert accepted(doors, listener) == 0
        doors.open(time.monotonic() + 1)
        assert accepted(doors, listener) == 1


def test_the_next_is_left_to_the_other_worker_too_where_that_took_the_one_before(
    doors: Doors, listener: Any
) -> None:
    with socket.create_connection(listener.getsockname()):
        assert accepted(doors, listener) == 0
        listener.accept()[0].close()
    doors.open(time.monotonic() + 1)
    doors.nobody_waits()
    with socket.create_connection(listener.getsockname()):
        assert accepted(doors, listener) == 0
        # As long as he is left to the other, nothing can be said of who waits.
        doors.nobody_waits()
        doors.open(time.monotonic() + 1)
        assert accepted(doors, listener) == 1
