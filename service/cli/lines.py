"""One dossier a line in, one answer a line out, with a progress bar on a terminal."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from service.cli.streams import readable
from service.dossier.door import MAX_BYTES
from service.errors import DossierRejected, EngineFailure, EvaluatorsDisagree, Fault

_LONGEST = MAX_BYTES + 2
"""Bytes read of one line: what the door of the dossier allows, and its line end."""


class Line(NamedTuple):
    """A line of the input, numbered from 1, without its end; ``end`` is where the next begins.

    Of a line over the limit only the start is kept, one byte too much for the dossier's door.
    """

    number: int
    content: bytes
    end: int


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    """Yield the lines of ``stream`` that are not blank, holding one at a time in memory.

    Raises:
        Unusable: the stream cannot be read.
    """
    number = end = 0
    while start := _read(stream):
        number += 1
        end += len(start)
        rest = start
        while len(rest) == _LONGEST and not rest.endswith(b"\n"):
            rest = _read(stream)
            end += len(rest)
        if start.strip():
            yield Line(number, start.rstrip(b"\r\n"), end)


def _read(stream: BinaryIO) -> bytes:
    with readable():
        return stream.readline(_LONGEST)


def faults_of(error: DossierRejected | EvaluatorsDisagree | EngineFailure) -> tuple[Fault, ...]:
    """Return why a dossier got no rating, as faults."""
    if isinstance(error, DossierRejected):
        return error.faults
    if isinstance(error, EvaluatorsDisagree):
        message = "The two evaluators disagree; there is no rating."
        return (Fault("evaluators_disagree", "", message),)
    return (Fault("engine_failure", "", "The rule engine failed; there is no rating."),)


def answer_lines(stream: BinaryIO, out: BinaryIO, answer: Callable[[bytes], bytes]) -> int:
    """Write the ``answer`` to each line of ``stream``; return how many lines had faults.

    A line with faults is answered with ``{"line": n, "errors": [...]}``.
    """
    bad = 0
    with _progress(stream) as (advance, write):
        for line in read_lines(stream):
            try:
                answered = answer(line.content)
            except (DossierRejected, EvaluatorsDisagree, EngineFailure) as error:
                bad += 1
                faults = [fault.to_json() for fault in faults_of(error)]
                answered = orjson.dumps({"line": line.number, "errors": faults})
            write(out, answered)
            advance(line.end)
    return bad


Advance = Callable[[int], None]
Write = Callable[[BinaryIO, bytes], None]


@contextlib.contextmanager
def _progress(stream: BinaryIO) -> Iterator[tuple[Advance, Write]]:
    """Give what to call after each line and how to write it.

    The bar is on standard error, and only where that is a terminal. Where the answers go to
    a terminal too, they are printed above the bar.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield (lambda end: None), _write
        return
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    columns = (
        TextColumn("{task.fields[lines]} lines"),
        BarColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("", total=_size(stream), lines=0)
        lines = 0

        def advance(end: int) -> None:
            nonlocal lines
            lines += 1
            progress.update(task, completed=end, lines=lines)

        def print_above(out: BinaryIO, answered: bytes) -> None:
            console.print(answered.decode(), soft_wrap=True)

        yield advance, print_above if sys.stdout.isatty() else _write


def _write(out: BinaryIO, answered: bytes) -> None:
    out.write(answered + b"\n")
    out.flush()


def _size(stream: BinaryIO) -> int | None:
    """Bytes of a regular file, or ``None`` for a pipe."""
    try:
        size = os.fstat(stream.fileno()).st_size
    except OSError:
        return None
    return size or None
