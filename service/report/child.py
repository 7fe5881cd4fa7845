"""Sets one paper in a process of its own: HTML on standard input, the PDF on standard output.

The input is a JSON list of documents, of which the first that fits is set.

Run by :mod:`service.report.rendering`, which knows what the exit statuses mean.
"""

import resource
import sys
from traceback import extract_tb
from types import TracebackType
from typing import Final

import orjson

from service.report.needs import missing
from service.report.pdf import pdf_of

MISSING: Final = 3
"""Exit status where packages are missing; they are on standard output, apart by spaces."""

SECONDS: Final = 30
"""Seconds of computing after which the kernel ends the process, whoever has forgotten it."""

MEMORY: Final = 2 << 30
"""Bytes of address space; a paper takes a quarter of a gigabyte, most of it files of fonts."""


def main() -> None:
    """Set the paper."""
    sys.excepthook = _place_only
    _limit(resource.RLIMIT_CPU, SECONDS)
    _limit(resource.RLIMIT_AS, MEMORY)
    # A core dump would hold what borrowers said.
    _limit(resource.RLIMIT_CORE, 0)
    packages = list(dict.fromkeys(missing()))
    if packages:
        sys.stdout.write(" ".join(packages))
        sys.exit(MISSING)
    documents = orjson.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(pdf_of(documents))


def _limit(kind: int, most: int) -> None:
    """Limit this process, where it is not limited to less."""
    _, hard = resource.getrlimit(kind)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (least, least))


def _place_only(
    kind: type[BaseException], raised: BaseException, trace: TracebackType | None
) -> None:
    """Tell of an exception its kind and place: its message may quote what a dossier says."""
    places = (f"{frame.filename}:{frame.lineno}" for frame in reversed(extract_tb(trace)))
    sys.stderr.write(f"{kind.__name__} at {' < '.join(places)}")


if __name__ == "__main__":
    main()
