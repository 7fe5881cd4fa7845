"""Draws a section of the questionnaire: from the members of a dossier to what a page shows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from service.dossier.identity import ENVELOPE
from service.dossier.members import (
    NAME_LIMIT,
    BlockMember,
    ChoiceMember,
    DateMember,
    FlagMember,
    ListMember,
    Member,
    NumberMember,
    TextMember,
)
from service.dossier.schema import FactMember
from service.questionnaire.book import Book
from service.questionnaire.form import GIVEN, UNNAMED, Form, members_of, rows
from service.questionnaire.view import (
    Clause,
    Control,
    Group,
    Item,
    Messages,
    Option,
    Question,
    Reader,
    Row,
    Rows,
    Section,
    field_id,
)
from service.questionnaire.words import (
    choices,
    help_of_fact,
    help_of_member,
    label,
    section_title,
    speaker,
    unit,
)
from service.ruleset.model import Fact, Test

_DATE: Final = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")

_EVIDENCE: Final = (
    "source",
    "as_of",
    "evidence_ref",
    "obtained_on",
    "assessor",
    "comment",
    "status",
    "reason",
)
"""The members of an envelope in the order in which they are asked for."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws sections of ``book`` with what ``form`` says, in ``lang``."""

    book: Book
    form: Form
    lang: str
    faults: Messages
    notes: Messages

    def section(self, name: str) -> Section:
        """Return a section as the page shows it."""
        classes = self.book.classes(self.form)
        facts: list[tuple[Fact, Question]] = []
        items: list[Item] = []
        marker = None
        for at, member in self.book.asked(name).items():
            if not isinstance(member, BlockMember) or at == "/evidence_defaults":
                items.append(self._item(member, at))
                continue
            marker = self._marker(at)
            for part, inner in members_of(member).items():
                if isinstance(inner, FactMember):
                    facts.append((inner.fact, self._question(inner, f"{at}/{part}")))
                else:
                    items.append(self._item(inner, f"{at}/{part}"))
        facts.sort(key=lambda one: self._place(one[0]))
        asked = [q for fact, q in facts if self.book.applies(fact.id, classes)]
        not_asked = [q for fact, q in facts if not self.book.applies(fact.id, classes)]
        title = section_title(self.book, name, self.lang)
        return Section(name, title, tuple(asked), tuple(not_asked), tuple(items), marker)

    def _place(self, fact: Fact) -> tuple[bool, str]:
        """Return the order of the questions: what decides on others first, then as the manual."""
        return fact.need != "class", next(iter(self.book.ruleset.readers[fact.id]), "")

    def _marker(self, at: str) -> str | None:
        return at if self.form.get(at) == GIVEN else None

    def _item(self, member: Member[Any], at: str) -> Item:
        title = label(member, at, self.lang)
        if isinstance(member, BlockMember):
            items = self._items(members_of(member), at)
            return Group(title, field_id(at), items, self._marker(at))
        if isinstance(member, ListMember):
            drawn = [self._row(member.item, at, row) for row in rows(self.form, at)]
            none = self._marker(at) is not None and not drawn
            faults = tuple(self.faults.get(at, ()))
            return Rows(at, field_id(at), title, tuple(drawn), none, faults)
        return self._control(member, at, title, help_of_member(member, self.lang))

    def _items(self, members: Mapping[str, Member[Any]], at: str) -> tuple[Item, ...]:
        return tuple(self._item(member, f"{at}/{name}") for name, member in members.items())

    def _row(self, member: Member[Any], at: str, row: int) -> Row:
        name = f"{at}/{row}"
        if isinstance(member, BlockMember):
            return Row(row + 1, name, self._items(members_of(member), name), self._marker(name))
        return Row(row + 1, name, (self._item(member, name),), None)

    def _question(self, member: FactMember, at: str) -> Question:
        fact = member.fact
        evidence = tuple(
            self._control(
                ENVELOPE[part], f"{at}/{part}", ENVELOPE[part].title.in_language(self.lang), ""
            )
            for part in _EVIDENCE
        )
        opened = any(part.value or part.faults or part.notes for part in evidence)
        readers = tuple(self._reader(test) for test in self._tests(fact))
        help_text = help_of_fact(self.book, fact, self.lang)
        answer = self._control(member, at, fact.title.in_language(self.lang), help_text)
        return Question(answer, fact.need, evidence, opened, readers)

    def _tests(self, fact: Fact) -> Iterable[Test]:
        return (self.book.ruleset.tests[test] for test in self.book.ruleset.readers[fact.id])

    def _reader(self, test: Test) -> Reader:
        clauses = (self.book.ruleset.clauses[clause] for clause in test.clauses)
        told = tuple(
            Clause(c.id, c.title.in_language(self.lang), c.favourable, c.unfavourable)
            for c in clauses
        )
        return Reader(test.id, test.title.in_language(self.lang), test.gate, told)

    def _control(self, member: Member[Any], at: str, title: str, help_text: str) -> Control:
        value = self.form.get(at, "")
        return Control(
            name=at,
            id=field_id(at),
            kind=_kind(member, value),
            label=title,
            value=value,
            required=member.required,
            options=self._options(member, at, value),
            unit=unit(member, at, self.lang),
            help=help_text,
            faults=tuple(self.faults.get(at, ())),
            notes=tuple(self.notes.get(at, ())),
        )

    def _options(self, member: Member[Any], at: str, value: str) -> tuple[Option, ...]:
        """Return what a field offers, what is written in it among that, whatever it is."""
        offered = choices(member, self.lang)
        if not offered:
            return ()
        say = speaker(self.lang).say
        blank = say(self._blank(member, at))
        if member is ENVELOPE["source"] and not at.startswith("/evidence_defaults"):
            offered = [(UNNAMED, say("source_unnamed")), *offered]
        if value and value not in dict(offered):
            offered.append((value, value))
        return (("", blank), *offered)

    def _blank(self, member: Member[Any], at: str) -> str:
        if isinstance(member, FactMember):
            return "not_assessed"
        if at.startswith("/evidence_defaults") or member not in ENVELOPE.values():
            return "not_stated"
        return "as_default" if member is ENVELOPE["source"] else "as_answered"


def _kind(member: Member[Any], value: str) -> str:
    if isinstance(member, FactMember):
        return "number" if member.fact.kind == "number" else "choice"
    if isinstance(member, (ChoiceMember, FlagMember)):
        return "choice"
    if isinstance(member, NumberMember):
        return "number"
    if isinstance(member, DateMember):
        # A field for dates would swallow what is none.
        return "date" if not value or _DATE.fullmatch(value) else "text"
    if isinstance(member, TextMember) and member.limit > NAME_LIMIT:
        return "long_text"
    return "text"
