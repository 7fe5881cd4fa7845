"""A ledger with three checkpoints, two records after the last, and no one who has it open."""

import shutil
from pathlib import Path

import pytest

from service.ledger.checkpoints import make_checkpoint
from service.ledger.key_records import record_keys
from service.ledger.keys import KeyFolder
from service.store.sqlite import SqliteStore
from tests.ledger.ledgers import NOBODY, Kept, append_decisions, ledger_keys


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("ledger")
    store = SqliteStore(folder / "ledger.sqlite3")
    keys = ledger_keys(folder / "keys")
    record_keys(store, keys, NOBODY)
    checkpoints = [make_checkpoint(store, keys)]
    for start, count in ((0, 9), (9, 11)):
        append_decisions(store, count, start)
        checkpoints.append(make_checkpoint(store, keys))
    append_decisions(store, 2, 20)
    store.close()
    assert [checkpoint.size for checkpoint in checkpoints] == [1, 10, 21]
    return Kept(store.path, keys, tuple(checkpoints))


@pytest.fixture
def kept(made: Kept, tmp_path: Path) -> Kept:
    """A copy of the ledger that a test may do anything to."""
    path = tmp_path / "ledger.sqlite3"
    shutil.copyfile(made.path, path)
    shutil.copytree(made.keys.path, tmp_path / "keys")
    return Kept(path, KeyFolder(tmp_path / "keys"), made.checkpoints)
