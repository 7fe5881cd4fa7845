"""Whatever is written into the questionnaire shows as what it is, and does nothing."""

import re
from io import BytesIO

import orjson
import pytest

from service.questionnaire.book import Book
from service.ruleset import catalogue
from tests.questionnaire.answering import fixture
from tests.web.reading import Page
from tests.web.signing_in import Browser

BOOK = Book(catalogue.active())
HOSTILE = [
    "<script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "</textarea></select><b>out</b>",
    "{{ 7 * 7 }} {% raw %}",
    "\u202eevil\u2066",
    "\x00\x1b[31m",
]
ALL = " ".join(HOSTILE)
NAME = re.compile(r'name="(/[^"]+)"')


@pytest.mark.parametrize("section", BOOK.sections)
def test_in_every_field_of_a_section(officer: Browser, section: str) -> None:
    blank = officer.post("/dossier/check", {"section": section, "go": section}).text
    fields = dict.fromkeys(NAME.findall(blank), ALL)
    answer = officer.post("/dossier/check", {"section": section, "check": "yes", **fields})
    # The page nests as it should, on which its reader insists.
    page = Page(answer)
    assert page.html.count("<script") == blank.count("<script")
    assert "<img" not in page.html
    assert "<b>" not in page.html
    assert page.html.count("{{ 7 * 7 }}") >= len(fields)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_in_the_names_of_files_and_borrowers(officer: Browser, text: str) -> None:
    document = fixture("average_manufacturer")
    document["borrower"]["legal_name"] = text
    document[text] = text
    data = {"file": (BytesIO(orjson.dumps(document)), f"{text[:40]}.json")}
    page = Page(officer.post("/dossier/file", data))
    assert page.status == 422
    assert "<img" not in page.html
    assert "<b>" not in page.html
    assert "<script>" not in page.html


def test_a_borrower_with_a_name_that_turns_the_writing_is_shown_with_the_mark(
    officer: Browser,
) -> None:
    document = fixture("average_manufacturer")
    document["borrower"]["legal_name"] = "Evil\u202egnp.exe"
    page = Page(officer.post("/dossier/file", {"file": (BytesIO(orjson.dumps(document)), "x")}))
    assert page.status == 200
    assert '<bdi class="free">Evil<span class="mark">U+202E</span>gnp.exe</bdi>' in page.html


def test_names_of_fields_that_are_none_are_not_looked_at(officer: Browser) -> None:
    strange = ["/__proto__/x", "/a//b", "//", "/sales/key_customers/99999/name", "/é", "/currency/"]
    page = Page(officer.post("/dossier/check", dict.fromkeys(strange, "x") | {"check": "yes"}))
    assert page.status == 200
    assert "To be corrected" not in page.text
