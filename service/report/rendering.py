"""Sets a paper in a process of its own, which has a time limit: no worker is lost over one."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Final

import orjson

import service
from service.report.child import MISSING
from service.report.needs import ReportUnavailable, lacking

LIMIT_SECONDS: Final = 30.0
"""Seconds after which a paper is given up; it takes two or three."""

_BEAT: Final = 1.0
_SHOWN: Final = 2_000


class ReportFailed(Exception):
    """The paper could not be set, through a fault of the service; the message is for its log."""


def rendered(
    documents: Sequence[str],
    working: Callable[[], None] = lambda: None,
    limit: float = LIMIT_SECONDS,
) -> bytes:
    """Return the first of ``documents`` that fits as a PDF; see :func:`service.report.pdf.pdf_of`.

    What this process has in its environment shows in no byte. ``working`` is called every second,
    so that a worker that waits is not taken for one that hangs. Raises
    :exc:`~service.report.needs.ReportUnavailable` where packages are missing, or where it is not
    done after ``limit`` seconds, and :exc:`ReportFailed`.
    """
    with _in_memory(orjson.dumps(documents)) as text:
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", "service.report.child"],
                stdin=text,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment(os.environ),
                # A terminal that interrupts the service interrupts its worker, not the paper.
                start_new_session=True,
            )
        except OSError as fault:
            raise ReportFailed(f"no process can be started: {fault}") from fault
    with process:
        try:
            pdf, told = _finished(process, working, limit)
        except BaseException:
            process.kill()
            raise
    if process.returncode == MISSING:
        raise ReportUnavailable(lacking(pdf.decode().split()))
    if process.returncode != 0:
        said = told.decode("utf-8", "replace")[:_SHOWN]
        raise ReportFailed(f"exit status {process.returncode}: {said}")
    return pdf


def _in_memory(content: bytes) -> IO[bytes]:
    """Return an open file that has no name on any disk: what it says is nobody else's."""
    file = os.fdopen(os.memfd_create("paper"), "r+b")
    file.write(content)
    file.seek(0)
    return file


def _finished(
    process: subprocess.Popen[bytes], working: Callable[[], None], limit: float
) -> tuple[bytes, bytes]:
    ends = time.monotonic() + limit
    while True:
        left = ends - time.monotonic()
        try:
            return process.communicate(timeout=min(_BEAT, max(left, 0)))
        except subprocess.TimeoutExpired:
            if left <= 0:
                message = f"The paper was not done after {limit:g} seconds; try again later."
                raise ReportUnavailable(message) from None
            working()


def environment(around: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which a paper is set: the same for all, but for where files are.

    Fonts and their settings are those of the machine, never of a user.
    """
    package = str(Path(service.__file__).parent.parent)
    paths = [package, around["PYTHONPATH"]] if around.get("PYTHONPATH") else [package]
    home = around.get("HOME", "/nonexistent")
    return {
        "PATH": around.get("PATH", os.defpath),
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONHASHSEED": "0",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "HOME": "/nonexistent",
        "XDG_CONFIG_HOME": "/nonexistent",
        "XDG_DATA_HOME": "/nonexistent",
        "XDG_CACHE_HOME": around.get("XDG_CACHE_HOME") or str(Path(home, ".cache")),
    }
