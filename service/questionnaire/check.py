"""What a dossier is worth as it stands: its faults, or a provisional rating that nothing keeps."""

from dataclasses import dataclass
from typing import Any

import orjson

from service.decisions.rate import Rater, Rating
from service.errors import DossierRejected, Fault
from service.questionnaire.book import Book, pointer_of
from service.questionnaire.form import Form, document_of


@dataclass(frozen=True, slots=True)
class Checked:
    """A dossier that was checked; ``rating`` is ``None`` where it has faults."""

    body: bytes
    rating: Rating | None
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]

    @property
    def result(self) -> dict[str, Any] | None:
        """The provisional result."""
        return self.rating.result if self.rating else None

    def waited_for(self, book: Book) -> tuple[str, ...]:
        """Return the pointers of the unknown facts without which there is no grade."""
        unknown = self.rating.result["unknown_facts"] if self.rating else ()
        facts = (book.ruleset.facts[one["fact"]] for one in unknown if one["mandatory"])
        return tuple(pointer_of(fact) for fact in facts)


def check(rater: Rater, body: bytes) -> Checked:
    """Rate the dossier in ``body`` (JSON, UTF-8), provisionally, or find its faults.

    Raises what :meth:`Rater.rate` raises but :exc:`~service.errors.DossierRejected`.
    """
    try:
        rating = rater.rate(body)
    except DossierRejected as rejected:
        return Checked(body, None, rejected.faults, ())
    return Checked(body, rating, (), rating.dossier.warnings)


def body_of(book: Book, form: Form) -> bytes:
    """Return the dossier that ``form`` says, as JSON."""
    return orjson.dumps(document_of(book.members, form))
