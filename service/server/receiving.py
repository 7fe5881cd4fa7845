"""Takes requests off a connection piece by piece, until each has arrived whole.

Gunicorn's own parser reads every head, and judges every line of a chunked body; what it is given
has always arrived, so that nothing ever waits for a client.
"""

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from gunicorn.http.body import ChunkedReader
from gunicorn.http.errors import NoMoreData, ParseException
from gunicorn.http.unreader import IterUnreader

from service.dossier.door import MAX_BYTES
from service.server.heads import (
    HEAD_TOO_LARGE,
    LINE_TOO_LONG,
    MAX_HEAD,
    MAX_LINE,
    Refused,
    malformed,
    parsed,
)

MEMORY = 64 << 10
"""Bytes of a body beyond which it waits on the disk until it is whole: 64 KiB."""

LARGE = ("POST", "/v1/batches")
"""The one request whose body may be larger than a dossier."""

_END = b"\r\n"
_MANY_CHUNKS = 1024
_SMALL_CHUNK = 16
"""So many chunks, and one more for as many bytes, may come: else framing would be all the work."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a connection may send: ``large`` bytes of body at most where it is :data:`LARGE`.

    ``admits`` says of the head of a request whether a body over :data:`MEMORY` is worth waiting
    for: one that will be refused whatever the body is goes to the application without.
    """

    cfg: Any
    large: int
    admits: Callable[[Any], bool]


