"""How commands print: the option that says in which form, and JSON."""

import sys
from collections.abc import Callable
from typing import Any

import click
import orjson


def print_as(*forms: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option ``--format``, given to a command as ``form``: the first by default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help="What to print.",
    )


def print_json(content: Any, *, indented: bool = False) -> None:
    """Print ``content`` as one JSON document, in one line unless ``indented``."""
    option = orjson.OPT_INDENT_2 if indented else None
    sys.stdout.buffer.write(orjson.dumps(content, option=option) + b"\n")
    sys.stdout.buffer.flush()
