"""Accounts: who may be a user, and what taking rights away does to open sessions."""

from collections.abc import Callable

import pytest

from service.store.sqlite import SqliteStore
from service.users.accounts import Accounts
from service.users.passwords import matches
from service.users.refusals import PasswordRefused, UserRefused
from service.users.sessions import Sessions
from tests.users.conftest import PASSWORD, events


@pytest.fixture
def sessions(store: SqliteStore) -> Sessions:
    return Sessions(store)


def test_a_user_is_made_with_a_role_a_client_and_the_hash_of_a_password(
    accounts: Accounts, store: SqliteStore
) -> None:
    made = accounts.create("li.na", "committee", PASSWORD)

    assert accounts.get("li.na") == made
    assert (made.role, made.client, made.development) == ("committee", "li.na", False)
    assert matches(made.password, PASSWORD)
    assert PASSWORD not in repr(made)
    assert "argon2" not in repr(made)
    assert accounts.create("wang.wei", "originator", None, client="los-north").client == "los-north"
    assert [user.name for user in accounts.all()] == ["li.na", "wang.wei"]
    assert events(store) == [("user_created", "li.na"), ("user_created", "wang.wei")]


@pytest.mark.parametrize(
    ("name", "role", "client", "why"),
    [
        ("Li.Na", "committee", None, "A user's name is 1 to 64 of small letters"),
        ("li na", "committee", None, "A user's name is"),
        ("", "committee", None, "A user's name is"),
        ("x" * 65, "committee", None, "A user's name is"),
        ("li.na", "root", None, "There is no role 'root' of users; there are originator, "),
        ("li.na", "monitor", None, "There is no role 'monitor'"),
        ("li.na", "committee", "a b", "A client's name is"),
    ],
)
def test_what_cannot_be_a_user_is_refused_with_a_sentence(
    accounts: Accounts, name: str, role: str, client: str | None, why: str
) -> None:
    with pytest.raises(UserRefused) as refused:
        accounts.create(name, role, None, client=client)
    assert str(refused.value).startswith(why)
    assert accounts.all() == []


def test_a_name_is_given_once_and_a_weak_password_makes_nobody(accounts: Accounts) -> None:
    accounts.create("li.na", "committee", None)

    with pytest.raises(UserRefused) as refused:
        accounts.create("li.na", "auditor", None)
    assert str(refused.value) == "There is a user li.na already."
    with pytest.raises(PasswordRefused):
        accounts.create("wang.wei", "auditor", "short")
    assert [user.role for user in accounts.all()] == ["committee"]


CHANGES: dict[str, Callable[[Accounts], object]] = {
    "disabling": lambda accounts: accounts.disable("li.na"),
    "another role": lambda accounts: accounts.set_role("li.na", "auditor"),
    "another password": lambda accounts: accounts.set_password("li.na", "another good password"),
    "signing out": lambda accounts: accounts.sign_out("li.na"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_ends_all_sessions_of_the_user_and_of_nobody_else(
    accounts: Accounts, sessions: Sessions, change: Callable[[Accounts], object]
) -> None:
    for name in ("li.na", "wang.wei"):
        accounts.create(name, "committee", None)
    tokens = [sessions.open(name) for name in ("li.na", "li.na", "wang.wei")]

    change(accounts)

    assert [sessions.recognise(token) is not None for token in tokens] == [False, False, True]
    assert sessions.of("li.na") == []


def test_who_is_enabled_again_signs_in_anew(accounts: Accounts, sessions: Sessions) -> None:
    accounts.create("li.na", "committee", None)
    token = sessions.open("li.na")
    accounts.disable("li.na")
    assert sessions.recognise(sessions.open("li.na")) is None

    accounts.enable("li.na")

    assert sessions.recognise(token) is None
    assert sessions.recognise(sessions.open("li.na")) is not None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda a: a.disable("nobody"), "There is no user nobody."),
        (lambda a: a.enable("li.na"), "The user li.na is not disabled."),
        (lambda a: a.set_role("li.na", "committee"), "The user li.na has the role committee."),
        (lambda a: a.set_role("li.na", "king"), "There is no role 'king'"),
        (lambda a: a.set_password("nobody", PASSWORD), "There is no user nobody."),
        (lambda a: a.sign_out("nobody"), "There is no user nobody."),
        (lambda a: (a.disable("li.na"), a.disable("li.na")), "The user li.na was disabled at "),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(
    accounts: Accounts, change: Callable[[Accounts], object], why: str
) -> None:
    accounts.create("li.na", "committee", None)

    with pytest.raises(UserRefused) as refused:
        change(accounts)
    assert str(refused.value).startswith(why)


def test_everything_that_is_done_to_an_account_is_in_the_trail(
    accounts: Accounts, store: SqliteStore, sessions: Sessions
) -> None:
    accounts.create("li.na", "committee", None)
    accounts.set_role("li.na", "auditor")
    accounts.set_password("li.na", PASSWORD)
    sessions.open("li.na")
    assert accounts.sign_out("li.na") == 1
    assert accounts.sign_out("li.na") == 0
    accounts.disable("li.na")
    accounts.enable("li.na")

    assert [event for event, _ in events(store)] == [
        "user_created",
        "role_changed",
        "password_set",
        "session_ended",
        "user_disabled",
        "user_enabled",
    ]
