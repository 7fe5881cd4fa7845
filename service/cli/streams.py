"""What becomes of a call whose input, output or terminal does not do what is asked of it."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import Any

import click

from service.ruleset.faults import RulesetRejected

BROKEN_PIPE = 141
"""Exit status when nobody reads the output any more: what a shell shows for SIGPIPE."""


class Unusable(click.ClickException):
    """The call cannot be carried out; the message says why."""

    exit_code = 2


class Commands(click.Group):
    """Commands of which a stream that fails ends the call with one line and exit status 2."""

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        """Read the arguments, and print the help or the version where that is asked.

        Raises:
            Unusable: standard output is closed or cannot be written.
        """
        if sys.stdout is None:
            raise Unusable("The output cannot be written: standard output is closed.")
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A terminal without Chinese still gets the rest of the text.
                stream.reconfigure(errors="replace")
        with _failed_writes():
            return super().make_context(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Carry out the command.

        Raises:
            Unusable: standard output cannot be written, or an installed ruleset is not sound.
        """
        try:
            with _failed_writes():
                return super().invoke(ctx)
        except RulesetRejected as rejected:
            raise Unusable(f"An installed ruleset cannot be used:\n{rejected}") from None


class InputFile(click.File):
    """A file to read as bytes; ``-`` is standard input, also where that is closed."""

    def __init__(self) -> None:
        super().__init__("rb")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Open ``value``; an unusable file is a usage error."""
        if value == "-" and sys.stdin is None:
            self.fail("standard input is closed", param, ctx)
        return super().convert(value, param, ctx)


@contextlib.contextmanager
def readable() -> Iterator[None]:
    """Turn a failure to read FILE inside the block into ``Unusable``."""
    try:
        yield
    except OSError as error:
        raise Unusable(f"FILE cannot be read: {error.strerror}") from error


@contextlib.contextmanager
def _failed_writes() -> Iterator[None]:
    """End the call on an ``OSError``; those of reading were turned into ``Unusable`` before."""
    try:
        yield
    except BrokenPipeError as error:
        _discard_output()
        raise click.exceptions.Exit(BROKEN_PIPE) from error
    except OSError as error:
        _discard_output()
        raise Unusable(f"The output cannot be written: {error.strerror}") from error


def _discard_output() -> None:
    """Let the interpreter, which writes out what is left at its end, do so without a fault."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
