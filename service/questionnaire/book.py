"""The questionnaire of one ruleset: its sections, in the order of the dossier."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from service.dossier.applicability import definitely_inapplicable
from service.dossier.identity import ENVELOPE, HEAD
from service.dossier.members import BlockMember, ListMember, Member
from service.dossier.schema import DossierSchema, FactMember
from service.questionnaire.form import Form, members_of
from service.questionnaire.written import value_of
from service.ruleset.model import Fact, Ruleset, Value

ABOUT: Final = "about"
"""The first section: what is rated, when, and on whose word where nothing else is said."""

UPSTREAM: Final = "upstream"
"""The last section but one: results of other models."""

RECORD: Final = "record"
"""The last section: nothing more is asked, and the dossier is recorded."""


@dataclass(frozen=True)
class Book:
    """The questions of a ruleset. Build it once; it is safe in threads."""

    ruleset: Ruleset

    @cached_property
    def members(self) -> Mapping[str, Member[Any]]:
        """The members of a dossier under the ruleset."""
        return DossierSchema(self.ruleset).members

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """The names of the sections; those of facts bear the names that dossiers have."""
        return (ABOUT, *self.ruleset.section_titles, UPSTREAM, RECORD)

    def asked(self, section: str) -> dict[str, Member[Any]]:
        """Return the members that a section asks for, by their pointers."""
        if section == ABOUT:
            # That there is one format only is the last thing that people ask.
            names = (*(name for name in HEAD if name != "schema"), "schema")
            return {f"/{name}": HEAD[name] for name in names}
        if section == RECORD:
            return {}
        return {f"/{section}": self.members[section]}

    def section_of(self, pointer: str) -> str:
        """Return the section that asks for what ``pointer`` points at, or for what is in it."""
        name = pointer.split("/")[1] if pointer else ABOUT
        return name if name in self.sections else ABOUT

    def member_at(self, pointer: str) -> tuple[str, Member[Any]] | None:
        """Return the field to which a fault at ``pointer`` belongs, by name, with its member.

        That is the field itself, the value of a fact for its whole envelope, the first field of
        an object, a whole list. ``None`` where the questionnaire has no such field.
        """
        at = ""
        member: Member[Any] | None = None
        members: Mapping[str, Member[Any]] = self.members
        for part in pointer.split("/")[1:]:
            if isinstance(member, FactMember):
                return (f"{at}/{part}", ENVELOPE[part]) if part in ENVELOPE else (at, member)
            member = member.item if isinstance(member, ListMember) else members.get(part)
            at = f"{at}/{part}"
            if member is None:
                return None
            if isinstance(member, BlockMember):
                members = members_of(member)
        while isinstance(member, BlockMember):
            name, member = next(iter(members_of(member).items()))
            at = f"{at}/{name}"
        return (at, member) if member is not None else None

    def classes(self, form: Form) -> dict[str, Value | None]:
        """Return what the form says of the classification facts, ``None`` where it says nothing."""
        facts = self.ruleset.facts
        return {fact: self._class(facts[fact], form) for fact in self.ruleset.class_facts}

    def _class(self, fact: Fact, form: Form) -> Value | None:
        at = pointer_of(fact)
        text = form.get(at, "")
        if form.get(f"{at}/status", "assessed") not in ("", "assessed") or not text:
            return None
        member = self.members[fact.section]
        found = members_of(member)[fact.name] if isinstance(member, BlockMember) else None
        value = value_of(found.value, text) if isinstance(found, FactMember) else None
        return value if value in fact.domain() else None

    def applies(self, fact: str, classes: Mapping[str, Value | None]) -> bool:
        """Whether a test that reads ``fact`` may apply to a borrower of these classes."""
        return not definitely_inapplicable(self.ruleset, fact, classes)


def pointer_of(fact: Fact) -> str:
    """Return where a dossier has a fact, and so the name of its field."""
    return f"/{fact.section}/{fact.name}"
