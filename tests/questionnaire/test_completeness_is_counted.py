"""How much is answered, of what is asked of this borrower."""

import pytest

from service.questionnaire.book import Book
from service.questionnaire.completeness import Completeness, completeness
from service.questionnaire.form import form_of
from tests.questionnaire.answering import fixture


def counted(book: Book, form: dict[str, str]) -> dict[str | None, Completeness]:
    return {one.section: one for one in completeness(book, form)}


def test_a_blank_form_has_answered_nothing(book: Book) -> None:
    found = counted(book, {})
    assert (found[None].answered, found[None].asked) == (0, 167)
    assert len(found[None].open_gates) == 44
    assert list(found) == [*book.ruleset.section_titles, None]


@pytest.mark.parametrize("name", ["strong_private_manufacturer", "listed_pharma"])
def test_a_full_dossier_leaves_no_gate_open(book: Book, name: str) -> None:
    form, _ = form_of(book.members, fixture(name))
    found = counted(book, form)
    assert found[None].open_gates == ()
    assert found[None].answered == found[None].asked


def test_the_sections_add_up(book: Book) -> None:
    form, _ = form_of(book.members, fixture("trading"))
    *sections, whole = completeness(book, form)
    assert sum(one.answered for one in sections) == whole.answered
    assert sum(one.asked for one in sections) == whole.asked


def test_reasons_for_not_assessing_are_counted_apart(book: Book) -> None:
    form = {
        "/history/licence_status/reason": "not yet asked",
        "/history/founding_basis": "technology",
        "/history/founding_basis/reason": "needless",
    }
    found = counted(book, form)["history"]
    assert (found.answered, found.explained) == (1, 1)
    assert "history.licence_status" in found.open_gates


def test_the_classification_takes_away_what_is_not_asked(book: Book) -> None:
    every = counted(book, {})["governance"].asked
    private = counted(book, {"/borrower/ownership_type": "private"})["governance"].asked
    assert private < every


@pytest.mark.parametrize("status", ["not_assessed", "not_applicable"])
def test_a_class_that_is_not_assessed_takes_away_nothing(book: Book, status: str) -> None:
    form = {"/borrower/ownership_type": "private", "/borrower/ownership_type/status": status}
    assert counted(book, form)["governance"].asked == counted(book, {})["governance"].asked
