"""Signing in through an OpenID Connect provider, with a real one on this machine."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.api.app import create_app
from service.decisions.rate import Rater
from service.store import users
from service.store.sqlite import SqliteStore
from service.users.accounts import Accounts
from service.users.trail import Trail
from tests.calling import DEVELOPMENT, key_for
from tests.users.conftest import events, user_of
from tests.users.oidc_provider import CLIENT_ID, SECRET, Provider, provider_at_work
from tests.web.reading import Page

HTML = {"Accept": "text/html"}
SERVICE = "http://localhost"
CALLBACK = "/sign-in/provider/callback"
LI_NA = {"sub": "4711", "preferred_username": "Li.Na", "groups": ["Staff", "Credit Committee"]}


@pytest.fixture
def provider() -> Iterator[Provider]:
    with provider_at_work(f"{SERVICE}{CALLBACK}", dict(LI_NA)) as provider:
        yield provider


@pytest.fixture
def browser(provider: Provider, store: SqliteStore, rater: Rater, tmp_path: Path) -> FlaskClient:
    return browser_of(provider, store, rater, tmp_path)


def browser_of(provider: Provider, store: SqliteStore, rater: Rater, folder: Path) -> FlaskClient:
    file = folder / "oidc.toml"
    file.write_text(
        f'issuer = "{provider.address}"\nservice = "{SERVICE}"\n'
        f'client_id = "{CLIENT_ID}"\nclient_secret = "{SECRET}"\nrole_claim = "groups"\n'
        '[roles]\n"Credit Committee" = "committee"\n"Audit" = "auditor"\n',
        "utf-8",
    )
    return create_app(store, rater, replace(DEVELOPMENT, oidc=file)).test_client()


def there(browser: FlaskClient, address: str = "/sign-in/provider") -> str:
    """Go to the provider; return the address that it sends the browser back to."""
    answer = browser.get(address, headers=HTML)
    assert answer.status_code == 303
    sent = requests.get(answer.location, allow_redirects=False, timeout=10)
    assert sent.status_code == 302
    return sent.headers["Location"].removeprefix(SERVICE)


def sign_in(browser: FlaskClient, address: str = "/sign-in/provider") -> TestResponse:
    """Go to the provider and back."""
    return browser.get(there(browser, address), headers=HTML)


def account(browser: FlaskClient) -> Page:
    return Page(browser.get("/account", headers=HTML))


def test_who_the_provider_knows_gets_in_with_the_role_that_it_gives(
    browser: FlaskClient, store: SqliteStore
) -> None:
    page = Page(browser.get("/sign-in?next=%2Frulesets", headers=HTML))
    answer = sign_in(browser, page.links()["Sign in with the bank's account"])

    assert (answer.status_code, answer.headers["Location"]) == (303, "/rulesets")
    assert "credit committee" in account(browser).text
    user = users.get(store, "li.na")
    assert user is not None
    assert (user.role, user.client, user.password) == ("committee", "li.na", None)
    assert events(store) == [("user_created", "li.na"), ("signed_in", "li.na")]


def test_whoever_comes_again_is_the_same_user_whatever_he_is_called_now(
    browser: FlaskClient, store: SqliteStore, provider: Provider
) -> None:
    sign_in(browser)
    provider.claims["preferred_username"] = "wang.wei"
    sign_in(browser)

    assert [user.name for user in users.every(store)] == ["li.na"]


def test_nobody_becomes_another_user_by_taking_his_name(
    browser: FlaskClient, store: SqliteStore
) -> None:
    user_of(store, "li.na", "admin")

    answer = sign_in(browser)

    assert answer.status_code == 403
    assert "or belongs to another user" in Page(answer).text
    assert browser.get("/account", headers=HTML).status_code == 303
    assert events(store) == [("sign_in_refused", None)]


def test_nobody_comes_to_own_what_another_asked_for_by_taking_the_name_of_a_client(
    browser: FlaskClient, store: SqliteStore, provider: Provider
) -> None:
    key_for(store, "originator", "los-north")
    user_of(store, "wang.wei", "originator", client="los-south")

    for name in ("los-north", "los-south"):
        provider.claims["preferred_username"] = name
        assert sign_in(browser).status_code == 403
        assert users.get(store, name) is None


@pytest.mark.parametrize("name", [None, "", "li na", "x" * 65, 7, "李娜"])
def test_a_name_that_cannot_be_one_makes_no_user(
    browser: FlaskClient, store: SqliteStore, provider: Provider, name: object
) -> None:
    provider.claims["preferred_username"] = name

    assert sign_in(browser).status_code == 403
    assert users.every(store) == []


@pytest.mark.parametrize("groups", [None, [], ["Staff"], "Staff", {"Audit": 1}, [["Audit"]]])
def test_whom_the_provider_gives_no_role_is_nobody_here(
    browser: FlaskClient, store: SqliteStore, provider: Provider, groups: object
) -> None:
    provider.claims["groups"] = groups

    answer = sign_in(browser)

    assert answer.status_code == 403
    assert "gives you no role in this system" in Page(answer).text
    assert users.every(store) == []


def test_a_role_that_is_taken_away_ends_the_sessions_that_had_it(
    browser: FlaskClient, provider: Provider, store: SqliteStore
) -> None:
    sign_in(browser)
    provider.claims["groups"] = ["Staff"]

    assert sign_in(browser).status_code == 403
    assert browser.get("/account", headers=HTML).status_code == 303
    assert ("session_ended", "li.na") in events(store)


def test_another_role_counts_from_the_next_sign_in_and_ends_the_sessions_before(
    browser: FlaskClient, provider: Provider, store: SqliteStore
) -> None:
    sign_in(browser)
    token = browser.get_cookie("pinzhi_session")
    assert token is not None
    provider.claims["groups"] = "Audit"

    assert sign_in(browser).status_code == 303
    assert "auditor" in account(browser).text
    browser.set_cookie("pinzhi_session", token.value)
    assert browser.get("/account", headers=HTML).status_code == 303


def test_a_user_who_is_disabled_here_stays_out(browser: FlaskClient, store: SqliteStore) -> None:
    sign_in(browser)
    Accounts(store, Trail(store)).disable("li.na")

    assert sign_in(browser).status_code == 403
    assert browser.get("/account", headers=HTML).status_code == 303


WRONG: dict[str, dict[str, Any]] = {
    "signed by another key": {"signed": "by another key"},
    "signed by nobody": {"signed": "none"},
    "signed with the client's secret": {"signed": "with the secret"},
    "of another issuer": {"claims": {"iss": "https://evil.example"}},
    "for another service": {"claims": {"aud": "another"}},
    "for another service, obtained by this one": {"claims": {"aud": "b", "azp": CLIENT_ID}},
    "for several, and another is meant": {"claims": {"aud": [CLIENT_ID, "b"], "azp": "b"}},
    "of another sign-in": {"claims": {"nonce": "another"}},
    "without a nonce": {"claims": {"nonce": None}},
    "expired": {"claims": {"exp": 1_700_000_000}},
    "without an end": {"claims": {"exp": None}},
    "of nobody": {"claims": {"sub": None}},
    "no token at all": {"token": {"id_token": None}},
    "not a token": {"token": {"id_token": "a.b.c"}},
    "brought from another issuer": {"brought": {"iss": "https://evil.example"}},
    "brought with another state": {"brought": {"state": "another"}},
    "brought with another code": {"brought": {"code": "another"}},
    "refused by the user": {"error": "access_denied"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_does_not_prove_who_it_is_lets_nobody_in(
    browser: FlaskClient, store: SqliteStore, provider: Provider, wrong: dict[str, Any]
) -> None:
    provider.wrong |= wrong

    answer = sign_in(browser)

    assert answer.status_code == 403
    assert "did not confirm who you are" in Page(answer).text
    assert browser.get("/account", headers=HTML).status_code == 303
    assert users.every(store) == []
    assert events(store) == [("sign_in_refused", None)]


def test_what_was_brought_back_is_good_once_and_in_one_browser(
    browser: FlaskClient, provider: Provider, store: SqliteStore, rater: Rater, tmp_path: Path
) -> None:
    back = there(browser)
    other = browser_of(provider, store, rater, tmp_path)

    assert other.get(back, headers=HTML).status_code == 403
    assert browser.get_cookie("pinzhi_provider") is not None
    assert browser.get(back, headers=HTML).status_code == 303
    assert browser.get_cookie("pinzhi_provider") is None
    assert browser.get(back, headers=HTML).status_code == 403


def test_every_sign_in_asks_with_new_secrets_and_shows_the_provider_none_of_them(
    browser: FlaskClient, provider: Provider
) -> None:
    for _ in range(2):
        sign_in(browser)

    first, second = provider.asked
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
        assert len(first[name]) == 43
    assert "code_verifier" not in first
    assert SECRET not in str(first)


def test_what_the_browser_keeps_meanwhile_is_for_this_host_alone(
    provider: Provider, store: SqliteStore, rater: Rater, tmp_path: Path
) -> None:
    browser_of(provider, store, rater, tmp_path)
    production = replace(DEVELOPMENT, environment="production", oidc=tmp_path / "oidc.toml")
    browser = create_app(store, rater, production).test_client()

    answer = browser.get("/sign-in/provider", headers=HTML)

    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-pinzhi_provider=")
    for attribute in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=600"):
        assert attribute in cookie


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": 500},
        {"published": {"issuer": "https://evil.example"}},
        {"published": {"token_endpoint": None}},
        {"published": {"jwks_uri": "http://127.0.0.1:9/jwks"}},
    ],
)
def test_a_provider_that_does_not_answer_as_it_must_is_told_as_such(
    browser: FlaskClient, provider: Provider, wrong: dict[str, Any]
) -> None:
    provider.wrong |= wrong

    answer = browser.get("/sign-in/provider", headers=HTML)

    assert answer.status_code == 503
    page = Page(answer)
    assert "does not answer as it should" in page.text
    # The password still does.
    assert page.form("/sign-in")


def test_where_one_goes_on_stays_in_the_service(browser: FlaskClient) -> None:
    answer = sign_in(browser, "/sign-in/provider?next=https%3A%2F%2Fevil.example")

    assert answer.headers["Location"] == "/"


def test_the_address_of_the_provider_is_that_which_it_publishes(browser: FlaskClient) -> None:
    answer = browser.get("/sign-in/provider", headers=HTML)

    asked = parse_qs(urlsplit(answer.location).query)
    assert asked["redirect_uri"] == [f"{SERVICE}{CALLBACK}"]
    assert asked["scope"] == ["openid profile"]


def test_without_a_provider_there_is_no_such_way(store: SqliteStore, rater: Rater) -> None:
    browser = create_app(store, rater, DEVELOPMENT).test_client()

    for address in ("/sign-in/provider", CALLBACK):
        assert browser.get(address, headers=HTML).status_code == 404
    assert "bank's account" not in Page(browser.get("/sign-in", headers=HTML)).text
