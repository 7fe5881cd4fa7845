"""Writes what a load was answered with as tables, and holds it against what is to be reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.load.driving import Run
from bench.load.profiled import Profile

MB = 1_000_000

RATIO, P99_MS, GROWTH_PERCENT = 0.5, 60.0, 5.0
"""At least this part of what the bare application answers, at most this long, and so much more
memory from the first tenth of the long run to its end."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that was measured; ``target`` says what to reach, ``met`` whether it is."""

    title: str
    value: float
    unit: str
    target: str
    met: bool


@dataclass(frozen=True, slots=True)
class Endurance:
    """The long run: its sum, the workers' memory in bytes over time, and what the store holds.

    ``memory`` has the samples of each worker by its process; ``lost`` are acknowledged decisions
    that the store does not have; ``verified`` is what its verification said, ``sound`` its
    verdict.
    """

    run: Run
    memory: Mapping[int, Sequence[int]]
    acknowledged: int
    lost: int
    sound: bool
    verified: str


def growth(memory: Mapping[int, Sequence[int]]) -> float:
    """Return by how many percent the worker that grew most did, after the first tenth."""
    grown = [
        (samples[-1] / samples[len(samples) // 10] - 1) * 100
        for samples in memory.values()
        if len(samples) > 1
    ]
    return round(max(grown, default=0.0), 2)


def figures(bare: Run, post: Run, long: Endurance | None) -> list[Figure]:
    """Return what was to be reached, and whether it is."""
    ratio = post.a_second / bare.a_second
    found = [
        Figure("POST / bare", round(ratio, 3), "times", f"at least {RATIO}", ratio >= RATIO),
        Figure("POST, 99th percentile", post.p99, "ms", f"under {P99_MS:g}", post.p99 < P99_MS),
        Figure("POST, errors", post.errors, "", "0", post.errors == 0),
    ]
    if long is None:
        return found
    more = growth(long.memory)
    return [
        *found,
        Figure("long run, errors", long.run.errors, "", "0", long.run.errors == 0),
        Figure("long run, acknowledged and lost", long.lost, "", "0", long.lost == 0),
        Figure("long run, growth of a worker", more, "%", "at most 5", more <= GROWTH_PERCENT),
        Figure("long run, faults in the store", 0 if long.sound else 1, "", "0", long.sound),
    ]


def table(rows: Sequence[tuple[str, Run]]) -> str:
    """Return the rows side by side."""
    lines = [
        f"{'':44}{'requests/s':>11}{'p50 ms':>9}{'p99 ms':>9}{'most ms':>9}{'requests':>10}"
        f"{'errors':>8}"
    ]
    lines += [
        f"{title:44}{run.a_second:11.1f}{run.p50:9.2f}{run.p99:9.2f}{run.most:9.2f}"
        f"{run.requests:10}{run.errors:8}"
        for title, run in rows
    ]
    return "\n".join(lines)


def figures_table(found: Sequence[Figure]) -> str:
    """Return what was to be reached, a line each."""
    return "\n".join(
        f"{figure.title:44}{figure.value:11g} {figure.unit:6}{figure.target:14}"
        f"{'met' if figure.met else 'missed'}"
        for figure in found
    )


def memory_table(memory: Mapping[int, Sequence[int]]) -> str:
    """Return how much memory each worker had, from time to time."""
    return "\n".join(
        f"worker {process}: " + ", ".join(f"{size / MB:.1f}" for size in samples) + " MB"
        for process, samples in sorted(memory.items())
    )


def profile_table(found: Profile) -> str:
    """Return what a request costs, and the functions that take most of it."""
    lines = [
        f"the application alone: {found.cpu_ms:.2f} ms of the processor a request",
        f"{'its own share of the time':62}{'%':>6}{'calls':>9}",
    ]
    lines += [f"{spent.function:62}{spent.percent:6.1f}{spent.calls:9.1f}" for spent in found.top]
    return "\n".join(lines)
