"""What people wrote is text to the spreadsheet that opens a CSV file, whatever it begins with."""

import csv
from io import StringIO

import pytest

from service.spreadsheets import csv_bytes, download, inert


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86 10", "-2", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", " =1", "\t=1", "\u3000＝1"],
)
def test_a_formula_is_told_to_be_text(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["N4", "北岭", "a=b", "", "N-1", 12, -3, None])
def test_what_is_no_formula_stays_as_it_is(cell: str | int | None) -> None:
    assert inert(cell) == cell


def test_every_cell_of_a_file_is_inert_and_comes_out_again() -> None:
    rows = [("name", "=HYPERLINK(1)"), ('with "quotes", and\nlines', 3)]
    read = list(csv.reader(StringIO(csv_bytes(rows).decode(), newline="")))
    assert read == [["name", "'=HYPERLINK(1)"], ['with "quotes", and\nlines', "3"]]


def test_a_download_says_that_it_is_utf_8_and_the_first_cell_is_still_inert() -> None:
    content = download([("=北岭",)])
    assert content.decode("utf-8-sig") == "'=北岭\r\n"
    assert content.startswith(b"\xef\xbb\xbf")
