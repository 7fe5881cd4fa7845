"""How many papers are set at once by all workers together: never so many that none is left over."""

import fcntl
import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from service.report.needs import ReportUnavailable

AGAIN_SECONDS: Final = 5
"""When to come again where others have all presses: a paper takes two or three."""


class Presses:
    """As many places as papers may be set at once, shared with all processes forked later.

    Each is a byte of a file in memory; the kernel takes the lock on it away from a process that
    dies. A process sets one paper at a time.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._file = os.memfd_create("pinzhi-presses")
        weakref.finalize(self, os.close, self._file)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Have one of them for a while.

        Whoever waited for one would keep a worker from everything else: raises
        :exc:`~service.report.needs.ReportUnavailable` where others have all.
        """
        place = next((place for place in range(self._places) if self._taken(place)), None)
        if place is None:
            message = "Other papers are being made; ask again in a few seconds."
            raise ReportUnavailable(message, AGAIN_SECONDS)
        try:
            yield
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, place)

    def _taken(self, place: int) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except BlockingIOError:
            return False
        return True


def presses_for(workers: int) -> Presses:
    """Return the presses of a server with so many ``workers``, 0: one a core.

    Half of them, so that the others, and half of the cores, go on with everything else.
    """
    return Presses(max(1, (workers or len(os.sched_getaffinity(0))) // 2))
