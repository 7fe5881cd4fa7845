"""A generated store is one that the service could have written: it verifies, and it replays."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import generate
from service.decisions.rate import Rater
from service.decisions.raters import SourceRaters
from service.ledger.tree import appended, leaf_hash
from service.replay.replay import replay
from service.replay.selection import by_id
from service.store.postings import wrong_segments
from service.store.sqlite import SqliteStore

COUNT = 520
"""One segment of postings, and a part of the next."""


@pytest.fixture(scope="module", autouse=True)
def few_templates() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generate, "DRAWN", 5)
        yield


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    path: Path = tmp_path_factory.mktemp("generated") / "decisions.sqlite3"
    generate.generate(path, COUNT, seed=3, contents="real")
    store = SqliteStore(path, read_only=True)
    yield store
    store.close()


def test_every_decision_can_be_read_and_verified(generated: SqliteStore) -> None:
    ids = {record.record_id for record in generated.records(kind="decision")}
    assert len(ids) == COUNT
    for decision_id in ids:
        assert generated.get(decision_id) is not None


def test_decisions_by_each_ruleset_are_reproduced(generated: SqliteStore, rater: Rater) -> None:
    rater_of = SourceRaters(rater)
    rulesets = set()
    for record in generated.records(0, COUNT, "decision"):
        if record.leaf_index % 130 == 7:
            kept = by_id(generated, record.record_id)
            assert kept is not None
            assert replay(kept, rater_of).to_json()["verdict"] == "reproduced"
            rulesets.add(record.body["ruleset"]["version"])
    assert len(rulesets) == 2


def test_the_tree_is_that_of_the_records(generated: SqliteStore) -> None:
    due: dict[tuple[int, int], bytes] = {}
    for record in generated.records():
        nodes = appended(record.leaf_index, leaf_hash(record.data), lambda *at: due[at])
        due.update({(level, position): hashed for level, position, hashed in nodes})
    found = generated.connection().execute("SELECT level, position, hash FROM nodes")
    assert {(level, position): hashed for level, position, hashed in found} == due


def test_its_postings_are_those_of_its_decisions(generated: SqliteStore) -> None:
    db = generated.connection()
    assert db.execute("SELECT count(*) FROM postings").fetchone()[0]
    assert not list(wrong_segments(db))


def test_a_seed_gives_the_same_records_again(tmp_path: Path) -> None:
    found = []
    for name in ("one", "other"):
        generate.generate(tmp_path / name, 20, seed=4)
        store = SqliteStore(tmp_path / name, read_only=True)
        found.append([record.data for record in store.records()])
        store.close()
    assert found[0] == found[1]
    assert len(set(found[0])) == 20


def test_a_store_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "decisions.sqlite3"
    path.touch()
    with pytest.raises(FileExistsError):
        generate.generate(path, 1, seed=1)
