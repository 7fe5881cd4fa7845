"""An answer on its way: kept until the client has taken it, while others are answered."""

import os
import socket
import tempfile
from typing import IO

_PIECE = 1 << 20

MEMORY = 256 << 10
"""Bytes of an answer beyond which it waits on the disk until the client has taken it."""


class Outbox:
    """Takes an answer as if it were the client's socket, and never lets the writer wait."""

    __slots__ = ("_at", "_file", "_parts", "_size")

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0
        self._at = 0
        self._file: IO[bytes] | None = None

    def sendall(self, data: bytes) -> None:
        """Take some bytes of the answer."""
        self._size += len(data)
        if self._file is not None:
            self._file.write(data)
            return
        self._parts.append(data)
        if self._size > MEMORY:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
            self._file.writelines(self._parts)
            self._parts.clear()

    send = sendall

    def deliver(self, client: socket.socket) -> bool:
        """Send what the client takes without waiting; whether it has taken all.

        Raises :exc:`OSError` where it is gone.
        """
        if self._file is None and len(self._parts) > 1:
            self._parts = [b"".join(self._parts)]
        try:
            while self._at < self._size:
                self._at += self._deliver_piece(client)
        except BlockingIOError:
            return False
        return True

    def _deliver_piece(self, client: socket.socket) -> int:
        if self._file is None:
            return client.send(memoryview(self._parts[0])[self._at :])
        self._file.flush()
        return os.sendfile(client.fileno(), self._file.fileno(), self._at, _PIECE)

    @property
    def delivered(self) -> int:
        """Bytes that the client's side has taken."""
        return self._at

    def close(self) -> None:
        """Let go of what is left."""
        if self._file is not None:
            self._file.close()
