"""What the processes of one server counted together, those that ended included."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector

from service.observe.folder import VARIABLE

# The library declares no types for these two.
_Collector: Any = MultiProcessCollector
_Counts: Any = MmapedDict

_KINDS = ("counter", "histogram")
_SUM = 0
"""In the place of a process id: the file with the sum of all that ended."""


def counted(own: CollectorRegistry) -> bytes:
    """Return all that was counted, in the text format of Prometheus.

    Where this process belongs to no server, that is what it counted itself, in ``own``.
    """
    folder = os.environ.get(VARIABLE)
    if not folder:
        return generate_latest(own)
    registry = CollectorRegistry()
    with _alone(Path(folder)):
        _tidy(Path(folder))
        _Collector(registry, folder)
        return generate_latest(registry)


def tidy() -> None:
    """Add the counts of processes that ended to one sum, and remove their files.

    To be called when a worker has ended, so that files do not pile up where nobody reads them.
    Does nothing while another process does it.
    """
    folder = os.environ.get(VARIABLE)
    if folder:
        with contextlib.suppress(BlockingIOError), _alone(Path(folder), fcntl.LOCK_NB):
            _tidy(Path(folder))


def _tidy(folder: Path) -> None:
    for kind in _KINDS:
        ended = [path for path in sorted(folder.glob(f"{kind}_*.db")) if not _lives(_process(path))]
        if not ended:
            continue
        kept = _Counts(str(folder / f"{kind}_{_SUM}.db"))
        try:
            for path in ended:
                # A process that ended at once may have left it empty.
                if path.stat().st_size:
                    for key, value, *_ in _Counts.read_all_values_from_file(str(path)):
                        kept.write_value(key, kept.read_value(key)[0] + value, 0.0)
                path.unlink()
        finally:
            kept.close()


def _process(path: Path) -> int:
    return int(path.stem.rpartition("_")[2])


def _lives(process: int) -> bool:
    if process == _SUM:
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextlib.contextmanager
def _alone(folder: Path, how: int = 0) -> Iterator[None]:
    """Keep the other processes of the server out; raises :exc:`BlockingIOError` if told to."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | how)
        yield
    finally:
        os.close(descriptor)
