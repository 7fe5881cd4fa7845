"""A decision's proof is checked by a verifier written apart from what makes it."""

import json

import pytest

from service.audit import verifier
from service.ledger.checkpoints import LedgerInconsistent, NoCheckpoint, make_checkpoint
from service.ledger.proofs import BadSizes, consistency, proof_of
from service.retention.erase import erase
from service.store.port import Checkpoint, RecordDamaged
from tests.ledger.ledgers import NOBODY, Kept, decision_draft


def assert_proves(proof: dict[str, object], kept: Kept) -> None:
    read = json.loads(json.dumps(proof))
    vkeys = [key.vkey for key in kept.keys.vkeys()]
    _, size, root = verifier.open_note(read["checkpoint"], vkeys)
    assert size == read["tree_size"]
    leaf = verifier.decode_base64(read["leaf_hash"])
    path = [verifier.decode_base64(hashed) for hashed in read["inclusion_path"]]
    assert verifier.verify_inclusion(read["leaf_index"], size, leaf, path, root)
    if read["record"] is not None:
        assert verifier.hash_leaf(read["record"].encode()) == leaf


@pytest.mark.parametrize("number", [0, 8, 9, 19])
def test_a_proof_verifies(kept: Kept, number: int) -> None:
    decision_id = decision_draft(number).record_id
    with kept.store() as store:
        proof = proof_of(store, decision_id, kept.checkpoints[-1])
    assert proof is not None
    assert (proof["decision_id"], proof["leaf_index"]) == (decision_id, number + 1)
    assert json.loads(proof["record"])["record_id"] == decision_id
    assert "certificate" not in proof
    assert_proves(proof, kept)


def test_a_decision_after_the_checkpoint_is_not_proved_by_it(kept: Kept) -> None:
    decision_id = decision_draft(20).record_id
    with kept.store() as store:
        for checkpoint in (kept.checkpoints[-1], Checkpoint(0, "")):
            with pytest.raises(NoCheckpoint, match=f"{decision_id} came after"):
                proof_of(store, decision_id, checkpoint)


def test_what_is_no_decision_has_no_proof(kept: Kept) -> None:
    with kept.store() as store:
        key = store.record_at(0)
        assert key is not None
        for unknown in (key.record_id, "f" * 32, ""):
            assert proof_of(store, unknown, kept.checkpoints[-1]) is None


def test_an_erased_decision_is_still_proved_by_its_leaf(kept: Kept) -> None:
    decision_id = decision_draft(4).record_id
    with kept.store() as store:
        before = proof_of(store, decision_id, kept.checkpoints[-1])
        certificate = erase(store, decision_id, order="DPO 7", by="A", client=NOBODY)
        proof = proof_of(store, decision_id, kept.checkpoints[-1])
        assert before is not None
        assert proof == before | {"record": None, "certificate": certificate.record_id}
        assert_proves(proof, kept)
        make_checkpoint(store, kept.keys)
    report = kept.verified(*kept.checkpoints)
    assert report.sound
    assert (report.size, report.records, report.erased) == (24, 23, 1)


def test_a_changed_record_is_not_proved(kept: Kept) -> None:
    with kept.by_hand() as db:
        db.execute("UPDATE records SET data = x'7b7d' WHERE leaf_index = 5")
    with kept.store() as store, pytest.raises(RecordDamaged, match="not the one in its leaf"):
        proof_of(store, decision_draft(4).record_id, kept.checkpoints[-1])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE nodes SET hash = zeroblob(32) WHERE level = 3 AND position = 0",
        "DELETE FROM nodes WHERE level = 3 AND position = 0",
    ],
)
def test_a_tree_that_is_not_what_was_signed_proves_nothing(kept: Kept, statement: str) -> None:
    with kept.by_hand() as db:
        db.execute(statement)
    with kept.store() as store, pytest.raises(LedgerInconsistent):
        proof_of(store, decision_draft(12).record_id, kept.checkpoints[2])


@pytest.mark.parametrize(("first", "second"), [(0, 1), (-1, 5), (5, 4), (1, 24), (24, 24)])
def test_sizes_that_the_ledger_never_had_are_refused(kept: Kept, first: int, second: int) -> None:
    with kept.store() as store, pytest.raises(BadSizes, match="has 23 records"):
        consistency(store, first, second)


def test_every_pair_of_sizes_is_consistent(kept: Kept) -> None:
    with kept.store() as store:
        for second in range(1, 24):
            for first in range(1, second + 1):
                proof = consistency(store, first, second)
                roots = (verifier.decode_base64(proof[f"{n}_root"]) for n in ("first", "second"))
                path = [verifier.decode_base64(hashed) for hashed in proof["path"]]
                assert verifier.verify_consistency(first, second, *roots, path)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("DELETE FROM nodes WHERE level = 3 AND position = 0", "missing"),
        ("UPDATE nodes SET hash = zeroblob(32) WHERE level = 4", "do not agree"),
    ],
)
def test_a_consistency_proof_needs_the_nodes_of_it(kept: Kept, statement: str, says: str) -> None:
    with kept.by_hand() as db:
        db.execute(statement)
    with kept.store() as store, pytest.raises(LedgerInconsistent, match=says):
        consistency(store, 9, 21)
