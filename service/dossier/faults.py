"""Gathers the faults of a dossier, so that its author sees every one of them at once."""

import difflib
import json
from collections.abc import Iterable

from service.errors import Fault

MAX_FAULTS = 1000
"""More faults than these are only counted: a body of 1 MiB can hold 100,000."""

_MAX_SUGGESTIONS = 100
_MAX_NAME = 64

JSON_TYPES: dict[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    type(None): "null",
}


class Faults:
    """The faults found so far.

    ``settled`` are the pointers whose values are already known to be unusable; a later
    stage must not find fault with them a second time.
    """

    def __init__(self) -> None:
        self.settled: set[str] = set()
        self._found: list[Fault] = []
        self._left_out = 0
        self._suggestions = 0

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, code: str, pointer: str, message: str) -> None:
        """Record one fault; ``pointer`` is made with :func:`child`."""
        if len(self._found) < MAX_FAULTS:
            self._found.append(Fault(code, pointer, message))
        else:
            self._left_out += 1

    def nearest(self, name: str, known: Iterable[str]) -> str:
        """Return ``; did you mean "x"?`` for the known name nearest to ``name``, else a stop.

        Only the first hundred names are searched for: a search costs a millisecond.
        """
        self._suggestions += 1
        if len(name) > _MAX_NAME or self._suggestions > _MAX_SUGGESTIONS:
            return "."
        near = difflib.get_close_matches(name.casefold(), sorted(known), n=1)
        return f'; did you mean "{near[0]}"?' if near else "."

    def pointers(self) -> set[str]:
        """Pointers of the faults found so far."""
        return {fault.pointer for fault in self._found}

    def all(self) -> tuple[Fault, ...]:
        """Every fault, by pointer, then by code."""
        faults = in_order(self._found)
        if self._left_out:
            message = f"There are {self._left_out} more faults than the {MAX_FAULTS} listed."
            faults = (Fault("too_many_faults", "", message), *faults)
        return faults


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults by pointer, then by code, each once."""
    return tuple(sorted(set(faults), key=lambda f: (f.pointer, f.code, f.message)))


def child(pointer: str, *names: str | int) -> str:
    """Return the JSON pointer (RFC 6901) of a member or item of what ``pointer`` points at.

    Of several ``names``, each is below the one before it: ``("", "a/b", 0)`` -> ``/a~1b/0``.
    Control characters and lone surrogates are written as in a JSON string (``\\u001b``),
    since faults are printed and sent as UTF-8; of a very long name only the start is given.
    """
    for name in names:
        if isinstance(name, str):
            name = escaped(name).replace("~", "~0").replace("/", "~1")
        pointer = f"{pointer}/{name}"
    return pointer


def quoted(text: str) -> str:
    """Return ``text`` in quotes as a message may show it: short, and harmless on a terminal."""
    return f'"{escaped(text)}"'


def escaped(text: str) -> str:
    """Return the start of ``text`` with unprintable characters escaped."""
    if len(text) > _MAX_NAME:
        text = text[:_MAX_NAME] + "…"
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def type_name(value: object) -> str:
    """Return what a JSON value is, in words: ``a text``."""
    return "an object" if isinstance(value, dict) else JSON_TYPES.get(type(value), "a number")
