"""Receives a large batch and prints how much memory that took: ``python measuring.py STORE``."""

import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from service.api.problems import of_rating
from service.batches.receive import cut, gunzipped, receive
from service.store.port import Client
from service.store.sqlite import SqliteStore

LINES = 10_000
LINE_BYTES = 8_000
"""Together 80 MB."""

LONGEST_BYTES = 60 << 20
"""Of one more line, without an end."""


def packed() -> Iterator[bytes]:
    """Yield the batch as it would come, made as it goes."""
    pack = zlib.compressobj(1, zlib.DEFLATED, 31)
    for number in range(LINES):
        yield pack.compress(b'{"n": "%d%s"}\n' % (number, b"x" * LINE_BYTES))
    for _ in range(LONGEST_BYTES >> 20):
        yield pack.compress(b"x" * (1 << 20))
    yield pack.flush()


def peak() -> int:
    """Return the most memory that this process ever had, in KiB."""
    (line,) = [x for x in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in x]
    return int(line.split()[1])


store = SqliteStore(Path(sys.argv[1]))
store.check()
before = peak()
lines = cut(gunzipped(packed()), LINES + 1)
batch = receive(store, Client("tests", True, "k"), "0f" * 16, lines, of_rating, lambda b: b)
print(batch.lines, batch.refused, peak() - before)
