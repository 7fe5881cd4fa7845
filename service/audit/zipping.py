"""Writes the zip of a bundle: the same files give the same bytes, and it lists what it holds."""

import contextlib
import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from typing import IO, Any

from service.audit.verifier import MAX_FILE, NAME

_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can state: the time of writing is nobody's business."""

_UNIX = 3
_PLAIN_FILE = 0o100644
_CHUNK = 1 << 20


class CannotHold(Exception):
    """A bundle cannot hold a file of this name or size; the message says which."""


class BundleZip:
    """A zip being written. Of the files themselves nothing stays in memory but their names."""

    def __init__(self, archive: zipfile.ZipFile, listed: IO[bytes]) -> None:
        """Write into ``archive``; ``listed`` is an empty file for what the manifest says."""
        self._zip = archive
        self._listed = listed
        self._first = True

    def add(self, name: str, data: bytes) -> None:
        """Write a file; raises :exc:`CannotHold` and :exc:`OSError`."""
        if not NAME.fullmatch(name) or len(data) > MAX_FILE:
            raise CannotHold(f"a bundle cannot hold {name!r} of {len(data)} bytes")
        self._zip.writestr(_entry(name), data)
        listed = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        line = f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(listed)}"
        self._listed.write(("" if self._first else ",\n").encode() + line.encode())
        self._first = False

    def finish(self, manifest: Mapping[str, Any]) -> None:
        """Write ``manifest.json``, with every file so far, and its digest beside it."""
        head = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        hashed = hashlib.sha256()
        with self._zip.open(_entry("manifest.json"), "w", force_zip64=True) as out:

            def write(data: bytes) -> None:
                hashed.update(data)
                out.write(data)

            write((head.removesuffix("\n}") + ',\n "files": {\n').encode())
            self._listed.seek(0)
            while chunk := self._listed.read(_CHUNK):
                write(chunk)
            write(b"\n }\n}\n")
        line = f"{hashed.hexdigest()}  manifest.json\n"
        self._zip.writestr(_entry("manifest.sha256"), line.encode())


@contextlib.contextmanager
def bundle_zip(file: IO[bytes]) -> Iterator[BundleZip]:
    """Give a zip, written to ``file``, to a block; it is whole where the block ends."""
    with zipfile.ZipFile(file, "w") as archive, tempfile.TemporaryFile() as listed:
        yield BundleZip(archive, listed)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _PLAIN_FILE << 16
    return entry
