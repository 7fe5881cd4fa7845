"""A checkpoint is signed only of a ledger that extends the one signed before, once a size."""

import multiprocessing
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.audit import verifier
from service.ledger.checkpoints import LedgerInconsistent, head_of, make_checkpoint
from service.ledger.key_records import record_keys, recorded_keys
from service.ledger.keys import KeyFolder, KeysUnavailable
from service.ledger.note import Signer, checkpoint_body, parse_note, sign
from service.ledger.proofs import consistency
from service.ledger.tree import root
from service.store.sqlite import SqliteStore
from tests.ledger.ledgers import (
    NOBODY,
    ORIGIN,
    Kept,
    decision_draft,
    ledger_keys,
    rebuild_tree,
    told,
    verified,
)

WRITERS = 4


def opened(note: str, keys: KeyFolder) -> tuple[str, int, bytes]:
    """What an outsider reads, with a verifier of his own."""
    return verifier.open_note(note, [key.vkey for key in keys.vkeys()])


def test_a_checkpoint_is_what_an_outsider_can_read(kept: Kept) -> None:
    with kept.store() as store:
        made = make_checkpoint(store, kept.keys)
        origin, size, root = opened(made.note, kept.keys)
        assert (origin, size) == (ORIGIN, 23)
        for earlier in kept.checkpoints:
            _, first, first_root = opened(earlier.note, kept.keys)
            proof = consistency(store, first, 23)
            path = [verifier.decode_base64(hashed) for hashed in proof["path"]]
            assert verifier.verify_consistency(first, 23, first_root, root, path)
        assert store.checkpoints() == [*kept.checkpoints, made]
        assert verified(store, made).covered == 23


def test_nothing_new_makes_no_checkpoint(kept: Kept) -> None:
    with kept.store() as store:
        made = make_checkpoint(store, kept.keys)
        assert make_checkpoint(store, kept.keys) == made
        assert len(store.checkpoints()) == 4


def test_an_empty_ledger_has_a_checkpoint_too(store: SqliteStore, tmp_path: Path) -> None:
    keys = ledger_keys(tmp_path / "keys")
    made = make_checkpoint(store, keys)
    assert opened(made.note, keys)[1] == 0
    record_keys(store, keys, NOBODY)
    assert verified(store, made).sound


def test_a_new_key_signs_beside_the_one_before_and_then_alone(kept: Kept) -> None:
    with kept.store() as store:
        first = kept.keys.vkeys()[0]
        second = kept.keys.rotate()
        record_keys(store, kept.keys, NOBODY)
        both = make_checkpoint(store, kept.keys)
        for key in (first, second):
            assert verifier.open_note(both.note, [key.vkey])[1] == 24
        kept.keys.retire(first.key_id)
        record_keys(store, kept.keys, NOBODY)
        alone = make_checkpoint(store, kept.keys)
        assert verifier.open_note(alone.note, [second.vkey])[1] == 25
        with pytest.raises(ValueError, match="none of the keys"):
            verifier.open_note(alone.note, [first.vkey])
        assert [key.state for key in recorded_keys(store)] == ["retired", "active"]
        assert recorded_keys(store) == kept.keys.vkeys()
        assert verified(store, both, alone).sound


def test_a_key_that_is_retired_before_the_turn_of_a_checkpoint_does_not_sign_it(
    kept: Kept,
) -> None:
    class Asked(KeyFolder):
        """Keys of which it matters when they are asked for."""

        def signers(self) -> tuple[Signer, ...]:
            assert store.connection().conn.in_transaction
            return super().signers()

    with kept.store() as store:
        store.append(decision_draft(900))
        assert make_checkpoint(store, Asked(kept.keys.path)).size == 24


def test_keys_are_recorded_once(kept: Kept) -> None:
    with kept.store() as store:
        assert record_keys(store, kept.keys, NOBODY) == []
        kept.keys.rotate()
        (record,) = record_keys(store, kept.keys, NOBODY)
        assert record.body["vkey"] == kept.keys.vkeys()[-1].vkey
        assert record_keys(store, kept.keys, NOBODY) == []


