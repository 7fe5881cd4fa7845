"""What a hand with the file changes in the tree or the checkpoints, ``verify`` finds and names."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from service.ledger.checkpoints import make_checkpoint
from service.ledger.key_records import record_keys
from service.ledger.note import checkpoint_body, sign
from service.ledger.tree import leaf_hash, root
from service.store.port import Checkpoint
from tests.ledger.ledgers import (
    NOBODY,
    ORIGIN,
    Kept,
    append_decisions,
    changed,
    ledger_keys,
    rebuild_tree,
)

OTHER = bytes(32)


def rewrite(db: sqlite3.Connection, leaf_index: int) -> bytes:
    """Let a record say something else, and return the hash that its leaf would have."""
    (data,) = db.execute("SELECT data FROM records WHERE leaf_index = ?", (leaf_index,)).fetchone()
    forged = changed(data, nonce="0" * 32)
    db.execute("UPDATE records SET data = ? WHERE leaf_index = ?", (forged, leaf_index))
    return leaf_hash(forged)


def set_node(db: sqlite3.Connection, level: int, position: int, hashed: bytes) -> None:
    db.execute(
        "UPDATE nodes SET hash = ? WHERE level = ? AND position = ?", (hashed, level, position)
    )


@pytest.mark.parametrize(("level", "position"), [(1, 2), (2, 0), (3, 1), (4, 0), (1, 10)])
def test_a_changed_node_is_named_and_no_other(kept: Kept, level: int, position: int) -> None:
    with kept.by_hand() as db:
        set_node(db, level, position, OTHER)
    report = kept.verified(*kept.checkpoints)
    (fault,) = report.faults
    assert fault.code == "node_changed"
    assert f"level {level}, position {position}" in fault.message
    assert (fault.leaf_index, fault.last_index) == (
        position << level,
        ((position + 1) << level) - 1,
    )
    # The leaves are what was signed.
    assert report.covered == 21


def test_a_changed_leaf_is_a_record_that_is_not_the_one_in_it(kept: Kept) -> None:
    with kept.by_hand() as db:
        set_node(db, 0, 5, OTHER)
    found = kept.found(*kept.checkpoints)
    assert ("record_changed", 5, None) in found
    assert ("records_rewritten", 4, 5) in found
    assert ("checkpoint_not_extended", 1, 9) in found


def test_nodes_that_are_missing_are_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("DELETE FROM nodes WHERE level = 1 AND position IN (3, 4)")
        db.execute("DELETE FROM nodes WHERE level = 4")
        db.execute("DELETE FROM nodes WHERE level = 0 AND position = 12")
    report = kept.verified(*kept.checkpoints)
    assert sorted((f.code, f.leaf_index, f.last_index) for f in report.faults) == [
        ("node_missing", 0, 15),
        ("node_missing", 6, 9),
        ("node_missing", 12, 12),
    ]
    # A leaf that is missing is recomputed from its record, and is the one that was signed.
    assert report.covered == 21


def test_nodes_that_are_too_many_are_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("INSERT INTO nodes VALUES (1, 11, zeroblob(32)), (9, 0, zeroblob(32))")
        db.execute("INSERT INTO nodes VALUES (-1, 0, zeroblob(32)), (2, -4, zeroblob(32))")
    report = kept.verified(*kept.checkpoints)
    assert report.counts == {"node_unknown": 4}


def test_a_leaf_far_beyond_the_others_is_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("INSERT INTO nodes VALUES (0, 1000000000000, zeroblob(32))")
    found = kept.found()
    assert ("record_missing", 23, 10**12 - 1) in found
    assert ("record_missing", 10**12, 10**12) in found


def test_a_record_rewritten_with_its_leaf_shows_in_the_nodes_above(kept: Kept) -> None:
    with kept.by_hand() as db:
        set_node(db, 0, 5, rewrite(db, 5))
    assert sorted(kept.found()) == [
        ("checkpoint_not_extended", 1, 9),
        ("checkpoint_not_extended", 1, 9),
        ("records_rewritten", 4, 5),
    ]


def rewrite_consistently(kept: Kept, leaf_index: int) -> None:
    with kept.by_hand() as db:
        rewrite(db, leaf_index)
        rebuild_tree(db)


@pytest.mark.parametrize(("leaf_index", "between"), [(0, (0, 0)), (5, (1, 9)), (15, (10, 20))])
def test_a_tree_rewritten_from_end_to_end_lies_between_two_checkpoints(
    kept: Kept, leaf_index: int, between: tuple[int, int]
) -> None:
    rewrite_consistently(kept, leaf_index)
    for given in ((), kept.checkpoints):
        report = kept.verified(*given)
        assert {f.code for f in report.faults} == {"checkpoint_not_extended"}
        assert {(f.leaf_index, f.last_index) for f in report.faults} == {between}
    assert "so that the change lies in record" in report.faults[0].message


def test_an_earlier_checkpoint_tells_where_the_stored_ones_were_removed(kept: Kept) -> None:
    rewrite_consistently(kept, 5)
    with kept.by_hand() as db:
        db.execute("DELETE FROM checkpoints")
    assert kept.found() == []
    found = kept.found(kept.checkpoints[1])
    assert ("checkpoint_not_extended", 0, 9) in found
    assert ("checkpoint_missing", None, None) in found


def test_an_earlier_checkpoint_tells_where_the_stored_ones_were_signed_anew(kept: Kept) -> None:
    """Whoever has the keys too can make a ledger that agrees with itself."""
    rewrite_consistently(kept, 5)
    with kept.by_hand() as db:
        db.execute("DELETE FROM checkpoints")
    kept.keys.last.unlink()
    with kept.store() as store:
        make_checkpoint(store, kept.keys)
    assert kept.found() == []
    report = kept.verified(kept.checkpoints[1])
    (fault,) = [f for f in report.faults if f.code == "checkpoint_not_extended"]
    assert (fault.leaf_index, fault.last_index) == (0, 9)
    assert "signed after the change" in fault.message


def test_records_that_changed_places_in_a_rewritten_tree_are_named(kept: Kept) -> None:
    """A record says its own place, so that even a tree made anew does not agree with it."""
    with kept.by_hand() as db:
        places = (4, 11)
        data = [
            db.execute("SELECT data FROM records WHERE leaf_index = ?", (p,)).fetchone()[0]
            for p in places
        ]
        for place, moved in zip(places, reversed(data), strict=True):
            db.execute("UPDATE records SET data = ? WHERE leaf_index = ?", (moved, place))
        rebuild_tree(db)
    found = kept.found(*kept.checkpoints)
    assert ("record_moved", 4, None) in found
    assert ("record_moved", 11, None) in found
    assert ("checkpoint_not_extended", 1, 9) in found


def test_a_ledger_put_back_to_an_older_copy_is_named(kept: Kept, tmp_path: Path) -> None:
    older = tmp_path / "older.sqlite3"
    shutil.copyfile(kept.path, older)
    with kept.store() as store:
        append_decisions(store, 5, 30)
        newest = make_checkpoint(store, kept.keys)
    shutil.copyfile(older, kept.path)
    assert kept.found(*kept.checkpoints) == []
    (fault,) = kept.verified(newest).faults
    assert (fault.code, fault.checkpoint) == ("rolled_back", 28)
    assert "lacks records 23 to 27" in fault.message


def test_a_checkpoint_that_was_removed_leaves_a_gap_in_their_numbers(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("DELETE FROM checkpoints WHERE size = 10")
    (fault,) = kept.verified().faults
    assert fault.code == "checkpoint_missing"
    assert "number 2 was removed" in fault.message


def test_the_newest_checkpoint_removed_is_named_by_the_one_kept_elsewhere(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("DELETE FROM checkpoints WHERE size = 21")
    assert kept.found(*kept.checkpoints[:2]) == []
    (fault,) = kept.verified(*kept.checkpoints).faults
    assert (fault.code, fault.checkpoint) == ("checkpoint_missing", 21)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("\n10\n", "\n11\n", "checkpoint_malformed"),
        ("\n10\n", "\n010\n", "checkpoint_malformed"),
        ("\n\n", "\n", "checkpoint_malformed"),
        (f"{ORIGIN}\n10", "other.example/pinzhi\n10", "signature_bad"),
        ("\n\n", "\nanother line\n\n", "signature_bad"),
        (f"— {ORIGIN}", "— other.example/pinzhi", "signature_bad"),
    ],
)
def test_a_checkpoint_that_was_changed_is_named(kept: Kept, old: str, new: str, code: str) -> None:
    with kept.by_hand() as db:
        db.execute("UPDATE checkpoints SET note = replace(note, ?, ?) WHERE size = 10", (old, new))
    (fault,) = kept.verified().faults
    assert (fault.code, fault.checkpoint) == (code, 10)


def test_a_checkpoint_of_another_key_is_named(kept: Kept, tmp_path: Path) -> None:
    """It says what is so, but nobody who may say it has signed it."""
    signers = ledger_keys(tmp_path / "others").signers()
    body = kept.checkpoints[1].note.rpartition("\n\n")[0] + "\n"
    report = kept.verified(Checkpoint(10, sign(body, signers)))
    assert [(f.code, f.checkpoint) for f in report.faults] == [("signature_bad", 10)]


def test_a_checkpoint_of_another_ledger_is_told_from_one_that_was_changed(kept: Kept) -> None:
    """Two checkpoints of one size, both signed: the keys were used on another ledger too."""
    note = sign(checkpoint_body(ORIGIN, 10, OTHER), kept.keys.signers())
    forged = Checkpoint(10, note)
    for given, says in (
        ((forged,), "the stored checkpoint of size 21 agrees with the tree all the same"),
        ((forged, *kept.checkpoints), "extends that of size 21: this one is of another ledger"),
    ):
        report = kept.verified(*given)
        (fault,) = [f for f in report.faults if f.code == "checkpoint_not_extended"]
        assert says in fault.message.replace("The stored", "the stored")


def test_a_key_does_not_count_for_what_came_after_it_was_retired(kept: Kept) -> None:
    """Its private side may be with whoever it was retired because of."""
    (old,) = kept.keys.signers()
    with kept.store() as store:
        kept.keys.rotate()
        record_keys(store, kept.keys, NOBODY)
        kept.keys.retire(old.key_id)
        record_keys(store, kept.keys, NOBODY)
        append_decisions(store, 3, 70)
        size = store.size()
        late = sign(checkpoint_body(ORIGIN, size, root(size, store.node)), [old])
        in_time = sign(checkpoint_body(ORIGIN, 24, root(24, store.node)), [old])
        store.add_checkpoint(Checkpoint(24, in_time))
        assert kept.found(*kept.checkpoints) == []
        store.add_checkpoint(Checkpoint(size, late))
    (fault,) = kept.verified(*kept.checkpoints).faults
    assert (fault.code, fault.checkpoint) == ("signature_bad", size)
    assert "retired before" in fault.message
