"""What an outsider could check before an erasure, he can check after it, and see the gap."""

import base64
from pathlib import Path

import pytest

from service.audit import verifier
from service.ledger.checkpoints import make_checkpoint
from service.ledger.key_records import record_keys, recorded_vkeys
from service.ledger.keys import KeyFolder
from service.ledger.proofs import consistency, proof_of
from service.ledger.tree import leaf_hash
from service.ledger.verify import verify_ledger
from service.retention.refusals import DecisionHeld
from service.store.erasing import scrub
from service.store.port import Checkpoint, Client, Decision
from service.store.sqlite import SqliteStore
from tests.retention.acting import TODAY, end, hold, lift, order, reclass, review
from tests.retention.conftest import Decide


@pytest.fixture
def keys(tmp_path: Path, store: SqliteStore) -> KeyFolder:
    keys = KeyFolder(tmp_path / "keys")
    keys.create("bank.example/pinzhi")
    record_keys(store, keys, Client())
    return keys


@pytest.fixture
def decisions(store: SqliteStore, keys: KeyFolder, decided: Decide) -> list[Decision]:
    """Seven decisions, of which some have records about them."""
    decisions = [decided() for _ in range(7)]
    for decision in decisions[2:5]:
        review(store, decision.decision_id)
    reclass(store, decisions[3].decision_id, "eu_aml")
    end(store, decisions[3].decision_id, on=TODAY)
    lift(store, hold(store, decisions[3].decision_id).record_id)
    return decisions


def faults(store: SqliteStore, *checkpoints: Checkpoint) -> list[str]:
    report = verify_ledger(store, recorded_vkeys(store), checkpoints)
    return [f"{fault.code}: {fault.message}" for fault in report.faults]


def test_a_ledger_with_certified_gaps_is_sound(
    store: SqliteStore, keys: KeyFolder, decisions: list[Decision]
) -> None:
    before = make_checkpoint(store, keys)
    for decision in (decisions[3], decisions[0], decisions[6]):
        order(store, decision.decision_id)
    after = make_checkpoint(store, keys)
    assert scrub(store)
    report = verify_ledger(store, recorded_vkeys(store), [before, after])
    assert [fault.to_json() for fault in report.faults] == []
    assert (report.erased, report.covered) == (4, after.size)
    assert report.records == report.size - 4


def test_the_leaf_of_an_erased_decision_is_still_proved(
    store: SqliteStore, keys: KeyFolder, decisions: list[Decision]
) -> None:
    gone = decisions[3]
    before = make_checkpoint(store, keys)
    order(store, gone.decision_id)
    after = make_checkpoint(store, keys)
    for checkpoint in (before, after):
        _, size, root = verifier.open_note(checkpoint.note, recorded_vkeys(store))
        proof = proof_of(store, gone.decision_id, checkpoint)
        assert proof is not None
        assert proof["record"] is None
        hashed = base64.b64decode(proof["leaf_hash"])
        assert hashed == leaf_hash(gone.record.data)
        path = [base64.b64decode(step) for step in proof["inclusion_path"]]
        assert verifier.verify_inclusion(proof["leaf_index"], size, hashed, path, root)


def test_the_certificate_is_proved_as_any_record(
    store: SqliteStore, keys: KeyFolder, decisions: list[Decision]
) -> None:
    certificate = order(store, decisions[3].decision_id)
    checkpoint = make_checkpoint(store, keys)
    assert store.node(0, certificate.leaf_index) == leaf_hash(certificate.data)
    assert checkpoint.size == certificate.leaf_index + 1


def test_the_ledger_after_it_extends_the_ledger_before_it(
    store: SqliteStore, keys: KeyFolder, decisions: list[Decision]
) -> None:
    before = make_checkpoint(store, keys)
    order(store, decisions[0].decision_id)
    scrub(store)
    after = make_checkpoint(store, keys)
    roots = [verifier.open_note(c.note, recorded_vkeys(store))[2] for c in (before, after)]
    proof = consistency(store, before.size, after.size)
    path = [base64.b64decode(step) for step in proof["path"]]
    assert verifier.verify_consistency(before.size, after.size, roots[0], roots[1], path)


def test_a_record_that_goes_without_a_certificate_is_told(
    store: SqliteStore, keys: KeyFolder, decisions: list[Decision]
) -> None:
    certificate = order(store, decisions[0].decision_id)
    kept = decisions[1].record
    db = store.connection()
    for table in ("records", "contents", "decisions", "finding_codes", "identifiers"):
        db.execute(f"DROP TRIGGER {table}_refuse_delete")
        db.execute(f"DELETE FROM {table} WHERE leaf_index = ?", (kept.leaf_index,))
    assert any(fault.startswith("record_missing") for fault in faults(store))
    values = (kept.leaf_index, certificate.leaf_index)
    db.execute("INSERT INTO erasures (leaf_index, certificate) VALUES (?, ?)", values)
    assert any(fault.startswith("gap_without_certificate") for fault in faults(store))


def test_an_erasure_under_a_hold_whose_note_was_removed_by_hand_is_refused_and_told(
    store: SqliteStore, keys: KeyFolder, decisions: list[Decision]
) -> None:
    hold(store, decisions[1].decision_id)
    store.connection().execute("DROP TRIGGER holds_refuse_delete")
    store.connection().execute("DELETE FROM holds")
    with pytest.raises(DecisionHeld):
        order(store, decisions[1].decision_id)
    assert any(fault.startswith("hold_changed") for fault in faults(store))
