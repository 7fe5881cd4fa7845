"""Delivers webhooks: tells their targets that a batch is done, again and again if need be."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import orjson

from service.batches.progress import event
from service.batches.sending import NotSent, Sender
from service.batches.signing import signed
from service.store.batches import Batch, Batches
from service.store.sqlite import SqliteStore
from service.store.webhooks import Webhook, Webhooks
from service.watching import noticed

AT_ONCE = 8
"""Webhooks that are tried at the same time, each of another client."""

PAUSES = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000)
)
"""How long to wait after the first failure, the second and so on: 5 s to 20 hours; then a day."""

_AT_LAST = timedelta(days=1)


class Deliveries:
    """The webhooks of the batches in ``store``.

    Each is tried ``attempts`` times at most, by the clock of the store.
    """

    def __init__(self, store: SqliteStore, sender: Sender, attempts: int) -> None:
        self._batches = Batches(store)
        self._webhooks = Webhooks(store)
        self._sender = sender
        self._attempts = attempts
        self._clock = store.now

    def deliver(self) -> int:
        """Try what is due, some of it at the same time; return how many were tried.

        Raises :exc:`~service.store.port.StoreUnavailable`.
        """
        tried = [
            (webhook, batch, webhook.secret)
            for webhook in self._webhooks.due(self._clock(), AT_ONCE)
            if (batch := self._batches.find(webhook.batch_id)) and webhook.secret
        ]
        if not tried:
            return 0
        with ThreadPoolExecutor(len(tried)) as pool:
            faults = list(pool.map(lambda one: self._send(*one), tried))
        for (webhook, _, _), fault in zip(tried, faults, strict=True):
            self._note(webhook, fault)
        return len(tried)

    def _send(self, webhook: Webhook, batch: Batch, secret: str) -> NotSent | None:
        body = orjson.dumps(event(batch))
        # The same in every attempt, so that a target that took it knows it again.
        message_id = f"msg_{batch.batch_id}"
        try:
            self._sender.send(
                webhook.address, signed(secret, message_id, self._clock(), body), body
            )
        except NotSent as fault:
            return fault
        return None

    def _note(self, webhook: Webhook, fault: NotSent | None) -> None:
        moment = self._clock()
        if fault is None:
            self._webhooks.delivered(webhook.batch, moment)
            noticed("webhook", outcome="delivered")
            return
        done = webhook.attempts + 1
        again = None if fault.gone or done >= self._attempts else moment + pause(done)
        self._webhooks.failed(webhook.batch, moment, str(fault), again)
        noticed("webhook", outcome="given_up" if again is None else "failed")


def pause(failures: int) -> timedelta:
    """Return how long to wait after so many failures, 1 or more."""
    return PAUSES[failures - 1] if failures <= len(PAUSES) else _AT_LAST
