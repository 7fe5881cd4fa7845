"""The dossier's schema, generated from the fact dictionary of a ruleset."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from marshmallow import ValidationError

from service.dossier.blocks import ACCOMPANYING, UPSTREAM
from service.dossier.faults import Faults, child, quoted
from service.dossier.identity import ENVELOPE, HEAD
from service.dossier.members import (
    Block,
    BlockMember,
    ChoiceMember,
    FlagMember,
    Member,
    NumberMember,
)
from service.dossier.problems import Problem, unknown_member
from service.ruleset.faults import RulesetFault, RulesetRejected
from service.ruleset.model import Fact, Ruleset, Value

_NO_REASON = Problem("missing_member", "A fact that is not assessed needs a reason.")
_NO_VALUE = Problem(
    "missing_member",
    "An assessed fact needs a value; if there is none, give the status not_assessed and a reason.",
)


class Envelope(NamedTuple):
    """A fact given with its evidence; ``None`` where the envelope leaves a member out."""

    value: Value | None
    status: str = "assessed"
    as_of: date | None = None
    obtained_on: date | None = None
    source: str | None = None
    evidence_ref: str | None = None
    assessor: str | None = None
    comment: str | None = None
    reason: str | None = None


class FactMember(Member[Any]):
    """A rateable fact: a bare value, or an object with the value and its evidence."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(fact.title)
        self.fact = fact
        self.value = value_member(fact)
        self.unknown = unknown_member(("value", *ENVELOPE))

    def read(self, value: Any) -> Value | Envelope:
        """Return a bare value (numbers scaled by 10,000) or an :class:`Envelope`."""
        if not isinstance(value, dict):
            bare: Value = self.value.read(value)
            return bare
        got: dict[str, Any] = {}
        problems: dict[str, list[str]] = {}
        for name, given in value.items():
            member: Member[Any] | None = self.value if name == "value" else ENVELOPE.get(name)
            if member is None:
                problems[name] = [self.unknown]
                continue
            try:
                got[name] = member.deserialize(given)
            except ValidationError as error:
                problems[name] = list(error.messages)
        if "status" not in problems:
            for name, problem in _incomplete(got.get("status", "assessed"), value):
                problems.setdefault(name, []).append(problem)
        if problems:
            raise ValidationError(dict(problems))
        return Envelope(got.pop("value", None), **got)

    def json_schema(self) -> dict[str, Any]:
        """Return the schema of the bare value."""
        return self.value.json_schema()


def value_member(fact: Fact) -> Member[Any]:
    """Return the member that reads the bare value of ``fact``."""
    if fact.kind == "enum":
        return ChoiceMember(fact.title, fact.values)
    if fact.kind == "bool":
        return FlagMember(fact.title)
    return NumberMember(fact.title, fact.minimum, fact.maximum, whole=fact.whole)


def _incomplete(status: str, given: Mapping[str, Any]) -> list[tuple[str, Problem]]:
    if status == "assessed":
        return [] if "value" in given else [("value", _NO_VALUE)]
    found = []
    if "value" in given:
        message = f"A fact with the status {status} carries no value."
        found.append(("value", Problem("value_not_allowed", message)))
    if status == "not_assessed" and "reason" not in given:
        found.append(("reason", _NO_REASON))
    return found


class DossierSchema:
    """The schema of a dossier under one ruleset; built once, safe to share between threads.

    ``members`` are those of the dossier, in the order of the skeleton. Raises
    :exc:`~service.ruleset.faults.RulesetRejected` where a fact or a section of the ruleset
    bears the name of a member that every dossier has.
    """

    def __init__(self, ruleset: Ruleset) -> None:
        sections: dict[str, dict[str, Any]] = {
            section: dict(ACCOMPANYING.get(section, {})) for section in ruleset.section_titles
        }
        taken = [
            RulesetFault("facts.yaml", fact.id, "id", "duplicate_code", f"{fact.id} is taken")
            for fact in ruleset.facts.values()
            if fact.name in ACCOMPANYING.get(fact.section, ())
        ]
        taken += [
            RulesetFault("facts.yaml", section, "sections", "duplicate_code", f"{section} is taken")
            for section in ruleset.section_titles
            if section in HEAD or section == "upstream"
        ]
        if taken:
            raise RulesetRejected(taken)
        for fact in ruleset.facts.values():
            sections[fact.section][fact.name] = FactMember(fact)
        self.members: dict[str, Member[Any]] = dict(HEAD)
        for section, members in sections.items():
            self.members[section] = BlockMember(
                ruleset.section_titles[section],
                Block.from_dict(members)(),
                required=section == "borrower",
            )
        self.members["upstream"] = UPSTREAM
        self._block = Block.from_dict(dict(self.members))()

    def load(self, document: Mapping[str, Any], faults: Faults) -> Mapping[str, Any]:
        """Return what could be read of ``document``, adding every fault of shape to ``faults``.

        Members at fault are left out, items of lists at fault are ``None``.
        """
        try:
            loaded: Mapping[str, Any] = self._block.load(document)
        except ValidationError as error:
            _flatten(error.messages, "", "", faults)
            loaded = error.valid_data if isinstance(error.valid_data, dict) else {}
        return loaded


def _flatten(messages: Any, at: str, member: str, faults: Faults) -> None:
    """Turn marshmallow's tree of messages into faults with pointers."""
    if isinstance(messages, Mapping):
        # marshmallow meets unknown members in the order of a set.
        for name, below in sorted(messages.items(), key=lambda item: str(item[0])):
            _flatten(below, child(at, name), str(name), faults)
        return
    if at in faults.settled:
        return
    for problem in messages:
        message = str(problem)
        if problem.code == "unknown_member":
            message += f" {quoted(member)}{faults.nearest(member, problem.known)}"
        elif problem.code == "unknown_value":
            message += faults.nearest(problem.given, problem.known)
        faults.add(problem.code, at, message)
