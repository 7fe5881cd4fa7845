"""What a request repeats is found by an index, however much is recorded, and read no further."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store.port import Client
from service.store.repeats import LOOKED_AT
from service.store.sqlite import SqliteStore
from tests.dossiers import STRONG, spoiled

LOS = Client("los-1", authenticated=True)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def statements(store: SqliteStore) -> list[str]:
    """Every statement that the store runs from now on."""
    ran: list[str] = []
    store.connection().conn.set_trace_callback(ran.append)
    return ran


def looked_for(statements: list[str]) -> list[str]:
    return [s for s in statements if s.startswith("SELECT leaf_index, decision_id, recorded_at")]


def test_the_search_goes_by_the_application(
    store: SqliteStore, rater: Rater, statements: list[str]
) -> None:
    decide(rater, store, STRONG.read_bytes(), LOS, repeat_window=300)
    # Once, in the turn that records it.
    (statement,) = looked_for(statements)
    plan = store.connection().execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    assert [step[3] for step in plan] == [
        "SEARCH decisions USING INDEX decisions_application (application_ref=?)"
    ]


def test_nothing_is_looked_for_where_nobody_asks_or_none_is_wanted(
    store: SqliteStore, rater: Rater, statements: list[str]
) -> None:
    decide(rater, store, STRONG.read_bytes(), LOS)
    decide(rater, store, STRONG.read_bytes(), Client(), repeat_window=300)
    assert looked_for(statements) == []


def test_no_record_is_read_of_decisions_before_the_window(tmp_path: Path, rater: Rater) -> None:
    path = tmp_path / "aged.sqlite3"
    before = SqliteStore(path, clock=lambda: NOON)
    for _ in range(3):
        decide(rater, before, STRONG.read_bytes(), LOS)
    before.close()
    after = SqliteStore(path, clock=lambda: NOON + timedelta(seconds=301))
    ran: list[str] = []
    after.connection().conn.set_trace_callback(ran.append)
    decision = decide(rater, after, STRONG.read_bytes(), LOS, repeat_window=300)
    after.close()
    assert decision.repeats is None
    assert looked_for(ran)
    assert [s for s in ran if "instr(data" in s] == []


def test_one_application_rated_without_end_makes_nobody_wait(
    store: SqliteStore, rater: Rater, statements: list[str]
) -> None:
    decide(rater, store, STRONG.read_bytes(), LOS)
    with store.turn():
        for n in range(LOOKED_AT):
            decide(rater, store, spoiled(dossier_id=f"D-{n}"), LOS)
    statements.clear()
    decision = decide(rater, store, STRONG.read_bytes(), LOS, repeat_window=300)
    assert decision.repeats is None
    assert len([s for s in statements if "instr(data" in s]) == LOOKED_AT
