"""Limits of the rule engine (durable_rules 2.0.28) that compiled rules must stay within.

Beyond them the engine crashes, hangs or silently drops matches. Where that was seen by
experiment the constant keeps a margin to it. Breaking a limit is refused at compile time.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from service.errors import EngineFailure

MAX_CHILDREN = 256
"""Distinct conditions under one condition; the engine hangs at 512."""
MAX_MATCHED = 56
"""Conditions that one fact may meet at once; at 64 the engine drops its rules (error 303)."""
MAX_MEMBERS = 200
"""Members of one fact; the engine refuses 255."""
MAX_PRIORITY = 65_535
"""Greatest priority; priorities are unsigned 16-bit numbers."""
MAX_INTEGER = 2**53
"""Numbers stay below; greater integers saturate or lose digits."""
MAX_FIRINGS = 10_000
"""Firings of one evaluation; more means that rules feed each other."""

Pattern = list[Mapping[str, Any]]
"""Conditions on one fact, in the order in which they are tried."""

Tree = dict[str, Any]
"""Conditions (as JSON texts) to the conditions below them."""


class UnsafeRules(EngineFailure):
    """The rules would break a limit of the engine and are not given to it."""


def check(rules: Mapping[str, Pattern]) -> None:
    """Refuse ``rules`` (name to the conditions on its fact) that are not safe to run.

    A rule reads one fact: joins, of which false ones read past an array, cannot be written.

    Raises :exc:`UnsafeRules` naming the limit and the rule or condition at fault.
    """
    if len(rules) > MAX_PRIORITY:
        raise UnsafeRules(f"{len(rules)} rules; at most {MAX_PRIORITY} can be told apart")
    names: dict[int, str] = {}
    for name, pattern in rules.items():
        for condition in pattern:
            _operand(name, condition, names)
    root = tree(rules.values())
    _children("the root", root)
    for discriminator, below in root.items():
        if (met := matched(below)) > MAX_MATCHED:
            raise UnsafeRules(f"a fact with {discriminator} may meet {met} conditions")


def tree(patterns: Iterable[Pattern]) -> Tree:
    """Return the conditions of ``patterns`` as the engine shares them: a tree of prefixes."""
    root: Tree = {}
    for pattern in patterns:
        node = root
        for condition in pattern:
            node = node.setdefault(json.dumps(condition, sort_keys=True), {})
    return root


def matched(conditions: Tree) -> int:
    """Return an upper bound of the ``conditions`` that one fact meets at once.

    Equalities on one member exclude each other; ranges may all hold.
    """
    equal: dict[str, int] = {}
    ranges = 0
    for text, below in conditions.items():
        ((member, operand),) = json.loads(text).items()
        met = 1 + matched(below)
        if isinstance(operand, dict):
            ranges += met
        else:
            equal[member] = max(equal.get(member, 0), met)
    return ranges + sum(equal.values())


def divide(patterns: Mapping[str, Sequence[Pattern]]) -> list[tuple[str, ...]]:
    """Divide named patterns, in order, so that one fact can serve each division safely.

    No fact that all patterns of a division read can meet more than :data:`MAX_MATCHED`
    conditions; what exceeds that by itself stands alone, for :func:`check` to refuse.
    """
    divisions: list[list[str]] = []
    together: list[Pattern] = []
    for name, own in patterns.items():
        if divisions and matched(tree([*together, *own])) <= MAX_MATCHED:
            divisions[-1].append(name)
            together += own
        else:
            divisions.append([name])
            together = list(own)
    return [tuple(division) for division in divisions]


def member_count(members: Iterable[str]) -> int:
    """Return the number of members of an engine fact, its own three included."""
    return 3 + len(set(members))


def _children(place: str, conditions: Tree) -> None:
    if len(conditions) > MAX_CHILDREN:
        raise UnsafeRules(f"{len(conditions)} conditions under {place}, at most {MAX_CHILDREN}")
    for text, below in conditions.items():
        _children(text, below)


def _operand(rule: str, condition: Mapping[str, Any], names: dict[int, str]) -> None:
    ((member, operand),) = condition.items()
    if isinstance(operand, Mapping):
        if member not in ("$lte", "$gte"):
            raise UnsafeRules(f"{rule} uses {member}; only equality, $lte and $gte are safe")
        ((member, operand),) = operand.items()
    if member.startswith("$") or member in ("sid", "id"):
        raise UnsafeRules(f"{rule} reads {member}, which belongs to the engine")
    # The engine knows members by a 32-bit hash only.
    if names.setdefault(hashed(member), member) != member:
        raise UnsafeRules(f"{rule}: {member} and {names[hashed(member)]} have one hash")
    if isinstance(operand, int) and not isinstance(operand, bool):
        if abs(operand) >= MAX_INTEGER:
            raise UnsafeRules(f"{rule} compares with {operand}, beyond 2**53")
    elif not (isinstance(operand, str) and operand.isascii() and len(operand) < 256):
        raise UnsafeRules(f"{rule} compares with {operand!r}; only integers and short ASCII text")


def hashed(name: str) -> int:
    """Return the engine's hash of a member name (FNV-1a, 32 bits)."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 0x01000193) % 2**32
    return value
