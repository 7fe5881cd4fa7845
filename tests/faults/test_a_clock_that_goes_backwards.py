"""A machine's clock that is set back: the order of the records stays the order of their times."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.ledger.verify import verify_ledger
from service.records.form import time_text
from service.records.query import read_query
from service.store.port import Decision
from service.store.search import find
from service.store.sqlite import SqliteStore
from tests.faults.dossiers import dossier

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SAID = [NOON + timedelta(minutes=minutes) for minutes in (0, 10, -600, 5, 10, 11)]
"""What the clock says at each decision: it goes right, is set back ten hours, and corrected."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    clock = iter(SAID)
    store = SqliteStore(tmp_path / "decisions.sqlite3", clock=lambda: next(clock))
    yield store
    store.close()


@pytest.fixture
def decisions(store: SqliteStore, rater: Rater) -> list[Decision]:
    return [decide(rater, store, dossier(f"LOS-{n}")) for n in range(len(SAID))]


def test_the_time_of_recording_never_goes_backwards(decisions: list[Decision]) -> None:
    latest = [max(SAID[: n + 1]) for n in range(len(SAID))]
    assert [decision.recorded_at for decision in decisions] == [time_text(t) for t in latest]


def test_each_record_says_what_the_clock_said(decisions: list[Decision]) -> None:
    said = [decision.record.document["clock"] for decision in decisions]
    assert said == [time_text(moment) for moment in SAID]


def test_searches_by_time_find_each_by_when_it_was_recorded(
    store: SqliteStore, decisions: list[Decision]
) -> None:
    for moment in SAID:
        since = read_query([("since", time_text(moment).replace("+00:00", "Z"))])
        found = {hit.decision_id for hit in find(store, since).hits}
        later = {d.decision_id for d in decisions if d.recorded_at >= time_text(moment)}
        assert found == later


def test_the_ledger_verifies_all_the_same(store: SqliteStore, decisions: list[Decision]) -> None:
    report = verify_ledger(store, [])
    assert report.sound, report.faults
    assert report.size == len(decisions)