def test_a_ledger_that_was_rewritten_gets_no_checkpoint(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("UPDATE records SET data = x'7b7d' WHERE leaf_index = 5")
        rebuild_tree(db)
    with kept.store() as store:
        with pytest.raises(LedgerInconsistent, match="does not extend the last checkpoint"):
            make_checkpoint(store, kept.keys)
        assert store.checkpoints() == list(kept.checkpoints)


def test_a_ledger_that_was_rewritten_with_its_checkpoint_gets_none(kept: Kept) -> None:
    """Whoever can write the store can state another root, though not sign it."""
    kept.keys.last.unlink()
    with kept.by_hand() as db:
        db.execute("UPDATE records SET data = ? WHERE leaf_index = 5", (b"{}",))
        rebuild_tree(db)
    with kept.store() as store:
        body = checkpoint_body(ORIGIN, 21, root(21, store.node))
    forged = body + kept.checkpoints[-1].note.removeprefix(
        parse_note(kept.checkpoints[-1].note).body
    )
    stranger = sign(body, [Signer(ORIGIN, Ed25519PrivateKey.generate())])
    for note in (forged, stranger):
        with kept.by_hand() as db:
            db.execute("UPDATE checkpoints SET note = ? WHERE size = 21", (note,))
        with kept.store() as store:
            with pytest.raises(LedgerInconsistent, match="was not signed"):
                make_checkpoint(store, kept.keys)
            assert len(store.checkpoints()) == 3


def test_a_ledger_that_was_rewritten_and_its_checkpoints_removed_gets_none(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("DELETE FROM checkpoints")
        db.execute("UPDATE records SET data = ? WHERE leaf_index = 5", (b"{}",))
        rebuild_tree(db)
    with kept.store() as store:
        with pytest.raises(LedgerInconsistent, match=r"does not extend.* It is in .*remove that"):
            make_checkpoint(store, kept.keys)
        assert store.checkpoints() == []
        kept.keys.last.unlink()
        make_checkpoint(store, kept.keys)


def test_the_keys_remember_what_they_signed_last(kept: Kept) -> None:
    assert kept.keys.last_signed() == kept.checkpoints[-1]
    with kept.store() as store:
        made = make_checkpoint(store, kept.keys)
    assert kept.keys.last_signed() == made != kept.checkpoints[-1]


def test_what_the_keys_remember_cannot_be_something_else(kept: Kept) -> None:
    kept.keys.last.write_text("nothing")
    with kept.store() as store:
        with pytest.raises(KeysUnavailable, match="is damaged"):
            make_checkpoint(store, kept.keys)
        assert len(store.checkpoints()) == 3


def test_a_ledger_whose_keys_were_lost_goes_on_with_a_new_one(kept: Kept, tmp_path: Path) -> None:
    anew = ledger_keys(tmp_path / "anew")
    with kept.store() as store:
        record_keys(store, anew, NOBODY)
        assert make_checkpoint(store, anew).size == 24
        store.append(decision_draft(900))
        assert make_checkpoint(store, anew).size == 25


def test_a_ledger_that_was_cut_gets_no_checkpoint(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("DELETE FROM nodes WHERE ((position + 1) << level) > 15")
    with kept.store() as store, pytest.raises(LedgerInconsistent, match="has only 15"):
        make_checkpoint(store, kept.keys)


def test_a_tree_with_a_node_missing_gets_no_checkpoint(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("DELETE FROM nodes WHERE level = 4")
    with kept.store() as store, pytest.raises(LedgerInconsistent, match="missing"):
        make_checkpoint(store, kept.keys)


def test_a_checkpoint_that_cannot_be_read_is_not_passed_over(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("UPDATE checkpoints SET note = 'nothing' WHERE size = 21")
    with kept.store() as store, pytest.raises(LedgerInconsistent, match="cannot be read"):
        make_checkpoint(store, kept.keys)


def test_the_keys_of_another_ledger_do_not_sign(kept: Kept, tmp_path: Path) -> None:
    others = KeyFolder(tmp_path / "others")
    others.create("other.example/pinzhi")
    with kept.store() as store, pytest.raises(LedgerInconsistent, match=r"of other\.example"):
        make_checkpoint(store, others)


def test_without_keys_there_is_no_checkpoint(kept: Kept, tmp_path: Path) -> None:
    with kept.store() as store:
        with pytest.raises(KeysUnavailable):
            make_checkpoint(store, KeyFolder(tmp_path / "none"))
        assert store.last_checkpoint() == kept.checkpoints[-1]


def sign_together(kept: Kept, number: int, barrier: Barrier) -> None:
    store = SqliteStore(kept.path)
    barrier.wait()
    for n in range(5):
        store.append(decision_draft(100 * number + n))
        make_checkpoint(store, kept.keys)
    store.close()


def test_processes_that_sign_at_once_make_one_checkpoint_a_size(kept: Kept) -> None:
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(WRITERS)
    processes = [
        context.Process(target=sign_together, args=(kept, number, barrier))
        for number in range(1, WRITERS + 1)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * WRITERS
    with kept.store() as store:
        sizes = [head_of(checkpoint).size for checkpoint in store.checkpoints()]
        assert sizes == sorted(set(sizes))
        assert sizes[-1] == store.size() == 23 + 5 * WRITERS
        assert told(verified(store)) == []
