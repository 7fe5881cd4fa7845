"""What a committee prints: the content of a page without what only a screen is for."""

from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.conftest import Site

Opening = Callable[..., Page]


@pytest.mark.parametrize(("lang", "grade"), [("en", "Weak"), ("zh", "偏弱")], ids=["en", "zh"])
def test_a_decision_is_printed_without_what_one_can_only_click(
    site: Site, open_as: Opening, lang: str, grade: str
) -> None:
    decision_id = site.seeded.decisions["polluting_dye_maker"]
    page = open_as("committee", f"/decisions/{decision_id}", lang=lang)
    page.emulate_media(media="print")

    assert not page.locator("header.site nav").is_visible()
    assert page.locator("main form:visible, main button:visible").count() == 0
    printed = PdfReader(BytesIO(page.pdf(format="A4")))
    text = "".join(sheet.extract_text() for sheet in printed.pages)
    assert "Yanqiao Dye Intermediates Co., Ltd." in text
    assert "N7" in text
    assert grade in text
    assert 3 <= len(printed.pages) <= 20


def test_the_portfolio_is_printed_with_its_tables(site: Site, open_as: Opening) -> None:
    page = open_as("auditor", "/portfolio")
    page.emulate_media(media="print")

    assert page.locator("table").first.is_visible()
    assert not page.locator("header.site nav").is_visible()
