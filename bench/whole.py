"""Times what takes long and is done once or a few times: a verification, a backup, a bundle."""

from collections.abc import Callable
from statistics import median
from time import perf_counter_ns
from typing import TypeVar

from bench.measure import Timing, percentile

T = TypeVar("T")


def whole(
    id: str,
    title: str,
    run: Callable[[], T],
    *,
    times: int = 1,
    before: Callable[[], object] | None = None,
) -> tuple[Timing, T]:
    """Run ``run`` so many ``times``; return its times and what it returned last.

    ``before`` is called before each, and is not timed.
    """
    taken = []
    for _ in range(times):
        if before is not None:
            before()
        start = perf_counter_ns()
        returned = run()
        taken.append(perf_counter_ns() - start)
    timing = Timing(
        id,
        title,
        round(median(taken) / 1000, 1),
        round(percentile(taken, 95) / 1000, 1),
        round(percentile(taken, 99) / 1000, 1),
        times,
    )
    return timing, returned
