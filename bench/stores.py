"""Generated stores and trees, kept from one run to the next: the larger ones take minutes."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from bench import dossiers, generate
from service.ledger.checkpoints import make_checkpoint
from service.ledger.key_records import record_keys
from service.ledger.keys import KeyFolder
from service.ledger.tree import appended, leaf_hash
from service.records import documents, rows
from service.records.form import FORMAT
from service.ruleset import catalogue
from service.store.port import Client
from service.store.scan import expected_schema
from service.store.sqlite import SqliteStore

ORIGIN = "bench.invalid/ledger"

_MAKING = (generate, dossiers, documents, rows)
"""The modules that give a generated decision its form."""


@dataclass(frozen=True)
class Kept:
    """A store of ``count`` decisions and its key, recorded and covered by a checkpoint."""

    path: Path
    count: int
    vkeys: tuple[str, ...]


def kept_store(folder: Path, count: int, contents: generate.Contents, seed: int) -> Kept:
    """Return a store of ``count`` generated decisions in ``folder``, made unless it is there."""

    def make(place: Path) -> None:
        generate.generate(place / "store.sqlite3", count, seed, contents)
        keys = KeyFolder(place / "keys")
        keys.create(ORIGIN)
        store = SqliteStore(place / "store.sqlite3")
        record_keys(store, keys, Client("bench"))
        make_checkpoint(store, keys)
        store.close()

    place = _kept(folder, f"{contents}-{count}-{seed}", make)
    vkeys = tuple(key.vkey for key in KeyFolder(place / "keys").vkeys())
    return Kept(place / "store.sqlite3", count, vkeys)


def kept_tree(folder: Path, size: int) -> Path:
    """Return a store in ``folder`` with a tree of ``size`` leaves, and no record."""

    def make(place: Path) -> None:
        store = SqliteStore(place / "store.sqlite3")
        db = store.connection().conn
        db.execute("PRAGMA synchronous=OFF")
        with store.turn():
            db.executemany(
                "INSERT INTO nodes (level, position, hash) VALUES (?, ?, ?)", _nodes(size)
            )
        store.close()

    return _kept(folder, f"tree-{size}", make) / "store.sqlite3"


def version() -> str:
    """Return what tells stores of this form from those of another, in 16 hex digits."""
    form = [Path(str(module.__file__)).read_text(encoding="utf-8") for module in _MAKING]
    form += (f"{name}: {sql}" for name, sql in sorted(expected_schema().items()))
    form += (catalogue.active().source_digest, str(FORMAT))
    return hashlib.sha256(orjson.dumps(form)).hexdigest()[:16]


def _kept(folder: Path, name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder of that name and version; ``make`` fills it where there is none."""
    now = version()
    place = folder / f"{name}-{now}"
    if not place.exists():
        for older in folder.glob("*-*"):
            # They would never be used again, and may have gigabytes.
            if not older.name.endswith(now):
                shutil.rmtree(older)
        # Under its name it is whole: whoever stops the run leaves only a part.
        part = folder / f"{name}-part-{now}"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        make(part)
        part.rename(place)
    return place


def _nodes(size: int) -> Iterator[tuple[int, int, bytes]]:
    edge: dict[tuple[int, int], bytes] = {}
    for leaf in range(size):
        nodes = appended(leaf, leaf_hash(b"%d" % leaf), lambda *at: edge.pop(at))
        # The last one completes nothing yet: it waits for its sibling.
        level, position, hashed = nodes[-1]
        edge[level, position] = hashed
        yield from nodes
