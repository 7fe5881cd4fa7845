"""The batches in the store: their lines as they came, what became of each, and how many are left.

Nothing here belongs to the ledger: a row changes as its line is done, and goes in the end.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.records.form import time_text
from service.store.packed import unpacked
from service.store.port import StoreUnavailable
from service.store.sqlite import SqliteStore

RECEIVING, QUEUED, RUNNING, DONE = "receiving", "queued", "running", "done"
"""The states of a batch. Nobody is told of one that is still received."""

DECIDED = 201
"""Status of a line on whose dossier there is a decision."""

PAGE_BYTES = 4 << 20
"""Bytes of problem documents in one page of results: 4 MiB."""

_COMPRESSION = 1
_STEP = 500
"""Lines removed in one turn, so that others need not wait long for theirs."""

_BATCH = (
    "SELECT batch, batch_id, client, key_id, received_at, state, lines, decided, refused, failed,"
    " finished_at FROM batches"
)


class BatchGone(StoreUnavailable):
    """The batch that is being received was taken for one that broke off; send it again."""


class LineDone(Exception):
    """Somebody else did the line meanwhile."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch and how far it is; ``number`` is its place in the store, not told to anybody.

    ``client`` and ``key_id`` are who sent it. Times are ISO 8601 in UTC. Of its ``lines``,
    ``decided`` have a decision, ``refused`` have faults, and with ``failed`` the service failed.
    """

    number: int
    batch_id: str
    client: str
    key_id: str | None
    received_at: str
    state: str
    lines: int
    decided: int
    refused: int
    failed: int
    finished_at: str | None

    @property
    def waiting(self) -> int:
        """Lines that nothing was done about yet."""
        return self.lines - self.decided - self.refused - self.failed


@dataclass(frozen=True, slots=True)
class Received:
    """A line as it came, numbered from 1: its dossier, or why there is nothing to decide on.

    ``problem`` is a problem document with its status, for a line of which nothing was kept.
    """

    line: int
    body: bytes | None
    problem: tuple[int, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line to be done; ``attempts`` is how often the process ended while it was at it."""

    line: int
    body: bytes
    attempts: int


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a line: a decision, with what searches find of it, or a problem document.

    ``found`` is ``None`` where the decision was erased since.
    """

    line: int
    status: int
    decision_id: str | None
    problem: bytes | None
    found: tuple[str, str, str] | None
    """Dossier id, reference of the application, grade."""


class Batches:
    """The batches in ``store``. Everything raises :exc:`~service.store.port.StoreUnavailable`."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store

    def begin(self, batch_id: str, client: str, key_id: str | None, now: datetime) -> int:
        """Make room for a batch that is received from now on; return its number."""
        with self._store.turn():
            added = self._store.connection().execute(
                "INSERT INTO batches (batch_id, client, key_id, received_at, state)"
                " VALUES (?, ?, ?, ?, ?)",
                (batch_id, client, key_id, time_text(now), RECEIVING),
            )
            return int(added.lastrowid or 0)

    def add(self, number: int, lines: Sequence[Received]) -> None:
        """Keep ``lines`` of a batch that is received; raises :exc:`BatchGone`."""
        rows = [
            (
                number,
                line.line,
                None if line.body is None else zlib.compress(line.body, _COMPRESSION),
                None if line.problem is None else line.problem[0],
                None if line.problem is None else zlib.compress(line.problem[1], _COMPRESSION),
            )
            for line in lines
        ]
        refused = sum(line.problem is not None for line in lines)
        with self._store.turn():
            self._insist(
                number,
                "UPDATE batches SET lines = lines + ?, refused = refused + ?"
                " WHERE batch = ? AND state = ?",
                (len(lines), refused, number, RECEIVING),
            )
            self._store.connection().conn.executemany(
                "INSERT INTO batch_lines (batch, line, body, status, problem)"
                " VALUES (?, ?, ?, ?, ?)",
                rows,
            )

    def accept(self, number: int, now: datetime) -> Batch:
        """Let a batch that is received whole be done; raises :exc:`BatchGone`."""
        with self._store.turn():
            self._insist(
                number,
                "UPDATE batches SET state = ?, received_at = ? WHERE batch = ? AND state = ?",
                (QUEUED, time_text(now), number, RECEIVING),
            )
            return Batch(*self._row(f"{_BATCH} WHERE batch = ?", number) or ())

    def discard(self, number: int) -> None:
        """Remove a batch and its lines, a few in each turn."""
        left = _STEP
        while left:
            with self._store.turn():
                removed = self._store.connection().execute(
                    "DELETE FROM batch_lines WHERE rowid IN"
                    " (SELECT rowid FROM batch_lines WHERE batch = ? LIMIT ?)",
                    (number, _STEP),
                )
                left = removed.rowcount
        with self._store.turn():
            for table in ("webhooks", "batches"):
                self._store.connection().execute(f"DELETE FROM {table} WHERE batch = ?", (number,))

    def broken_off(self) -> list[int]:
        """Return the numbers of the batches that are received, or were when that broke off."""
        found = self._rows("SELECT batch FROM batches WHERE state = ?", RECEIVING)
        return [number for (number,) in found]

    def finished_before(self, moment: datetime) -> list[int]:
        """Return the numbers of the batches that were done before ``moment``, with their webhook.

        It reads every batch.
        """
        found = self._rows(
            "SELECT batch FROM batches b WHERE finished_at < ? AND NOT EXISTS"
            " (SELECT 1 FROM webhooks w WHERE w.batch = b.batch AND w.next_at IS NOT NULL)",
            time_text(moment),
        )
        return [number for (number,) in found]

    def find(self, batch_id: str) -> Batch | None:
        """Return the batch of that id, or ``None``."""
        row = self._row(f"{_BATCH} WHERE batch_id = ? AND state <> ?", batch_id, RECEIVING)
        return None if row is None else Batch(*row)

    def newest(self, limit: int, client: str | None, after: int | None = None) -> list[Batch]:
        """Return ``limit`` batches at most, of ``client`` or all, older than number ``after``."""
        statement = f"{_BATCH} WHERE state <> ?"
        values: list[Any] = [RECEIVING]
        for condition, value in (("client = ?", client), ("batch < ?", after)):
            if value is not None:
                statement += f" AND {condition}"
                values.append(value)
        rows = self._rows(f"{statement} ORDER BY batch DESC LIMIT ?", *values, limit)
        return [Batch(*row) for row in rows]

    def unfinished(self) -> list[Batch]:
        """Return the batches that are not done, oldest first."""
        rows = self._rows(
            f"{_BATCH} WHERE finished_at IS NULL AND state IN (?, ?) ORDER BY batch",
            QUEUED,
            RUNNING,
        )
        return [Batch(*row) for row in rows]

    def next_waiting(self, number: int) -> Waiting | None:
        """Return the first line of a batch that is to be done, ``None`` where all are."""
        row = self._row(
            "SELECT line, body, attempts FROM batch_lines"
            " WHERE batch = ? AND status IS NULL ORDER BY line LIMIT 1",
            number,
        )
        if row is None:
            return None
        line, body, attempts = row
        return Waiting(line, self._unpacked(body), attempts)

    def interrupted(self, number: int, line: int) -> None:
        """Count that the process ended while it was at a line that is not done."""
        with self._store.turn():
            self._store.connection().execute(
                "UPDATE batch_lines SET attempts = attempts + 1"
                " WHERE batch = ? AND line = ? AND status IS NULL",
                (number, line),
            )

    def decided(self, number: int, line: int, decision_id: str) -> None:
        """Note the decision on a line, of which no dossier is kept here any more.

        Inside the turn that records the decision. Raises :exc:`LineDone`.
        """
        self._done(number, line, "decided", DECIDED, decision_id, None)

    def not_decided(self, number: int, line: int, status: int, problem: bytes) -> None:
        """Note why there is no decision on a line: a problem document, and its HTTP status.

        Raises :exc:`LineDone`.
        """
        counted = "refused" if status < 500 else "failed"
        packed = zlib.compress(problem, _COMPRESSION)
        self._done(number, line, counted, status, None, packed)

    def finish(self, number: int, now: datetime) -> None:
        """Note that every line of a batch is done, and let its webhook go."""
        with self._store.turn():
            db = self._store.connection()
            db.execute(
                "UPDATE batches SET state = ?, finished_at = ? WHERE batch = ?",
                (DONE, time_text(now), number),
            )
            db.execute("UPDATE webhooks SET next_at = ? WHERE batch = ?", (time_text(now), number))

    def results(self, number: int, after: int, limit: int) -> list[Done]:
        """Return what became of the lines behind line ``after``, up to the first that waits.

        At most ``limit``, and no more than fit into :data:`PAGE_BYTES`, but one at least.
        """
        found: list[Done] = []
        left = PAGE_BYTES
        for row in self._rows(
            "SELECT l.line, l.status, l.decision_id, l.problem, d.dossier_id, d.application_ref,"
            " d.grade FROM batch_lines l LEFT JOIN decisions d ON d.decision_id = l.decision_id"
            " WHERE l.batch = ? AND l.line > ? ORDER BY l.line LIMIT ?",
            number,
            after,
            limit,
        ):
            line, status, decision_id, packed, dossier_id, application_ref, grade = row
            problem = None if packed is None else self._unpacked(packed)
            left -= len(problem or b"")
            if status is None or (found and left < 0):
                break
            about = None if grade is None else (dossier_id, application_ref, grade)
            found.append(Done(line, status, decision_id, problem, about))
        return found

    def _done(
        self,
        number: int,
        line: int,
        counted: str,
        status: int,
        decision_id: str | None,
        problem: bytes | None,
    ) -> None:
        with self._store.turn():
            db = self._store.connection()
            changed = db.execute(
                "UPDATE batch_lines SET body = NULL, status = ?, decision_id = ?, problem = ?"
                " WHERE batch = ? AND line = ? AND status IS NULL",
                (status, decision_id, problem, number, line),
            )
            if changed.rowcount != 1:
                raise LineDone
            db.execute(
                f"UPDATE batches SET {counted} = {counted} + 1, state = ? WHERE batch = ?",
                (RUNNING, number),
            )

    def _insist(self, number: int, statement: str, values: Sequence[object]) -> None:
        if self._store.connection().execute(statement, values).rowcount != 1:
            raise BatchGone(f"batch {number} was removed while it was received")

    def _unpacked(self, data: bytes) -> bytes:
        try:
            return unpacked(data)
        except zlib.error as fault:
            raise StoreUnavailable(f"a line of a batch is damaged: {fault}") from fault

    def _row(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        return next(iter(self._rows(statement, *values)), None)

    def _rows(self, statement: str, *values: object) -> Iterable[tuple[Any, ...]]:
        with self._store.snapshot():
            rows: list[tuple[Any, ...]] = (
                self._store.connection().execute(statement, values).fetchall()
            )
            return rows
