"""A store that an older version wrote is opened, and nothing that it acknowledged is lost."""

import gzip
import multiprocessing
import shutil
import sqlite3
from pathlib import Path

import pytest

from service.decisions.rate import Rater
from service.decisions.raters import Raters, RulesetNotStored
from service.explanation.recorded import subject_of
from service.ruleset import catalogue
from service.store.carrying import _source
from service.store.port import StoreUnavailable
from service.store.sqlite import SqliteStore
from tests.dossiers import ROOT

OLD = ROOT / "fixtures" / "stores" / "before_the_ledger.sqlite3.gz"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "old.sqlite3"
    with gzip.open(OLD) as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return path


def rows(path: Path) -> list[tuple[str, str, bytes, bytes]]:
    connection = sqlite3.connect(path)
    found = connection.execute(
        "SELECT decision_id, recorded_at, dossier, body FROM decisions ORDER BY seq"
    ).fetchall()
    connection.close()
    return found


def test_every_decision_is_carried_over_byte_for_byte(path: Path) -> None:
    before = rows(path)
    store = SqliteStore(path)
    found = [store.get(decision_id) for decision_id, *_ in before]
    assert [
        (d.decision_id, d.recorded_at, d.dossier, d.body) for d in found if d is not None
    ] == before
    assert [record.record_id for record in store.records()] == [row[0] for row in before]
    assert store.size() == len(before) == 3
    store.close()


def test_a_decision_carried_over_can_be_taken_up_again(path: Path, rater: Rater) -> None:
    before = rows(path)
    store = SqliteStore(path)
    raters = Raters(rater, store)
    for decision_id, *_ in before:
        decision = store.get(decision_id)
        assert decision is not None
        assert subject_of(raters, decision).ruleset.reference == decision.ruleset
    store.close()


def test_what_was_not_recorded_then_stays_open(path: Path) -> None:
    before = rows(path)
    store = SqliteStore(path)
    decision = store.get(before[0][0])
    assert decision is not None
    assert decision.facts is None
    assert decision.record.body["software"] == {}
    assert decision.record.document["client"] == {"name": None, "authenticated": False}
    assert decision.record.document["clock"] > decision.recorded_at
    store.close()


def test_a_ruleset_that_is_not_installed_any_more_leaves_its_decisions_readable(
    path: Path, rater: Rater, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(path)
    monkeypatch.setattr(catalogue, "root", lambda: tmp_path / "none")
    _source.cache_clear()
    store = SqliteStore(path)
    decision = store.get(before[0][0])
    assert decision is not None
    with pytest.raises(RulesetNotStored):
        Raters(rater, store).of(decision)
    store.close()
    _source.cache_clear()


def test_an_old_store_is_not_changed_by_reading(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(StoreUnavailable, match="older version"):
        SqliteStore(path, read_only=True).size()
    assert path.read_bytes() == before


def test_a_damaged_decision_is_named_and_nothing_is_carried_over(path: Path) -> None:
    connection = sqlite3.connect(path)
    (trigger,) = connection.execute(
        "SELECT sql FROM sqlite_schema WHERE name = 'decisions_refuse_update'"
    ).fetchone()
    connection.execute("DROP TRIGGER decisions_refuse_update")
    connection.execute("UPDATE decisions SET body = substr(body, 1, 100) WHERE seq = 2")
    connection.execute(trigger)
    connection.commit()
    connection.close()
    before = rows(path)
    with pytest.raises(StoreUnavailable, match=before[1][0]):
        SqliteStore(path).size()
    assert rows(path) == before


def open_it(path: Path) -> None:
    store = SqliteStore(path)
    assert store.size() == 3
    store.close()


def test_processes_that_open_it_at_once_carry_it_over_once(path: Path) -> None:
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=open_it, args=(path,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
