"""Generated stores are made once, whole or not at all, and not kept when their form changes."""

from pathlib import Path

import pytest

from bench import stores
from bench.stores import kept_tree
from service.ledger.tree import root
from service.store.sqlite import SqliteStore
from tests.ledger.reference import mth


@pytest.mark.parametrize("size", [1, 2, 7, 8, 100])
def test_a_tree_has_the_nodes_of_its_leaves(tmp_path: Path, size: int) -> None:
    store = SqliteStore(kept_tree(tmp_path, size), read_only=True)
    assert store.size() == size
    assert root(size, store.node) == mth([b"%d" % leaf for leaf in range(size)])
    store.close()


def test_what_is_there_is_used_again(tmp_path: Path) -> None:
    made = kept_tree(tmp_path, 5)
    before = made.stat()
    assert kept_tree(tmp_path, 6) != made
    assert kept_tree(tmp_path, 5) == made
    assert made.stat().st_ino == before.st_ino


def test_what_has_another_form_is_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept_tree(tmp_path, 5)
    monkeypatch.setattr(stores, "FORMAT", 99)
    after = kept_tree(tmp_path, 6)
    assert after.exists()
    assert not before.exists()


def test_a_run_that_was_stopped_leaves_nothing_that_passes_for_a_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(stores, "leaf_hash", stopped)
        with pytest.raises(KeyboardInterrupt):
            kept_tree(tmp_path, 5)
    store = SqliteStore(kept_tree(tmp_path, 5), read_only=True)
    assert store.size() == 5
    store.close()
    assert len(list(tmp_path.iterdir())) == 1
