"""The page of one section of the questionnaire, with what the dossier is worth as it stands."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Response

from service.questionnaire.book import RECORD, Book
from service.questionnaire.check import Checked
from service.questionnaire.completeness import completeness
from service.questionnaire.drawn import Drawing
from service.questionnaire.faults import Told, tell
from service.questionnaire.form import Form
from service.questionnaire.view import field_id
from service.questionnaire.words import DOMAIN, section_title
from service.web.language import page_language
from service.web.rendering import render


@dataclass(frozen=True, slots=True)
class FormPage:
    """The pages of ``book``, one a section."""

    book: Book

    def show(
        self,
        form: Form,
        checked: Checked,
        key: str,
        section: str | None,
        asked: str = "open",
        *,
        status: int = 200,
        file_missing: bool = False,
    ) -> Response:
        """Return the page of ``section``; without one, that of the first fault.

        ``asked`` says what the form was sent for: ``open`` a new one, ``go`` to another section,
        ``check`` this one, ``record``. Only where something was to come of it is everything told
        that is wanting; else only what is written and wrong.
        """
        lang = page_language()
        told = tell(self.book, checked.faults, form, lang) if asked != "open" else ()
        warned = tell(self.book, checked.warnings, form, lang)
        if section is None:
            section = told[0].section if told else RECORD
        wrong = [one for one in told if not one.needed or asked == "record"]
        at_fields = wrong
        if asked == "check":
            at_fields = [one for one in told if not one.needed or one.section == section]
        drawing = Drawing(self.book, form, lang, _by_field(at_fields), _by_field(warned))
        return render(
            "questionnaire/section.html",
            DOMAIN,
            status,
            section=drawing.section(section),
            sections=[(name, section_title(self.book, name, lang)) for name in self.book.sections],
            place=self.book.sections.index(section),
            faults=at_fields if asked in ("check", "record") else (),
            asked=asked,
            carried=_carried(self.book, form, section),
            key=key,
            file_missing=file_missing,
            field_id=field_id,
            standing=self._standing(form, checked, told, warned, lang),
            ruleset=self.book.ruleset,
        )

    def _standing(
        self,
        form: Form,
        checked: Checked,
        told: Iterable[Told],
        warned: Iterable[Told],
        lang: str,
    ) -> dict[str, Any]:
        """Return what is shown beside every section: the provisional grade, and what is open."""
        titles = [section_title(self.book, s, lang) for s in self.book.ruleset.section_titles]
        counted = completeness(self.book, form)
        return {
            "grade": grade_of(self.book, checked, lang),
            "needed": [one for one in told if one.needed],
            "wrong": [one for one in told if not one.needed],
            "warned": list(warned),
            "waited_for": [
                (self.book.section_of(at), at, self._title(at, lang))
                for at in checked.waited_for(self.book)
            ],
            "sections": list(zip(titles, counted[:-1], strict=True)),
            "all": counted[-1],
        }

    def _title(self, at: str, lang: str) -> str:
        fact = self.book.ruleset.facts[at[1:].replace("/", ".")]
        return fact.title.in_language(lang)


def grade_of(book: Book, checked: Checked, lang: str) -> dict[str, str] | None:
    """Return the provisional grade with its words; ``None`` where the dossier has faults."""
    result = checked.result
    if result is None:
        return None
    word, meaning = book.ruleset.policy.grades[result["grade"]]
    return {
        "grade": result["grade"],
        "word": word.in_language(lang),
        "meaning": meaning.in_language(lang),
        "indicative": result["indicative_grade"],
        "best_case": result["best_case_grade"],
    }


def carried_in(text: str) -> dict[str, Any]:
    """Return what a form carries from page to page; raises :exc:`ValueError` if it is nothing."""
    found = orjson.loads(text) if text else {}
    if not isinstance(found, dict):
        raise ValueError("not what a form carries")
    return found


def carry(form: Form) -> str:
    """Return ``form`` as one field carries it."""
    return orjson.dumps(dict(form)).decode()


def _carried(book: Book, form: Form, section: str) -> str:
    return carry({n: t for n, t in form.items() if t and book.section_of(n) != section})


def _by_field(told: Iterable[Told]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in told:
        if one.field is not None and one.text not in found[one.field]:
            found[one.field].append(one.text)
    return found
