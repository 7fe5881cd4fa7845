"""The ledger as an outsider checks it, as ``features/audit/ledger.feature`` states it."""

import json
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from service.audit import verifier
from service.canonical import canonical_bytes
from service.ledger.checkpoints import LedgerInconsistent, make_checkpoint
from service.ledger.damage import CODES, LedgerFault, Report
from service.ledger.key_records import record_keys
from service.ledger.keys import KeyFolder
from service.ledger.proofs import consistency, proof_of
from service.ledger.verify import verify_ledger
from service.retention.erase import erase
from service.store.port import Checkpoint
from service.store.sqlite import SqliteStore
from tests.ledger.ledgers import (
    NOBODY,
    append_decisions,
    changed,
    decision_draft,
    drop_triggers,
    ledger_keys,
    rebuild_tree,
)

scenarios("audit/ledger.feature")


class Bank:
    """A bank with its store and keys, and what an auditor of it holds."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "ledger.sqlite3"
        self.keys: KeyFolder = ledger_keys(folder / "keys")
        self.store = SqliteStore(self.path)
        self.decided = 0
        self.kept: list[Checkpoint] = []
        self.vkeys = [key.vkey for key in self.keys.vkeys()]
        record_keys(self.store, self.keys, NOBODY)

    def decide(self, count: int) -> None:
        append_decisions(self.store, count, self.decided)
        self.decided += count

    def checkpoint(self) -> Checkpoint:
        return make_checkpoint(self.store, self.keys)

    def copy(self, name: str) -> Path:
        self.store.close()
        return Path(shutil.copyfile(self.path, self.path.with_name(name)))

    def by_hand(self) -> sqlite3.Connection:
        """The store's file with the triggers dropped; those who verify will say so too."""
        db = self.store.connection().conn
        drop_triggers(db)
        return db


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    bank = Bank(tmp_path)
    yield bank
    bank.store.close()


@pytest.fixture
def proof() -> dict[str, Any]:
    return {}


@given("a bank that keeps a ledger, and has handed out its public key")
def a_bank(bank: Bank) -> None:
    assert len(bank.vkeys) == 1


@given(parsers.parse("{count:d} more decision"))
@given(parsers.parse("{count:d} more decisions"))
def more_decisions(bank: Bank, count: int) -> None:
    bank.decide(count)


@given(parsers.parse("{count:d} decisions, of which the auditor keeps the checkpoint"))
@given(parsers.parse("{count:d} more decisions, of which the auditor keeps the checkpoint"))
def decisions_kept(bank: Bank, count: int) -> None:
    bank.copy(f"before-{bank.store.size()}")
    bank.decide(count)
    bank.kept.append(bank.checkpoint())


@given(parsers.parse("decision {number:d} was erased on order"))
def erased(bank: Bank, number: int) -> None:
    erase(bank.store, decision_draft(number - 1).record_id, order="DPO 7", by="A", client=NOBODY)


@given("the bank has rotated its key and handed out the new one")
def rotated(bank: Bank) -> None:
    bank.vkeys.append(bank.keys.rotate().vkey)
    record_keys(bank.store, bank.keys, NOBODY)


@when(parsers.parse("the auditor asks for the proof of decision {number:d}"))
def asks_for_proof(bank: Bank, proof: dict[str, Any], number: int) -> None:
    last = bank.store.last_checkpoint()
    assert last is not None
    if last.size <= number:
        last = bank.checkpoint()
    given_out = proof_of(bank.store, decision_draft(number - 1).record_id, last)
    proof |= json.loads(json.dumps(given_out))


@then(parsers.parse("his own verifier finds the decision in the ledger of {size:d} records"))
def verifier_finds(bank: Bank, proof: dict[str, Any], size: int) -> None:
    _, signed, root = verifier.open_note(proof["checkpoint"], bank.vkeys)
    assert signed == size
    leaf = verifier.decode_base64(proof["leaf_hash"])
    path = [verifier.decode_base64(hashed) for hashed in proof["inclusion_path"]]
    assert verifier.verify_inclusion(proof["leaf_index"], size, leaf, path, root)


@then("the record in the proof says what was decided")
def record_says(proof: dict[str, Any]) -> None:
    assert verifier.hash_leaf(proof["record"].encode()) == verifier.decode_base64(
        proof["leaf_hash"]
    )
    record = json.loads(proof["record"])
    assert record["record_id"] == proof["decision_id"]
    assert record["body"]["grade"] == decision_draft(3).body["grade"]


@then("the proof has no record, but names the certificate of the erasure")
def names_certificate(bank: Bank, proof: dict[str, Any]) -> None:
    assert proof["record"] is None
    certificate = bank.store.record(proof["certificate"])
    assert certificate is not None
    assert certificate.kind == "erasure"


@when(
    "the auditor asks what leads from his first checkpoint to his second", target_fixture="growth"
)
def asks_for_growth(bank: Bank) -> dict[str, Any]:
    first, second = bank.kept
    return consistency(bank.store, first.size, second.size)


@then("his own verifier finds that nothing before the first was changed")
def only_grew(bank: Bank, growth: dict[str, Any]) -> None:
    (_, first, old), (_, second, new) = (
        verifier.open_note(checkpoint.note, bank.vkeys) for checkpoint in bank.kept
    )
    path = [verifier.decode_base64(hashed) for hashed in growth["path"]]
    assert verifier.verify_consistency(first, second, old, new, path)


@then("the checkpoint is signed by the old key and by the new one")
def signed_by_both(bank: Bank) -> None:
    assert len(bank.vkeys) == 2
    for vkey in bank.vkeys:
        verifier.open_note(bank.kept[-1].note, [vkey])


