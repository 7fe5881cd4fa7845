"""Tells what differs between two rulesets, by kind; pure, and nothing that differs is left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from service.ruleset.canonical import meaning
from service.ruleset.model import Ruleset

KINDS: Final = (
    "head",
    "fact",
    "test",
    "outcome",
    "pattern",
    "policy",
    "clause",
    "name",
)
"""What can differ, in the order of :func:`differences`: ``head`` is the ruleset itself (format,
version, date), ``name`` what sections, dimensions and periods are called."""

CHANGES: Final = ("added", "removed", "changed")

_TELLS: Final[Mapping[str, frozenset[str]]] = {
    "head": frozenset({"format", "id", "version", "title", "effective_from"}),
    "fact": frozenset({"title", "change", "worse"}),
    "test": frozenset({"title", "clauses", "threshold", "actions", "never_sole_reason"}),
    "outcome": frozenset({"title"}),
    "pattern": frozenset({"title", "actions", "suspicion"}),
    "policy": frozenset(
        {
            "severity_titles",
            "rating_titles",
            "words",
            "meanings",
            "reviews",
            "adverse_from",
            "notices",
        }
    ),
    "clause": frozenset(),
    "name": frozenset(),
}
"""Members that tell, ask, order or remind, and on which no grade rests; any other may move one."""

_WHOLLY_TELLING: Final = frozenset({"clause", "name"})
_PARTS: Final = frozenset({"title", "threshold", "change"})
"""Members that are told as one, though they have members of their own."""

_FORMAT: Final = 2
"""The format in which all that any can say shows."""


class Missing(Enum):
    """Stands for what one of the rulesets does not have."""

    ABSENT = "absent"


ABSENT: Final = Missing.ABSENT


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two rulesets say differently.

    ``kind`` is one of :data:`KINDS`, ``of`` the id or code of what differs (of an outcome
    ``test/code``; empty of the head and the policy, of which there is one). ``path`` leads to the
    member, and is empty where the whole of it is there in one ruleset only. ``before`` and
    ``after`` are JSON values in the canonical form of rulesets, numbers of facts and thresholds
    scaled by 10,000 as there, or ``ABSENT``. ``decides`` is true where a grade may rest on it.
    """

    kind: str
    of: str
    path: tuple[str, ...]
    before: Any
    after: Any
    decides: bool

    @property
    def change(self) -> str:
        """One of :data:`CHANGES`."""
        if self.before is ABSENT:
            return "added"
        return "removed" if self.after is ABSENT else "changed"


def differences(before: Ruleset, after: Ruleset) -> tuple[Difference, ...]:
    """Return all that differs from ``before`` to ``after``; empty exactly for equal meanings.

    What only a later format can say is compared by what it means where it is not said, so that
    two formats differ by what is different and not by what can be.
    """
    old, new = _complete(before), _complete(after)
    found: list[Difference] = []
    for kind in KINDS:
        for of in _both(old[kind], new[kind]):
            one, other = (side[kind].get(of, ABSENT) for side in (old, new))
            found += _apart(kind, of, (), one, other)
    return tuple(found)


def _apart(kind: str, of: str, path: tuple[str, ...], one: Any, other: Any) -> Iterator[Difference]:
    if one == other:
        return
    nested = isinstance(one, Mapping) and isinstance(other, Mapping)
    if nested and not (path and path[0] in _PARTS) and not _is_text(one):
        for member in _both(one, other):
            sides = one.get(member, ABSENT), other.get(member, ABSENT)
            yield from _apart(kind, of, (*path, member), *sides)
        return
    yield Difference(kind, of, path, one, other, _decides(kind, path, one, other))


def _decides(kind: str, path: tuple[str, ...], one: Any, other: Any) -> bool:
    if kind in _WHOLLY_TELLING:
        return False
    # A text that is another says the same in other words; one that comes or goes has a code.
    reworded = all(isinstance(side, Mapping) and _is_text(side) for side in (one, other))
    # A fact, test, outcome or pattern that comes or goes as a whole may move a grade.
    return not reworded and not (path and path[0] in _TELLS[kind])


def _is_text(value: Mapping[str, Any]) -> bool:
    """Return whether a value is a text in the two languages."""
    return value.keys() == {"en", "zh"}


def _both(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Return the keys of both, each once: in the order of the later, what is gone at the end."""
    return list(dict.fromkeys((*other, *one)))


def _complete(ruleset: Ruleset) -> dict[str, dict[str, Any]]:
    """Return kind to id to what the ruleset says of it, lists made such that entries compare."""
    said = ruleset.canonical
    head = {name: said[name] for name in ("id", "version", "title", "effective_from")}
    own = dict(ruleset.facts), dict(ruleset.tests), dict(ruleset.patterns)
    whole = meaning({"format": _FORMAT}, *own, {}, ruleset.policy)
    outcomes = {
        f"{test}/{code}": outcome
        for test, entry in whole["tests"].items()
        for code, outcome in entry.pop("outcomes").items()
    }
    return {
        "head": {"": {"format": said["format"], **head}},
        "fact": whole["facts"],
        "test": whole["tests"],
        "outcome": outcomes,
        "pattern": whole["patterns"],
        "policy": {"": _policy(whole["policy"])},
        "clause": said["clauses"],
        "name": {
            **{f"section/{name}": text for name, text in said["sections"]},
            **{f"dimension/{name}": text for name, text in said["dimension_titles"].items()},
            **{f"freshness/{name}": text for name, text in said["freshness_titles"].items()},
            "section_order": [name for name, _ in said["sections"]],
        },
    }


def _policy(said: dict[str, Any]) -> dict[str, Any]:
    """Return the policy with its lists of grades and of sample reasons by what they are of."""
    grades = said.pop("grades")
    said["grades"] = [grade for grade, _, _ in grades]
    said["words"] = {grade: word for grade, word, _ in grades}
    said["meanings"] = {grade: sense for grade, _, sense in grades}
    for notice in said["notices"].values():
        # The last of them suits all findings that no other names.
        notice["order"] = [sample["id"] for sample in notice["samples"]]
        notice["samples"] = {sample["id"]: sample for sample in notice["samples"]}
    return said
