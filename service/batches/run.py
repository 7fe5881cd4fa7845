"""Does the batches line by line: each line is decided on once, or told why it is not."""

import contextlib
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from service.batches.locks import RunnerLock, nobody_receiving
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.errors import EngineFailure
from service.store.batches import Batch, Batches, LineDone, Waiting
from service.store.port import Client, Decision, StoreUnavailable
from service.store.sqlite import SqliteStore
from service.watching import noticed

SHARE = 50
"""Lines of one batch that are done before the next has its turn: a small one need not wait."""

KEPT = timedelta(days=30)
"""How long a batch that is done is told of; its decisions stay."""

CANNOT_WORK = 1
"""Exit status of a runner that could not use the store or the ruleset."""

ATTEMPTS = 3
"""How often the process may end while it is at a line, before that line is given up."""


@dataclass
class Work:
    """The lines to be done in ``store``, by the one that holds ``lock``.

    ``problem_of`` gives the status and the problem document for what ended a rating. The
    process is killed where a line takes more than ``line_timeout`` seconds: a rule engine that
    hangs can be ended in no other way.
    """

    store: SqliteStore
    lock: RunnerLock
    make_rater: Callable[[], Rater]
    problem_of: Callable[[Exception], tuple[int, bytes]]
    repeat_window: int
    line_timeout: float

    @cached_property
    def batches(self) -> Batches:
        """The batches in the store."""
        return Batches(self.store)

    def take_up(self) -> None:
        """Note what a runner died of before this one, and remove what nobody needs any more.

        Raises :exc:`~service.store.port.StoreUnavailable`, as everything here does.
        """
        place = self.lock.place()
        if place is not None:
            self.batches.interrupted(*place)
            self.lock.move(0, 0)
        with nobody_receiving(self.store.path) as certain:
            removed = self.batches.broken_off() if certain else []
        for number in (*removed, *self.batches.finished_before(self.store.now() - KEPT)):
            self.batches.discard(number)

    def lines(self) -> Iterator[None]:
        """Do every line that is to be done; yields behind each, where the work may be left.

        Raises what making the rater raises, before any line is begun.
        """
        rater = None
        while unfinished := self.batches.unfinished():
            rater = rater or self.make_rater()
            for batch in unfinished:
                for _ in range(SHARE):
                    line = self.batches.next_waiting(batch.number)
                    if line is None:
                        self.batches.finish(batch.number, self.store.now())
                        break
                    self._do(rater, batch, line)
                    yield

    def _do(self, rater: Rater, batch: Batch, line: Waiting) -> None:
        self.lock.move(batch.number, line.line)
        with contextlib.suppress(LineDone):
            try:
                if line.attempts >= ATTEMPTS:
                    raise EngineFailure(f"the process ended {line.attempts} times at this line")
                self._decide(rater, batch, line)
            except (StoreUnavailable, LineDone):
                raise
            # What is wrong with one line, or goes wrong with it, must not stop the others.
            except Exception as fault:
                status, problem = self.problem_of(fault)
                self.batches.not_decided(batch.number, line.line, status, problem)
                noticed("line", outcome="refused" if status < 500 else "failed")
            finally:
                # Only what ends the process is held against the line, not a store that is down.
                self.lock.move(0, 0)

    def _decide(self, rater: Rater, batch: Batch, line: Waiting) -> None:
        asked = Client(batch.client, authenticated=batch.key_id is not None, key=batch.key_id)
        with _killed_after(self.line_timeout):
            decide(
                rater,
                self.store,
                line.body,
                asked,
                repeat_window=self.repeat_window,
                once=_Line(self.batches, batch.number, line.line),
            )
        noticed("line", outcome="decided")


@dataclass(frozen=True)
class _Line:
    """A line that is done in the turn that records its decision."""

    batches: Batches
    batch: int
    line: int

    def before(self) -> Decision | None:
        return None

    def after(self, decision: Decision) -> None:
        # Where somebody else did it meanwhile, this raises, and nothing is recorded.
        self.batches.decided(self.batch, self.line, decision.decision_id)


@contextlib.contextmanager
def _killed_after(seconds: float) -> Iterator[None]:
    """Let the system end this process where the block takes longer."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def undone(store: SqliteStore) -> bool:
    """Return whether there is a line to be done, or a batch that broke off to be removed."""
    batches = Batches(store)
    if batches.unfinished():
        return True
    if not batches.broken_off():
        return False
    with nobody_receiving(store.path) as certain:
        return certain
