"""Lists on pages, as ``features/pages/lists.feature`` states them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import pytest
from flask import Flask
from pytest_bdd import given, parsers, scenarios, then, when

from service.api.app import create_app
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT
from tests.clock import Days
from tests.features.borrowers import listed
from tests.web.deciding import decided, dossier
from tests.web.listing import REASON, reviewed
from tests.web.reading import Page
from tests.web.signing_in import Browser, browser_of

scenarios("pages/lists.feature")


@dataclass
class Desk:
    """The decisions, by what they are called here, and the page last looked at."""

    app: Flask
    store: SqliteStore
    taken: dict[str, str] = field(default_factory=dict)
    browser: Browser | None = None
    page: Page | None = None
    pending: str = ""

    def open(self, address: str, who: str = "", role: str = "committee", **query: str) -> None:
        if who:
            self.browser = browser_of(self.app, self.store, role, who)
        assert self.browser is not None
        self.page = Page(self.browser.get(address, query_string=query, follow_redirects=True))

    @property
    def shown(self) -> Page:
        assert self.page is not None
        return self.page

    @property
    def listed(self) -> list[str]:
        """What the decisions of the list are called."""
        forms = [form for form in self.shown.forms if form.address == "/compare"]
        names = {decision: name for name, decision in self.taken.items()}
        return [names[one] for form in forms for one in form.choices["decision"]]


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def store(tmp_path: Path, days: Days) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "decisions.sqlite3", clock=days)
    yield store
    store.close()


@given("these decisions on the pages:", target_fixture="desk")
def decisions_taken(
    store: SqliteStore, rater: Rater, days: Days, datatable: list[list[str]]
) -> Desk:
    desk = Desk(create_app(store, rater, DEVELOPMENT), store)
    for day, name, changed, officer in datatable[1:]:
        days.day = day
        changes = {}
        if changed:
            fact, _, value = changed.partition("=")
            section, _, member = fact.partition(".")
            changes[section] = orjson.loads(dossier(name))[section] | {member: value}
        called = f"{name} again" if name in desk.taken else name
        desk.taken[called] = decided(store, rater, name, officer, **changes)
    return desk


@given(parsers.parse('"{who}" accepted every decision but that on "{name}"'))
def accepted(desk: Desk, who: str, name: str) -> None:
    for called, decision in desk.taken.items():
        if called != name:
            reviewed(desk.store, decision, "accept", who)


@given(parsers.parse('"{who}" overrode the decision on "{name}" up to {grade}'))
def overrode(desk: Desk, who: str, name: str, grade: str) -> None:
    decision = desk.taken[name]
    desk.pending = reviewed(desk.store, decision, "override_up", who, grade=grade, **REASON)


@when(parsers.parse('the override is countersigned by "{who}"'))
def countersigned(desk: Desk, who: str) -> None:
    decision = desk.taken["average_manufacturer"]
    reviewed(desk.store, decision, "countersign", who, review_id=desk.pending)


@when(parsers.re(r'"(?P<who>[^"]+)" of the committee searches for (?P<name>\w+) "(?P<value>.+)"'))
def committee_searches(desk: Desk, who: str, name: str, value: str) -> None:
    desk.open("/decisions", who, **{name: value})


@when(parsers.re(r'"(?P<who>[^"]+)", an originator, searches for (?P<name>\w+) "(?P<value>.+)"'))
def originator_searches(desk: Desk, who: str, name: str, value: str) -> None:
    desk.open("/decisions", who, "originator", **{name: value})


@when(parsers.parse('"{who}" of the committee looks at what waits for a {what}'))
def looks_at_what_waits(desk: Desk, who: str, what: str) -> None:
    desk.open("/decisions", who, waiting=what)


@when("she ticks both and compares them")
@when("she ticks the only one and compares it")
def ticks_and_compares(desk: Desk) -> None:
    form = desk.shown.form("/compare")
    assert desk.browser is not None
    query = {"decision": form.choices["decision"]}
    desk.page = Page(desk.browser.get("/compare", query_string=query, follow_redirects=True))


@when(parsers.parse('"{who}", an originator, compares the decisions on "{one}" and "{other}"'))
def originator_compares(desk: Desk, who: str, one: str, other: str) -> None:
    desk.open(f"/decisions/{desk.taken[one]}/compare/{desk.taken[other]}", who, "originator")


@when(parsers.parse('"{who}" of the committee opens the history of "{identifier}"'))
def committee_opens_history(desk: Desk, who: str, identifier: str) -> None:
    desk.open("/borrowers", who, identifier=identifier)


@when(parsers.parse('"{who}", an originator, opens the history of "{identifier}"'))
def originator_opens_history(desk: Desk, who: str, identifier: str) -> None:
    desk.open("/borrowers", who, "originator", identifier=identifier)


@then(parsers.parse("the list shows {names}"))
@then(parsers.parse("the history shows {names}"))
def list_shows(desk: Desk, names: str) -> None:
    assert desk.shown.status == 200
    assert desk.listed == ([] if names == "nothing" else listed(names))


@then(parsers.parse("she is told at the field {name} what a day looks like"))
def told_at_field(desk: Desk, name: str) -> None:
    assert desk.shown.status == 422
    assert f"{name}-fault" in desk.shown.ids
    assert "a date such as 2026-11-22" in desk.shown.text


@then(parsers.parse("the page says that the grade is worse by {n} grades, from {one} to {other}"))
def grade_worse(desk: Desk, n: str, one: str, other: str) -> None:
    assert desk.shown.heading == "Compare two decisions"
    assert f"The grade is worse by {n} grades: from {one} to {other}." in desk.shown.text


@then(parsers.parse("it says that the grade went from {one} to {other}"))
def grade_went(desk: Desk, one: str, other: str) -> None:
    assert f"from {one} to {other}." in desk.shown.text


@then(parsers.parse('it names the fact "{fact}"'))
def names_fact(desk: Desk, fact: str) -> None:
    assert fact in desk.shown.text


@then("she is told that two are compared")
def told_two(desk: Desk) -> None:
    assert desk.shown.status == 422
    assert "tick exactly two" in desk.shown.text


@then("there is nothing to be seen")
def nothing_seen(desk: Desk) -> None:
    assert desk.shown.status == 404
    assert "Fasteners" not in desk.shown.text


@then("it has a drawing of the grades")
def has_drawing(desk: Desk) -> None:
    assert 'role="img"' in desk.shown.html
