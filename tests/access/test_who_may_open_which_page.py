"""Every page is opened in every role, by nobody, and with a key: only who may gets anywhere."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from service.access.roles import OWNED, PAGES, PERSONS, PUBLIC, ROLES, SHARED, is_page
from service.store.sqlite import SqliteStore
from tests.calling import calling, key_for
from tests.web.conftest import app, site_client
from tests.web.reading import Page
from tests.web.signing_in import Browser

__all__ = ["app", "site_client"]

Signing = Callable[..., Browser]
HTML = {"Accept": "text/html"}
NONE = "0" * 32


def pages() -> Iterator[tuple[str, str, str]]:
    """Method, address with nothing there, and name of each page."""
    for name in PAGES:
        method, _, rule = name.partition(" ")
        yield method, re.sub(r"<[^>]+>", NONE, rule), name


each_page = pytest.mark.parametrize(("method", "address", "name"), list(pages()))


def test_the_pages_are_those_that_somebody_may_open(app: Flask) -> None:
    served = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if is_page(rule.rule)
    }
    assert served == set(PAGES)


def test_an_address_is_a_page_or_one_for_programs(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert is_page(rule.rule) != rule.rule.startswith("/v1/") or not is_page(rule.rule), rule


@each_page
def test_nobody_opens_more_than_the_sign_in(
    app: Flask, method: str, address: str, name: str
) -> None:
    answer = app.test_client().open(address, method=method, headers=HTML)

    if PAGES[name] is PUBLIC:
        assert answer.status_code not in (401, 403)
    elif method == "GET":
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/sign-in?next=")
    else:
        assert answer.status_code == 401


@pytest.mark.parametrize("role", PERSONS)
def test_a_user_opens_what_the_role_may_and_nothing_else(site_client: Signing, role: str) -> None:
    for method, address, name in pages():
        may = PAGES[name]
        if may is PUBLIC:
            continue
        browser = site_client(role, f"{role}.user")
        answer = browser.get(address) if method == "GET" else browser.post(address)
        if role in may:
            assert answer.status_code not in (401, 403), name
        else:
            assert answer.status_code == 403, name
            assert "forbidden" in Page(answer).text


@pytest.mark.parametrize("role", ROLES)
def test_no_key_opens_a_page(app: Flask, store: SqliteStore, role: str) -> None:
    client = calling(app, key_for(store, role))
    for method, address, name in pages():
        if PAGES[name] is not PUBLIC:
            assert client.open(address, method=method).status_code in (303, 401), name


def test_no_session_calls_the_api(site_client: Signing) -> None:
    browser = site_client("admin")

    answer = browser.get("/v1/decisions")

    assert answer.status_code == 401


def test_the_parts_of_addresses_are_known_to_belong_to_a_client_or_to_nobody(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert rule.arguments <= OWNED | SHARED, rule
