"""Times every row on every dossier in interleaved rounds, and sums the times up."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from time import perf_counter_ns
from typing import Any

WARM_UP_ROUNDS = 2


@dataclass(frozen=True)
class Row:
    """Something to time: ``run`` is called with each of ``inputs``, one a dossier."""

    id: str
    title: str
    run: Callable[[Any], object]
    inputs: Sequence[Any]


@dataclass(frozen=True)
class Timing:
    """Median and high percentiles of one row, in microseconds, over ``calls`` calls."""

    id: str
    title: str
    median_us: float
    p95_us: float
    p99_us: float
    calls: int


def measure(rows: Sequence[Row], rounds: int, warm_up_rounds: int = WARM_UP_ROUNDS) -> list[Timing]:
    """Time ``rows``, each once a round on all its inputs; ``rounds`` is at least 1.

    A round takes the rows in turn, so that what disturbs the machine for a while disturbs
    all rows alike, and starts with another row each time. The garbage collector stays on,
    as in the service.
    """
    for row in rows:
        for _ in range(warm_up_rounds):
            for given in row.inputs:
                row.run(given)
    taken: dict[str, list[int]] = {row.id: [] for row in rows}
    gc.collect()
    for turn in range(rounds):
        first = turn % len(rows)
        for row in (*rows[first:], *rows[:first]):
            times, run = taken[row.id], row.run
            # Not timed: it finds the processor's caches full of another row's data.
            run(row.inputs[0])
            for given in row.inputs:
                start = perf_counter_ns()
                run(given)
                times.append(perf_counter_ns() - start)
    return [_sum_up(row, taken[row.id]) for row in rows]


def _sum_up(row: Row, times: list[int]) -> Timing:
    return Timing(
        row.id,
        row.title,
        round(median(times) / 1000, 1),
        round(percentile(times, 95) / 1000, 1),
        round(percentile(times, 99) / 1000, 1),
        len(times),
    )


def percentile(times: Sequence[int], percent: int) -> int:
    """Return the smallest of ``times`` that at least ``percent`` % of them do not exceed."""
    return sorted(times)[ceil(len(times) * percent / 100) - 1]
