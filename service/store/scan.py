"""Every table of the store read in order, a row at a time, for whoever verifies all of it."""

import contextlib
import sqlite3
from collections.abc import Generator, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import orjson
from sqlite_utils import Database

from service.store.migrations import migrations
from service.store.port import StoreUnavailable
from service.store.postings import SEGMENT, wrong_segments
from service.store.sqlite import SqliteStore
from service.store.version import NoStore

_DAMAGED = frozenset(
    {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
    | {sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG}
)
"""What SQLite answers where the bytes of a file are not those of a sound database."""

_SCHEMA = (
    "SELECT type, name, sql FROM sqlite_schema"
    " WHERE NOT (type = 'table' AND name GLOB 'sqlite_stat[14]')"
)
"""All but the statistics that SQLite may keep: a reserved name is no excuse, for whoever can write
the file can give any name to a table or trigger."""

Row = tuple[Any, ...]


class RecordRow(NamedTuple):
    """A row of ``records``, as it is stored."""

    leaf_index: int
    record_id: str
    kind: str
    subject: str | None
    recorded_at: str
    data: bytes


def is_damage(error: BaseException | None) -> bool:
    """Return whether a fault of the store means that its file is damaged.

    Otherwise it means that the file cannot be used now: it is locked, or may not be read.
    """
    if isinstance(error, StoreUnavailable):
        error = error.__cause__
    if isinstance(error, UnicodeDecodeError | NoStore):
        return True
    if isinstance(error, sqlite3.Error):
        # A code has a primary part of one byte; the rest says where it happened. Errors that
        # Python finds itself have none.
        code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
        return code == sqlite3.SQLITE_IOERR_SHORT_READ or code & 0xFF in _DAMAGED
    return False


@contextlib.contextmanager
def scanning(store: SqliteStore) -> Iterator["Scan"]:
    """Give one state of the store to read inside the block.

    Raises :exc:`~service.store.port.StoreUnavailable`.
    """
    with store.snapshot():
        db = store.connection()
        # Text that is not UTF-8, as damage leaves it, is read as what it is: not what it was.
        db.conn.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
        scan = Scan(db)
        try:
            yield scan
        finally:
            scan.close()
            db.conn.text_factory = str


class Scan:
    """The rows of a store's tables; get one by :func:`scanning`.

    Reading raises :exc:`sqlite3.Error`; :func:`is_damage` tells what that means.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._begun: list[Generator[Row, None, None]] = []

    def close(self) -> None:
        """End every reading that has not come to its end."""
        for rows in self._begun:
            rows.close()

    def leaves(self) -> int:
        """Return the number of leaves of the tree."""
        row = self._db.execute("SELECT max(position) FROM nodes WHERE level = 0").fetchone()
        return 0 if row[0] is None else int(row[0]) + 1

    def leaf(self, leaf_index: int) -> bytes | None:
        """Return the hash stored for a leaf."""
        row = self._db.execute(
            "SELECT hash FROM nodes WHERE level = 0 AND position = ?", (leaf_index,)
        ).fetchone()
        return None if row is None else row[0]

    def damages(self, most: int) -> list[str]:
        """Return what SQLite itself finds wrong with the file, at most ``most`` findings."""
        found = self._db.execute(f"PRAGMA integrity_check({most:d})").fetchall()
        return [text for (text,) in found if text != "ok"]

    def schema(self) -> dict[tuple[str, str], str]:
        """Return type and name of each table, index and trigger, with its SQL."""
        return _schema(self._db)

    def nodes(self, level: int) -> Iterator[Row]:
        """Yield (position, hash) of one level of the tree."""
        return _typed(
            self._rows("SELECT position, hash FROM nodes WHERE level = ? ORDER BY position", level),
            (int, bytes),
        )

    def levels(self) -> list[int]:
        """Return the levels that have nodes, from the leaves up."""
        found: list[int] = []
        # Level by level: to ask for all at once would read every node.
        row = self._db.execute("SELECT min(level) FROM nodes").fetchone()
        while row[0] is not None:
            found.append(row[0])
            above = "SELECT min(level) FROM nodes WHERE level > ?"
            row = self._db.execute(above, (found[-1],)).fetchone()
        return found

    def records(self) -> Iterator[RecordRow]:
        """Yield the rows of records by leaf_index."""
        rows = self._rows(
            "SELECT leaf_index, record_id, kind, subject, recorded_at, data FROM records"
            " ORDER BY leaf_index"
        )
        return (RecordRow(*row) for row in _typed(rows, (int, str, str, object, str, bytes)))

    def contents(self) -> Iterator[Row]:
        """Yield (leaf_index, name, compressed data) by leaf_index and name."""
        return _typed(
            self._rows("SELECT leaf_index, name, data FROM contents ORDER BY leaf_index, name"),
            (int, str, bytes),
        )

    def sources(self) -> Iterator[Row]:
        """Yield (digest, compressed data)."""
        return _typed(self._rows("SELECT digest, data FROM sources ORDER BY digest"), (str, bytes))

    def decisions(self) -> Iterator[Row]:
        """Yield leaf_index and the columns of what searches find, as :data:`DECISION_COLUMNS`."""
        columns = ", ".join(DECISION_COLUMNS)
        return self._rows(f"SELECT leaf_index, {columns} FROM decisions ORDER BY leaf_index")

    def finding_codes(self) -> Iterator[Row]:
        """Yield (leaf_index, code) by both."""
        return _typed(
            self._rows("SELECT leaf_index, code FROM finding_codes ORDER BY leaf_index, code"),
            (int, str),
        )

    def identifiers(self) -> Iterator[Row]:
        """Yield (leaf_index, scheme, value) by all."""
        return _typed(
            self._rows(
                "SELECT leaf_index, scheme, value FROM identifiers"
                " ORDER BY leaf_index, scheme, value"
            ),
            (int, str, str),
        )

    def erasures(self) -> Iterator[Row]:
        """Yield (leaf_index, certificate's leaf_index, certificate's data or ``None``)."""
        return _typed(
            self._rows(
                "SELECT e.leaf_index, e.certificate, r.data FROM erasures e"
                " LEFT JOIN records r ON r.leaf_index = e.certificate AND r.kind = 'erasure'"
                " ORDER BY e.leaf_index"
            ),
            (int, int, object),
        )

    def checkpoints(self) -> Iterator[Row]:
        """Yield (seq, size, note) by size and seq."""
        return _typed(
            self._rows("SELECT seq, size, note FROM checkpoints ORDER BY size, seq"),
            (int, int, str),
        )

    def checkpoint_numbers(self) -> Iterator[Row]:
        """Yield (seq,) of each checkpoint: 1, 2, and so on."""
        return _typed(self._rows("SELECT seq FROM checkpoints ORDER BY seq"), (int,))

    def holds_and_erasures(self) -> Iterator[Row]:
        """Yield (leaf_index, record_id, kind, subject, data) of those records, in order."""
        return _typed(
            self._rows(
                "SELECT leaf_index, record_id, kind, subject, data FROM records"
                " WHERE kind IN ('hold', 'erasure') ORDER BY leaf_index"
            ),
            (int, str, str, object, bytes),
        )

    def notes(self, table: str) -> Iterator[Row]:
        """Yield (leaf_index, what is noted) of ``holds`` or ``hold_ends``."""
        column = {"holds": "decision_id", "hold_ends": "hold"}[table]
        return _typed(
            self._rows(f"SELECT leaf_index, {column} FROM {table} ORDER BY leaf_index"),
            (int, object),
        )

    def retired_keys(self) -> dict[str, int]:
        """Return each key that a record retires, and the first leaf that does."""
        rows = self._db.execute(
            "SELECT leaf_index, data FROM records WHERE kind = 'key' ORDER BY leaf_index"
        )
        retired: dict[str, int] = {}
        for leaf_index, data in rows.fetchall():
            # What is no record of a key is told of where it is met.
            with contextlib.suppress(ValueError, KeyError, TypeError):
                body = orjson.loads(data)["body"]
                if body["event"] == "retired":
                    retired.setdefault(str(body["vkey"]), leaf_index)
        return retired

    def is_record(self, record_id: str) -> bool:
        """Return whether there is a record of that id."""
        found = self._db.execute("SELECT 1 FROM records WHERE record_id = ?", (record_id,))
        return found.fetchone() is not None

    def is_noted(self, leaf_index: int, certificate: int) -> bool:
        """Return whether a leaf is noted as erased under the certificate of that leaf."""
        statement = "SELECT 1 FROM erasures WHERE leaf_index = ? AND certificate = ?"
        return self._db.execute(statement, (leaf_index, certificate)).fetchone() is not None

    def last_record(self) -> int:
        """Return the last leaf_index of the records, -1 where there is none."""
        row = self._db.execute("SELECT max(leaf_index) FROM records").fetchone()
        return -1 if row[0] is None else int(row[0])

    def wrong_postings(self) -> Iterator[tuple[int, int]]:
        """Yield the first and last leaf of each segment whose postings miss or add a decision."""
        for segment in wrong_segments(self._db):
            yield segment * SEGMENT, (segment + 1) * SEGMENT - 1

    def _rows(self, statement: str, *values: object) -> Iterator[Row]:
        rows = _read(self._db, statement, values)
        self._begun.append(rows)
        return rows


def _read(db: Database, statement: str, values: Sequence[object]) -> Generator[Row, None, None]:
    yield from db.execute(statement, values)


def _typed(rows: Iterator[Row], types: tuple[type, ...]) -> Iterator[Row]:
    """Pass rows on; what is of another type than its column, as damage leaves it, says nothing.

    SQLite sees to the types where it writes, not where it reads.
    """
    for row in rows:
        if all(map(isinstance, row, types)):
            yield row
        else:
            yield tuple(
                value if isinstance(value, kind) else _NOTHING[kind]
                for value, kind in zip(row, types, strict=True)
            )


_NOTHING: dict[type, Any] = {int: -1, str: "", bytes: b""}


DECISION_COLUMNS = (
    "decision_id",
    "recorded_at",
    "dossier_id",
    "application_ref",
    "borrower",
    "rating_date",
    "grade",
    "ruleset_id",
    "ruleset_version",
    "ruleset_digest",
    "client",
    "corrects",
)
"""The columns of ``decisions`` beside leaf_index."""


@cache
def expected_schema() -> dict[tuple[str, str], str]:
    """Return what :meth:`Scan.schema` gives of a new store."""
    db = Database(memory=True, strict=True)
    try:
        migrations.apply(db)
        return _schema(db)
    finally:
        db.close()


def _schema(db: Database) -> dict[tuple[str, str], str]:
    return {(kind, name): sql for kind, name, sql in db.execute(_SCHEMA)}
