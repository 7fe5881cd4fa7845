"""A folder holds every checkpoint published in it, and which is the latest."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.ledger.checkpoints import LedgerInconsistent, publish
from service.ledger.note import Signer, checkpoint_body, sign
from service.ledger.tree import root
from tests.ledger.ledgers import ORIGIN, Kept, append_decisions, rebuild_tree


def published(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.glob("*.checkpoint")}


def test_checkpoints_are_kept_by_size_and_the_newest_is_the_latest(
    kept: Kept, tmp_path: Path
) -> None:
    folder = tmp_path / "to" / "publish"
    with kept.store() as store:
        first = publish(store, kept.keys, folder)
        append_decisions(store, 1, 40)
        second = publish(store, kept.keys, folder)
    assert first.path == folder / "00000000000000000023.checkpoint"
    assert published(folder) == {
        "00000000000000000023.checkpoint": first.checkpoint.note,
        "00000000000000000024.checkpoint": second.checkpoint.note,
        "latest.checkpoint": second.checkpoint.note,
    }


def test_to_publish_again_changes_nothing(kept: Kept, tmp_path: Path) -> None:
    with kept.store() as store:
        publish(store, kept.keys, tmp_path / "out")
        before = published(tmp_path / "out")
        times = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.checkpoint")}
        again = publish(store, kept.keys, tmp_path / "out")
    assert not again.resigned
    assert published(tmp_path / "out") == before
    assert {path: path.stat().st_mtime_ns for path in times} == times


def test_a_ledger_that_does_not_extend_the_latest_is_not_published(
    kept: Kept, tmp_path: Path
) -> None:
    """What was published tells, also where the store's own checkpoints were removed."""
    with kept.store() as store:
        publish(store, kept.keys, tmp_path / "out")
    before = published(tmp_path / "out")
    with kept.by_hand() as db:
        db.execute("DELETE FROM checkpoints")
        db.execute("UPDATE records SET data = x'7b7d' WHERE leaf_index = 5")
        rebuild_tree(db)
    with kept.store() as store:
        with pytest.raises(LedgerInconsistent, match=r"latest\.checkpoint is not of this ledger"):
            publish(store, kept.keys, tmp_path / "out")
        assert store.checkpoints() == []
    assert published(tmp_path / "out") == before


def test_a_latest_checkpoint_that_nobody_signed_is_not_gone_by(kept: Kept, tmp_path: Path) -> None:
    with kept.store() as store:
        publish(store, kept.keys, tmp_path / "out")
        latest = tmp_path / "out" / "latest.checkpoint"
        body = checkpoint_body(ORIGIN, 23, root(23, store.node))
        latest.write_text(sign(body, [Signer(ORIGIN, Ed25519PrivateKey.generate())]), "utf-8")
        with pytest.raises(LedgerInconsistent, match="was not signed"):
            publish(store, kept.keys, tmp_path / "out")


def test_another_checkpoint_of_the_same_size_is_not_overwritten(kept: Kept, tmp_path: Path) -> None:
    path = tmp_path / "00000000000000000023.checkpoint"
    other = sign(checkpoint_body(ORIGIN, 23, bytes(32)), kept.keys.signers())
    path.write_text(other, "utf-8")
    with kept.store() as store, pytest.raises(LedgerInconsistent, match="same size"):
        publish(store, kept.keys, tmp_path)
    assert path.read_text("utf-8") == other


def test_other_signatures_under_the_same_checkpoint_are_replaced_and_it_is_said(
    kept: Kept, tmp_path: Path
) -> None:
    with kept.store() as store:
        first = publish(store, kept.keys, tmp_path / "out")
        kept.keys.rotate()
        second = publish(store, kept.keys, tmp_path / "out")
    assert second.resigned
    assert first.path == second.path
    assert second.path.read_text("utf-8") == second.checkpoint.note != first.checkpoint.note


def test_what_is_no_checkpoint_is_not_taken_for_one(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "latest.checkpoint").write_bytes(b"\xff")
    with kept.store() as store, pytest.raises(LedgerInconsistent, match="not a checkpoint"):
        publish(store, kept.keys, tmp_path)
