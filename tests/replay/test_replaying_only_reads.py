"""A replay leaves no trace: not a row, not a byte, not a lock that a writer would wait for."""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.decisions.raters import SourceRaters
from service.replay.many import replay_leaves
from service.store.port import Decision, StoreUnavailable
from service.store.sqlite import SqliteStore
from tests.calling import client_for
from tests.replay.conftest import FAMILY


@pytest.fixture(autouse=True)
def _compiled_once(monkeypatch: pytest.MonkeyPatch, raters: SourceRaters) -> None:
    """Spares every call the half second that it takes to compile the ruleset."""
    monkeypatch.setattr("service.replay.many.SourceRaters", lambda: raters)


@pytest.fixture
def path(rater: Rater, store: SqliteStore) -> Path:
    """A store of three decisions that everybody closed."""
    for _ in range(3):
        decide(rater, store, FAMILY.read_bytes())
    store.close()
    return store.path


def rows(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        tables = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return {t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for (t,) in tables}


def bytes_of(path: Path) -> tuple[str, str]:
    """The digests of the file and of its log; without a log, that of nothing."""
    log = Path(f"{path}-wal")
    contents = path.read_bytes(), log.read_bytes() if log.exists() else b""
    one, other = (hashlib.sha256(content).hexdigest() for content in contents)
    return one, other


def replay_all(path: Path) -> list[str]:
    ended = CliRunner().invoke(main, ["replay", "--all"], env={"PINZHI_STORE": str(path)})
    assert ended.exit_code == 0, ended.output
    return ended.output.splitlines()


def test_no_row_and_no_byte_of_a_store_at_rest_changes(path: Path) -> None:
    before = rows(path), bytes_of(path), os.stat(path).st_mtime_ns
    assert replay_all(path)
    assert (rows(path), bytes_of(path), os.stat(path).st_mtime_ns) == before


def test_no_row_and_no_byte_of_a_store_in_use_changes(rater: Rater, path: Path) -> None:
    """What the service wrote last is in the log still: that is read, and stays as it is."""
    service = SqliteStore(path)
    decide(rater, service, FAMILY.read_bytes())
    before = rows(path), bytes_of(path)
    assert "4 decisions" in replay_all(path)[0]
    assert (rows(path), bytes_of(path)) == before
    service.close()


def test_over_http_neither(rater: Rater, path: Path) -> None:
    store = SqliteStore(path)
    client = client_for(store, rater)
    before = rows(path), bytes_of(path)
    for record in store.records():
        answer = client.post(f"/v1/decisions/{record.record_id}/replay")
        assert answer.get_json()["verdict"] == "reproduced"
    assert (rows(path), bytes_of(path)) == before
    store.close()


def test_a_store_that_was_opened_for_replays_refuses_to_be_written(path: Path) -> None:
    store = SqliteStore(path, read_only=True)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.connection().execute("CREATE TABLE a (b)")
    store.close()


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "none.sqlite3"
    with pytest.raises(StoreUnavailable):
        list(replay_leaves(path, [0]))
    assert not path.exists()


def test_the_installed_rulesets_are_not_needed(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "no rulesets"
    empty.mkdir()
    monkeypatch.setattr("service.ruleset.catalogue.root", lambda: empty)
    monkeypatch.setattr("service.replay.many.SourceRaters", SourceRaters)
    assert replay_all(path)[-1].split() == ["all", "3", "0", "0"]


def test_a_replay_does_not_wait_for_a_writer_nor_a_writer_for_it(rater: Rater, path: Path) -> None:
    service = SqliteStore(path)
    with service.turn():
        decided: Decision = decide(rater, service, FAMILY.read_bytes())
        assert "3 decisions" in replay_all(path)[0]
    reader = SqliteStore(path, read_only=True)
    with reader.snapshot():
        assert next(reader.records()).leaf_index == 0
        decide(rater, service, FAMILY.read_bytes())
    reader.close()
    assert service.get(decided.decision_id) is not None
    service.close()


def test_a_copy_on_its_own_is_replayed(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "handed over"
    folder.mkdir()
    copy = Path(shutil.copy(path, folder))
    assert replay_all(copy)[-1].split() == ["all", "3", "0", "0"]
