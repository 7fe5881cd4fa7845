"""Receives a batch: unpacks it, cuts it into lines and keeps them, never the whole in memory."""

import contextlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from service.batches.locks import receiving
from service.dossier.door import MAX_BYTES
from service.errors import DossierRejected, Fault
from service.store.batches import Batch, Batches, Received
from service.store.port import Client, StoreUnavailable
from service.store.sqlite import SqliteStore

T = TypeVar("T")

PIECE = 1 << 16
"""Bytes unpacked at a time."""

TURN_LINES = 200
TURN_BYTES = 4 << 20
"""What is kept in one turn at most, so that decisions need not wait long for theirs."""

_GZIP = 16 + zlib.MAX_WBITS


class BatchRefused(Exception):
    """The batch is not taken, and nothing of it kept; ``code`` is that of the problem."""

    def __init__(self, code: str, why: str) -> None:
        self.code = code
        super().__init__(why)


class Line(NamedTuple):
    """A line, numbered from 1, without its end; ``None`` where it is over 1 MiB."""

    number: int
    content: bytes | None


def receive(
    store: SqliteStore,
    client: Client,
    batch_id: str,
    lines: Iterable[Line],
    problem_of: Callable[[Exception], tuple[int, bytes]],
    accept: Callable[[Batch], T],
) -> T:
    """Keep ``lines`` as a batch of ``client``, and return what ``accept`` makes of it.

    ``accept`` is called as the one writer of the store, in the turn in which the batch becomes
    visible and may be done. Where it or reading ``lines`` raises, nothing stays of the batch.
    ``problem_of`` gives the status and the problem document for a line that is too long.

    Raises :exc:`BatchRefused` where there are no lines, :exc:`StoreUnavailable`, and what
    ``lines`` and ``accept`` raise.
    """
    batches = Batches(store)
    with receiving(store.path):
        number = batches.begin(batch_id, client.name or "", client.key, store.now())
        try:
            found = False
            for some in _turns(_received(lines, problem_of)):
                batches.add(number, some)
                found = True
            if not found:
                raise BatchRefused("empty_batch", "The batch has no line with a dossier.")
            with store.turn():
                return accept(batches.accept(number, store.now()))
        except BaseException:
            # A runner removes what is left where the store cannot be written now.
            with contextlib.suppress(StoreUnavailable):
                batches.discard(number)
            raise


def gunzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what gzip (RFC 1952) ``pieces`` hold, some :data:`PIECE` bytes at a time.

    However little grows to however much, no more than that is unpacked at once. Raises
    :exc:`BatchRefused` where it is no gzip, damaged, or breaks off.
    """
    unpacker = zlib.decompressobj(_GZIP)
    begun = False
    try:
        for piece in pieces:
            rest = piece
            while rest:
                if unpacker.eof:
                    # One file after another in the same stream is one file.
                    unpacker = zlib.decompressobj(_GZIP)
                begun = True
                if unpacked := unpacker.decompress(rest, PIECE):
                    yield unpacked
                # What it still holds back comes with the end of the stream, its check sum.
                rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    except zlib.error:
        raise BatchRefused("bad_gzip", "The batch is declared as gzip and is none.") from None
    if not (begun and unpacker.eof):
        raise BatchRefused("bad_gzip", "The gzip breaks off before its end.")


def bounded(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Yield ``pieces`` as long as they have no more than ``limit`` bytes together.

    Raises :exc:`BatchRefused`.
    """
    seen = 0
    for piece in pieces:
        seen += len(piece)
        if seen > limit:
            raise BatchRefused("batch_too_large", f"The batch has over {limit} bytes, unpacked.")
        yield piece


def cut(pieces: Iterable[bytes], limit: int) -> Iterator[Line]:
    """Yield the lines of ``pieces`` that are not blank; of one over 1 MiB nothing is kept.

    Raises :exc:`BatchRefused` where there are more than ``limit`` lines, blank ones included.
    """
    number = 1
    line = bytearray()
    too_long = False

    def whole() -> Iterator[Line]:
        content = bytes(line).rstrip(b"\r")
        if too_long or len(content) > MAX_BYTES:
            yield Line(number, None)
        elif content.strip():
            yield Line(number, content)

    for piece in pieces:
        start = 0
        while (end := piece.find(b"\n", start)) >= 0:
            line += piece[start:end]
            yield from whole()
            line.clear()
            too_long = False
            start = end + 1
            number += 1
            if number > limit + 1:
                raise _too_many(limit)
        if start < len(piece) and number > limit:
            raise _too_many(limit)
        line += piece[start:]
        if len(line) > MAX_BYTES + 1:
            too_long = True
            line.clear()
    yield from whole()


def _too_many(limit: int) -> BatchRefused:
    return BatchRefused("batch_too_large", f"The batch has over {limit} lines.")


def _received(
    lines: Iterable[Line], problem_of: Callable[[Exception], tuple[int, bytes]]
) -> Iterator[Received]:
    for line in lines:
        if line.content is not None:
            yield Received(line.number, line.content)
            continue
        message = f"The line is over {MAX_BYTES} bytes (1 MiB)."
        fault = DossierRejected([Fault("body_too_large", "", message)])
        yield Received(line.number, None, problem_of(fault))


def _turns(lines: Iterable[Received]) -> Iterator[list[Received]]:
    some: list[Received] = []
    size = 0
    for line in lines:
        some.append(line)
        size += len(line.body or b"")
        if len(some) == TURN_LINES or size >= TURN_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some