class Receiver:
    """The requests of one connection, in the order in which they arrive.

    ``expected``: the client waits to be told to go on; ``head_only``: the answer to what arrives
    must have no body.
    """

    __slots__ = (
        "_body",
        "_buffer",
        "_chunks",
        "_kept",
        "_large",
        "_last",
        "_left",
        "_most",
        "_number",
        "_peer",
        "_request",
        "_searched",
        "_stage",
        "_terms",
        "expected",
        "head_only",
    )

    def __init__(self, terms: Terms, peer: Any) -> None:
        self._terms = terms
        self._peer = peer
        self._buffer = bytearray()
        self._number = 0
        self._forget()

    def _forget(self) -> None:
        self._request: Any = None
        self._searched = 0
        self._body: IO[bytes] | None = None
        self._large = False
        self._last = False
        self._kept = 0
        self._left = 0
        self._chunks = 0
        self._most = 0
        self._stage: Callable[[Receiver], bool] = Receiver._head
        self.expected = False
        self.head_only = False

    @property
    def begun(self) -> bool:
        """Whether something of a request that is not whole yet has arrived."""
        return bool(self._buffer) or self._request is not None

    @property
    def held(self) -> int:
        """Bytes that have arrived and are no part yet of what is kept of a body."""
        return len(self._buffer)

    @property
    def kept(self) -> int:
        """Bytes of the body that is arriving."""
        return self._kept

    @property
    def large(self) -> bool:
        """Whether a body is arriving that is larger than a dossier may be."""
        return self._kept + self._left > MAX_BYTES

    def feed(self, data: bytes) -> None:
        """Take what has arrived."""
        self._buffer += data

    def next(self) -> Any:
        """Return the next request that is whole, its body to be read from ``body``, or ``None``.

        Raises :exc:`Refused`, after which nothing that arrives can be trusted to be a request.
        """
        try:
            return self._next()
        except OSError:
            detail = "There is no room here to keep the request until it has arrived whole."
            raise Refused(503, "no_room", detail, retry_after=1) from None

    def _next(self) -> Any | None:
        while self._stage(self):
            if self._stage is Receiver._done:
                request = self._request
                request.body = self._body
                last = self._last
                self._forget()
                if last:
                    self._stage = Receiver._nothing
                return request
        return None

    def close(self) -> None:
        """Let go of what has arrived."""
        self._buffer.clear()
        if self._body is not None:
            self._body.close()

    def _head(self) -> bool:
        """Read the head, if it is whole: whether there is something to go on with."""
        buffer = self._buffer
        self.head_only = buffer.startswith(b"HEAD ")
        end = buffer.find(_END + _END, self._searched)
        if end < 0:
            self._searched = max(0, len(buffer) - 3)
            self._insist_on_limits(len(buffer))
            if buffer.count(b"\n") != buffer.count(_END):
                raise malformed("A line of its head does not end with CR and LF.")
            return False
        self._insist_on_limits(end)
        head = bytes(buffer[: end + 4])
        del buffer[: end + 4]
        self._number += 1
        request = parsed(head, self._terms.cfg, self._peer, self._number)
        self._request = request
        # Nobody is told to go on whose body is here, or is not wanted; else the server tells him.
        expected, request._expected_100_continue = request._expected_100_continue, False
        self._frame(request)
        self.expected = expected and self._stage is not Receiver._done and not buffer
        return True

    def _insist_on_limits(self, size: int) -> None:
        start = 2 if self._buffer[:2] == _END else 0
        line = self._buffer.find(_END, start, start + MAX_LINE + 2)
        if line < 0 and len(self._buffer) > start + MAX_LINE + 1:
            raise Refused(414, "uri_too_long", LINE_TOO_LONG)
        if size > MAX_HEAD:
            raise Refused(431, "headers_too_large", HEAD_TOO_LARGE)

    def _frame(self, request: Any) -> None:
        """Find out where the body ends; raises :exc:`Refused` where it is too large."""
        self._large = (request.method, request.path) == LARGE
        self._most = self._terms.large if self._large else MAX_BYTES
        reader = request.body.reader
        if isinstance(reader, ChunkedReader):
            self._body = _spool()
            self._stage = Receiver._size
        else:
            self._left = reader.length
            self._insist_on_size(self._left)
            self._stage = Receiver._length
        if self._left > MEMORY:
            self._insist_on_admission()

    def _insist_on_size(self, size: int) -> None:
        if size > self._most:
            code = "batch_too_large" if self._large else "body_too_large"
            raise Refused(413, code, f"The body is over {self._most} bytes.")

    def _insist_on_admission(self) -> None:
        """Let a body that waits on the disk arrive only where it will be read."""
        if self._terms.admits(self._request):
            return
        if self._body is not None:
            self._body.close()
        self._body = io.BytesIO()
        self._last = True
        self._request.force_close()
        self._request.headers = [
            field
            for field in self._request.headers
            if field[0] not in ("CONTENT-LENGTH", "TRANSFER-ENCODING")
        ]
        self._stage = Receiver._done

    def _length(self) -> bool:
        if self._body is None and self._left <= MEMORY:
            if len(self._buffer) < self._left:
                return False
            self._body = io.BytesIO(self._buffer[: self._left])
            del self._buffer[: self._left]
            self._stage = Receiver._done
            return True
        if self._body is None:
            self._body = _spool()
        self._take()
        if self._left:
            return False
        self._body.seek(0)
        self._stage = Receiver._done
        return True

    def _take(self) -> None:
        """Put as much of the body away as has arrived."""
        assert self._body is not None
        piece = self._buffer[: self._left]
        del self._buffer[: self._left]
        self._body.write(piece)
        self._left -= len(piece)
        self._kept += len(piece)

    def _size(self) -> bool:
        """Read the line that gives the size of the next chunk."""
        end = self._buffer.find(_END)
        if end < 0:
            if len(self._buffer) > MAX_LINE:
                raise malformed("A chunk of its body has no size.")
            return False
        # As if it were the last: of any other, only the size is taken.
        line = bytes(self._buffer[:end]) + _END + _END
        reader = self._request.body.reader
        try:
            self._left, _ = reader.parse_chunk_size(IterUnreader(()), line)
        except (ParseException, NoMoreData):
            raise malformed("A chunk of its body has no size.") from None
        del self._buffer[: end + 2]
        self._chunks += 1
        if self._chunks > _MANY_CHUNKS + self._kept // _SMALL_CHUNK:
            raise malformed("Its body comes in too many chunks of next to nothing.")
        self._insist_on_size(self._kept + self._left)
        self._stage = Receiver._chunk if self._left else Receiver._trailer
        if self._kept <= MEMORY < self._kept + self._left:
            self._insist_on_admission()
        return True

    def _chunk(self) -> bool:
        self._take()
        if self._left or len(self._buffer) < 2:
            return False
        if self._buffer[:2] != _END:
            raise malformed("A chunk of its body is not as long as it says.")
        del self._buffer[:2]
        self._stage = Receiver._size
        return True

    def _trailer(self) -> bool:
        """Read the fields after the last chunk, of which none is used."""
        end = 0
        if self._buffer[:2] != _END:
            end = self._buffer.find(_END + _END) + 2
            if end == 1:
                if len(self._buffer) > MAX_HEAD:
                    raise Refused(431, "headers_too_large", "The trailer fields are too large.")
                return False
            try:
                self._request.parse_headers(bytes(self._buffer[: end - 2]), from_trailer=True)
            except ParseException:
                raise malformed("Its trailer fields cannot be read.") from None
        del self._buffer[: end + 2]
        assert self._body is not None
        self._body.seek(0)
        self._stage = Receiver._done
        return True

    def _done(self) -> bool:
        return True

    def _nothing(self) -> bool:
        """Take what arrives for no request any more: it is a body that nobody waited for."""
        self._buffer.clear()
        return False


def _spool() -> IO[bytes]:
    """Return a file in memory that goes to the disk when it is large."""
    return tempfile.SpooledTemporaryFile(max_size=MEMORY)
