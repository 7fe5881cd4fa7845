"""Every page, in both languages, on a desk and on a phone, with and without script, is usable."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from service.access.roles import PAGES, PUBLIC
from service.language.catalogue import LANGUAGES
from service.ruleset import catalogue
from tests.browser.conftest import DESKTOP, PHONE, Site

Opening = Callable[..., Page]

_NO_PAGES = {
    "GET /",
    "GET /static/<path:path>",
    "GET /sign-in/provider",
    "GET /sign-in/provider/callback",
    "GET /audit-bundle.zip",
    "GET /decisions/<decision_id>/report.pdf",
}
"""Addresses that lead elsewhere, or to a file."""


def addresses() -> Iterator[str]:
    yield from (name for name in PAGES if name.startswith("GET ") and name not in _NO_PAGES)


each_page = pytest.mark.parametrize("name", list(addresses()))


def address_of(name: str, site: Site) -> str:
    """Return an address of the page on which there is something to see."""
    decisions = site.seeded.decisions
    active = catalogue.active()
    values = {
        "decision_id": decisions["average_manufacturer"],
        "other_id": decisions["polluting_dye_maker"],
        "code": "PERSISTENT_POLLUTER",
        "ruleset_id": active.id,
        "version": active.version,
    }
    rule = name.partition(" ")[2]
    query = "?identifier=91330400MA000P130T" if rule == "/borrowers" else ""
    return re.sub(r"<(?:path:)?(\w+)>", lambda found: values[found[1]], rule) + query


def role_for(name: str) -> str | None:
    return None if PAGES[name] is PUBLIC else "admin"


def violations(page: Page, axe: str) -> list[Any]:
    """Return what keeps people from using the page, as axe-core finds it."""
    if not page.evaluate("'axe' in window"):
        # As a console would: the page's own policy lets no script in.
        page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (v["id"], v["help"], [node["html"][:200] for node in v["nodes"][:3]])
        for v in found["violations"]
    ]


@each_page
@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_keeps_nobody_out_on_a_desk_or_a_phone(
    site: Site, open_as: Opening, axe: str, name: str, lang: str
) -> None:
    for size in (DESKTOP, PHONE):
        page = open_as(role_for(name), address_of(name, site), lang=lang, size=size)
        assert page.locator("h1").count() == 1
        assert page.locator("html").get_attribute("lang") == {"en": "en", "zh": "zh-Hans"}[lang]
        assert violations(page, axe) == []
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{wide} px wider than {size}"


@each_page
def test_without_script_it_shows_the_same(site: Site, open_as: Opening, name: str) -> None:
    address = address_of(name, site)
    with_script = open_as(role_for(name), address)
    without = open_as(role_for(name), address, script=False)

    assert without.locator("h1").inner_text() == with_script.locator("h1").inner_text()
    assert without.locator("main").inner_text() != ""


@each_page
def test_every_control_is_reached_by_the_keyboard_and_shows_it(
    site: Site, open_as: Opening, name: str
) -> None:
    page = open_as(role_for(name), address_of(name, site))
    hidden = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
        .filter(e => e.checkVisibility() && !e.disabled && e.type !== 'hidden' && e.tabIndex < 0)
        .filter(e => !e.closest('[aria-hidden=true]'))
        .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert hidden == []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "document.getElementById('main').contains(document.activeElement)"
    if page.locator("main :is(a, button, input, select, summary)").count() > 0:
        assert page.evaluate(inside)
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        assert page.evaluate(outline) != "none"
