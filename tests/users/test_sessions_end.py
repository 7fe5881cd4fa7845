"""Sessions: what one proves, and when it ends."""

import hashlib

import pytest

from service.store.sqlite import SqliteStore
from service.users.accounts import Accounts
from service.users.sessions import Sessions
from tests.clock import Clock


@pytest.fixture
def sessions(accounts: Accounts, store: SqliteStore) -> Sessions:
    accounts.create("li.na", "committee", None, client="committee-2")
    return Sessions(store)


def test_a_session_proves_who_it_is_by_a_token_that_is_kept_nowhere(
    sessions: Sessions, store: SqliteStore
) -> None:
    token = sessions.open("li.na")

    session = sessions.recognise(token)

    assert session is not None
    principal = session.principal
    assert (principal.user, principal.client, principal.role) == (
        "li.na",
        "committee-2",
        "committee",
    )
    assert principal.key_id is None
    assert len(token) == 43  # 256 bits in base64
    assert sessions.recognise(token + "x") is None
    assert sessions.recognise("") is None
    store.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = store.path.read_bytes()
    assert token.encode() not in kept
    assert hashlib.sha256(token.encode()).digest() in kept


def test_no_two_sessions_have_the_same_token_or_send_the_same_forms(sessions: Sessions) -> None:
    first, second = (sessions.recognise(sessions.open("li.na")) for _ in range(2))

    assert first is not None
    assert second is not None
    assert first.csrf != second.csrf
    assert first.sent(first.csrf)
    assert not first.sent(second.csrf)
    assert not first.sent("")
    assert not first.sent("é")


def test_a_session_ends_half_an_hour_after_its_last_page(sessions: Sessions, clock: Clock) -> None:
    token = sessions.open("li.na")
    for _ in range(4):
        clock.forward(minutes=29)
        assert sessions.recognise(token) is not None

    clock.forward(minutes=30)

    assert sessions.recognise(token) is None


def test_a_session_ends_after_twelve_hours_however_busy(sessions: Sessions, clock: Clock) -> None:
    token = sessions.open("li.na")
    for _ in range(71):
        clock.forward(minutes=10)
        assert sessions.recognise(token) is not None
    clock.forward(minutes=10)

    assert sessions.recognise(token) is None
    assert sessions.of("li.na") == []


def test_a_page_writes_to_the_store_at_most_once_a_minute(
    sessions: Sessions, store: SqliteStore, clock: Clock
) -> None:
    token = sessions.open("li.na")
    changes = store.connection().conn.total_changes
    for _ in range(5):
        clock.forward(seconds=11)
        sessions.recognise(token)
    assert store.connection().conn.total_changes == changes

    clock.forward(seconds=11)
    sessions.recognise(token)

    assert store.connection().conn.total_changes == changes + 1


def test_a_session_that_was_closed_is_none(sessions: Sessions) -> None:
    token, other = sessions.open("li.na"), sessions.open("li.na")

    sessions.close(token)

    assert sessions.recognise(token) is None
    assert sessions.recognise(other) is not None
    sessions.close("no token")


def test_a_user_of_development_is_one_in_development_only(
    accounts: Accounts, sessions: Sessions
) -> None:
    accounts.create("development", "admin", None, development=True)
    token = sessions.open("development")

    assert sessions.recognise(token) is None
    assert sessions.recognise(token, development=True) is not None


def test_sessions_of_last_month_are_forgotten(
    sessions: Sessions, store: SqliteStore, clock: Clock
) -> None:
    for _ in range(5):
        sessions.open("li.na")
    clock.forward(days=31)
    sessions.open("li.na")

    assert store.row("SELECT count(*) FROM sessions") == (1,)
