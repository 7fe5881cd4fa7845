"""Reads what is kept compressed."""

import zlib


def unpacked(data: bytes) -> bytes:
    """Return all that ``data`` holds.

    Raises :exc:`zlib.error`, also where bytes are missing at the end or left over.
    """
    reader = zlib.decompressobj()
    found = reader.decompress(data) + reader.flush()
    if not reader.eof or reader.unused_data:
        raise zlib.error("bytes are missing, or left over")
    return found
