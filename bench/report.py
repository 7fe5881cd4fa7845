"""Holds the timings against the targets, and writes them as a table and as JSON."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

from bench.explaining import COUNTERFACTUALS, EDGE, EXPLAIN
from bench.measure import Timing
from bench.rows import DIRECT, RATE, RETE, ZEN, ZEN_BY_TEST


@dataclass(frozen=True)
class Figure:
    """A ratio or a time; ``target`` says what to reach, ``met`` whether it is (else both None)."""

    title: str
    value: float
    unit: str
    target: str | None = None
    met: bool | None = None


def figures(timings: Sequence[Timing]) -> list[Figure]:
    """Return every figure; those that a target is set for say whether it is met.

    The targets speak of the 152 tests as zen's decision tables. They are held against the
    faster document with a table for each test, and again against zen's fastest form of all,
    in which the tests of a dimension are merged into one table.
    """
    by_id = {timing.id: timing for timing in timings}
    rete, direct, rate = by_id[RETE], by_id[DIRECT], by_id[RATE]
    found = [
        _at_most("rate, median", rate.median_us / 1000, "ms", 5),
        _at_most("rate, 99th percentile", rate.p99_us / 1000, "ms", 15),
    ]
    zen = sorted((by_id[form] for form in ZEN), key=lambda timing: timing.median_us)
    by_test = next(timing for timing in zen if timing.id in ZEN_BY_TEST)
    for form in dict.fromkeys((by_test, *zen)):
        name = form.title.removeprefix("zen with trace, ")
        slower = rete.median_us / form.median_us
        faster = form.median_us / direct.median_us
        if form in (by_test, zen[0]):
            found += [
                _at_most(f"Rete / zen ({name})", slower, "times", 2),
                _at_least(f"zen ({name}) / independent", faster, "times", 3),
            ]
        else:
            found += [
                Figure(f"Rete / zen ({name})", round(slower, 2), "times"),
                Figure(f"zen ({name}) / independent", round(faster, 2), "times"),
            ]
    return found


def explaining_figures(timings: Sequence[Timing]) -> list[Figure]:
    """Return the figures of explanations; a target is set for the changes for the better."""
    by_id = {timing.id: timing for timing in timings}
    name = "95th percentile"
    return [
        _at_most(f"changes, {name}", by_id[COUNTERFACTUALS].p95_us / 1000, "ms", 300),
        Figure(f"edge, {name}", round(by_id[EDGE].p95_us / 1000, 2), "ms"),
        Figure(f"whole explanation, {name}", round(by_id[EXPLAIN].p95_us / 1000, 2), "ms"),
    ]


def _at_most(title: str, value: float, unit: str, most: int) -> Figure:
    return Figure(title, round(value, 2), unit, f"at most {most}", value <= most)


def _at_least(title: str, value: float, unit: str, least: int) -> Figure:
    return Figure(title, round(value, 2), unit, f"at least {least}", value >= least)


def table(timings: Sequence[Timing], found: Sequence[Figure]) -> str:
    """Return the table that is printed."""
    fastest = min(t.median_us for t in timings if t.id in ZEN)
    lines = [f"{'':47}{'median us':>11}{'p95 us':>11}{'p99 us':>11}{'times zen':>11}"]
    lines += [
        f"{t.title:47}{t.median_us:11.1f}{t.p95_us:11.1f}{t.p99_us:11.1f}"
        f"{t.median_us / fastest:11.2f}"
        for t in timings
    ]
    return "\n".join([*lines, "", *_figure_lines(found)])


def records_table(timings: Sequence[Timing], found: Sequence[Figure]) -> str:
    """Return the table of records, which zen knows nothing of."""
    lines = [f"{'':47}{'median us':>13}{'p95 us':>13}{'p99 us':>13}{'calls':>7}"]
    lines += [
        f"{t.title:47}{t.median_us:13.1f}{t.p95_us:13.1f}{t.p99_us:13.1f}{t.calls:7}"
        for t in timings
    ]
    return "\n".join([*lines, "", *_figure_lines(found)])


def _figure_lines(found: Sequence[Figure]) -> Iterator[str]:
    for figure in found:
        line = f"{figure.title:47}{figure.value:8.2f} {figure.unit:9}"
        if figure.target:
            line += f"{figure.target:12}{'met' if figure.met else 'missed'}"
        yield line.rstrip()


def as_json(
    timings: Sequence[Timing], found: Sequence[Figure], run: Mapping[str, Any]
) -> dict[str, Any]:
    """Return everything as one JSON object; ``run`` says what was measured."""
    return {
        **run,
        "machine": {
            "python": platform.python_version(),
            "system": platform.system(),
            "architecture": platform.machine(),
            "processors": os.cpu_count(),
        },
        "engines": {name: version(name) for name in ("durable-rules", "zen-engine")},
        "rows": [asdict(timing) for timing in timings],
        "figures": [asdict(figure) for figure in found],
    }


def records_json(
    timings: Sequence[Timing], found: Sequence[Figure], sizes: Mapping[str, int]
) -> dict[str, Any]:
    """Return the rows and figures of records as a JSON object; ``sizes`` say of how many."""
    return {
        **sizes,
        "rows": [asdict(timing) for timing in timings],
        "figures": [asdict(figure) for figure in found],
    }
