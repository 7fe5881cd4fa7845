"""The folder in which the workers of one server count: made anew for each run of a server.

To be used before ``prometheus_client`` is imported, which looks once for the variable.
"""

import atexit
import contextlib
import os
import shutil
import tempfile
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder."""

_PREFIX = "pinzhi-metrics-"


def prepare() -> Path:
    """Make the folder of the server that this process is, empty, and name it to those it forks.

    It is made where systemd says (``RUNTIME_DIRECTORY``), else where temporary files are. A
    server that reads its settings anew keeps the folder it has.
    """
    named = os.environ.get(VARIABLE, "")
    mine = f"{_PREFIX}{os.getpid()}-"
    if Path(named).name.startswith(mine) and Path(named).is_dir():
        return Path(named)
    runtime = os.environ.get("RUNTIME_DIRECTORY", "").partition(":")[0] or None
    folder = tempfile.mkdtemp(prefix=mine, dir=runtime)
    os.environ[VARIABLE] = folder
    # However the server ends, if it did not start for one.
    atexit.register(forget)
    return Path(folder)


def remake() -> None:
    """Make the folder again where it is gone, as what tidies up temporary files removes it.

    To be called by every process that begins to count.
    """
    named = os.environ.get(VARIABLE)
    if named:
        # Where it cannot be made, nothing is counted, and the service does its work.
        with contextlib.suppress(OSError):
            Path(named).mkdir(mode=0o700, exist_ok=True)


def forget() -> None:
    """Remove the folder that :func:`prepare` made in this process; the server has ended."""
    named = os.environ.get(VARIABLE, "")
    if Path(named).name.startswith(f"{_PREFIX}{os.getpid()}-"):
        shutil.rmtree(named, ignore_errors=True)
