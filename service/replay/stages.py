"""Compares a recorded result with a replayed one, stage by stage, down to the first element."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

import orjson

STAGES = (
    "input",
    "normalisation",
    "finding",
    "pattern",
    "dimension",
    "cap",
    "grade",
    "explanation",
)
"""The stages of a decision in the order in which one follows from another."""

IDENTITY = (
    "decision_id",
    "dossier_id",
    "application_ref",
    "rating_date",
    "ruleset",
    "dossier_digest",
)
"""Members of a result that say what was decided on, and by which ruleset."""

ENGINE = "engine"
"""The member that names the rule engine: compared as a version, not as content."""


class Missing(Enum):
    """Stands for an element that one side does not have; JSON's null is a value."""

    ABSENT = "absent"


ABSENT: Final = Missing.ABSENT


@dataclass(frozen=True, slots=True)
class Difference:
    """The first element of a stage in which record and replay part.

    ``element`` is a JSON pointer (RFC 6901) in which findings are named by test, patterns by id
    and caps by reason; ``recorded`` and ``replayed`` are JSON values, or ``ABSENT``.
    """

    stage: str
    element: str
    recorded: Any
    replayed: Any

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object; what a side does not have is no member of it."""
        sides = {"recorded": self.recorded, "replayed": self.replayed}
        present = {side: value for side, value in sides.items() if value is not ABSENT}
        return {"stage": self.stage, "element": self.element, **present}


def compare_facts(recorded: bytes, replayed: bytes) -> Iterator[Difference]:
    """Yield the first fact, if any, that was normalised otherwise; both are JSON objects."""
    if recorded == replayed:
        return
    then, now = {"facts": _loaded(recorded)}, {"facts": _loaded(replayed)}
    found = list(_first("normalisation", then, now))
    yield from found or [_bytes_apart("normalisation", recorded, replayed)]


def compare_record(body: Mapping[str, Any], replayed: Mapping[str, Any]) -> Iterator[Difference]:
    """Yield what the ``body`` of the record itself says otherwise than the replayed result."""
    for stage, name in _IN_BODY:
        if body[name] != replayed[name]:
            yield Difference(stage, f"/record/{name}", body[name], replayed[name])


_IN_BODY = (
    ("input", "dossier_id"),
    ("input", "application_ref"),
    ("input", "rating_date"),
    ("grade", "grade"),
)


def compare_results(recorded: bytes, replayed: Mapping[str, Any]) -> Iterator[Difference]:
    """Yield the first difference of each stage, ``input`` first, but never ``normalisation``.

    ``recorded`` is an answer as it was sent; where it was damaged since, it need not be one.
    Where its bytes come out again but for the engine's name, nothing differs. What tells
    (``explanation``) follows from what decides, and is compared only where that is the same.
    """
    if same_result(recorded, replayed):
        return
    then, now = _loaded(recorded), _loaded(orjson.dumps(replayed))
    found = list(_first("input", _members(then, IDENTITY), _members(now, IDENTITY)))
    old, new = deciding(then), deciding(now)
    decided = [d for stage in old for d in _first(stage, old[stage], new[stage])]
    told = [] if decided else list(_first("explanation", _told(then), _told(now)))
    yield from (*found, *decided, *told)
    if not found and not decided and not told:
        # Values may be equal where the bytes, by order or spelling, are not.
        again = _with_engine_of(then, now)
        yield _bytes_apart("explanation", recorded, again)


def same_result(recorded: bytes, replayed: Mapping[str, Any]) -> bool:
    """True if ``replayed`` is ``recorded`` byte for byte, but for the member ``engine``."""
    return _with_engine_of(_loaded(recorded), replayed) == recorded


def _loaded(recorded: bytes) -> dict[str, Any]:
    try:
        result = orjson.loads(recorded)
    except ValueError:
        return {}
    return result if isinstance(result, dict) else {}


def _with_engine_of(then: Mapping[str, Any], replayed: Mapping[str, Any]) -> bytes:
    named = {ENGINE: then[ENGINE]} if ENGINE in then else {}
    return orjson.dumps({**replayed, **named})


def _bytes_apart(stage: str, recorded: bytes, again: bytes) -> Difference:
    """Return where they part, in bytes from 0, as the element ``/bytes/17``."""
    ends = min(len(recorded), len(again))
    at = next((i for i in range(ends) if recorded[i] != again[i]), ends)
    then, now = (one[at : at + _SHOWN].decode("utf-8", "replace") for one in (recorded, again))
    return Difference(stage, f"/bytes/{at}", then, now)


_SHOWN = 40
"""Bytes shown of each side from where they part."""


def deciding(result: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what decides in ``result``, by stage from ``finding`` to ``grade``."""
    finding = {
        "findings": _named(result.get("findings", ABSENT), "test", _FINDING),
        **_members(result, ("mandatory_missing", "borrower_statements_void")),
    }
    return {
        "finding": finding,
        "pattern": {"patterns": _named(result.get("patterns", ABSENT), "id", _PATTERN)},
        "dimension": {
            "dimensions": _each(result.get("dimensions", ABSENT), _DIMENSION),
            **_members(result, ("composite",)),
        },
        "cap": {"caps": _named(result.get("caps", ABSENT), "reason", ("grade",))},
        "grade": _members(result, ("base_grade", "indicative_grade", "grade", "best_case_grade")),
    }


_FINDING = ("code", "dimension", "severity", "points", "cap", "assumed", "claimed")
_PATTERN = ("code", "cap", "because")
_DIMENSION = ("strength_points", "adverse_points", "net", "rating", "weight")


def _told(result: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in result.items() if name not in (*IDENTITY, ENGINE)}


def _members(of: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: of[name] for name in names if name in of}


def _named(items: Any, name: str, members: Iterable[str]) -> Any:
    """Return the ``members`` of each item under its ``name``; what is no such list as it is."""
    if not isinstance(items, list):
        return items
    if not all(isinstance(item, dict) and isinstance(item.get(name), str) for item in items):
        return items
    return {item[name]: _members(item, members) for item in items}


def _each(items: Any, members: Iterable[str]) -> Any:
    if not isinstance(items, dict) or not all(isinstance(i, dict) for i in items.values()):
        return items
    return {name: _members(item, members) for name, item in items.items()}


def _first(stage: str, recorded: Any, replayed: Any) -> Iterator[Difference]:
    for element, one, other in _differences(recorded, replayed, ""):
        yield Difference(stage, element, one, other)
        return


def _differences(recorded: Any, replayed: Any, at: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield where two JSON values differ, in the order of ``recorded``, then of ``replayed``."""
    if isinstance(recorded, dict) and isinstance(replayed, dict):
        for name in recorded | replayed:
            step = str(name).replace("~", "~0").replace("/", "~1")
            one, other = recorded.get(name, ABSENT), replayed.get(name, ABSENT)
            yield from _differences(one, other, f"{at}/{step}")
    elif isinstance(recorded, list) and isinstance(replayed, list):
        for index in range(max(len(recorded), len(replayed))):
            one = recorded[index] if index < len(recorded) else ABSENT
            other = replayed[index] if index < len(replayed) else ABSENT
            yield from _differences(one, other, f"{at}/{index}")
    elif type(recorded) is not type(replayed) or recorded != replayed:
        yield at, recorded, replayed