@given(parsers.parse("that by hand the grade in record {place:d} was changed"))
def grade_changed(bank: Bank, place: int) -> None:
    set_data(bank.by_hand(), place, lambda data: data.replace(b'"grade":"N', b'"grade":"X'))


@given(parsers.parse("that by hand record {place:d} was deleted"))
def record_deleted(bank: Bank, place: int) -> None:
    bank.by_hand().execute("DELETE FROM records WHERE leaf_index = ?", (place,))


@given(parsers.parse("that by hand records {one:d} and {other:d} changed places"))
def places_changed(bank: Bank, one: int, other: int) -> None:
    db = bank.by_hand()
    for before, after in ((one, -1), (other, one), (-1, other)):
        db.execute("UPDATE records SET leaf_index = ? WHERE leaf_index = ?", (after, before))


@given("that by hand a record was added after the last")
def record_added(bank: Bank) -> None:
    bank.by_hand().execute(
        "INSERT INTO records SELECT leaf_index + 1, 'forged', kind, subject, recorded_at, data"
        " FROM records ORDER BY leaf_index DESC LIMIT 1"
    )


@given(parsers.parse("that by hand the dossier of record {place:d} was changed"))
def dossier_changed(bank: Bank, place: int) -> None:
    bank.by_hand().execute(
        "UPDATE contents SET data = ? WHERE leaf_index = ? AND name = 'dossier'",
        (zlib.compress(canonical_bytes({"borrower": {"legal_name": "another"}})), place),
    )


@given(parsers.parse("that by hand the grade that searches find of record {place:d} was changed"))
def search_changed(bank: Bank, place: int) -> None:
    db = bank.by_hand()
    db.execute("UPDATE decisions SET grade = 'N1' WHERE leaf_index = ?", (place,))


@given(parsers.parse("that by hand the node above records {first:d} and {last:d} was changed"))
def node_changed(bank: Bank, first: int, last: int) -> None:
    assert last == first + 1
    bank.by_hand().execute(
        "UPDATE nodes SET hash = zeroblob(32) WHERE level = 1 AND position = ?", (first // 2,)
    )


@given(parsers.parse("that by hand record {place:d} was changed, with every leaf and node"))
def rewritten(bank: Bank, place: int) -> None:
    db = bank.by_hand()
    set_data(db, place, lambda data: changed(data, nonce="0" * 32))
    rebuild_tree(db)


@given(
    parsers.parse(
        "that by hand record {place:d} was changed, with every leaf and node, and the checkpoints"
        " signed anew"
    )
)
def rewritten_and_signed(bank: Bank, place: int) -> None:
    rewritten(bank, place)
    bank.by_hand().execute("DELETE FROM checkpoints")
    # Whoever has the keys too can make them forget what they signed.
    bank.keys.last.unlink()
    bank.checkpoint()


@given("a copy of the store from before the last 5 decisions was put in its place")
def rolled_back(bank: Bank) -> None:
    bank.store.close()
    shutil.copyfile(bank.path.with_name("before-7"), bank.path)


def set_data(db: sqlite3.Connection, place: int, change: Any) -> None:
    (data,) = db.execute("SELECT data FROM records WHERE leaf_index = ?", (place,)).fetchone()
    db.execute("UPDATE records SET data = ? WHERE leaf_index = ?", (change(data), place))


@when("the auditor verifies the store against his checkpoints", target_fixture="report")
def verifies(bank: Bank) -> Report:
    return verify_ledger(bank.store, bank.vkeys, bank.kept)


@when("the auditor verifies the store without his checkpoints", target_fixture="report")
def verifies_alone(bank: Bank) -> Report:
    return verify_ledger(bank.store, bank.vkeys)


@then("the verification against his checkpoints finds nothing wrong", target_fixture="report")
def nothing_wrong(bank: Bank) -> Report:
    report = verify_ledger(bank.store, bank.vkeys, bank.kept)
    assert report.sound
    return report


@then(parsers.parse("it counts {count:d} record erased under a certificate"))
def counts_erased(report: Report, count: int) -> None:
    assert report.erased == count


@then("nothing is found")
def nothing_found(report: Report) -> None:
    assert set(report.counts) <= {"schema_changed"}


@then(parsers.parse("it is found that {title}"), target_fixture="found")
def is_found(report: Report, title: str) -> list[LedgerFault]:
    (code,) = [code for code, of in CODES.items() if of == title]
    found = [fault for fault in report.faults if fault.code == code]
    assert found
    return found


@then(parsers.parse("the fault names record {place:d}"))
def names_record(found: list[LedgerFault], place: int) -> None:
    assert place in [fault.leaf_index for fault in found]


@then(parsers.parse("the change is said to lie in records {first:d} to {last:d}"))
def lies_in(found: list[LedgerFault], first: int, last: int) -> None:
    assert [(fault.leaf_index, fault.last_index) for fault in found] == [(first, last)]
    assert f"the change lies in records {first} to {last}" in found[0].message


@then(parsers.parse("records {first:d} to {last:d} are said to be lacking"))
def are_lacking(found: list[LedgerFault], first: int, last: int) -> None:
    assert f"it lacks records {first} to {last}" in found[0].message


@when("the bank asks for a new checkpoint", target_fixture="refusal")
def asks_for_checkpoint(bank: Bank) -> str:
    bank.decide(1)
    with pytest.raises(LedgerInconsistent) as caught:
        bank.checkpoint()
    return str(caught.value)


@then("it is refused, and nothing is signed")
def refused(bank: Bank, refusal: str) -> None:
    assert "does not extend the last checkpoint" in refusal
    assert bank.store.checkpoints() == bank.kept
