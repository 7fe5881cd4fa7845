"""Starts the runner from a worker of the service, where there is something for it to do."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import service
from service.batches.locks import runner_lives
from service.batches.run import CANNOT_WORK, undone
from service.settings import PREFIX, Settings
from service.store.port import StoreUnavailable
from service.store.sqlite import SqliteStore
from service.store.webhooks import Webhooks

PAUSE_SECONDS = 60.0
"""How long a worker waits before it starts a runner again that could not work."""


class Starter:
    """Starts the runner of ``store`` with ``settings``; it ends with the process that started it.

    Nothing is started before the first :meth:`tick`: only a server ticks.
    """

    def __init__(self, store: SqliteStore, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._ticks = False
        self.runner: subprocess.Popen[bytes] | None = None
        """The runner that this process started last, until it is seen to have ended."""
        self._not_before = 0.0
        self._alive: int | None = None
        """The writing end of the pipe by which the runner knows that this process lives."""

    def tick(self) -> None:
        """Start the runner if there is something to do; called every few seconds."""
        self._ticks = True
        # The next tick tries again.
        with contextlib.suppress(StoreUnavailable, OSError):
            self._start_if_needed()

    def soon(self) -> None:
        """Start the runner now, where this process is one that ticks: a batch has come."""
        if self._ticks:
            self.tick()

    def stop(self) -> None:
        """Let the runner finish its line and end; called as the process exits."""
        self._ticks = False
        self._let_go()

    def _start_if_needed(self) -> None:
        if self.runner is not None:
            if self.runner.poll() is None:
                return
            if self.runner.returncode == CANNOT_WORK:
                self._not_before = time.monotonic() + PAUSE_SECONDS
            self._let_go()
        if time.monotonic() < self._not_before:
            return
        if not undone(self._store) and not Webhooks(self._store).due(self._store.now(), 1):
            return
        if runner_lives(self._store.path):
            return
        reading, self._alive = os.pipe()
        try:
            self.runner = subprocess.Popen(
                [sys.executable, "-m", "service.batches.runner", str(reading)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=environment(self._settings, self._store.path, os.environ),
                pass_fds=[reading],
            )
        except OSError:
            self._let_go()
            raise
        finally:
            os.close(reading)

    def _let_go(self) -> None:
        if self._alive is not None:
            os.close(self._alive)
        self._alive = None
        self.runner = None


def environment(settings: Settings, store: Path, around: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which another process has ``settings``, over the file ``store``."""
    kept = {name: value for name, value in around.items() if not name.startswith(PREFIX)}
    package = str(Path(service.__file__).parent.parent)
    paths = [package, kept["PYTHONPATH"]] if kept.get("PYTHONPATH") else [package]
    kept["PYTHONPATH"] = os.pathsep.join(paths)
    for setting in fields(settings):
        value = getattr(settings, setting.name)
        if value is not None:
            kept[PREFIX + setting.name.upper()] = str(value)
    kept[PREFIX + "STORE"] = str(store)
    return kept
