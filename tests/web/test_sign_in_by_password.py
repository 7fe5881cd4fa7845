"""Signing in with name and password: who gets in, what the others are told, and where one goes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.api.app import create_app
from service.decisions.rate import Rater
from service.decisions.raters import Raters
from service.explanation.kept import Explained
from service.ledger.keys import KeyFolder
from service.settings import Settings
from service.store import users
from service.store.sqlite import SqliteStore
from service.users.passwords import matches, outdated
from service.web.sign_in import PASSWORDS, password_pace, sign_in_pages
from service.web.site import Site
from tests.calling import DEVELOPMENT
from tests.clock import Clock
from tests.users.conftest import PASSWORD, events, noted, user_of
from tests.web.reading import Page

HTML = {"Accept": "text/html"}
PRODUCTION = replace(DEVELOPMENT, environment="production")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path_factory.mktemp("store") / "decisions.sqlite3", clock=clock)
    yield store
    store.close()


@pytest.fixture
def browser(app: Flask, store: SqliteStore) -> FlaskClient:
    user_of(store, "li.na")
    return app.test_client()


def sign_in(
    browser: FlaskClient, name: str = "li.na", password: str = PASSWORD, address: str = "/sign-in"
) -> TestResponse:
    """Open the sign-in, fill it in and send it."""
    page = Page(browser.get(address, headers=HTML))
    data = {**page.form("/sign-in").fields, "name": name, "password": password}
    return browser.post("/sign-in", data=data, headers=HTML)


def test_who_knows_the_password_gets_in_and_goes_on_where_he_wanted(browser: FlaskClient) -> None:
    answer = sign_in(browser, address="/sign-in?next=%2Faccount")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    page = Page(browser.get("/account", headers=HTML))
    assert page.heading == "Your account"
    assert "li.na" in page.text


@pytest.mark.parametrize("typed", ["Li.Na", " li.na ", "ＬＩ．ＮＡ"])
def test_a_name_is_known_however_it_is_typed(browser: FlaskClient, typed: str) -> None:
    assert sign_in(browser, typed).status_code == 303


@pytest.mark.parametrize(
    "address",
    ["/sign-in?next=https%3A%2F%2Fevil.example%2F", "/sign-in?next=%2F%2Fevil.example", "/sign-in"],
)
def test_nobody_is_sent_to_another_site(browser: FlaskClient, address: str) -> None:
    assert sign_in(browser, address=address).headers["Location"] == "/"


def test_whatever_is_wrong_is_told_in_the_same_words(
    browser: FlaskClient, store: SqliteStore
) -> None:
    user_of(store, "zhao.lei", disabled_at="2026-06-30T00:00:00.000000+00:00")
    user_of(store, "of.provider", password=None, subject="https://idp.example 1")
    tried = [
        ("li.na", "another battery horse"),
        ("li.na", ""),
        ("nobody", PASSWORD),
        ("zhao.lei", PASSWORD),
        ("of.provider", PASSWORD),
        ("", ""),
    ]

    answers = [sign_in(browser, name, password) for name, password in tried]

    assert {answer.status_code for answer in answers} == {422}
    told = {Page(answer).text for answer in answers}
    assert len(told) == 1
    assert "User name or password is wrong, or the account is disabled." in told.pop()
    assert not any("Set-Cookie" in answer.headers for answer in answers)


def test_a_page_that_refuses_repeats_the_name_and_never_the_password(browser: FlaskClient) -> None:
    answer = sign_in(browser, '"><script>', "another battery horse")

    page = Page(answer)
    assert page.form("/sign-in").fields["name"] == ['"><script>']
    assert page.form("/sign-in").fields["password"] == [""]
    assert "another battery horse" not in answer.text


def test_the_user_of_development_is_nobody_in_production(store: SqliteStore, rater: Rater) -> None:
    user_of(store, "development", development=True)
    for settings, status in ((DEVELOPMENT, 303), (PRODUCTION, 422)):
        browser = create_app(store, rater, settings).test_client()
        assert sign_in(browser, "development").status_code == status


def test_after_wrong_passwords_nobody_is_looked_at_and_the_page_says_for_how_long(
    browser: FlaskClient, clock: Clock
) -> None:
    for _ in range(3):
        sign_in(browser, password="another battery horse")

    answer = sign_in(browser)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert "There were too many wrong passwords. Try again in 1 second." in Page(answer).text
    clock.forward(seconds=1)
    assert sign_in(browser).status_code == 303


def test_a_right_password_makes_the_wrong_ones_before_it_forgotten(browser: FlaskClient) -> None:
    wrong = "another battery horse"
    for _ in range(2):
        sign_in(browser, password=wrong)
    assert sign_in(browser).status_code == 303
    browser.delete_cookie("pinzhi_session")

    assert [sign_in(browser, password=wrong).status_code for _ in range(2)] == [422, 422]


def test_a_hash_of_lower_cost_is_renewed_at_the_sign_in(
    browser: FlaskClient, store: SqliteStore
) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    user_of(store, "zhao.lei", password=cheap)

    assert sign_in(browser, "zhao.lei").status_code == 303

    user = users.get(store, "zhao.lei")
    assert user is not None
    assert user.password is not None
    assert not outdated(user.password)
    assert matches(user.password, PASSWORD)


def test_a_name_that_is_nobodys_is_locked_as_any_other(browser: FlaskClient) -> None:
    answers = [sign_in(browser, "nobody") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 429]


def test_passwords_are_looked_at_no_faster_than_workers_can_bear(
    store: SqliteStore, rater: Rater
) -> None:
    pace = password_pace(lambda: 0)  # no time goes by
    for _ in range(PASSWORDS.burst):
        pace()
    raters = Raters(rater, store)
    site = Site(store, rater, raters, Explained(raters), KeyFolder(Path("keys")), DEVELOPMENT)
    app = Flask("sign-in alone")
    app.register_blueprint(sign_in_pages(site, pace))
    user_of(store, "li.na")

    refused = sign_in(app.test_client())

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert "Too many people are signing in just now." in Page(refused).text
    # Nothing was hashed, and nothing written.
    assert events(store) == []


def test_the_cookie_is_for_this_host_and_no_script(store: SqliteStore, rater: Rater) -> None:
    user_of(store, "li.na")
    browser = create_app(store, rater, PRODUCTION).test_client()

    (cookie,) = sign_in(browser).headers.getlist("Set-Cookie")

    name, *attributes = [part.strip() for part in cookie.split(";")]
    assert name.startswith("__Host-pinzhi_session=")
    assert set(attributes) == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}


def test_every_sign_in_makes_a_new_session_and_ends_the_one_the_browser_had(
    browser: FlaskClient, app: Flask
) -> None:
    sign_in(browser)
    first = browser.get_cookie("pinzhi_session")
    assert first is not None
    # Who put a token into somebody's browser beforehand has nothing of what follows.
    browser.delete_cookie("pinzhi_session")
    page = Page(browser.get("/sign-in", headers=HTML))
    browser.set_cookie("pinzhi_session", first.value)
    fields = {**page.form("/sign-in").fields, "name": "li.na", "password": PASSWORD}
    answer = browser.post("/sign-in", data=fields, headers=HTML)

    assert answer.status_code == 303
    second = browser.get_cookie("pinzhi_session")
    assert second is not None
    assert second.value != first.value
    thief = app.test_client()
    thief.set_cookie("pinzhi_session", first.value)
    assert thief.get("/account", headers=HTML).status_code == 303
    assert browser.get("/account", headers=HTML).status_code == 200


def test_signing_out_ends_the_session_and_clears_the_tab(browser: FlaskClient, app: Flask) -> None:
    sign_in(browser)
    token = browser.get_cookie("pinzhi_session")
    assert token is not None
    page = Page(browser.get("/account", headers=HTML))

    answer = browser.post("/sign-out", data=page.form("/sign-out").fields, headers=HTML)

    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (303, '"storage"')
    assert browser.get_cookie("pinzhi_session") is None
    assert "You have signed out." in Page(browser.get(answer.location, headers=HTML)).text
    thief = app.test_client()
    thief.set_cookie("pinzhi_session", token.value)
    assert thief.get("/account", headers=HTML).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}],
)
def test_another_site_signs_nobody_in(browser: FlaskClient, headers: dict[str, str]) -> None:
    data = {"name": "li.na", "password": PASSWORD}

    answer = browser.post("/sign-in", data=data, headers=HTML | headers)

    assert answer.status_code == 403
    assert "foreign_form" in Page(answer).text
    assert browser.get("/account", headers=HTML).status_code == 303


def test_who_is_signed_in_is_led_on_from_the_sign_in(browser: FlaskClient) -> None:
    sign_in(browser)

    answer = browser.get("/sign-in?next=%2Frulesets", headers=HTML)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/rulesets")


def test_the_trail_tells_every_try_and_no_password_typed_as_a_name(
    browser: FlaskClient, store: SqliteStore
) -> None:
    sign_in(browser, PASSWORD, "li.na")
    for _ in range(3):
        sign_in(browser, password="another battery horse")
    sign_in(browser)

    assert events(store) == [
        ("sign_in_refused", None),
        ("sign_in_refused", "li.na"),
        ("sign_in_refused", "li.na"),
        ("sign_in_refused", "li.na"),
        ("sign_in_locked", "li.na"),
    ]
    assert {entry.origin for entry in noted(store)} == {"127.0.0.1"}
    store.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for secret in (PASSWORD, "another battery horse"):
        assert secret.encode() not in store.path.read_bytes()


def test_the_trail_names_the_session_that_was_opened_and_left(
    browser: FlaskClient, store: SqliteStore
) -> None:
    sign_in(browser)
    page = Page(browser.get("/account", headers=HTML))
    browser.post("/sign-out", data=page.form("/sign-out").fields, headers=HTML)

    (opened, left) = noted(store)

    assert (opened.event, left.event) == ("signed_in", "signed_out")
    assert opened.session_id == left.session_id is not None


def test_in_chinese_everything_is_chinese(browser: FlaskClient) -> None:
    browser.get("/sign-in?lang=zh", headers=HTML)

    page = Page(sign_in(browser, password="another battery horse"))

    assert page.heading == "登录"
    assert "用户名或密码有误，或者账号已停用。" in page.text


def test_a_store_without_users_lets_nobody_in(app: Flask) -> None:
    browser = app.test_client()

    assert sign_in(browser).status_code == 422
    assert browser.get("/", headers=HTML).headers["Location"] == "/sign-in"


def test_what_came_with_a_session_does_not_count_for_programs(
    browser: FlaskClient, site_client: Callable[..., object]
) -> None:
    sign_in(browser)

    assert browser.get("/v1/decisions").status_code == 401


@pytest.mark.parametrize(
    ("settings", "scheme", "told"),
    [(PRODUCTION, "http", True), (PRODUCTION, "https", False), (DEVELOPMENT, "http", False)],
)
def test_over_plain_http_it_says_that_no_session_is_kept(
    store: SqliteStore, rater: Rater, settings: Settings, scheme: str, told: bool
) -> None:
    browser = create_app(store, rater, settings).test_client()
    page = Page(browser.get("/sign-in", base_url=f"{scheme}://rating.bank.example", headers=HTML))
    assert ("This page came by plain http." in page.text) is told
