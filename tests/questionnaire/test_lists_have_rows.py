"""The entries of a list: added, filled in, removed."""

from service.questionnaire.book import Book
from service.questionnaire.form import compact, document_of, rows, with_row, without_row

AT = "/sales/key_customers"
THREE = {f"{AT}/{row}/name": name for row, name in enumerate("ABC")}


def names(book: Book, form: dict[str, str]) -> list[str]:
    listed = document_of(book.members, form).get("sales", {}).get("key_customers", [])
    return [customer["name"] for customer in listed]


def test_a_new_row_is_blank_and_comes_last(book: Book) -> None:
    form = with_row(THREE, AT)
    assert rows(form, AT) == [0, 1, 2, 3]
    assert names(book, form) == ["A", "B", "C"]


def test_the_first_row_takes_back_that_there_are_none(book: Book) -> None:
    none = {AT: "given"}
    assert document_of(book.members, none)["sales"] == {"key_customers": []}
    form = with_row(none, AT)
    assert rows(form, AT) == [0]
    assert "sales" not in document_of(book.members, form)


def test_rows_below_a_removed_one_move_up(book: Book) -> None:
    form = without_row(THREE, f"{AT}/1")
    assert rows(form, AT) == [0, 1]
    assert names(book, form) == ["A", "C"]


def test_what_is_removed_is_that_row_and_no_other(book: Book) -> None:
    many = {f"{AT}/{row}/name": str(row) for row in range(12)}
    left = names(book, without_row(many, f"{AT}/1"))
    assert left == [str(row) for row in range(12) if row != 1]


def test_rows_left_blank_are_dropped(book: Book) -> None:
    form = {**THREE, f"{AT}/1/name": "", "/currency": ""}
    assert compact(form) == {f"{AT}/0/name": "A", f"{AT}/1/name": "C"}


def test_a_list_takes_no_more_rows_than_a_dossier(book: Book) -> None:
    full = {f"{AT}/{row}/name": "A" for row in range(1000)}
    assert len(rows(with_row(full, AT), AT)) == 1000
