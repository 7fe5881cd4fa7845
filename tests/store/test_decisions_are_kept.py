"""What was recorded is there, byte for byte, and cannot be changed or removed."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from service.store.port import Decision, StoreUnavailable
from service.store.sqlite import SqliteStore, store_path


def test_a_decision_is_given_back_byte_for_byte(store: SqliteStore, decision: Decision) -> None:
    store.add(decision)
    assert store.get(decision.decision_id) == decision


def test_an_unknown_decision_is_none(store: SqliteStore) -> None:
    assert store.get("no-such-decision") is None


def test_decisions_are_numbered_in_the_order_of_recording(
    store: SqliteStore, decision: Decision
) -> None:
    numbers = [store.add(replace(decision, decision_id=f"d{n}")) for n in range(3)]
    assert numbers == [1, 2, 3]


def test_decisions_are_there_after_the_file_is_closed_and_opened_again(
    store: SqliteStore, decision: Decision
) -> None:
    store.add(decision)
    store.close()
    reopened = SqliteStore(store.path)
    assert reopened.get(decision.decision_id) == decision
    reopened.close()


def test_the_same_decision_id_is_not_recorded_twice(store: SqliteStore, decision: Decision) -> None:
    store.add(decision)
    with pytest.raises(StoreUnavailable):
        store.add(replace(decision, grade="N1", body=b"{}"))
    assert store.get(decision.decision_id) == decision


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET grade = 'N1'",
        "DELETE FROM decisions",
        "INSERT OR REPLACE INTO decisions SELECT * FROM decisions",
        "REPLACE INTO decisions SELECT 99, decision_id, dossier_id, application_ref, rating_date,"
        " 'N1', ruleset_id, ruleset_version, ruleset_digest, dossier_digest, dossier, body,"
        " recorded_at FROM decisions",
    ],
)
def test_the_file_refuses_to_change_or_remove_a_decision(
    store: SqliteStore, decision: Decision, statement: str
) -> None:
    store.add(decision)
    by_hand = sqlite3.connect(store.path)
    with pytest.raises(sqlite3.IntegrityError, match="never changed or removed"):
        by_hand.execute(statement)
    by_hand.close()
    assert store.get(decision.decision_id) == decision


def test_columns_refuse_values_of_another_type(store: SqliteStore, decision: Decision) -> None:
    store.add(decision)
    by_hand = sqlite3.connect(store.path)
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT value in BLOB column"):
        by_hand.execute(
            "INSERT INTO decisions SELECT 2, 'other', dossier_id, application_ref, rating_date,"
            " grade, ruleset_id, ruleset_version, ruleset_digest, dossier_digest, dossier,"
            " 'text', recorded_at FROM decisions"
        )
    by_hand.close()


def test_the_file_is_opened_for_durable_writes(store: SqliteStore, decision: Decision) -> None:
    store.add(decision)
    db = store._connection()
    settings = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    values = [db.execute(f"PRAGMA {name}").fetchone()[0] for name in settings]
    assert values == ["wal", 2, 1, 5000]


def test_the_folder_of_the_store_is_made(tmp_path: Path, decision: Decision) -> None:
    store = SqliteStore(tmp_path / "a" / "b" / "decisions.sqlite3")
    store.add(decision)
    assert store.path.is_file()
    store.close()


def test_the_place_of_the_store_is_set_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINZHI_STORE", "/srv/decisions.sqlite3")
    assert store_path() == Path("/srv/decisions.sqlite3")
    monkeypatch.delenv("PINZHI_STORE")
    assert store_path() == Path("var/pinzhi.sqlite3")
