"""A ledger that an older version wrote is carried over, whole or not at all, and verifies."""

import gzip
import multiprocessing
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database, Migrations

from service.api.app import create_app
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.ledger.damage import Report
from service.ledger.key_records import recorded_vkeys
from service.ledger.proofs import consistency
from service.ledger.verify import verify_ledger
from service.records.about import history_of
from service.replay.replay import replay
from service.replay.selection import by_id
from service.replay.verdict import REPRODUCED
from service.retention.erase import erase
from service.retention.refusals import DecisionHeld
from service.settings import Settings
from service.store.migrations import migrations
from service.store.port import Client, DecisionErased, StoreUnavailable
from service.store.sqlite import SqliteStore
from tests.dossiers import ROOT, STRONG

OLD = ROOT / "fixtures" / "stores" / "before_the_service.sqlite3.gz"
BEFORE_THE_LEDGER = ROOT / "fixtures" / "stores" / "before_the_ledger.sqlite3.gz"
PROCESSES = 4

LEDGER = (
    *("records", "contents", "nodes", "sources", "decisions", "finding_codes", "identifiers"),
    *("erasures", "holds", "hold_ends", "checkpoints", "postings"),
)
"""The tables that hold what was recorded."""

NAMED = {
    "accepted": "590fa5b3eb4c490598ae3759602c79a0",
    "held": "ea1a7c8401d74c599889e5264c603542",
    "corrected": "2c78ce7b481c477288335e71b07beaa1",
    "correction": "606760ea8b04419d880f8960dcb58a7a",
    "erased": "4c0e2321715445bdaa698ed30451b2c7",
    "reclassified": "d2fa95320fe442b5bdaf78be8c136b87",
    "last": "b0c0adf22e1c47c7b757cc1039b4a69b",
}
"""The decisions in the old ledger."""


def unpacked(packed: Path, path: Path) -> Path:
    with gzip.open(packed) as old, path.open("wb") as file:
        shutil.copyfileobj(old, file)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return unpacked(OLD, tmp_path / "old.sqlite3")


@pytest.fixture
def carried(path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(path)
    yield store
    store.close()


def held(path: Path, *tables: str) -> dict[str, list[Any]]:
    """All rows of the tables, by hand."""
    with closing(sqlite3.connect(path)) as db:
        return {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in tables}


def schema(path: Path) -> list[Any]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall()


def applied(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT name FROM _sqlite_migrations ORDER BY rowid").fetchall()
    return [name for (name,) in rows]


def verify(store: SqliteStore) -> Report:
    return verify_ledger(store, recorded_vkeys(store))


def test_nothing_that_was_recorded_is_touched(path: Path, carried: SqliteStore) -> None:
    before = held(path, *LEDGER)
    assert carried.size() == 16
    assert held(path, *LEDGER) == before
    assert all(before[table] for table in LEDGER if table not in ("hold_ends", "postings"))


def test_it_verifies_with_its_gaps_keys_and_checkpoints(carried: SqliteStore) -> None:
    report = verify(carried)
    assert report.sound
    assert (report.size, report.records, report.erased) == (16, 14, 2)
    assert (report.checkpoints, report.covered) == (5, 15)


@pytest.mark.parametrize("which", [name for name in NAMED if name != "erased"])
def test_every_decision_comes_out_again(carried: SqliteStore, rater: Rater, which: str) -> None:
    kept = by_id(carried, NAMED[which])
    assert kept is not None
    assert replay(kept, lambda source: rater).verdict == REPRODUCED


def test_what_was_recorded_about_decisions_still_counts(carried: SqliteStore) -> None:
    def about(which: str) -> list[str]:
        found = history_of(carried, NAMED[which])
        assert found is not None
        return [record["kind"] for record in found["records"]]

    assert about("accepted") == ["review", "retention"]
    assert about("held") == ["review", "hold"]
    assert about("erased") == ["erasure"]
    assert about("reclassified") == ["retention"]
    assert carried.correcting(NAMED["corrected"]) == [NAMED["correction"]]
    with pytest.raises(DecisionErased):
        carried.get(NAMED["erased"])
    with pytest.raises(DecisionHeld):
        erase(carried, NAMED["held"], order="2026-dp-9", by="Chen Jing", client=Client())


def test_the_ledger_goes_on_from_its_last_leaf(carried: SqliteStore, rater: Rater) -> None:
    decision = decide(rater, carried, STRONG.read_bytes(), Client("los-1", True, "0" * 16))
    assert decision.record.leaf_index == 16
    assert verify(carried).sound
    # Whoever holds the last checkpoint of the older version can prove that nothing before it went.
    assert consistency(carried, 15, 17)["path"]


def open_at_once(path: Path, barrier: Barrier) -> None:
    barrier.wait()
    store = SqliteStore(path)
    assert store.size() == 16
    store.close()


def test_processes_that_start_at_once_carry_it_over_once(path: Path) -> None:
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(PROCESSES)
    processes = [
        context.Process(target=open_at_once, args=(path, barrier)) for _ in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    every = [migration.name for migration in migrations.pending(Database(memory=True))]
    assert applied(path) == every


@pytest.mark.parametrize("packed", [OLD, BEFORE_THE_LEDGER], ids=lambda path: path.name)
def test_where_the_last_step_fails_the_store_stays_as_it_was(packed: Path, tmp_path: Path) -> None:
    path = unpacked(packed, tmp_path / "old.sqlite3")
    with closing(sqlite3.connect(path)) as db:
        # Somebody's own table, of a name that a later version needs.
        db.execute("CREATE TABLE webhooks (mine TEXT)")
        db.execute("INSERT INTO webhooks VALUES ('a note')")
        db.commit()
    tables = [name for kind, name, _ in schema(path) if kind == "table"]
    before = schema(path), held(path, *tables)
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="webhooks already exists"):
            SqliteStore(path).size()
    assert (schema(path), held(path, *tables)) == before
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE webhooks")
        db.commit()
    store = SqliteStore(path)
    assert store.size() in (3, 16)
    store.close()


def newer(path: Path) -> None:
    """Do to a store what a later version would."""
    SqliteStore(path).close()
    later = Migrations("pinzhi")

    @later()
    def m999_of_a_later_version(db: Database) -> None:
        db.execute("CREATE TABLE later (a INTEGER) STRICT")

    with closing(sqlite3.connect(path)) as connection:
        db = Database(connection)
        migrations.apply(db)
        later.apply(db)
        connection.commit()


NEWER = "the store is of a newer version of the service, which made m999_of_a_later_version in it"


@pytest.mark.parametrize("read_only", [False, True])
def test_a_store_of_a_newer_version_is_refused_in_a_sentence(path: Path, read_only: bool) -> None:
    newer(path)
    before = schema(path), held(path, *LEDGER)
    store = SqliteStore(path, read_only=read_only)
    with pytest.raises(StoreUnavailable, match=NEWER):
        store.size()
    assert (schema(path), held(path, *LEDGER)) == before


def test_a_service_does_not_start_over_a_store_of_a_newer_version(path: Path) -> None:
    newer(path)
    with pytest.raises(RuntimeError, match=f"cannot be used: .*{NEWER}"):
        create_app(settings=Settings(store=path))
