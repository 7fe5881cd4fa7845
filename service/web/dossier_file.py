"""The page of a dossier that came as a file: what is in it, and everything wrong with it."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote_plus

from flask import Response

from service.decisions.rate import Rater
from service.dossier.door import parse
from service.errors import DossierRejected
from service.questionnaire.book import Book
from service.questionnaire.check import Checked, check
from service.questionnaire.faults import tell
from service.questionnaire.form import form_of
from service.questionnaire.words import DOMAIN
from service.web.dossier_form import carry, grade_of
from service.web.language import page_language
from service.web.rendering import render

_MOST_CARRIED: Final = 400_000
"""Bytes that answers may take on their way from page to page: a section comes beside them."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that was sent: its name, and what was found in it."""

    name: str
    checked: Checked
    document: dict[str, Any] | None
    """The object in it, sound or not; ``None`` where it holds none."""


def open_file(rater: Rater, name: str, body: bytes) -> FoundFile:
    """Check the dossier in ``body`` as the service would, and record nothing."""
    checked = check(rater, body)
    try:
        document = parse(body)
    except DossierRejected:
        document = None
    return FoundFile(name, checked, document if isinstance(document, dict) else None)


def show_file(book: Book, found: FoundFile, key: str, status: int) -> Response:
    """Return the page of a file."""
    lang = page_language()
    form, lost = form_of(book.members, found.document or {})
    carried = carry(form)
    fits = len(quote_plus(carried)) <= _MOST_CARRIED
    rating = found.checked.rating
    return render(
        "questionnaire/file.html",
        DOMAIN,
        status,
        name=found.name,
        dossier=rating.dossier if rating else None,
        canonical=rating.dossier.canonical.decode() if rating else None,
        grade=grade_of(book, found.checked, lang),
        faults=tell(book, found.checked.faults, form, lang),
        warnings=tell(book, found.checked.warnings, form, lang),
        carried=carried if found.document and fits else None,
        opened=found.document is not None,
        lost=lost,
        key=key,
    )
