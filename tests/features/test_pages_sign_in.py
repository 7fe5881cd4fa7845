"""Signing in and the trace it leaves, as ``features/pages/sign_in.feature`` states it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pytest_bdd import given, parsers, scenarios, then, when

from service.api.app import create_app
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from service.users.accounts import Accounts
from service.users.trail import Trail
from tests.calling import DEVELOPMENT
from tests.clock import Clock
from tests.users.conftest import PASSWORD, user_of
from tests.web.deciding import decided, dossier
from tests.web.reading import Page

scenarios("pages/sign_in.feature")

WRONG = "another battery horse"
ROLES = {
    "credit committee": "committee",
    "lending desk": "originator",
    "policy department": "policy",
    "audit department": "auditor",
}
HTML = {"Accept": "text/html"}


@dataclass
class Bank:
    """The service, a browser for each person, and the page that was shown last."""

    app: Flask
    store: SqliteStore
    clock: Clock
    browsers: dict[str, FlaskClient] = field(default_factory=dict)
    asked: str = "/account"
    decision_id: str = ""
    page: Page | None = None

    def browser(self, name: str = "li.na") -> FlaskClient:
        return self.browsers.setdefault(name, self.app.test_client())

    def open(self, address: str, name: str = "li.na") -> Page:
        """Open a page, and follow where it leads."""
        answer = self.browser(name).get(address, headers=HTML, follow_redirects=True)
        self.asked = answer.request.full_path.rstrip("?")
        self.page = Page(answer)
        return self.page

    def sign_in(self, name: str, password: str, browser: str = "li.na") -> None:
        page = self.page
        if page is None or "/sign-in" not in {form.address for form in page.forms}:
            page = self.open("/sign-in?next=%2Faccount", browser)
        data = {**page.form("/sign-in").fields, "name": name, "password": password}
        answer = self.browser(browser).post(
            "/sign-in", data=data, headers=HTML, follow_redirects=True
        )
        self.asked = answer.request.full_path.rstrip("?")
        self.page = Page(answer)

    def enter(self, name: str) -> None:
        """Let somebody sign in with a browser of their own."""
        self.page = None
        self.sign_in(name, PASSWORD, name)
        self.page = None

    def signed_in(self, name: str = "li.na") -> bool:
        return self.browser(name).get("/account", headers=HTML).status_code == 200

    def shown(self) -> Page:
        assert self.page is not None
        return self.page


@pytest.fixture
def bank(tmp_path: Path, rater: Rater) -> Any:
    clock = Clock()
    store = SqliteStore(tmp_path / "decisions.sqlite3", clock=clock)
    # The clock by which sessions end is that of the store.
    yield Bank(create_app(store, rater, DEVELOPMENT), store, clock)
    store.close()


@given(parsers.parse('the officer "{name}" of the {department}'))
def officer(bank: Bank, name: str, department: str) -> None:
    user_of(bank.store, name, ROLES[department])
    if name == "li.na":
        user_of(bank.store, "wang.wu", disabled_at="2026-06-30T00:00:00.000000+00:00")


@given(parsers.parse('"{name}" is signed in'))
def is_signed_in(bank: Bank, name: str) -> None:
    bank.enter(name)
    assert bank.signed_in(name)


@given(parsers.parse('a decision that "{name}" asked for'))
def a_decision(bank: Bank, rater: Rater, name: str) -> None:
    bank.decision_id = decided(bank.store, rater, client=name)


@when("somebody opens the list of decisions")
def opens_list(bank: Bank) -> None:
    bank.open("/decisions")


@when(parsers.re('"(?P<name>[a-z.]+)" signs in with (?P<what>the right|a wrong) password'))
def signs_in(bank: Bank, name: str, what: str) -> None:
    bank.sign_in(name, PASSWORD if what == "the right" else WRONG)


@when(parsers.parse('"{name}" signs in {times:d} times with a wrong password'))
def signs_in_wrongly(bank: Bank, name: str, times: int) -> None:
    for _ in range(times):
        bank.sign_in(name, WRONG)
    bank.page = None


@when("a second goes by")
def a_second(bank: Bank) -> None:
    bank.clock.forward(seconds=1)


@when("she signs out")
def signs_out(bank: Bank) -> None:
    page = bank.open("/account")
    bank.browser().post("/sign-out", data=page.form("/sign-out").fields, headers=HTML)


@when("30 minutes go by without a page")
def half_an_hour(bank: Bank) -> None:
    bank.clock.forward(minutes=30)


@when("she opens a page every 20 minutes for 12 hours")
def half_a_day(bank: Bank) -> None:
    for _ in range(35):
        bank.clock.forward(minutes=20)
        assert bank.signed_in()
    bank.clock.forward(minutes=20)


ACTS: dict[str, Callable[[Accounts], object]] = {
    'disables "li.na"': lambda accounts: accounts.disable("li.na"),
    'signs "li.na" out everywhere': lambda accounts: accounts.sign_out("li.na"),
    'makes "li.na" an auditor': lambda accounts: accounts.set_role("li.na", "auditor"),
}


@when(parsers.re("the administrator (?P<act>.+)"))
def administrator(bank: Bank, act: str) -> None:
    ACTS[act](Accounts(bank.store, Trail(bank.store, "command")))


@when("she changes her password in another browser")
def changes_password(bank: Bank) -> None:
    other = bank.browser("another browser")
    bank.page = None
    bank.sign_in("li.na", PASSWORD, "another browser")
    form = bank.shown().form("/account/password")
    new = "staple the battery to the horse"
    typed = {"current": PASSWORD, "new": new, "again": new}
    answer = other.post("/account/password", data={**form.fields, **typed}, headers=HTML)
    assert answer.status_code == 303
    assert bank.signed_in("another browser")


@when(parsers.parse('"{name}" opens the decision'))
def opens_decision(bank: Bank, name: str) -> None:
    bank.enter(name)
    bank.open(f"/decisions/{bank.decision_id}", name)


@when("another site makes the browser send the form that signs out")
def another_site(bank: Bank) -> None:
    headers = {**HTML, "Origin": "https://evil.example"}
    assert bank.browser().post("/sign-out", headers=headers).status_code == 403


@when(parsers.re('"(?P<name>[a-z.]+)" looks up (?P<what>.+) in the access log'))
def looks_up(bank: Bank, name: str, what: str) -> None:
    bank.enter(name)
    asked = {"decision": bank.decision_id} if what == "the decision" else {"user": what.strip('"')}
    bank.open(f"/access-log?{urlencode(asked)}", name)


@then("the page asks to sign in")
def asks(bank: Bank) -> None:
    assert bank.shown().heading == "Sign in"


@then("the page is the list of decisions")
def is_list(bank: Bank) -> None:
    assert bank.asked == "/decisions"
    assert bank.shown().status == 200


@then(parsers.re('the page says "(?P<words>[^"]+)"$'))
def says(bank: Bank, words: str) -> None:
    assert words in bank.shown().text


@then(parsers.parse('the page says "{words}" {times:d} times beside "{name}"'))
def says_beside(bank: Bank, words: str, times: int, name: str) -> None:
    # Once more in the choice of what to look for, which is no text of the page.
    assert bank.shown().text.count(f"{name} {words}") == times


@then(parsers.parse('the page says that "{name}" looked at the decision'))
def says_looked(bank: Bank, name: str) -> None:
    assert f"{name} looked at /decisions/<decision_id> {bank.decision_id}" in bank.shown().text


@then("the page does not name the borrower")
def names_nobody(bank: Bank) -> None:
    assert b'"legal_name"' in dossier("average_manufacturer")
    for name in ("Average Manufacturer", "average_manufacturer"):
        assert name not in bank.shown().html


@then("nobody is signed in")
def nobody_in(bank: Bank) -> None:
    assert not bank.signed_in()


@then(parsers.parse('"{name}" is signed in'))
def still_in(bank: Bank, name: str) -> None:
    assert bank.signed_in(name)


@then("neither the store nor its log of writing holds a password")
def holds_none(bank: Bank) -> None:
    for path in bank.store.path.parent.iterdir():
        if path.is_file():
            content = path.read_bytes()
            assert PASSWORD.encode() not in content
            assert WRONG.encode() not in content
