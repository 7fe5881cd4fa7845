"""What everybody meets: the way to the sign-in, problems as pages, files, languages, headers."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from service.api.app import create_app
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from service.web.assets import assets
from tests.calling import DEVELOPMENT
from tests.web.reading import Page
from tests.web.signing_in import Browser, browser_of

HTML = {"Accept": "text/html"}


def test_who_is_not_signed_in_is_sent_to_the_sign_in_and_would_come_back(app: Flask) -> None:
    answer = app.test_client().get("/decisions?grade=N4", headers=HTML)

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=%2Fdecisions%3Fgrade%3DN4"


def test_a_form_of_nobody_is_refused_and_nothing_is_done(app: Flask) -> None:
    answer = app.test_client().post("/sign-out", headers=HTML)

    assert answer.status_code == 401
    assert Page(answer).links()["Sign in"] == "/sign-in"


def test_a_form_that_is_of_no_page_of_the_session_is_refused(
    site_client: Callable[..., Browser],
) -> None:
    browser = site_client("committee")
    browser.csrf = "guessed"

    answer = browser.post("/sign-out")

    assert answer.status_code == 403
    assert "foreign_form" in Page(answer).text
    assert browser.get("/rulesets").status_code == 200


@pytest.mark.parametrize(("lang", "word"), [("en", "Skip to the content"), ("zh", "跳到正文")])
def test_an_address_with_nothing_is_told_on_a_page_in_the_language(
    app: Flask, lang: str, word: str
) -> None:
    page = Page(app.test_client().get(f"/nowhere?lang={lang}", headers=HTML))

    assert page.status == 404
    assert word in page.text


def test_a_program_is_told_as_ever(app: Flask) -> None:
    for address in ("/nowhere", "/v1/nowhere"):
        assert app.test_client().get(address).mimetype == "application/problem+json"
    answer = app.test_client().get("/v1/nowhere", headers=HTML)
    assert answer.mimetype == "application/problem+json"


def test_a_language_once_chosen_is_remembered(app: Flask) -> None:
    browser = app.test_client()
    browser.get("/sign-in?lang=zh", headers=HTML)

    answer = browser.get("/nowhere", headers=HTML)

    assert answer.headers["Content-Language"] == "zh"


def test_the_language_of_a_file_is_not_that_of_the_pages(app: Flask) -> None:
    browser = app.test_client()
    browser.get("/static/pinzhi.css?lang=zh")

    assert browser.get("/nowhere", headers=HTML).headers["Content-Language"] == "en"


@pytest.mark.parametrize("name", sorted(assets()))
def test_the_files_of_pages_are_given_to_everybody_and_asked_for_again(
    app: Flask, name: str
) -> None:
    answer = app.test_client().get(f"/static/{name}")

    assert answer.status_code == 200
    assert answer.data == assets()[name][0]
    assert answer.headers["Cache-Control"] == "no-cache"
    again = app.test_client().get(
        f"/static/{name}", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_pages_allow_nothing_from_elsewhere_and_nothing_in_line(app: Flask) -> None:
    answer = app.test_client().get("/nowhere", headers=HTML)

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/%5cevil.example", "/%5c%5cevil.example/x", "/%09/evil.example"])
def test_a_page_in_the_other_language_is_of_the_service_whatever_the_address(
    app: Flask, path: str
) -> None:
    page = Page(app.test_client().get(path, headers=HTML))

    assert page.status == 404
    address = page.links()["中文"]
    assert address.startswith("/")
    # A browser takes a backslash for a slash, and leaves tabs out.
    assert not address.replace("\\", "/").replace("\t", "").startswith("//")


def test_who_asks_too_often_is_told_that_it_is_he(store: SqliteStore, rater: Rater) -> None:
    slow = create_app(store, rater, replace(DEVELOPMENT, rate_limit=1, rate_burst=1))
    browser = browser_of(slow, store, "committee", "li.na")

    answers = [browser.get("/account") for _ in range(20)]

    page = next(Page(answer) for answer in answers if answer.status_code == 429)
    assert "The user makes too many requests" in page.text
    assert "API key" not in page.text
