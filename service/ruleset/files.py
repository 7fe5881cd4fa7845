"""Reads the YAML files of a ruleset: every scalar a text, no key twice, no guessed types."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import yaml

from service.ruleset.faults import RulesetFault, RulesetRejected

COMMON_FILES = ("ruleset.yaml", "facts.yaml", "clauses.yaml", "patterns.yaml", "policy.yaml")
MAX_DEPTH = 16
"""Levels of lists and members; a ruleset needs 7. PyYAML itself crashes on bottomless ones."""
MAX_VALUES = 200_000
"""Values of one file, those repeated through ``*`` included; ours have under 10,000."""

_NAMES = ("id", "finding", "grade", "dimension", "rating")
"""Members that name an entry, first choice first."""

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Way = tuple[str | int, ...]
"""The way to a member: keys and positions."""


class _Refused(Exception):
    """The rest of the file cannot be read."""


def read_texts(folder: Path) -> tuple[dict[str, str], list[RulesetFault]]:
    """Return file name to text for every ``*.yaml`` of a ruleset folder, and what is unreadable.

    Raises :exc:`RulesetRejected` if there is no such folder.
    """
    if not folder.is_dir():
        fault = RulesetFault(str(folder), "", "", "missing_folder", "there is no such folder")
        raise RulesetRejected([fault])
    texts: dict[str, str] = {}
    faults: list[RulesetFault] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            texts[path.name] = path.read_text("utf-8")
        except (UnicodeDecodeError, OSError) as error:
            faults.append(RulesetFault(path.name, "", "", "not_yaml", _one_line(error)))
    return texts, faults


def parse_texts(
    texts: Mapping[str, str],
    faults: list[RulesetFault] | None = None,
    required: tuple[str, ...] = COMMON_FILES,
) -> dict[str, Any]:
    """Return file name to parsed content of a ruleset's files, in the order of their names.

    Scalars are texts: the shape of each file says which are numbers (so ``no`` or ``1_0``
    never changes type). Raises :exc:`RulesetRejected` with ``faults``, those of reading, if a
    ``required`` file is missing or one is not plain YAML.
    """
    unreadable = list(faults or ())
    known = {*texts, *(fault.file for fault in unreadable)}
    found = [
        RulesetFault(name, "", "", "missing_file", "the file is missing")
        for name in required
        if name not in known
    ]
    found += unreadable
    contents: dict[str, Any] = {}
    for name in sorted(texts):
        file = _File(name)
        contents[name] = file.read(texts[name])
        found += file.faults
    if found:
        raise RulesetRejected(found)
    return contents


def place(content: Any, way: Way) -> tuple[str, str]:
    """Return the name of the entry that holds the member at ``way``, and its field there."""
    name, field = "", way
    for depth, step in enumerate((*way, None)):
        if isinstance(content, dict):
            names = [content[key] for key in _NAMES if isinstance(content.get(key), str)]
            if names:
                name, field = names[0], way[depth:]
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            break
    return name, ".".join(map(str, field))


class _File:
    """One file being read, and what is wrong with it."""

    def __init__(self, name: str) -> None:
        self.faults: list[RulesetFault] = []
        self._name = name
        self._repeated: list[tuple[Way, int]] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._values = 0

    def read(self, text: str) -> Any:
        try:
            events = yaml.parse(text, Loader=_LOADER)
            content = self._document(events)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self._fault("not_yaml", f"line {line}: {error.problem}")
            return None
        except yaml.YAMLError as error:
            self._fault("not_yaml", _one_line(error))
            return None
        except _Refused:
            return None
        for way, line in self._repeated:
            message = f"{way[-1]} stands here twice (line {line})"
            of, field = place(content, way)
            self.faults.append(RulesetFault(self._name, of, field, "duplicate_key", message))
        return content

    def _document(self, events: Iterator[yaml.Event]) -> Any:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                content = self._value(events, next(events), ())
                next(events)
                if not isinstance(next(events), yaml.StreamEndEvent):
                    self._fault("not_yaml", "the file holds more than one document")
                if content != "":
                    return content
        self._fault("empty_file", "the file is empty")
        raise _Refused

    def _value(self, events: Iterator[yaml.Event], event: yaml.Event, way: Way) -> Any:
        if len(way) > MAX_DEPTH:
            self._refuse(event, f"nested too deeply, over {MAX_DEPTH} levels")
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                self._refuse(event, f"*{event.anchor} stands for nothing that ends before it")
            value, size = self._anchors[event.anchor]
            self._count(event, size)
            return value
        before = self._values
        self._count(event, 1)
        value = self._content(events, event, way)
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            self._anchors[event.anchor] = value, self._values - before
        return value

    def _content(self, events: Iterator[yaml.Event], event: yaml.Event, way: Way) -> Any:
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, way)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                items.append(self._value(events, event, (*way, len(items))))
            return items
        return event.value if isinstance(event, yaml.ScalarEvent) else ""

    def _mapping(self, events: Iterator[yaml.Event], way: Way) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._value(events, event, (*way, "?"))
            if not isinstance(key, str):
                self._refuse(event, "a list or a group cannot name a member")
            below = (*way, key)
            if key in mapping:
                self._repeated.append((below, _line(event)))
            mapping[key] = self._value(events, next(events), below)
        return mapping

    def _count(self, event: yaml.Event, more: int) -> None:
        self._values += more
        if self._values > MAX_VALUES:
            self._refuse(event, f"more than {MAX_VALUES} values, counting all that * stands for")

    def _refuse(self, event: yaml.Event, message: str) -> NoReturn:
        self._fault("not_yaml", f"line {_line(event)}: {message}")
        raise _Refused

    def _fault(self, code: str, message: str) -> None:
        self.faults.append(RulesetFault(self._name, "", "", code, message))


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
