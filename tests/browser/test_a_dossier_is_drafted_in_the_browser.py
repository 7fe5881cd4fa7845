"""The questionnaire in a real browser: drafts, faults told at once, and no script at all."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Site, Watch
from tests.browser.test_every_page_for_everybody import violations
from tests.dossiers import ROOT

Opening = Callable[..., Page]

DPD = "#f-reputation-current_dpd"


def brought(open_as: Opening, name: str = "average_manufacturer", **options: object) -> Page:
    """Open a dossier under fixtures/ in the form, through its file."""
    page = open_as("originator", "/dossier", **options)
    page.locator(".from-file summary").click()
    page.set_input_files("#file", ROOT / "fixtures" / "dossiers" / f"{name}.json")
    page.locator('form[action="/dossier/file"] button').click()
    page.locator('form[action="/dossier/check"] button').click()
    expect(page.locator("#result .grade").first).to_be_visible()
    page.wait_for_load_state()
    return page


def turn_to(page: Page, section: str) -> None:
    button = page.locator(f'nav.sections li button[value="{section}"]')
    button.click()
    expect(button).to_have_attribute("aria-current", "step")
    # What is typed before the script is there is not in the draft.
    page.wait_for_load_state()


def test_the_grade_and_the_faults_follow_what_is_typed(open_as: Opening) -> None:
    page = brought(open_as)
    turn_to(page, "reputation")
    page.fill(DPD, "95")
    expect(page.locator("#result .grade").first).to_have_text("N10")
    # It is read out, once, where nothing else is replaced.
    expect(page.locator(".told")).to_have_text("Provisional grade N10")
    page.fill(DPD, "1,200")
    expect(page.locator(f"{DPD}-fault")).to_contain_text("Write a number in digits")
    expect(page.locator(DPD)).to_have_attribute("aria-invalid", "true")
    page.fill(DPD, "0")
    expect(page.locator(f"{DPD}-fault")).to_be_hidden()
    expect(page.locator(DPD)).not_to_have_attribute("aria-invalid", "true")


def test_a_draft_is_offered_again_and_continued(open_as: Opening) -> None:
    page = brought(open_as)
    turn_to(page, "reputation")
    page.fill(DPD, "41")
    page.goto("/dossier")
    with page.expect_navigation():
        page.locator("#draft-continue").click()
    turn_to(page, "reputation")
    expect(page.locator(DPD)).to_have_value("41")


def test_what_is_typed_into_a_new_form_does_not_replace_a_draft_on_offer(
    open_as: Opening,
) -> None:
    page = brought(open_as)
    page.goto("/dossier")
    page.fill("#f-dossier_id", "D-NEW")
    page.goto("/dossier")
    with page.expect_navigation():
        page.locator("#draft-continue").click()
    expect(page.locator("#result .grade").first).to_have_text("N4")


def test_a_draft_is_discarded(open_as: Opening) -> None:
    page = brought(open_as)
    page.goto("/dossier")
    page.locator("#draft-discard").click()
    page.goto("/dossier")
    expect(page.locator("#draft")).to_be_hidden()


def test_a_draft_is_gone_when_the_dossier_is_recorded(open_as: Opening, site: Site) -> None:
    page = brought(open_as)
    turn_to(page, "record")
    before = site.store.size()
    page.locator("[data-record]").click()
    page.wait_for_url("**/decisions/*")
    assert site.store.size() == before + 1
    page.goto("/dossier")
    expect(page.locator("#draft")).to_be_hidden()
    assert page.evaluate("sessionStorage.length") == 0


def test_a_draft_that_is_refused_is_kept(open_as: Opening, watch: Watch) -> None:
    watch.expected = {422}
    page = brought(open_as)
    turn_to(page, "borrower")
    page.fill("#f-borrower-legal_name", "")
    turn_to(page, "record")
    page.locator("[data-record]").click()
    expect(page.locator("#faults")).to_be_focused()
    page.locator("#faults a").first.click()
    expect(page.locator("#f-borrower-legal_name")).to_be_in_viewport()
    page.goto("/dossier")
    expect(page.locator("#draft")).to_be_visible()


def test_a_draft_is_nobody_elses(open_as: Opening, site: Site) -> None:
    page = brought(open_as)
    cookie = site.seeded.cookie(site.store, "admin")
    page.context.add_cookies([{**cookie, "url": site.address}])
    page.goto("/dossier")
    expect(page.locator("#draft")).to_be_hidden()
    assert page.evaluate("sessionStorage.length") == 0


def test_a_draft_is_gone_on_signing_out(open_as: Opening) -> None:
    page = brought(open_as)
    page.locator("[data-sign-out] button").click()
    page.wait_for_url("**/sign-in*")
    assert page.evaluate("sessionStorage.length") == 0


def test_the_other_language_shows_the_same_draft(open_as: Opening) -> None:
    page = brought(open_as)
    turn_to(page, "reputation")
    page.fill(DPD, "41")
    page.locator(".languages a").click()
    expect(page.locator("h1")).to_have_text("录入档案")
    expect(page.locator(DPD)).to_have_value("41")


def test_without_a_script_the_form_carries_all_that_was_written(open_as: Opening) -> None:
    page = brought(open_as, "trading", script=False)
    turn_to(page, "reputation")
    page.fill(DPD, "95")
    turn_to(page, "sales")
    expect(page.locator("#result .grade").first).to_have_text("N10")
    turn_to(page, "reputation")
    expect(page.locator(DPD)).to_have_value("95")
    # Enter in a field checks; it never records.
    page.locator(DPD).press("Enter")
    expect(page.locator('nav.sections [aria-current="step"]')).to_have_text(
        "Reputation and repayment"
    )


@pytest.mark.parametrize(("lang", "size"), [("en", DESKTOP), ("zh", PHONE)])
def test_sections_with_all_opened_keep_nobody_out(
    open_as: Opening, axe: str, lang: str, size: tuple[int, int]
) -> None:
    page = brought(open_as, "state_owned", lang=lang, size=size)
    for section in ("borrower", "shareholders", "upstream", "record"):
        turn_to(page, section)
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        assert violations(page, axe) == [], section
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
