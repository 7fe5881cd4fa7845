"""Steps of ``features/audit/retention.feature``."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from service.audit import verifier
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.ledger.checkpoints import make_checkpoint
from service.ledger.key_records import record_keys, recorded_vkeys
from service.ledger.keys import KeyFolder
from service.ledger.proofs import consistency, proof_of
from service.ledger.verify import verify_ledger
from service.records.policy import records_policy
from service.retention.acts import end_relation, lift_hold, place_hold, set_class
from service.retention.erase import erase
from service.retention.refusals import CorrectedStands, DecisionHeld, Refused
from service.retention.report import standings
from service.store.erasing import scrub
from service.store.port import Checkpoint, Client, Decision, DecisionErased, Draft, Record
from service.store.sqlite import SqliteStore
from tests.dossiers import STRONG, spoiled

scenarios("audit/retention.feature")

NAME = "海陵特种涂料有限公司"
BY = {"by": "Wu Lei", "client": Client("archive")}
TODAY = date(2026, 11, 22)


@dataclass
class Archive:
    """A store, the decision that a scenario is about, and what became of it."""

    store: SqliteStore
    keys: KeyFolder
    rater: Rater
    day: str = "2016-01-01"
    decision: Decision | None = None
    correction: Decision | None = None
    others: list[Decision] = field(default_factory=list)
    holds: list[Record] = field(default_factory=list)
    taken: Checkpoint | None = None
    certificate: Record | None = None
    refusal: Refused | None = None
    state: str = ""

    def decide(self, body: bytes) -> Decision:
        return decide(self.rater, self.store, body)

    @property
    def decision_id(self) -> str:
        assert self.decision is not None
        return self.decision.decision_id


@pytest.fixture
def archive(tmp_path: Path, rater: Rater) -> Iterator[Archive]:
    def clock() -> datetime:
        return datetime.fromisoformat(f"{archive.day}T09:00:00").replace(tzinfo=UTC)

    store = SqliteStore(tmp_path / "decisions.sqlite3", clock=clock)
    keys = KeyFolder(tmp_path / "keys")
    keys.create("bank.example/pinzhi")
    archive = Archive(store, keys, rater)
    record_keys(store, keys, Client())
    yield archive
    store.close()


@given(parsers.parse("a decision recorded on {day}"))
def recorded(archive: Archive, day: str) -> None:
    archive.day = day
    borrower = json.loads(spoiled())["borrower"] | {"legal_name": NAME}
    archive.decision = archive.decide(spoiled(borrower=borrower, application_ref="LOS-GONE"))


@given(parsers.parse('it was put into the class "{name}"'))
def classed(archive: Archive, name: str) -> None:
    set_class(
        archive.store, records_policy(), archive.decision_id, name, reason="a US borrower", **BY
    )


@given(parsers.parse("the relation with the borrower ended on {day}"))
def relation_ended(archive: Archive, day: str) -> None:
    ended = date.fromisoformat(day)
    end_relation(archive.store, [archive.decision_id], ended, today=TODAY, **BY)


@given("a legal hold was placed on it")
def hold_placed(archive: Archive) -> None:
    placed = place_hold(
        archive.store, archive.decision_id, reason="suit", reference="沪01民初88号", **BY
    )
    archive.holds.append(placed)


@given("the first legal hold was lifted")
def hold_lifted(archive: Archive) -> None:
    hold_id = archive.holds.pop(0).record_id
    lift_hold(archive.store, hold_id, reason="suit ended", reference=None, **BY)


@given("it was corrected")
def corrected(archive: Archive) -> None:
    archive.correction = decide(
        archive.rater, archive.store, STRONG.read_bytes(), corrects=archive.decision_id
    )


@given("it was reviewed by an officer")
def reviewed(archive: Archive) -> None:
    body = {"text": f"{NAME} is a customer of long standing"}
    archive.store.append(Draft("review", "a" * 32, archive.decision_id, Client("los"), body))


@given("other decisions were recorded after it")
def others(archive: Archive) -> None:
    archive.others = [archive.decide(STRONG.read_bytes()) for _ in range(5)]


@given("a checkpoint that the auditor took home")
def taken_home(archive: Archive) -> None:
    archive.taken = make_checkpoint(archive.store, archive.keys)


@when(parsers.parse("the retention report for {day} looks {within:d} days ahead"))
def reported(archive: Archive, day: str, within: int) -> None:
    classes = records_policy().retention
    (standing,) = standings(archive.store, classes, date.fromisoformat(day), within)
    archive.state = standing.state


@when(parsers.parse('order "{order}" demands that it be erased'))
def ordered(archive: Archive, order: str) -> None:
    try:
        archive.certificate = erase(archive.store, archive.decision_id, order=order, **BY)
    except DecisionHeld as refusal:
        archive.refusal = refusal
    else:
        assert scrub(archive.store)


@when(parsers.parse('order "{order}" demands that the correction be erased'))
def correction_ordered(archive: Archive, order: str) -> None:
    assert archive.correction is not None
    try:
        erase(archive.store, archive.correction.decision_id, order=order, **BY)
    except CorrectedStands as refusal:
        archive.refusal = refusal


@when("somebody deletes a record by hand")
def deleted(archive: Archive) -> None:
    assert archive.decision is not None
    db = archive.store.connection()
    db.execute("DROP TRIGGER records_refuse_delete")
    leaf = archive.decision.record.leaf_index
    db.execute("DELETE FROM records WHERE leaf_index = ?", (leaf,))


@then(parsers.re("the decision is (?P<state>kept|expiring|expired|held|open)"))
def stands(archive: Archive, state: str) -> None:
    assert archive.state == state


@then("the decision can be read")
def readable(archive: Archive) -> None:
    assert archive.store.get(archive.decision_id) == archive.decision


@then("the other decisions can be read")
def others_readable(archive: Archive) -> None:
    assert [archive.store.get(other.decision_id) for other in archive.others] == archive.others


@then("it is refused because of the hold")
def refused(archive: Archive) -> None:
    assert archive.certificate is None
    assert isinstance(archive.refusal, DecisionHeld)
    assert archive.refusal.holds == tuple(hold.record_id for hold in archive.holds)


@then("it is refused because the corrected decision stands")
def correction_refused(archive: Archive) -> None:
    assert isinstance(archive.refusal, CorrectedStands)
    assert archive.refusal.corrected == archive.decision_id


@then(parsers.parse('the correction is of the class "{name}"'))
def correction_class(archive: Archive, name: str) -> None:
    assert archive.correction is not None
    assert archive.correction.record.body["retention"]["class"] == name


@then("the decision is gone")
def gone(archive: Archive) -> None:
    with pytest.raises(DecisionErased) as raised:
        archive.store.get(archive.decision_id)
    assert raised.value.certificate == archive.certificate


@then("the certificate names the order, who carried it out, and the leaves of")
def certified(archive: Archive, datatable: list[list[str]]) -> None:
    assert archive.certificate is not None
    body = archive.certificate.body
    assert (body["order"], body["by"]) == ("DSR-2026-17", "Wu Lei")
    assert [[erased["kind"]] for erased in body["erased"]] == datatable[1:]
    for erased in body["erased"]:
        leaf = archive.store.node(0, erased["leaf_index"])
        assert base64.b64decode(erased["leaf_hash"]) == leaf
        assert archive.store.record_at(erased["leaf_index"]) is None


@then("no byte of the borrower's name, the application or the dossier is left in the file")
def no_trace(archive: Archive) -> None:
    assert archive.decision is not None
    words = [NAME.encode(), b"LOS-GONE", archive.decision.record.document["nonce"].encode()]
    for path in archive.store.path.parent.glob("decisions.sqlite3*"):
        assert not [word for word in words if word in path.read_bytes()]


@then(parsers.re(r"the ledger verifies, with (?P<gaps>\d+) certified gaps?"))
def verifies(archive: Archive, gaps: str) -> None:
    given = () if archive.taken is None else (archive.taken,)
    report = verify_ledger(archive.store, recorded_vkeys(archive.store), given)
    assert report.faults == ()
    assert report.erased == int(gaps)


@then("the ledger extends the checkpoint of the auditor")
def extends(archive: Archive) -> None:
    assert archive.taken is not None
    now = make_checkpoint(archive.store, archive.keys)
    first, second = (
        verifier.open_note(checkpoint.note, recorded_vkeys(archive.store))
        for checkpoint in (archive.taken, now)
    )
    proof = consistency(archive.store, archive.taken.size, now.size)
    path = [base64.b64decode(step) for step in proof["path"]]
    assert verifier.verify_consistency(first[1], second[1], first[2], second[2], path)


@then("the leaf of the decision is in the checkpoint of the auditor", target_fixture="proof")
def proved(archive: Archive) -> dict:
    assert archive.taken is not None
    _, size, root = verifier.open_note(archive.taken.note, recorded_vkeys(archive.store))
    proof = proof_of(archive.store, archive.decision_id, archive.taken)
    assert proof is not None
    hashed = base64.b64decode(proof["leaf_hash"])
    path = [base64.b64decode(step) for step in proof["inclusion_path"]]
    assert verifier.verify_inclusion(proof["leaf_index"], size, hashed, path, root)
    return proof


@then("the proof holds no record, but names the certificate")
def proof_without_words(archive: Archive, proof: dict) -> None:
    assert archive.certificate is not None
    assert proof["record"] is None
    assert proof["certificate"] == archive.certificate.record_id


@then("the ledger does not verify, and the record is named as missing")
def missing(archive: Archive) -> None:
    assert archive.decision is not None
    report = verify_ledger(archive.store, recorded_vkeys(archive.store))
    found = {(fault.code, fault.leaf_index) for fault in report.faults}
    assert ("record_missing", archive.decision.record.leaf_index) in found
