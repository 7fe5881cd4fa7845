"""What is replayed: all, those since a day, or a sample that can be drawn again; gaps included."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.replay.many import replay_leaves
from service.replay.selection import certificates, leaves, sample
from service.retention.erase import erase
from service.store.port import Client, Draft
from service.store.sqlite import SqliteStore
from tests.replay.conftest import FAMILY, ByHand

DAYS = ("2026-11-20", "2026-11-21", "2026-11-22")


@pytest.fixture
def store(tmp_path: Path, rater: Rater) -> SqliteStore:
    """A decision on each of three days, and on the second day another record."""
    path = tmp_path / "decisions.sqlite3"
    for day in DAYS:
        noon = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
        store = SqliteStore(path, clock=lambda noon=noon: noon)
        decide(rater, store, FAMILY.read_bytes())
        if day == DAYS[1]:
            store.append(Draft("key", "f" * 32, None, Client(), {}))
        store.close()
    return SqliteStore(path)


def chosen(store: SqliteStore, since: str | None = None) -> list[int]:
    found = list(leaves(store, certificates(store), since))
    store.close()
    return found


def test_all_decisions_and_no_other_records_are_replayed(store: SqliteStore) -> None:
    assert chosen(store) == [0, 1, 3]


@pytest.mark.parametrize(
    ("since", "expected"),
    [("2026-11-19", [0, 1, 3]), (DAYS[1], [1, 3]), (DAYS[2], [3]), ("2026-11-23", [])],
)
def test_those_recorded_on_a_day_or_later(
    store: SqliteStore, since: str, expected: list[int]
) -> None:
    assert chosen(store, since) == expected


def test_what_was_erased_on_order_is_told(store: SqliteStore) -> None:
    (first, *_) = (record.record_id for record in store.records())
    store.append(Draft("review", "e" * 32, first, Client(), {}))  # goes with it, but is none
    erase(store, first, order="A-7", by="Li Na", client=Client())
    assert chosen(store) == [0, 1, 3]
    verdicts = list(replay_leaves(store.path, [0]))
    assert [(v.decision_id, v.reason) for v in verdicts] == [(first, "erased")]


def test_a_decision_removed_by_hand_is_found_missing(store: SqliteStore, by_hand: ByHand) -> None:
    by_hand("DELETE FROM records WHERE leaf_index IN (1, 3)")
    assert chosen(store) == [0, 1, 3]
    verdicts = list(replay_leaves(store.path, [1, 3]))
    assert [(v.verdict, v.cause) for v in verdicts] == [("diverged", "stored_input_damaged")] * 2
    assert "no record" in verdicts[0].causes[0].evidence


def test_a_decision_that_was_renamed_by_hand_is_not_passed_over(
    store: SqliteStore, by_hand: ByHand
) -> None:
    by_hand("UPDATE records SET kind = 'review' WHERE leaf_index = 0")
    assert chosen(store) == [0, 1, 3]
    (verdict,) = replay_leaves(store.path, [0])
    assert verdict.differences[0].element == "/record/kind"


def test_a_damaged_record_is_replayed_whenever_it_was_recorded(
    store: SqliteStore, by_hand: ByHand
) -> None:
    by_hand("UPDATE records SET data = ? WHERE leaf_index = 0", b"\xff")
    assert 0 in chosen(store, DAYS[2])


def test_a_sample_is_drawn_again_by_its_seed() -> None:
    drawn = sample(range(1000), 10, "2026")
    assert drawn == sorted(drawn)
    assert len(set(drawn)) == 10
    assert sample(range(1000), 10, "2026") == drawn
    assert sample(range(1000), 10, "2027") != drawn


def test_anybody_can_draw_a_sample_by_sha_256() -> None:
    by_hash = sorted(range(50), key=lambda n: hashlib.sha256(f"x:{n}".encode()).hexdigest())
    assert sample(range(50), 5, "x") == sorted(by_hash[:5])


def test_a_sample_of_more_than_there_are_is_all() -> None:
    assert sample([3, 1, 2], 10, "x") == [1, 2, 3]


def test_several_processes_come_to_the_same(store: SqliteStore) -> None:
    store.close()
    verdicts = [list(replay_leaves(store.path, [3, 0, 1], workers)) for workers in (1, 2)]
    assert verdicts[0] == verdicts[1]
    assert [v.leaf_index for v in verdicts[0]] == [3, 0, 1]
