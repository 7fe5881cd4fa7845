"""Decisions on real dossiers, recorded on days of the test's choosing."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store.port import Decision
from service.store.sqlite import SqliteStore
from tests.dossiers import spoiled

Decide = Callable[..., Decision]


class Clock:
    """What the machine's clock says: nine in the morning of a day, in UTC."""

    def __init__(self) -> None:
        self.day = "2026-11-22"

    def __call__(self) -> datetime:
        return datetime.fromisoformat(f"{self.day}T09:00:00").replace(tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "decisions.sqlite3", clock=clock, busy_timeout=0.01)
    yield store
    store.close()


@pytest.fixture
def decided(rater: Rater, store: SqliteStore, clock: Clock) -> Decide:
    """Record a decision: on what day, on a dossier with which other members."""

    def record(day: str = "2026-11-22", corrects: str | None = None, **members: Any) -> Decision:
        clock.day = day
        return decide(rater, store, spoiled(**members), corrects=corrects)

    return record
