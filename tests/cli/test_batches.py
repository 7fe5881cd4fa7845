"""``pinzhi batches run`` does what waits, where no service does it."""

import json
from pathlib import Path

from service.batches.locks import runner_lock
from service.store.batches import Batches, Received
from service.store.sqlite import SqliteStore
from tests.batches.batching import dossier, recorded
from tests.cli.conftest import Pinzhi


def waiting(path: Path) -> SqliteStore:
    """Return a store with a batch of two lines that waits."""
    store = SqliteStore(path)
    batches = Batches(store)
    number = batches.begin("0f" * 16, "los-north", None, store.now())
    batches.add(number, [Received(1, dossier("LOS-1")), Received(2, b"{")])
    batches.accept(number, store.now())
    return store


def test_it_does_the_lines_that_wait(pinzhi: Pinzhi, tmp_path: Path) -> None:
    store = waiting(tmp_path / "decisions.sqlite3")
    answer = pinzhi("batches", "run")
    assert (answer.exit_code, answer.stdout) == (0, "No line waits.\n")
    assert recorded(store) == ["LOS-1"]
    answer = pinzhi("batches", "run", "--format", "json")
    assert json.loads(answer.stdout) == {"unfinished": 0, "waiting": 0}
    store.close()


def test_where_another_process_does_them_it_says_so(pinzhi: Pinzhi, tmp_path: Path) -> None:
    store = waiting(tmp_path / "decisions.sqlite3")
    with runner_lock(store.path):
        answer = pinzhi("batches", "run")
    assert answer.exit_code == 2
    assert "Another process does the batches of this store." in answer.stderr
    assert recorded(store) == []
    store.close()


def test_without_a_store_there_is_nothing_to_do(pinzhi: Pinzhi, tmp_path: Path) -> None:
    answer = pinzhi("batches", "run")
    assert answer.exit_code == 2
    assert "There is no store of decisions" in answer.stderr
    assert list(tmp_path.iterdir()) == []
