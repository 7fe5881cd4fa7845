"""The audit trail: entries are found again, and nobody changes or removes one."""

import sqlite3

import pytest

from service.store.sqlite import SqliteStore
from service.store.trail import Chosen
from service.users.trail import Trail
from tests.clock import Clock

FIRST, SECOND = "a" * 32, "b" * 32


@pytest.fixture
def trail(store: SqliteStore, clock: Clock) -> Trail:
    """The trail of three days."""
    trail = Trail(store, "192.0.2.7")
    trail.note("signed_in", "li.na", session_id="s1")
    trail.note_page("viewed", "li.na", "/compare", (FIRST, SECOND), session_id="s1")
    clock.forward(days=1)
    trail.note("sign_in_refused", None)
    clock.forward(days=1)
    trail.note_page("exported", "wang.wei", "/audit-bundle.zip", ())
    return trail


def found(trail: Trail, chosen: Chosen, most: int = 100) -> list[tuple[str, str | None]]:
    return [(entry.event, entry.decision_id) for _, entry in trail.newest(chosen, most)]


def test_entries_are_found_newest_first_with_all_that_was_noted(trail: Trail) -> None:
    assert found(trail, Chosen()) == [
        ("exported", None),
        ("sign_in_refused", None),
        ("viewed", SECOND),
        ("viewed", FIRST),
        ("signed_in", None),
    ]
    (_, entry), *_ = trail.newest(Chosen(decision_id=FIRST), 1)
    assert (entry.user, entry.origin, entry.session_id) == ("li.na", "192.0.2.7", "s1")
    assert (entry.page, entry.at) == ("/compare", "2026-07-01T09:00:00.000000+00:00")


@pytest.mark.parametrize(
    ("chosen", "events"),
    [
        (Chosen(user="wang.wei"), ["exported"]),
        (Chosen(event="viewed"), ["viewed", "viewed"]),
        (Chosen(decision_id=SECOND), ["viewed"]),
        (Chosen(since="2026-07-02", until="2026-07-03"), ["sign_in_refused"]),
        (Chosen(user="li.na", event="signed_in"), ["signed_in"]),
        (Chosen(user="li.na", event="exported"), []),
        (Chosen(before=2), ["signed_in"]),
    ],
)
def test_only_what_is_asked_for_is_found(trail: Trail, chosen: Chosen, events: list[str]) -> None:
    assert [event for event, _ in found(trail, chosen)] == events


def test_entries_come_in_pages(trail: Trail) -> None:
    first = trail.newest(Chosen(), 3)
    rest = trail.newest(Chosen(before=first[-1][0]), 3)

    assert [entry.event for _, entry in first + rest] == [
        entry.event for _, entry in trail.newest(Chosen(), 100)
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM trail",
        "UPDATE trail SET user = 'somebody.else'",
        "INSERT OR REPLACE INTO trail (entry, at, event) VALUES (1, '2026', 'signed_in')",
    ],
)
def test_no_entry_is_changed_or_removed(trail: Trail, store: SqliteStore, statement: str) -> None:
    before = trail.newest(Chosen(), 100)

    with pytest.raises(sqlite3.IntegrityError, match="never changed or removed"):
        store.connection().execute(statement)

    assert trail.newest(Chosen(), 100) == before


def test_an_entry_is_on_disk_before_anything_goes_on(trail: Trail, store: SqliteStore) -> None:
    other = SqliteStore(store.path)
    try:
        assert Trail(other).newest(Chosen(), 100) == trail.newest(Chosen(), 100)
        assert store.row("PRAGMA synchronous") == (2,)  # FULL
    finally:
        other.close()
