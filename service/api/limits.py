"""How many requests a second one API key may make, counted by all workers of a server together.

Each key has the moment at which it will have used up what it may: every request puts it off by
the time that one request takes at the allowed rate, and one that would put it off beyond the
burst is refused. This is the generic cell rate algorithm, which is a leaky bucket in one number.
"""

import fcntl
import hashlib
import mmap
import os
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from flask import Flask, Response, g

from service.api.problems import problem
from service.settings import Settings

PLACES = 4096
"""Keys whose use is remembered at once; of more, those are forgotten that may make most again."""

_TRIED = 32
_SECOND = 1_000_000_000


class TooManyRequests(Exception):
    """A key made more requests than it may; it may make another after ``seconds``."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"another request may be made after {seconds} s")


class Bucket(NamedTuple):
    """What a key may do: ``rate`` requests a second, ``burst`` at once after a pause."""

    rate: int
    burst: int

    def taken(self, used_up: int, now: int) -> int:
        """Return when all will be used up if a request is made ``now``, in nanoseconds.

        Raises :exc:`TooManyRequests` where it may not be made.
        """
        each = _SECOND // self.rate
        after = max(used_up, now) + each
        early = after - now - each * self.burst
        if early > 0:
            raise TooManyRequests(-(-early // _SECOND))
        return after


class Limiter:
    """Counts the requests of each key, in memory that is shared with all processes forked later.

    Who counts holds a lock on a file, which the kernel takes away from a process that dies.
    """

    def __init__(self, bucket: Bucket, clock: Callable[[], int] = time.monotonic_ns) -> None:
        """``clock`` gives nanoseconds, the same in all processes."""
        self._bucket = bucket
        self._clock = clock
        self._file = os.memfd_create("pinzhi-limits")
        weakref.finalize(self, os.close, self._file)
        os.ftruncate(self._file, 16 * (PLACES + _TRIED))
        # Two numbers a place: which key, 0 for none; and when it will have used up all. There are
        # so many more places that none which is tried is beyond the last.
        self._table = memoryview(mmap.mmap(self._file, 16 * (PLACES + _TRIED))).cast("Q")

    def take(self, key_id: str) -> None:
        """Count a request of the key; raises :exc:`TooManyRequests`."""
        name = int.from_bytes(hashlib.blake2b(key_id.encode(), digest_size=8).digest()) | 1
        with self._alone():
            now = self._clock()
            place = self._place(name)
            used_up = self._table[place + 1] if self._table[place] == name else 0
            self._table[place + 1] = self._bucket.taken(used_up, now)
            self._table[place] = name

    def _place(self, name: int) -> int:
        """Return where the key is, or is to be."""
        first = name % PLACES
        places = range(2 * first, 2 * (first + _TRIED), 2)
        for place in places:
            if self._table[place] in (name, 0):
                return place
        return min(places, key=lambda place: self._table[place + 1])

    @contextmanager
    def _alone(self) -> Iterator[None]:
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN)


def limit(app: Flask, settings: Settings) -> Callable[[], None]:
    """Return what is to be called for each request of ``app`` once it is known who makes it.

    Nothing is counted where no key was needed.
    """
    app.register_error_handler(TooManyRequests, _too_many)
    if not settings.rate_limit:
        return lambda: None
    limiter = Limiter(Bucket(settings.rate_limit, settings.rate_burst))

    def take() -> None:
        principal = g.get("principal")
        if principal is not None:
            limiter.take(principal.key_id or f"user {principal.user}")

    return take


def worth_receiving(app: Flask, *checks: Callable[[], None]) -> Callable[[dict[str, Any]], bool]:
    """Return what says of the head of a request, as WSGI has it, whether its body may be wanted.

    That is where none of ``checks`` refuses it, and it is known who asks: else it is not waited
    for, so that nobody without a key fills the disk.
    """

    def wanted(environ: dict[str, Any]) -> bool:
        with app.request_context(environ):
            try:
                for check in checks:
                    check()
            except Exception:  # whatever it is, the application answers it without the body
                return False
            return g.get("principal") is not None

    return wanted


def _too_many(error: TooManyRequests) -> Response:
    principal = g.get("principal")
    who = "user" if principal is not None and principal.user is not None else "API key"
    detail = f"The {who} makes too many requests; try again after {error.seconds} s."
    answer = problem(429, "too_many_requests", detail)
    answer.headers["Retry-After"] = str(error.seconds)
    return answer
