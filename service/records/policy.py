"""The policy of records as data: limits of reviews, reason codes, and classes of retention."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from service.canonical import canonical_bytes, digest
from service.records.policy_shape import REASONED, RecordsShape
from service.ruleset import catalogue
from service.ruleset.faults import RulesetFault, RulesetRejected
from service.ruleset.files import parse_texts, read_texts
from service.ruleset.load import VERSION
from service.ruleset.released import insist_released
from service.ruleset.shape import load_shape
from service.ruleset.text import Text

ACTIVE = ("records", "1.0.0")
FILE = "records.yaml"
"""The one file of the policy."""

_ALWAYS_BINDING = ("W3", "KO")
"""Severities of which no policy may lift the cap (rating rules, step 8)."""

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """Why an officer departs from a proposed grade; ``actions`` are those it serves."""

    code: str
    title: Text
    actions: tuple[str, ...]
    source: Text


@dataclass(frozen=True)
class ReviewPolicy:
    """How far a person may depart from a proposed grade.

    ``grades`` are those an officer may set, best first (NR is none). An upward override is at
    most ``max_notches_up`` grades better than the proposed one, and never better than the cap
    of a finding whose severity is one of ``binding_severities``, or of one of
    ``binding_patterns``. ``reason_to_better_a_review``: who replaces another officer's review in
    force by one that gives a better human grade must say why.
    """

    grades: tuple[str, ...]
    max_notches_up: int
    binding_severities: tuple[str, ...]
    binding_patterns: tuple[str, ...]
    reason_to_better_a_review: bool
    reason_codes: Mapping[str, ReasonCode]

    @cached_property
    def ranks(self) -> dict[str, int]:
        """Grade to its rank: the best is 1, a greater rank is worse."""
        return {grade: rank for rank, grade in enumerate(self.grades, 1)}

    def serving(self, action: str) -> tuple[str, ...]:
        """Codes of the reasons that ``action`` may have, in the order of the policy."""
        return tuple(r.code for r in self.reason_codes.values() if action in r.actions)


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """How long records are kept: ``months`` of the calendar from what ``starts`` names.

    ``starts`` is ``decision`` (the day it was recorded) or ``end_of_relation`` (the day that is
    recorded as the end of the relation with the borrower).
    """

    id: str
    title: Text
    months: int
    starts: str
    source: Text


@dataclass(frozen=True)
class RecordsPolicy:
    """The policy of records. ``digest`` is SHA-256 over the RFC 8785 form of its meaning.

    ``source`` is the RFC 8785 form of its file, name to text, as it was read.
    """

    id: str
    version: str
    title: Text
    effective_from: str
    review: ReviewPolicy
    retention: Mapping[str, RetentionClass]
    default_class: str
    digest: str
    source: bytes = field(repr=False)

    @cached_property
    def reference(self) -> dict[str, str]:
        """Id, version and digest, as records name the policy."""
        return {"id": self.id, "version": self.version, "digest": self.digest}


@cache
def records_policy() -> RecordsPolicy:
    """Load the policy of records in force (once a process), which must be what was released.

    Raises :exc:`~service.ruleset.faults.RulesetRejected`.
    """
    policy = load_records_policy(catalogue.root().joinpath(*ACTIVE))
    of = policy.id, policy.version, policy.digest
    insist_released(catalogue.root(), *of, in_force=True)
    return policy


def load_records_policy(folder: Path, patterns: Collection[str] | None = None) -> RecordsPolicy:
    """Load and check the policy of records in ``folder``.

    ``patterns`` are the ids of those that the ruleset in force has, where binding patterns are to
    be checked against them. Raises :exc:`~service.ruleset.faults.RulesetRejected` with one fault
    per error, each naming file, id and field: those of the file first, then those of its shape,
    then all others.
    """
    texts, unreadable = read_texts(folder)
    contents = parse_texts(texts, unreadable, required=(FILE,))
    place = folder.resolve().name
    shaped, faults = load_shape(RecordsShape, contents[FILE], FILE)
    faults += [
        RulesetFault(name, "", "", "shape", f"the policy of records has no file but {FILE}")
        for name in contents
        if name != FILE
    ]
    if faults:
        raise RulesetRejected(faults)
    faults = list(_faults(shaped, patterns))
    if VERSION.fullmatch(place) and place != shaped["version"]:
        message = f"the version is {shaped['version']}, the folder is named {place}"
        faults.append(RulesetFault(FILE, shaped["id"], "version", "version_mismatch", message))
    if faults:
        raise RulesetRejected(faults)
    return _policy(shaped, canonical_bytes(texts))


def _faults(shaped: Mapping[str, Any], patterns: Collection[str] | None) -> Iterator[RulesetFault]:
    """What is wrong with a policy of sound shape."""
    of, review, retention = shaped["id"], shaped["review"], shaped["retention"]
    codes = [reason["code"] for reason in review["reason_codes"]]
    classes = [kept["id"] for kept in retention["classes"]]
    yield from _twice(review["grades"], "review.grades", of)
    yield from _twice(review["binding_severities"], "review.binding_severities", of)
    yield from _twice(review["binding_patterns"], "review.binding_patterns", of)
    yield from _limits(review, patterns, of)
    yield from _twice(codes, "review.reason_codes", of)
    yield from _twice(classes, "retention.classes", of)
    for reason in review["reason_codes"]:
        yield from _twice(reason["actions"], "actions", reason["code"])
    for action in REASONED:
        if not any(action in reason["actions"] for reason in review["reason_codes"]):
            message = f"{action} needs a reason code, and none serves it"
            yield RulesetFault(FILE, of, "review.reason_codes", "shape", message)
    if retention["default"] not in classes:
        message = f"there is no class {retention['default']}"
        yield RulesetFault(FILE, of, "retention.default", "shape", message)


def _limits(
    review: Mapping[str, Any], patterns: Collection[str] | None, of: str
) -> Iterator[RulesetFault]:
    """What is wrong with grades and with what binds an officer."""
    numbers = [int(grade[1:]) for grade in review["grades"]]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        message = "the grades must ascend by their numbers, without a gap"
        yield RulesetFault(FILE, of, "review.grades", "shape", message)
    for severity in _ALWAYS_BINDING:
        if severity not in review["binding_severities"]:
            message = f"{severity} must be here: no override is better than its cap"
            yield RulesetFault(FILE, of, "review.binding_severities", "shape", message)
    for pattern in review["binding_patterns"]:
        if patterns is not None and pattern not in patterns:
            message = f"the ruleset in force has no pattern {pattern}"
            yield RulesetFault(FILE, of, "review.binding_patterns", "shape", message)


def _twice(names: Iterable[str], place: str, of: str) -> Iterator[RulesetFault]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield RulesetFault(FILE, of, place, "duplicate_code", f"{name} stands here twice")
        seen.add(name)


def _policy(shaped: Mapping[str, Any], source: bytes) -> RecordsPolicy:
    review, retention = shaped["review"], shaped["retention"]
    reasons = {
        raw["code"]: ReasonCode(
            raw["code"], Text(**raw["title"]), tuple(raw["actions"]), Text(**raw["source"])
        )
        for raw in review["reason_codes"]
    }
    classes = {
        raw["id"]: RetentionClass(
            raw["id"],
            Text(**raw["title"]),
            raw["months"] or raw["years"] * _MONTHS,
            raw["starts"],
            Text(**raw["source"]),
        )
        for raw in retention["classes"]
    }
    effective_from = shaped["effective_from"].isoformat()
    return RecordsPolicy(
        id=shaped["id"],
        version=shaped["version"],
        title=Text(**shaped["title"]),
        effective_from=effective_from,
        review=ReviewPolicy(
            tuple(review["grades"]),
            review["max_notches_up"],
            tuple(review["binding_severities"]),
            tuple(review["binding_patterns"]),
            review["reason_to_better_a_review"],
            reasons,
        ),
        retention=classes,
        default_class=retention["default"],
        digest=digest(canonical_bytes({**shaped, "effective_from": effective_from})),
        source=source,
    )
