"""The process that does the batches of a store: it ends when there is nothing left to do.

One at a time: it holds a lock. Whatever ends it, the next goes on at the line that is not done.
"""

import logging
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from service.api.problems import of_rating
from service.batches.deliver import Deliveries
from service.batches.locks import RunnerLock, runner_lock
from service.batches.run import CANNOT_WORK, Work, undone
from service.batches.sending import Sender
from service.decisions.rate import Rater
from service.observe.folder import VARIABLE
from service.observe.logs import configure
from service.observe.metrics import Metrics
from service.ruleset import catalogue
from service.ruleset.faults import RulesetRejected
from service.settings import Settings, settings_from
from service.store.port import StoreUnavailable
from service.store.sqlite import SqliteStore
from service.store.webhooks import Webhooks
from service.watching import watch

NICENESS = 5
"""Decisions that somebody waits for come first."""

_REST_SECONDS = 0.5

log = logging.getLogger(__name__)


def run(
    store: SqliteStore,
    settings: Settings,
    ended: Callable[[], bool],
    rater: Rater | None = None,
) -> bool:
    """Do the batches in ``store`` until nothing is left to do now, or ``ended`` says so.

    That is asked between two lines. ``rater`` defaults to one of the ruleset in force. Returns
    False where another runner has the store. Raises
    :exc:`~service.store.port.StoreUnavailable`.
    """
    while True:
        with runner_lock(store.path) as lock:
            if lock is None:
                return False
            _run(store, settings, lock, ended, rater)
        # Whoever sent a batch just now saw the lock, and did not start another runner.
        if ended() or not something_to_do(store):
            return True


def something_to_do(store: SqliteStore) -> bool:
    """Return whether a runner has something to do now: a line, or a webhook that is due."""
    return undone(store) or bool(Webhooks(store).due(store.now(), 1))


def _run(
    store: SqliteStore,
    settings: Settings,
    lock: RunnerLock,
    ended: Callable[[], bool],
    rater: Rater | None,
) -> None:
    work = Work(
        store,
        lock,
        make_rater=lambda: rater or Rater(catalogue.active()),
        problem_of=of_rating,
        repeat_window=settings.repeat_window,
        line_timeout=settings.worker_timeout,
    )
    deliveries = Deliveries(store, Sender(settings.webhook_private), settings.webhook_attempts)
    work.take_up()
    lines_done = threading.Event()
    # A target that takes its time must not keep the lines waiting.
    thread = threading.Thread(target=_deliver, args=(store, deliveries, lines_done))
    thread.start()
    try:
        for _ in work.lines():
            if ended():
                break
    finally:
        lines_done.set()
        thread.join()
    while not ended() and deliveries.deliver():
        pass


def _deliver(store: SqliteStore, deliveries: Deliveries, lines_done: threading.Event) -> None:
    try:
        while not lines_done.is_set():
            if not deliveries.deliver():
                lines_done.wait(_REST_SECONDS)
    except StoreUnavailable as fault:
        log.error("webhooks wait: %s", fault)
    finally:
        store.close()


class Ending:
    """Whether the process is asked to end: by a signal, or because who started it is gone.

    Inside its block, SIGTERM and SIGINT only ask.
    """

    def __init__(self, parent: int | None = None) -> None:
        """``parent`` is the end of a pipe to read, whose other end only the parent has."""
        self._parent = parent
        self._asked = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> "Ending":
        for number in (signal.SIGTERM, signal.SIGINT):
            self._before[number] = signal.signal(number, self._ask)
        return self

    def __exit__(self, *raised: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked = True

    def __call__(self) -> bool:
        """Return whether it is."""
        if self._parent is not None and select.select([self._parent], [], [], 0)[0]:
            self._asked = True
        return self._asked


def main(arguments: list[str]) -> int:
    """Run until nothing is left; ``arguments`` may have the descriptor of the parent's pipe."""
    settings = settings_from(os.environ)
    configure(settings)
    if Path(os.environ.get(VARIABLE) or os.devnull).is_dir():
        # What is decided here counts with what the workers of the server decide.
        watch(Metrics())
    os.nice(NICENESS)
    store = SqliteStore(settings.store)
    try:
        with Ending(int(arguments[0]) if arguments else None) as ended:
            run(store, settings, ended)
    except (StoreUnavailable, RulesetRejected, OSError) as fault:
        log.error("batches wait: %s", fault)
        return CANNOT_WORK
    finally:
        store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
