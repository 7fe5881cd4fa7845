"""The runner as its own process, to be killed while it is at work."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from service.store.sqlite import SqliteStore
from tests.dossiers import ROOT

RUNNER = ("-m", "service.batches.runner")


@contextmanager
def process(
    store: Path, *command: str, pass_fds: tuple[int, ...] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``command`` (default: the runner) over ``store`` for the block, and kill it after."""
    environment = {
        **os.environ,
        "PINZHI_ENVIRONMENT": "development",
        "PINZHI_STORE": str(store),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with log_of(store).open("wb") as log:
        started = subprocess.Popen(
            [sys.executable, *(command or RUNNER)],
            cwd=ROOT,
            env=environment,
            stderr=log,
            pass_fds=pass_fds,
        )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def log_of(store: Path) -> Path:
    """Return what the last process over ``store`` wrote to standard error."""
    return store.with_name("runner.log")


def wait_until(condition: Callable[[], bool], running: subprocess.Popen[Any]) -> None:
    """Wait for what ``running`` brings about; fails where it ends before."""
    while not condition():
        try:
            running.wait(0.02)
        except subprocess.TimeoutExpired:
            continue
        assert condition(), "it ended before"


def decided(store: SqliteStore) -> int:
    """Return how many lines are noted as decided on."""
    (found,) = (
        store.connection().execute("SELECT coalesce(sum(decided), 0) FROM batches").fetchone()
    )
    return int(found)
