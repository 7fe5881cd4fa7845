"""One's own account: the password is changed there, and sessions are ended."""

import contextlib
from collections.abc import Callable

import pytest
from flask import Flask

from service.store import users
from service.store.sqlite import SqliteStore
from service.users.accounts import Accounts
from service.users.lockout import FREE, Lockout
from service.users.passwords import matches
from service.users.refusals import SignInLocked, SignInRefused
from service.users.sessions import sessions_of
from service.users.sign_in import SignIn
from service.users.trail import Trail
from tests.calling import DEVELOPMENT
from tests.users.conftest import PASSWORD, events, user_of
from tests.web.reading import Page
from tests.web.signing_in import Browser, browser_of

NEW = "staple the battery to the horse"


@pytest.fixture
def browser(app: Flask, store: SqliteStore) -> Browser:
    user_of(store, "li.na", client="committee-2")
    return browser_of(app, store, "committee", "li.na")


def change(browser: Browser, **typed: str) -> Page:
    """Fill the form for another password in and send it; return the page that follows."""
    page = Page(browser.get("/account"))
    filled = {"current": PASSWORD, "new": NEW, "again": NEW, **typed}
    answer = page.submit(browser, "/account/password", **filled)
    return Page(browser.get(answer.location) if answer.status_code == 303 else answer)


def test_the_account_says_who_one_is_here(browser: Browser) -> None:
    page = Page(browser.get("/account"))

    assert page.heading == "Your account"
    for told in ("li.na", "credit committee", "committee-2"):
        assert told in page.text
    assert "A session ends 30 minutes after its last page, and 12 hours after" in page.text


def test_the_password_is_changed_and_all_other_sessions_end(
    browser: Browser, app: Flask, store: SqliteStore
) -> None:
    other = browser_of(app, store, "committee", "li.na")

    page = change(browser)

    assert "The password is changed. Your other sessions have ended." in page.text
    user = users.get(store, "li.na")
    assert user is not None
    assert matches(user.password, NEW)
    assert other.get("/account").status_code == 303
    # The session of this browser is another one too, lest somebody else had its token.
    thief = app.test_client()
    thief.set_cookie("pinzhi_session", browser.token)
    assert thief.get("/account", headers={"Accept": "text/html"}).status_code == 303
    assert browser.get("/account").status_code == 200
    assert ("password_changed", "li.na") in events(store)


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"current": "not this one"}, "current", "This is not your present password."),
        ({"again": NEW + "s"}, "again", "The two new passwords differ."),
        ({"new": "short", "again": "short"}, "new", "A password has at least 12 characters."),
        ({"new": PASSWORD, "again": PASSWORD}, "new", "The new password is the present one."),
        (
            {"new": "li.na is my name", "again": "li.na is my name"},
            "new",
            "must not have",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_changes(
    browser: Browser, store: SqliteStore, typed: dict[str, str], field: str, told: str
) -> None:
    page = change(browser, **typed)

    assert page.status == 422
    assert page.links()[next(text for text in page.links() if told in text)] == f"#{field}"
    assert f"{field}-fault" in page.ids
    assert {value for form in page.forms for value in form.fields.get(field, [])} <= {""}
    user = users.get(store, "li.na")
    assert user is not None
    assert matches(user.password, PASSWORD)


def test_who_sits_down_at_an_open_session_cannot_try_passwords_for_long(browser: Browser) -> None:
    statuses = [change(browser, current="not this one").status for _ in range(4)]

    assert statuses == [422, 422, 422, 429]


def test_who_is_vouched_for_by_a_provider_has_no_password_here(
    site_client: Callable[..., Browser],
) -> None:
    browser = site_client("auditor", "wang.wei")

    page = Page(browser.get("/account"))

    assert "You sign in with the bank's account; its password is changed there." in page.text
    assert [form.address for form in page.forms].count("/account/password") == 0
    typed = {"current": "", "new": NEW, "again": NEW}
    assert browser.post("/account/password", typed).status_code == 422


def test_one_other_session_is_ended_or_all_of_them(
    browser: Browser, app: Flask, store: SqliteStore
) -> None:
    second, third, fourth = (browser_of(app, store, "committee", "li.na") for _ in range(3))
    (_, _, kept_second, _) = sessions_of(store, DEVELOPMENT).of("li.na")
    page = Page(browser.get("/account"))
    assert page.text.count("this session") == 1

    browser.post("/account/sessions", {"session_id": kept_second.session_id})

    statuses = [b.get("/account").status_code for b in (browser, second, third, fourth)]
    assert statuses == [200, 303, 200, 200]
    answer = browser.post("/account/sessions")
    assert "The sessions have ended." in Page(browser.get(answer.location)).text
    statuses = [b.get("/account").status_code for b in (browser, second, third, fourth)]
    assert statuses == [200, 303, 303, 303]


def test_nobody_ends_the_session_of_another(
    browser: Browser, site_client: Callable[..., Browser], store: SqliteStore
) -> None:
    other = site_client("admin", "wang.wei")
    (session,) = sessions_of(store, DEVELOPMENT).of("wang.wei")

    browser.post("/account/sessions", {"session_id": session.session_id})

    assert other.get("/account").status_code == 200


def test_who_was_disabled_a_moment_ago_is_out(browser: Browser, store: SqliteStore) -> None:
    Accounts(store, Trail(store)).disable("li.na")

    assert browser.get("/account").headers["Location"] == "/sign-in?next=%2Faccount"


def test_who_knows_only_the_name_keeps_nobody_from_changing_the_password(
    browser: Browser, store: SqliteStore
) -> None:
    for tried in ("li.na", "change li.na", "li.na change", "li.na signed in"):
        for _ in range(FREE + 1):
            with contextlib.suppress(SignInLocked):
                Lockout(store).begin(tried)

    assert "The password is changed." in change(browser).text


def test_a_password_that_was_set_meanwhile_stays(store: SqliteStore) -> None:
    user_of(store, "li.na")
    session = sessions_of(store, DEVELOPMENT).recognise(
        sessions_of(store, DEVELOPMENT).open("li.na")
    )
    assert session is not None
    set_by_another = "a password of the administrator"
    accounts = Accounts(store, Trail(store))

    door = SignIn(store, DEVELOPMENT, None, lambda: set_it(accounts, set_by_another))

    with pytest.raises(SignInRefused):
        door.change_password(session, PASSWORD, NEW)
    user = users.get(store, "li.na")
    assert user is not None
    assert matches(user.password, set_by_another)


def set_it(accounts: Accounts, password: str) -> None:
    accounts.set_password("li.na", password)
