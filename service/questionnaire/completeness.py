"""How much of the questionnaire is answered: by section, and of what a grade waits for."""

from dataclasses import dataclass

from service.questionnaire.book import Book, pointer_of
from service.questionnaire.form import Form
from service.ruleset.model import Fact


@dataclass(frozen=True, slots=True)
class Completeness:
    """Counts of the questions of a section, or of all, that may apply to the borrower.

    ``explained`` are those that are not answered, with a reason; ``open_gates`` the
    mandatory facts without an answer.
    """

    section: str | None
    asked: int
    answered: int
    explained: int
    open_gates: tuple[str, ...]


def completeness(book: Book, form: Form) -> tuple[Completeness, ...]:
    """Return the completeness of each section of facts, that of all of them last."""
    classes = book.classes(form)
    facts = [f for f in book.ruleset.facts.values() if book.applies(f.id, classes)]
    by_section = [
        _count(section, [f for f in facts if f.section == section], form)
        for section in book.ruleset.section_titles
    ]
    return (*by_section, _count(None, facts, form))


def _count(section: str | None, facts: list[Fact], form: Form) -> Completeness:
    answered = [f for f in facts if form.get(pointer_of(f))]
    left = [f for f in facts if not form.get(pointer_of(f))]
    return Completeness(
        section,
        len(facts),
        len(answered),
        sum(bool(form.get(f"{pointer_of(f)}/reason")) for f in left),
        tuple(f.id for f in left if f.need != "scored"),
    )
