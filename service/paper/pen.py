"""Words the small pieces that every part of a paper is made of: grades, facts, clauses, names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from service.decimal4 import SCALE
from service.language.catalogue import Speaker
from service.language.values import date_text, number, source_text, unknown_text, value_text
from service.ruleset.model import Ruleset
from service.ruleset.text import Text
from service.ruleset.titles import titles_of

Found = Mapping[str, Any]
"""A part of a result or an explanation, as its contract has it."""

ADVERSE: Final = "▼"
FAVOURABLE: Final = "▲"
UNKNOWN: Final = "?"
"""Signs beside words, so that no colour is needed to tell them apart."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade with its word and its meaning; both are empty where the ruleset has it not."""

    code: str
    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Named:
    """Anything that the ruleset names: its code and its title."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as it counted.

    ``value`` says of an unknown fact that it is not known, ``why`` why (else it is empty).
    ``as_of`` and ``source`` are empty where the fact is unknown, the other two where the
    dossier does not give them. ``evidence_ref`` is free text.
    """

    id: str
    title: str
    value: str
    known: bool
    why: str
    as_of: str
    obtained_on: str
    source: str
    evidence_ref: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the catalogue. Only its title is in both languages.

    ``origin`` says of what kind the source is, ``section`` where in it the clause stands;
    ``favourable`` and ``unfavourable`` are what the officer looks for, empty where the
    catalogue says neither.
    """

    id: str
    title: str
    origin: str
    section: str
    favourable: str
    unfavourable: str


@dataclass(frozen=True)
class Pen:
    """Writes about one ruleset in one language, ``en`` or ``zh``."""

    ruleset: Ruleset
    lang: str

    @cached_property
    def _speaker(self) -> Speaker:
        return Speaker(self.lang, "paper")

    def say(self, message: str, /, *, n: int | None = None, **values: str) -> str:
        """Return a message of the domain ``paper``; raises what :meth:`Speaker.say` raises."""
        return self._speaker.say(message, n=n, **values)

    def text(self, text: Text) -> str:
        """Return a text of the ruleset."""
        return text.in_language(self.lang)

    def told(self, found: Found, name: str = "title") -> str:
        """Return a text that a part of an explanation has in both languages."""
        return str(found[f"{name}_zh" if self.lang == "zh" else name])

    def date(self, iso: str) -> str:
        """Return a date (ISO 8601) as written in a sentence."""
        return date_text(iso, self.lang)

    def moment(self, iso: str) -> str:
        """Return a time (ISO 8601, UTC) to the minute."""
        return self.say("moment", date=self.date(iso[:10]), time=iso[11:16])

    def count(self, whole: int) -> str:
        """Return a whole number, its thousands set apart."""
        return number(whole * SCALE, None, self.lang)

    def signed(self, whole: int) -> str:
        """Return a whole number with its sign; a true minus is as wide as the plus."""
        return f"{whole:+d}".replace("-", "\N{MINUS SIGN}") if whole else "0"

    def grade(self, code: str) -> Grade:
        """Return a grade; one that only another ruleset has stands for itself."""
        if code not in self.ruleset.policy.grades:
            return Grade(code, "", "")
        word, meaning = self.ruleset.policy.grades[code]
        return Grade(code, self.text(word), self.text(meaning))

    def worded(self, code: str) -> str:
        """Return a grade with its word, to stand in a sentence."""
        grade = self.grade(code)
        return self.say("grade_worded", grade=code, word=grade.word) if grade.word else code

    @cached_property
    def _titles(self) -> dict[str, Text]:
        return titles_of(self.ruleset)

    def title(self, code: str) -> str:
        """Return the title of anything named; a code of another ruleset stands for itself."""
        return self.text(self._titles[code]) if code in self._titles else code

    def named(self, code: str) -> Named:
        """Return anything that the ruleset names."""
        return Named(code, self.title(code))

    def all_named(self, codes: Iterable[str]) -> tuple[Named, ...]:
        """Return several things that the ruleset names, each once."""
        return tuple(self.named(code) for code in dict.fromkeys(codes))

    def quoted(self, text: str) -> str:
        """Return ``text`` in quotation marks."""
        return self.say("quoted", text=text)

    def value(self, fact: str, value: Any) -> str:
        """Return a value of a fact, as JSON has it."""
        return value_text(self.ruleset.facts[fact], value, self.lang)

    def fact(self, found: Found) -> Fact:
        """Return a fact of a result."""
        known = found["value"] is not None
        return Fact(
            id=found["fact"],
            title=self.title(found["fact"]),
            value=self.value(found["fact"], found["value"]),
            known=known,
            why="" if known else unknown_text(found["unknown"], self.lang),
            as_of=self.date(found["as_of"]) if known else "",
            obtained_on=self.date(found["obtained_on"]) if found.get("obtained_on") else "",
            source=source_text(found["source"], self.lang) if known else "",
            evidence_ref=str(found.get("evidence_ref") or ""),
        )

    def facts(self, found: Iterable[Found]) -> tuple[Fact, ...]:
        """Return several facts of a result."""
        return tuple(map(self.fact, found))

    def clause(self, clause_id: str) -> Clause:
        """Return a clause of the catalogue. Raises :exc:`KeyError` if there is none."""
        clause = self.ruleset.clauses[clause_id]
        return Clause(
            id=clause.id,
            title=self.text(clause.title),
            origin=self.say(_ORIGINS[clause.source]),
            section=clause.section,
            favourable=clause.favourable or "",
            unfavourable=clause.unfavourable or "",
        )

    def clauses(self, ids: Iterable[str]) -> tuple[Clause, ...]:
        """Return several clauses, each once."""
        return tuple(self.clause(clause_id) for clause_id in dict.fromkeys(ids))


_ORIGINS: Final = {
    "manual": "origin_manual",
    "textbook": "origin_textbook",
    "other_source": "origin_other_source",
}
"""Source of a clause to the message that says of what kind it is."""
