"""Whatever strangers wrote into a dossier is shown as text: it runs nothing and breaks no page."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Dialog, Page

from tests.browser.borrowers import HOSTILE, LONG
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.test_every_page_for_everybody import address_of

Opening = Callable[..., Page]

PAGES_OF_A_DECISION = (
    "GET /decisions/<decision_id>",
    "GET /decisions/<decision_id>/what-if",
    "GET /decisions/<decision_id>/compare/<other_id>",
    "GET /decisions/<decision_id>/review",
    "GET /decisions/<decision_id>/why/<path:code>",
    "GET /decisions/<decision_id>/replay",
    "GET /decisions/<decision_id>/proof",
)
LISTS = ("/decisions", "/borrowers?identifier=91330400MA000P130T", "/replays", "/access-log")


def pages_of(site: Site, kind: str) -> Iterator[str]:
    """Yield every address where the text may be shown."""
    decisions = site.seeded.decisions | {"average_manufacturer": site.seeded.hostile[kind]}
    hostile = site._replace(seeded=type(site.seeded)(decisions, site.seeded.hostile))
    yield from (address_of(name, hostile) for name in PAGES_OF_A_DECISION)
    yield from LISTS


def refuse(dialog: Dialog) -> None:
    dialog.dismiss()
    pytest.fail(f"a dialog was opened: {dialog.message}")


@pytest.mark.parametrize("kind", ["markup", "turned", "long"])
def test_nothing_of_it_runs_and_no_page_grows_wider(
    site: Site, open_as: Opening, kind: str
) -> None:
    for size in (DESKTOP, PHONE):
        page = open_as("admin", "/", size=size)
        page.on("dialog", refuse)
        for address in pages_of(site, kind):
            page.goto(address)
            assert page.evaluate("window.harmed") is None, address
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{address} is {wide} px wider than {size}"


def test_markup_is_read_as_it_was_written(site: Site, open_as: Opening) -> None:
    page = open_as("committee", f"/decisions/{site.seeded.hostile['markup']}")

    assert page.locator("h1").inner_text() == HOSTILE


def test_a_mark_that_turns_writing_is_shown_by_its_number(site: Site, open_as: Opening) -> None:
    page = open_as("committee", f"/decisions/{site.seeded.hostile['turned']}")

    heading = page.locator("h1")
    assert "U+202E" in heading.inner_text()
    assert "\u202e" not in page.locator("main").inner_text()
    # What stands after it reads from left to right as ever.
    assert heading.evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_a_long_name_is_shown_whole(site: Site, open_as: Opening) -> None:
    page = open_as("committee", f"/decisions/{site.seeded.hostile['long']}", size=PHONE)

    assert page.locator("h1").inner_text() == LONG
