"""A ledger that is verified part by part: all parts together leave no record unproved."""

import pytest

from service.ledger.checkpoints import LedgerInconsistent
from service.ledger.part import Part, verify_part
from service.replay.selection import certificates
from service.retention.erase import erase
from service.store.port import Checkpoint
from tests.ledger.ledgers import NOBODY, Kept, changed, ledger_keys, rebuild_tree

MOST = 8


def parts(kept: Kept, *given: Checkpoint, start: int = 0) -> list[Part]:
    """Verify all parts against the newest checkpoint that was kept."""
    vkeys = [key.vkey for key in kept.keys.vkeys()]
    found: list[Part] = []
    with kept.store() as store:
        following: int | None = start
        while following is not None and len(found) < 10:
            erased = certificates(store)
            newest = kept.checkpoints[-1]
            found.append(verify_part(store, newest, erased, following, vkeys, given, MOST))
            following = found[-1].following
    return found


def told(found: list[Part]) -> list[tuple[str, int | None]]:
    return [(fault.code, fault.leaf_index) for part in found for fault in part.faults]


def test_all_parts_of_a_sound_ledger_are_sound_and_reach_its_end(kept: Kept) -> None:
    found = parts(kept, *kept.checkpoints)

    assert told(found) == []
    assert [(part.first, part.stop) for part in found] == [(0, 8), (8, 16), (16, 21)]
    assert sum(part.records for part in found) == 21


def test_a_part_beyond_the_checkpoint_is_empty_and_the_last(kept: Kept) -> None:
    (part,) = parts(kept, start=500)

    assert (part.records, part.following, part.faults) == (0, None, ())


def test_a_record_that_was_changed_is_named_in_its_part_only(kept: Kept) -> None:
    with kept.by_hand() as db:
        (data,) = db.execute("SELECT data FROM records WHERE leaf_index = 12").fetchone()
        db.execute("UPDATE records SET data = ? WHERE leaf_index = 12", (changed(data, nonce="0"),))

    assert told(parts(kept)) == [("record_changed", 12)]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM records WHERE leaf_index = 9", "record_missing"),
        ("DELETE FROM contents WHERE leaf_index = 9 AND name = 'dossier'", "contents_changed"),
        ("UPDATE contents SET data = x'00' WHERE leaf_index = 9", "contents_changed"),
        ("UPDATE nodes SET hash = zeroblob(32) WHERE level = 0 AND position = 9", "node_changed"),
    ],
)
def test_what_a_hand_did_to_a_record_is_named(kept: Kept, statement: str, code: str) -> None:
    with kept.by_hand() as db:
        db.execute(statement)

    assert (code, 9) in told(parts(kept))


def test_a_node_that_is_gone_is_named_by_every_leaf_that_needs_it(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("DELETE FROM nodes WHERE level = 2 AND position = 1")

    found = told(parts(kept))

    # The leaves beneath it are joined on another way.
    assert ("node_missing", 0) in found
    assert ("node_missing", 4) not in found


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM sources", "source_missing"),
        ("UPDATE sources SET data = x'789c030000000001'", "source_changed"),
    ],
)
def test_rules_that_are_not_those_named_are_told_once_a_part(
    kept: Kept, statement: str, code: str
) -> None:
    with kept.by_hand() as db:
        db.execute(statement)

    assert told(parts(kept)) == [(code, 1), (code, 8), (code, 16)]


def test_an_erased_record_is_counted_and_no_fault(kept: Kept) -> None:
    with kept.store() as store:
        record = store.record_at(5)
        assert record is not None
        erase(store, record.record_id, order="Order 7", by="Li Na", client=NOBODY)

    found = parts(kept)

    assert told(found) == []
    assert [part.erased for part in found] == [1, 0, 0]


def test_a_tree_that_was_rewritten_does_not_extend_what_was_kept(kept: Kept) -> None:
    with kept.by_hand() as db:
        (data,) = db.execute("SELECT data FROM records WHERE leaf_index = 15").fetchone()
        db.execute("UPDATE records SET data = ? WHERE leaf_index = 15", (changed(data, nonce="0"),))
        rebuild_tree(db)

    found = parts(kept, kept.checkpoints[1])

    assert "checkpoint_not_extended" in {code for code, _ in told(found)}
    sizes = {fault.checkpoint for part in found for fault in part.faults}
    assert kept.checkpoints[-1].size in sizes
    assert kept.checkpoints[1].size not in sizes


def test_a_ledger_that_was_put_back_lacks_what_the_checkpoint_covers(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("DELETE FROM records WHERE leaf_index > 11")
        rebuild_tree(db)

    assert ("rolled_back", None) in told(parts(kept))


def test_a_checkpoint_that_no_key_signed_is_not_gone_by(kept: Kept) -> None:
    other = ledger_keys(kept.path.parent / "others")
    vkeys = [key.vkey for key in other.vkeys()]
    with kept.store() as store, pytest.raises(LedgerInconsistent):
        verify_part(store, kept.checkpoints[-1], {}, 0, vkeys)


def test_a_record_earlier_than_the_one_before_is_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        (data,) = db.execute("SELECT data FROM records WHERE leaf_index = 8").fetchone()
        early = changed(data, recorded_at="2001-01-01T00:00:00.000000+00:00")
        db.execute("UPDATE records SET data = ? WHERE leaf_index = 8", (early,))
        rebuild_tree(db)

    # The part that begins with it knows the record before.
    assert ("time_goes_back", 8) in told(parts(kept))
