"""What `python -m bench` tells of records: measured on sound stores, with every filter."""

import contextlib
import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from bench.dossiers import Measured
from bench.ledgers import whole_ledger
from bench.proving import proofs, whole_proofs
from bench.recording import APPEND, DECIDE, RATING, REPLAY, UNDONE, recording
from bench.records import LEAST
from bench.searching import queries, searching
from bench.stores import Kept, kept_store
from service.ledger.verify import verify_ledger
from service.records.query import FILTERS, Query
from service.ruleset.model import Ruleset
from service.store.search import find
from service.store.sqlite import SqliteStore

COUNT = LEAST
SEED = 3


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bench.generate.DRAWN", 2)
        yield kept_store(tmp_path_factory.mktemp("stores"), COUNT, "real", SEED)


def test_recording_is_measured_with_its_parts_and_replayed(
    ruleset: Ruleset, dossiers: list[Measured], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.recording.SEGMENTS", 1)
    timings, figures = recording(ruleset, dossiers[:3], tmp_path, 1)
    rows = {timing.id: timing for timing in timings}
    assert all(rows[of].calls == 3 for of in (RATING, DECIDE, UNDONE, APPEND, REPLAY))
    found = {figure.title: figure.value for figure in figures}
    added = rows[DECIDE].median_us - rows[RATING].median_us
    assert found["recording adds to a decision, median"] == pytest.approx(added / 1000, abs=0.01)
    assert found["replays, one process"] > 0


def test_a_generated_store_is_verified_backed_up_and_bundled(kept: Kept, tmp_path: Path) -> None:
    timings, figures = whole_ledger(kept, tmp_path)
    assert [timing.title for timing in timings] == [
        f"verify {COUNT} records",
        f"backup of {COUNT} records",
        f"export-audit of {COUNT} decisions",
        f"verify-bundle of {COUNT} decisions",
    ]
    assert all(figure.value > 0 for figure in figures)


def test_no_figures_are_given_of_a_store_with_faults(kept: Kept, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.sqlite3"
    shutil.copyfile(kept.path, damaged)
    with contextlib.closing(sqlite3.connect(damaged)) as db:
        db.execute("DROP TRIGGER contents_refuse_delete")
        db.execute("DELETE FROM contents WHERE leaf_index = 7 AND name = 'facts'")
        db.commit()
    with pytest.raises(RuntimeError, match="facts"):
        whole_ledger(replace(kept, path=damaged), tmp_path)


def test_a_store_is_verified_as_signed_and_made_only_once(kept: Kept) -> None:
    store = SqliteStore(kept.path, read_only=True)
    report = verify_ledger(store, kept.vkeys)
    store.close()
    assert (report.faults, report.covered, report.records) == ((), COUNT + 1, COUNT + 1)
    made = kept.path.stat()
    assert kept_store(kept.path.parents[1], COUNT, "real", SEED) == kept
    assert kept.path.stat().st_mtime_ns == made.st_mtime_ns


def test_proofs_read_few_nodes_however_many_leaves(tmp_path: Path) -> None:
    timings, figures = proofs(tmp_path, 9_000, Random(SEED))
    assert {timing.id for timing in timings} == {
        f"{of}_{size}" for of in ("inclusion", "consistency") for size in (1_000, 9_000)
    }
    read = {figure.title: figure for figure in figures}
    assert all(figure.met for figure in figures)
    small, large = (read[f"most read for inclusion, {n:,} leaves"].value for n in (1_000, 9_000))
    assert small < large < small + 9


def test_a_whole_proof_is_measured(kept: Kept) -> None:
    (timing,) = whole_proofs(kept, Random(SEED))
    assert timing.title == f"proof of a decision, {COUNT} records"


def test_searches_are_measured_by_every_filter(kept: Kept) -> None:
    store = SqliteStore(kept.path, read_only=True)
    asked = queries(store, COUNT, Random(SEED))
    alone = {_filtered(query) for given in asked.values() for query in given}
    assert {(name,) for name in FILTERS} <= alone
    assert any(query.filters.since and query.filters.before for query in asked["day"])
    for name, given in asked.items():
        if name != "worst pairs":
            assert all(find(store, query).hits for query in given), name
    assert len(asked["worst pairs"]) == 20
    assert all(len(_filtered(query)) == 2 for query in asked["worst pairs"])
    store.close()
    timings = searching(kept, Random(SEED), 1)
    assert [timing.title for timing in timings] == [f"search by {name}" for name in asked]
    assert all(re.fullmatch(r"search_\w+", timing.id) for timing in timings)


def _filtered(query: Query) -> tuple[str, ...]:
    return tuple(name for name in FILTERS if getattr(query.filters, name) is not None)
