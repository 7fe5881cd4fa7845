"""What every text needs: messages, and facts and codes by name, in one language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from service.language.catalogue import Speaker
from service.language.values import date_text, fact_text, label, unknown_text, value_text
from service.ruleset.model import Ruleset
from service.ruleset.text import Text
from service.ruleset.titles import titles_of

Found = Mapping[str, Any]
"""A part of an explanation, as its contract has it."""

Lines = list[str]
"""Lines of text without line ends; an empty one sets parts apart."""

STEP: Final = "  "
"""By how much a line under another is set in."""

ACTION_KINDS: Final = {"condition": "conditions", "covenant": "covenants", "follow_up": "follow_up"}
"""Kind of action to the member of an explanation that lists its kind."""


@dataclass(frozen=True)
class Writer:
    """Writes about one ruleset in one language."""

    ruleset: Ruleset
    lang: str

    @cached_property
    def _speaker(self) -> Speaker:
        return Speaker(self.lang, "text")

    def say(self, message: str, **values: str) -> str:
        """Return a message of the domain ``text``."""
        return self._speaker.say(message, n=None, **values)

    def text(self, text: Text) -> str:
        """Return a text of the ruleset in the language."""
        return text.in_language(self.lang)

    def title(self, found: Found, name: str = "title") -> str:
        """Return the title (or another text) of a part that has it in both languages."""
        return str(found[f"{name}_zh" if self.lang == "zh" else name])

    def joined(self, items: Iterable[str]) -> str:
        """Return ``items`` in one line, apart even where they hold commas; a dash for none."""
        return self.say("separator").join(items) or self.say("none")

    @cached_property
    def _titles(self) -> dict[str, Text]:
        return titles_of(self.ruleset)

    def name(self, code: str) -> str:
        """Return the title and, in brackets, the code of anything that the ruleset names.

        A code that only another ruleset has stands for itself.
        """
        if code not in self._titles:
            return code
        return self.say("named", title=self.text(self._titles[code]), code=code)

    def names(self, codes: Iterable[str]) -> str:
        """Return several things by title and code in one line."""
        return self.joined(map(self.name, codes))

    def fact(self, found: Found) -> str:
        """Return a fact with its value, source, date, id and, for auditors, its evidence."""
        shown = fact_text(self.ruleset, found, self.lang)
        if found.get("evidence_ref") is None:
            return self.say("fact", fact=shown, id=found["fact"])
        reference = str(found["evidence_ref"])
        return self.say("fact_referenced", fact=shown, id=found["fact"], reference=reference)

    def value(self, fact: str, value: Any) -> str:
        """Return a value of a fact, as JSON has it."""
        return value_text(self.ruleset.facts[fact], value, self.lang)

    def why_unknown(self, why: str) -> str:
        """Return why a fact is unknown."""
        return unknown_text(why, self.lang)

    def about_dossier(self, found: Found) -> str:
        """Return which dossier and application a rating is of, and its date."""
        return self.say(
            "about_dossier",
            dossier=found["dossier_id"],
            application=found["application_ref"],
            date=date_text(found["rating_date"], self.lang),
        )

    def grade(self, grade: str) -> str:
        """Return a grade with its word; one that only another ruleset has stands for itself."""
        if grade not in self.ruleset.policy.grades:
            return grade
        word = self.text(self.ruleset.policy.grades[grade][0])
        return self.say("grade", grade=grade, word=word)

    def rating(self, rating: int) -> str:
        """Return the rating of a dimension with its word."""
        word = self.text(self.ruleset.policy.rating_titles[rating])
        return self.say("rating", rating=str(rating), word=word)

    def severity(self, severity: str) -> str:
        """Return a severity with its word."""
        word = self.text(self.ruleset.policy.severity_titles[severity])
        return self.say("severity", severity=severity, word=word)

    def label(self) -> str:
        """Return what every text says of itself."""
        return label(self.lang)


def under(lines: Iterable[str], depth: int = 1) -> Lines:
    """Return ``lines`` set in by ``depth`` steps; empty ones stay empty."""
    return [f"{STEP * depth}{line}" if line else "" for line in lines]


def apart(parts: Iterable[Lines]) -> Lines:
    """Return ``parts`` with an empty line between each two that are not empty."""
    lines: Lines = []
    for part in parts:
        if lines and part:
            lines.append("")
        lines += part
    return lines


def points(number: int) -> str:
    """Return a number of points with its sign."""
    return f"{number:+d}"
