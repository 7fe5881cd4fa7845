"""The webhooks in the store: where to tell that a batch is done, and how often that was tried."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.records.form import time_text
from service.store.sqlite import SqliteStore

WAITING, DELIVERED, GIVEN_UP = "waiting", "delivered", "given_up"
"""The states of a webhook; one that waits for its batch, or for its next attempt, is waiting."""

_WEBHOOK = (
    "SELECT w.batch, b.batch_id, b.client, w.address, w.secret, w.state, w.attempts, w.next_at,"
    " w.last_at, w.last_fault FROM webhooks w JOIN batches b ON b.batch = w.batch"
)


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook; ``batch`` is the number of its batch in the store.

    ``secret`` is there until it is delivered or given up. ``last_fault`` says why the last of
    the ``attempts`` failed. Times are ISO 8601 in UTC.
    """

    batch: int
    batch_id: str
    client: str
    address: str
    secret: str | None
    state: str
    attempts: int
    next_at: str | None
    last_at: str | None
    last_fault: str | None


class Webhooks:
    """The webhooks in ``store``; raises :exc:`~service.store.port.StoreUnavailable`."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store

    def add(self, batch: int, address: str, secret: str) -> None:
        """Keep the webhook of a batch; it goes when the batch is done."""
        with self._store.turn():
            self._store.connection().execute(
                "INSERT INTO webhooks (batch, address, secret, state) VALUES (?, ?, ?, ?)",
                (batch, address, secret, WAITING),
            )

    def of(self, batch: int) -> Webhook | None:
        """Return the webhook of a batch, if it has one."""
        rows = self._rows(f"{_WEBHOOK} WHERE w.batch = ?", batch)
        return next((Webhook(*row) for row in rows), None)

    def due(self, now: datetime, limit: int) -> list[Webhook]:
        """Return at most ``limit`` webhooks to try now, each of another client.

        Those that were tried least come first, so that a dead target lets others by.
        """
        rows = self._rows(
            f"{_WEBHOOK} WHERE w.next_at <= ? ORDER BY w.attempts, w.next_at, w.batch",
            time_text(now),
        )
        of_each: dict[str, Webhook] = {}
        for row in rows:
            webhook = Webhook(*row)
            of_each.setdefault(webhook.client, webhook)
            if len(of_each) == limit:
                break
        return list(of_each.values())

    def delivered(self, batch: int, now: datetime) -> None:
        """Note that the target took it; the secret is forgotten."""
        self._tried(batch, now, DELIVERED, None, None)

    def failed(self, batch: int, now: datetime, why: str, again: datetime | None) -> None:
        """Note why an attempt failed, and when to try ``again``: never, where it is given up."""
        state = GIVEN_UP if again is None else WAITING
        self._tried(batch, now, state, why, None if again is None else time_text(again))

    def _tried(
        self, batch: int, now: datetime, state: str, fault: str | None, next_at: str | None
    ) -> None:
        with self._store.turn():
            self._store.connection().execute(
                "UPDATE webhooks SET state = ?, attempts = attempts + 1, last_at = ?,"
                " last_fault = ?, next_at = ?, secret = iif(? IS NULL, NULL, secret)"
                " WHERE batch = ?",
                (state, time_text(now), fault, next_at, next_at, batch),
            )

    def _rows(self, statement: str, *values: object) -> Iterable[tuple[Any, ...]]:
        with self._store.snapshot():
            rows: list[tuple[Any, ...]] = (
                self._store.connection().execute(statement, values).fetchall()
            )
            return rows
