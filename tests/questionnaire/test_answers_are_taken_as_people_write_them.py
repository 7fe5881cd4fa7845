"""What is written in a field is taken for what it means, and else left for the reader to refuse."""

import pytest

from service.questionnaire.book import Book
from service.questionnaire.form import document_of


def written(book: Book, at: str, text: str) -> object:
    _, section, name = at.split("/")
    return document_of(book.members, {at: text})[section].get(name)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("12.50", 12.5), (" 12.5 ", 12.5), ("１２．５", 12.5), ("-3", -3), ("0012", 12)],
)
def test_numbers(book: Book, text: str, number: float) -> None:
    found = written(book, "/history/unrelated_revenue_share_pct", text)
    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize("text", ["1,200", "12 %", "1e3", "twelve", "3.14159", "9" * 40, "NaN"])
def test_what_is_no_number_is_not_made_one(book: Book, text: str) -> None:
    assert written(book, "/history/unrelated_revenue_share_pct", text) == text


def test_yes_and_no(book: Book) -> None:
    assert written(book, "/history/control_change_24m", "true") is True
    assert written(book, "/history/control_change_24m", "false") is False
    assert written(book, "/history/control_change_24m", "maybe") == "maybe"


def test_texts_on_several_lines_and_in_other_normal_forms(book: Book) -> None:
    text = "Ko\u0308ln,\r\nwith care"
    assert written(book, "/governance/board_appraisal", text) == "Köln, with care"


def test_blanks_around_dates_and_codes(book: Book) -> None:
    assert written(book, "/borrower/incorporated_on", " ２００４-05-01 ") == "2004-05-01"
    assert written(book, "/borrower/group_id", " G-1 ") == "G-1"


def test_a_blank_field_says_nothing(book: Book) -> None:
    assert document_of(book.members, {"/currency": "", "/history/years_operating": ""}) == {
        "borrower": {"industry": {}}
    }
