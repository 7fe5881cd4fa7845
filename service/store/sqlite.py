"""The store of records in one SQLite file."""

import contextlib
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from service.canonical import digest
from service.records.form import time_text
from service.records.verified import verified
from service.store.appending import append, prepared
from service.store.file import BUSY_TIMEOUT_SECONDS, SqliteFile
from service.store.packed import unpacked
from service.store.port import (
    Checkpoint,
    Decision,
    DecisionErased,
    Draft,
    Record,
    RecordDamaged,
)
from service.store.repeats import repeated

_RECORD = "SELECT leaf_index, record_id, kind, subject, data FROM records"


def now() -> datetime:
    """Return what the machine's clock says, in UTC."""
    return datetime.now(UTC)


class SqliteStore:
    """Records in the SQLite file at ``path``: a :class:`~service.store.port.RecordStore`.

    Threads and forked processes may share one.
    """

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        clock: Callable[[], datetime] = now,
        busy_timeout: float = BUSY_TIMEOUT_SECONDS,
    ) -> None:
        """Use the file at ``path``, made where it does not exist, as :class:`SqliteFile` says.

        ``clock`` gives the time of recording, in UTC; ``busy_timeout`` is in seconds.
        """
        self._file = SqliteFile(path, read_only=read_only, busy_timeout=busy_timeout)
        self._clock = clock
        self.path = self._file.path

    def now(self) -> datetime:
        """Return what the store's clock says, in UTC."""
        return self._clock()

    def connection(self) -> Database:
        """Return this thread's connection, for the modules of this folder that speak SQL."""
        with self._file.faults():
            return self._file.connection()

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Be the only writer inside the block, which ends in one commit or, raising, in none."""
        with self._file.turn():
            yield

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state of the store inside the block, whatever is appended meanwhile."""
        with self._file.snapshot():
            yield

    def prepared(self, draft: Draft) -> Draft:
        """Return ``draft`` with its contents compressed, so that no other writer waits for that."""
        return prepared(draft)

    def append(self, draft: Draft) -> Record:
        """Record ``draft`` as the next leaf; durable on return, or where :meth:`turn` ends."""
        draft = prepared(draft)
        with self._file.turn() as db:
            return append(db, draft, self._clock())

    def get(self, decision_id: str) -> Decision | None:
        """Return the decision, or ``None`` if there is none.

        Raises :exc:`RecordDamaged` where what is stored is not what was recorded, and
        :exc:`DecisionErased`.
        """
        with self.snapshot():
            record = self.record(decision_id)
            if record is None:
                for found in [verified(self, found) for found in self.about(decision_id)]:
                    if found.kind == "erasure":
                        raise DecisionErased(decision_id, found)
                return None
            if verified(self, record).kind != "decision":
                return None
            return _verified(record, self.contents(record.leaf_index))

    def record(self, record_id: str) -> Record | None:
        """Return the record of that id, or ``None``; it is not verified."""
        row = self.row(f"{_RECORD} WHERE record_id = ?", record_id)
        return None if row is None else Record(*row)

    def record_at(self, leaf_index: int) -> Record | None:
        """Return the record of that leaf, or ``None``; it is not verified."""
        row = self.row(f"{_RECORD} WHERE leaf_index = ?", leaf_index)
        return None if row is None else Record(*row)

    def records(
        self, start: int = 0, stop: int | None = None, kind: str | None = None
    ) -> Iterator[Record]:
        """Yield the records of leaves ``start`` to ``stop`` (not included), in order."""
        stop = self.size() if stop is None else stop
        within = f"{_RECORD} WHERE leaf_index >= ? AND leaf_index < ?"
        if kind is None:
            rows = self._rows(f"{within} ORDER BY leaf_index", start, stop)
        else:
            rows = self._rows(f"{within} AND kind = ? ORDER BY leaf_index", start, stop, kind)
        return (Record(*row) for row in rows)

    def about(self, decision_id: str) -> list[Record]:
        """Return the records about a decision, oldest first."""
        rows = self._rows(f"{_RECORD} WHERE subject = ? ORDER BY leaf_index", decision_id)
        return [Record(*row) for row in rows]

    def correcting(self, decision_id: str) -> list[str]:
        """Return the decisions that correct a decision, oldest first."""
        statement = "SELECT decision_id FROM decisions WHERE corrects = ? ORDER BY leaf_index"
        return [row[0] for row in self._rows(statement, decision_id)]

    def repeated(
        self, client: str, application_ref: str, dossier: str, seconds: float
    ) -> str | None:
        """Return the newest decision of the last ``seconds`` on an equal dossier of ``client``.

        ``dossier`` is the digest of its canonical form.
        """
        since = time_text(self._clock() - timedelta(seconds=seconds))
        with self._file.faults():
            return repeated(
                self._file.connection().conn,
                client=client,
                application_ref=application_ref,
                dossier=dossier,
                since=since,
            )

    def contents(self, leaf_index: int) -> dict[str, bytes]:
        """Return the contents of a record by name, not verified.

        Raises :exc:`RecordDamaged` where they cannot be decompressed.
        """
        rows = self._rows("SELECT name, data FROM contents WHERE leaf_index = ?", leaf_index)
        return {name: _unpacked(data, f"of leaf {leaf_index}", name) for name, data in rows}

    def source(self, digest: str) -> bytes | None:
        """Return the files of a ruleset, not verified, or ``None`` where they are not stored."""
        row = self.row("SELECT data FROM sources WHERE digest = ?", digest)
        return None if row is None else _unpacked(row[0], "of a ruleset", digest)

    def size(self) -> int:
        """Return the number of leaves."""
        row = self.row("SELECT max(position) FROM nodes WHERE level = 0")
        return 0 if row is None or row[0] is None else int(row[0]) + 1

    def node(self, level: int, position: int) -> bytes:
        """Return the hash of a complete subtree of ``2**level`` leaves, the ``position``-th.

        Raises :exc:`KeyError` if there is none.
        """
        row = self.row("SELECT hash FROM nodes WHERE level = ? AND position = ?", level, position)
        if row is None:
            raise KeyError((level, position))
        return bytes(row[0])

    def checkpoints(self) -> list[Checkpoint]:
        """Return the checkpoints, smallest first, those of one size as they were added."""
        rows = self._rows("SELECT size, note FROM checkpoints ORDER BY size, seq")
        return [Checkpoint(*row) for row in rows]

    def last_checkpoint(self) -> Checkpoint | None:
        """Return the newest checkpoint of the greatest size, ``None`` if there is none."""
        row = self.row("SELECT size, note FROM checkpoints ORDER BY size DESC, seq DESC LIMIT 1")
        return None if row is None else Checkpoint(*row)

    def add_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint; durable on return, or where :meth:`turn` ends."""
        with self._file.turn() as db:
            values = (checkpoint.size, checkpoint.note)
            db.execute("INSERT INTO checkpoints (size, note) VALUES (?, ?)", values)

    def check(self) -> None:
        """Open the store, see that it can be written, and close it: nothing stays open.

        Raises :exc:`StoreUnavailable`.
        """
        try:
            with self._file.faults():
                db = self._file.connection()
                db.execute("BEGIN IMMEDIATE")
                # A file that may only be read is opened, and the transaction begun, without
                # complaint.
                db.execute("CREATE TABLE probe (a INTEGER) STRICT")
                db.execute("ROLLBACK")
        finally:
            self.close()

    def close(self) -> None:
        """Close the connection of this thread; the next use opens another."""
        self._file.close()

    def row(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        """Return the first row of what ``statement`` selects, ``None`` where there is none.

        For the modules of this folder: a single statement reads one state of the store anyway.
        """
        with self._file.faults():
            row: tuple[Any, ...] | None = (
                self._file.connection().execute(statement, values).fetchone()
            )
            return row

    def _rows(self, statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with self._file.faults():
            # A generator that is left half way closes what it yields from, and then the
            # connection may be closed already.
            found = self._file.connection().execute(statement, values)
            while (row := found.fetchone()) is not None:
                yield row


def _verified(record: Record, contents: dict[str, bytes]) -> Decision:
    for name, of in record.body["contents"].items():
        if name not in contents:
            raise RecordDamaged(record.record_id, f"its {name} is missing")
        if digest(contents[name]) != of:
            raise RecordDamaged(record.record_id, f"its {name} has another digest than recorded")
    return Decision(record, contents["dossier"], contents.get("facts"), contents["result"])


def _unpacked(data: bytes, of: str, name: str) -> bytes:
    try:
        return unpacked(data)
    except zlib.error as fault:
        raise RecordDamaged(of, f"{name} cannot be decompressed ({fault})") from None
