"""Drives a server with wrk, from a process of its own, and reads what wrk says of it."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SCRIPTS = Path(__file__).parent

MISSING = (
    "wrk is not installed, and drives the load: apt-get install wrk, or brew install wrk, or build"
    " it from https://github.com/wg/wrk"
)

_PATIENCE_SECONDS = 30
"""After which wrk counts a request as an error."""


class WrkFailed(Exception):
    """wrk ended without figures; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of wrk, or some summed up. ``errors`` are requests without an answer of success.

    Times are in milliseconds.
    """

    requests: int
    a_second: float
    p50: float
    p99: float
    most: float
    errors: int


def installed() -> bool:
    """Return whether wrk can be run."""
    return shutil.which("wrk") is not None


def drive(
    script: str, url: str, arguments: Sequence[str], *, connections: int, seconds: int
) -> Run:
    """Let wrk send requests for so many ``seconds``, each connection one after the other.

    ``script`` is one of this folder, which ``arguments`` are for. Raises :exc:`WrkFailed`.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        for part in (script, "done.lua"):
            file.write((SCRIPTS / part).read_text(encoding="utf-8"))
        file.flush()
        # One thread sends thousands a second, and leaves the processors to the server.
        options = ["-t1", f"-c{connections}", f"-d{seconds}s", f"--timeout={_PATIENCE_SECONDS}s"]
        command = ["wrk", *options, "-s", file.name, url, "--", *arguments]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise WrkFailed(ended.stderr or ended.stdout)
    return parsed(ended.stdout)


def parsed(said: str) -> Run:
    """Return the figures in the last line of what wrk said; raises :exc:`WrkFailed`."""
    try:
        found = json.loads(said.strip().rpartition("\n")[2])
        errors = sum(found[kind] for kind in ("connect", "read", "write", "timeout", "status"))
        return Run(
            requests=found["requests"],
            a_second=round(found["requests"] / found["duration_us"] * 1e6, 1),
            p50=found["p50_us"] / 1000,
            p99=found["p99_us"] / 1000,
            most=found["most_us"] / 1000,
            errors=errors,
        )
    except (ValueError, KeyError, TypeError, ZeroDivisionError):
        raise WrkFailed(f"wrk gave no figures: {said!r}") from None


def summed_up(runs: Sequence[Run]) -> Run:
    """Return the medians of some runs; requests and errors of all of them together."""
    return Run(
        requests=sum(run.requests for run in runs),
        a_second=round(median(run.a_second for run in runs), 1),
        p50=median(run.p50 for run in runs),
        p99=median(run.p99 for run in runs),
        most=max(run.most for run in runs),
        errors=sum(run.errors for run in runs),
    )
