"""Locks that end with the process that holds them: one runner, and who receives a batch."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from service.store.port import StoreUnavailable

_PATIENCE = 10
_PAUSE_SECONDS = 0.02
_PLACE = 40
"""Bytes for the line that a runner is at."""


class RunnerLock:
    """What the one runner of a store holds; in it stands the line that it is at.

    That line is there also after the runner was killed, so that the next knows what it died of.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def place(self) -> tuple[int, int] | None:
        """Return the number of the batch and the line that the last runner was at, if any."""
        words = os.pread(self._descriptor, _PLACE, 0).split()
        if len(words) != 2 or not all(word.isdigit() for word in words):
            return None
        return int(words[0]), int(words[1])

    def move(self, batch: int, line: int) -> None:
        """Note the line that the runner is at from now on."""
        os.pwrite(self._descriptor, f"{batch} {line}".ljust(_PLACE).encode(), 0)


@contextlib.contextmanager
def runner_lock(store: Path) -> Iterator[RunnerLock | None]:
    """Give the lock to the block, or ``None`` where another runner has it."""
    with _opened(store, "batches") as descriptor:
        # Whoever only looks whether there is a runner holds it for a moment.
        for _ in range(_PATIENCE):
            if _locked(descriptor, fcntl.LOCK_EX):
                yield RunnerLock(descriptor)
                return
            time.sleep(_PAUSE_SECONDS)
        yield None


def runner_lives(store: Path) -> bool:
    """Return whether a runner of the store is at work."""
    with _opened(store, "batches") as descriptor:
        return not _locked(descriptor, fcntl.LOCK_SH)


@contextlib.contextmanager
def receiving(store: Path) -> Iterator[None]:
    """Let others know that a batch is received inside the block."""
    with _opened(store, "receiving") as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield


@contextlib.contextmanager
def nobody_receiving(store: Path) -> Iterator[bool]:
    """Tell the block whether no batch is received now; where so, none is begun inside it."""
    with _opened(store, "receiving") as descriptor:
        yield _locked(descriptor, fcntl.LOCK_EX)


def _locked(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def _opened(store: Path, name: str) -> Iterator[int]:
    path = store.with_name(f"{store.name}.{name}.lock")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as fault:
        raise StoreUnavailable(f"{path}: {fault.strerror}") from fault
    try:
        yield descriptor
    finally:
        os.close(descriptor)
