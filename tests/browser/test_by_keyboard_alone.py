"""A member of the committee signs in, decides and signs out, and never touches a mouse."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.borrowers import PASSWORD, PERSON
from tests.browser.conftest import Site, Watch

Opening = Callable[..., Page]

FEW = 60
"""Steps of the Tab key in which anything is reached that matters on a page."""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, and see that this shows."""
    for _ in range(FEW):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            break
        page.keyboard.press("Tab")
    else:
        raise AssertionError(f"{selector} is not reached by {FEW} steps")
    style = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(style) != "none", f"nothing shows that {selector} has the focus"


def sign_in(page: Page, password: str = PASSWORD) -> None:
    tab_to(page, "#name")
    page.keyboard.type(PERSON)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def test_one_decides_on_a_proposed_grade(site: Site, open_as: Opening) -> None:
    decision_id = site.seeded.decisions["services"]
    page = open_as(None, f"/decisions/{decision_id}")
    sign_in(page)
    # Where one wanted to go is where one is.
    expect(page.locator("h1")).to_contain_text("苏行冷链运输有限公司")
    tab_to(page, f"a[href='/decisions/{decision_id}/review']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("human decision")
    page.locator("main").focus()
    tab_to(page, "details.option summary")
    page.keyboard.press("Enter")
    tab_to(page, "#accept button")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("k.sun")
    page.goto(f"/decisions/{decision_id}")
    expect(page.locator("main")).to_contain_text("was accepted")


def test_one_signs_out_and_comes_back_to_nothing(site: Site, open_as: Opening) -> None:
    page = open_as(None, "/decisions")
    sign_in(page)
    expect(page.locator("h1")).to_have_text("Decisions")
    tab_to(page, "form[action='/sign-out'] button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Sign in")

    page.go_back()
    page.reload()
    expect(page.locator("h1")).to_have_text("Sign in")


def test_a_wrong_password_is_told_without_saying_what_was_wrong(
    site: Site, open_as: Opening, watch: Watch
) -> None:
    watch.expected = {422}
    page = open_as(None, "/sign-in")
    sign_in(page, "not the password")

    fault = page.get_by_role("alert")
    expect(fault).to_be_visible()
    assert PERSON not in fault.inner_text()
