"""The file of a store as it lies on the disk: is it whole, was it written, who is opening it."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

LOOKS = 100
BETWEEN_LOOKS_SECONDS = 0.002
"""How often, and how far apart, a file that looks cut short is looked at again."""


def still_state(path: Path) -> tuple[int, int] | None:
    """Return what a file is that nobody is writing and that is to be read without locks.

    Whoever may not write in the folder cannot make the file that readers lock; whoever may not
    write the store would make one that its writers may not use. Such a file is to be opened as
    immutable, and what was read counts only if :func:`state` is the same after.
    """
    found = state(path)
    log = path.with_name(path.name + "-wal")
    writable = all(os.access(of, os.W_OK, effective_ids=True) for of in (path.parent, path))
    return None if writable or log.exists() else found


def state(path: Path) -> tuple[int, int]:
    """Return when a file was last written, in ns, and how many bytes it has."""
    found = os.stat(path)
    return found.st_mtime_ns, found.st_size


def becomes_whole(path: Path) -> bool:
    """Return whether a file is whole, now or as soon as who is writing it is through."""
    for _ in range(LOOKS):
        if _is_whole(path):
            return True
        time.sleep(BETWEEN_LOOKS_SECONDS)
    return _is_whole(path)


def _is_whole(path: Path) -> bool:
    """Return whether a file has all the pages that its header says it has.

    One that was rewritten without what was erased is shorter, one that was cut lacks pages.
    """
    with path.open("rb") as file:
        header = file.read(100)
    # https://www.sqlite.org/fileformat.html, 1.3: page size at 16, where 1 means 65536; pages
    # at 28.
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    return len(header) == 100 and path.stat().st_size >= pages * (65536 if page == 1 else page)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep every other process out that is to open a store in ``folder``, inside the block."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
