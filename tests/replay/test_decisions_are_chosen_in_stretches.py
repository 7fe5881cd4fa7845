"""A selection that is replayed a stretch at a time is the selection: nothing left out or twice."""

from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from service.replay.selection import certificates, leaves
from service.replay.stretch import MOST_SEEN, first_since, stretch
from service.retention.erase import erase
from service.store.port import Client, Draft
from service.store.sqlite import SqliteStore
from tests.ledger.ledgers import append_decisions
from tests.replay.conftest import ByHand

DAYS = ("2026-11-20", "2026-11-21", "2026-11-22")
DECISIONS = [0, 1, 2, 4, 5, 6, 8, 9, 10]


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    """Three decisions and another record on each of three days."""
    path = tmp_path / "decisions.sqlite3"
    for number, day in enumerate(DAYS):
        store = SqliteStore(path, clock=partial(datetime.fromisoformat, f"{day}T12:00:00+00:00"))
        append_decisions(store, 3, 3 * number)
        store.append(Draft("key", f"{number}" * 31 + "f", None, Client(), {}))
        store.close()
    return SqliteStore(path)


def chosen(store: SqliteStore, most: int, start: int = 0) -> list[int]:
    """Go on from stretch to stretch until there is no more."""
    found: list[int] = []
    following: int | None = start
    while following is not None and len(found) < 100:
        one = stretch(store, certificates(store), following, most)
        assert len(one.leaves) <= most
        found += one.leaves
        following = one.following
    store.close()
    return found


@pytest.mark.parametrize("most", [1, 2, 3, 4, 50])
def test_the_stretches_together_are_all_decisions(store: SqliteStore, most: int) -> None:
    assert chosen(store, most) == DECISIONS


def test_a_stretch_of_a_ledger_that_has_nothing_more_is_empty_and_the_last(
    store: SqliteStore,
) -> None:
    assert stretch(store, {}, 12, 50) == ((), None)
    assert stretch(store, {}, 5000, 50) == ((), None)
    store.close()


def test_a_stretch_looks_at_no_more_than_it_should(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "many.sqlite3")
    with store.turn():
        for number in range(MOST_SEEN + 1):
            store.append(Draft("key", f"f{number:031x}", None, Client(), {}))
    append_decisions(store, 1)

    assert stretch(store, {}, 0, 50) == ((), MOST_SEEN)
    assert stretch(store, {}, MOST_SEEN, 50) == ((MOST_SEEN + 1,), None)
    store.close()


@pytest.mark.parametrize(
    ("since", "first"),
    [("2026-11-19", 0), (DAYS[0], 0), (DAYS[1], 4), (DAYS[2], 8), ("2026-11-23", 12)],
)
def test_the_first_leaf_since_a_day_is_found(store: SqliteStore, since: str, first: int) -> None:
    assert first_since(store, since) == first
    store.close()


def test_a_gap_or_a_damaged_record_does_not_hide_the_day(
    store: SqliteStore, by_hand: ByHand
) -> None:
    by_hand("DELETE FROM records WHERE leaf_index IN (4, 5)")
    by_hand("UPDATE records SET data = x'00' WHERE leaf_index IN (6, 7)")

    # What has no record counts to the day before it.
    assert first_since(store, DAYS[1]) == 8
    assert first_since(store, DAYS[2]) == 8
    assert first_since(store, DAYS[0]) == 0
    store.close()


def test_gaps_and_what_was_erased_or_renamed_are_chosen_as_for_the_command(
    store: SqliteStore, by_hand: ByHand
) -> None:
    (first, *_) = (record.record_id for record in store.records())
    erase(store, first, order="A-7", by="Li Na", client=Client())
    by_hand("DELETE FROM records WHERE leaf_index IN (5, 6)")
    by_hand("UPDATE records SET kind = 'review' WHERE leaf_index = 8")
    every = list(leaves(store, certificates(store)))

    assert every == DECISIONS
    assert chosen(store, 2) == every
