"""Replays many decisions of a store, which is only read, on one core or several."""

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property
from pathlib import Path

from service.decisions.raters import SourceRaters
from service.replay.replay import replay
from service.replay.selection import Certificates, at_leaf, certificates
from service.replay.verdict import Verdict
from service.store.sqlite import SqliteStore

_CHUNK = 16
"""Decisions handed to a process at a time."""


class Replayer:
    """Replays the decisions of the store at ``path``, each by its own ruleset."""

    def __init__(self, path: Path) -> None:
        self._store = SqliteStore(path, read_only=True)
        self._raters = SourceRaters()

    @cached_property
    def _erased(self) -> Certificates:
        return certificates(self._store)

    def at(self, leaf_index: int) -> Verdict:
        """Return the verdict on the decision of a leaf.

        Raises :exc:`~service.store.port.StoreUnavailable`.
        """
        return replay(at_leaf(self._store, leaf_index, self._erased), self._raters)

    def close(self) -> None:
        """Close the store."""
        self._store.close()


def replay_leaves(path: Path, leaves: Iterable[int], workers: int = 1) -> Iterator[Verdict]:
    """Yield the verdict on each of ``leaves``, in their order.

    ``workers`` is the number of processes, 1 or more; each compiles the rulesets for itself.
    Raises :exc:`~service.store.port.StoreUnavailable`, and
    :exc:`~concurrent.futures.process.BrokenProcessPool` where a process was ended from outside.
    """
    if workers == 1:
        replayer = Replayer(path)
        try:
            yield from map(replayer.at, leaves)
        finally:
            replayer.close()
        return
    # Not forked: the parent may have threads, and a connection of its own.
    spawned = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, spawned, _begin, (path,))
    try:
        yield from pool.map(_at, leaves, chunksize=_CHUNK)
    finally:
        pool.shutdown(cancel_futures=True)


_replayer: Replayer


def _begin(path: Path) -> None:
    global _replayer
    _replayer = Replayer(path)


def _at(leaf_index: int) -> Verdict:
    return _replayer.at(leaf_index)
