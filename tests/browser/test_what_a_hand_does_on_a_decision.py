"""On a decision: the text of a clause where one points or taps, and facts that are supposed."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Site

Opening = Callable[..., Page]


def test_a_clause_shows_where_the_mouse_is_over_it(site: Site, open_as: Opening) -> None:
    page = open_as("committee", f"/decisions/{site.seeded.decisions['polluting_dye_maker']}")
    clause = page.locator("details.clause").first
    text = clause.locator(".text")
    expect(text).to_be_hidden()

    clause.locator("summary").hover()

    expect(text).to_be_visible()
    assert len(text.inner_text()) > 10


def test_a_clause_shows_where_it_is_tapped_and_goes_by_escape(site: Site, open_as: Opening) -> None:
    decision_id = site.seeded.decisions["polluting_dye_maker"]
    page = open_as("committee", f"/decisions/{decision_id}", size=PHONE)
    clause = page.locator("details.clause").first
    clause.locator("summary").tap()
    expect(clause.locator(".text")).to_be_visible()
    box = clause.locator(".text").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE[0]

    page.keyboard.press("Escape")

    expect(clause.locator(".text")).to_be_hidden()


def test_a_supposed_fact_shows_at_once_what_would_follow(site: Site, open_as: Opening) -> None:
    decision_id = site.seeded.decisions["polluting_dye_maker"]
    page = open_as("committee", f"/decisions/{decision_id}/what-if")
    before = page.locator("#result").inner_text()
    address = page.url

    page.locator("[name='environment.credit_class']").select_option("green")

    expect(page.locator("#result")).not_to_have_text(re.compile(re.escape(before)))
    assert page.url == address
    page.goto(f"/decisions/{decision_id}")
    assert page.locator(".grade.large").first.inner_text() == "N7"


def test_without_script_a_button_shows_it(site: Site, open_as: Opening) -> None:
    decision_id = site.seeded.decisions["polluting_dye_maker"]
    page = open_as("committee", f"/decisions/{decision_id}/what-if", script=False)
    before = page.locator("#result").inner_text()

    page.locator("[name='environment.credit_class']").select_option("green")
    page.locator("#suppose button").first.click()

    assert page.locator("#result").inner_text() != before


def test_the_paper_is_downloaded(site: Site, open_as: Opening) -> None:
    decision_id = site.seeded.decisions["polluting_dye_maker"]
    page = open_as("committee", f"/decisions/{decision_id}")

    answer = page.request.get(f"/decisions/{decision_id}/report.pdf")

    assert answer.status == 200
    assert answer.body().startswith(b"%PDF-")
