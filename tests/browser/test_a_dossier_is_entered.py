"""A loan officer brings a dossier as a file, and is told of faults at the fields they are in."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.dossiers import ROOT

Opening = Callable[..., Page]

FILE = ROOT / "fixtures" / "dossiers" / "trading.json"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_file_is_looked_at_opened_in_the_form_and_recorded(
    site: Site, open_as: Opening, script: bool
) -> None:
    page = open_as("originator", "/dossier", script=script)
    page.locator("details.from-file summary").click()
    page.locator("#file").set_input_files(FILE)
    page.get_by_role("button", name="Check the file").click()
    expect(page.locator("main")).to_contain_text("津和金属材料贸易有限公司")
    page.get_by_role("button", name="Open").click()
    page.locator("nav.sections ol button").last.click()
    page.get_by_role("button", name=re.compile("^Record")).click()

    expect(page).to_have_url(re.compile("/decisions/[0-9a-f]{32}$"))
    expect(page.locator("h1")).to_have_text("津和金属材料贸易有限公司")
    if script:
        assert page.evaluate("sessionStorage.length") == 0


def test_what_is_wrong_is_told_at_its_field_and_above(site: Site, open_as: Opening) -> None:
    page = open_as("originator", "/dossier")
    page.locator("[name='/currency']").fill("Taler")
    page.locator(".onward button[name='check']").click()

    summary = page.locator("#faults")
    expect(summary).to_be_focused()
    field = page.locator("[name='/currency']")
    expect(field).to_have_attribute("aria-invalid", "true")
    told = page.locator(f"#{field.get_attribute('id')}-fault")
    expect(told).to_be_visible()
    expect(field).to_have_value("Taler")
