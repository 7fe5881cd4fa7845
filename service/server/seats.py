"""Lets the workers of one server share the connections fairly: each sees how many others have.

Whoever is woken first would else take every connection, and keep it for as long as the client
does, while the other workers have nothing to do.
"""

import mmap
import time

SEATS = 1024
"""Workers at most, those included that are about to end."""

BUSY = 50_000_000
"""A worker that has been busy with one request for longer, in nanoseconds, is not waited for."""

_IDLE = (1 << 64) - 1
_ENDING = 1 << 32


class Seats:
    """What the workers tell each other, in memory that is shared by all that are forked.

    The worker in a seat has two numbers of 64 bits, written by it alone: its connections plus
    one, 0 where nobody sits there; and when it was last seen, in nanoseconds of the system's
    monotonic clock. Seat 0 is nobody's: it has the highest that was ever taken.
    """

    def __init__(self) -> None:
        self._table = memoryview(mmap.mmap(-1, 16 * SEATS)).cast("Q")

    def take(self) -> int:
        """Return a free seat, now taken; only the process that forks the workers may call this.

        Raises :exc:`RuntimeError` where none is free.
        """
        for seat in range(1, SEATS):
            if not self._table[2 * seat]:
                self._table[2 * seat] = 1
                self._table[2 * seat + 1] = 0
                self._table[0] = max(self._table[0], seat)
                return seat
        raise RuntimeError("there are too many workers")

    def leave(self, seat: int) -> None:
        """Free a seat; only the process that forks the workers may call this."""
        self._table[2 * seat] = 0

    def has(self, seat: int, connections: int) -> None:
        """Say how many connections the worker has."""
        self._table[2 * seat] = connections + 1

    def takes_no_more(self, seat: int) -> None:
        """Say that the worker is about to end."""
        self._table[2 * seat] = _ENDING

    def busy(self, seat: int) -> None:
        """Say that the worker is at work now."""
        self._table[2 * seat + 1] = time.monotonic_ns()

    def idle(self, seat: int) -> None:
        """Say that the worker waits for something to do."""
        self._table[2 * seat + 1] = _IDLE

    def share(self, seat: int, most: int) -> int:
        """Return how many more connections the worker should take now, ``most`` at most.

        That is one more than the least that another has who could take them at once.
        """
        table = self._table
        since = time.monotonic_ns() - BUSY
        for other in range(1, table[0] + 1):
            if other != seat and table[2 * other] and table[2 * other + 1] >= since:
                most = min(most, table[2 * other] - table[2 * seat] + 1)
        return most
