"""An order takes away a decision and its reviews, and leaves a certificate that names what went."""

import base64
import sqlite3
import zlib

import pytest

from service.decisions.decide import AlreadyCorrected
from service.ledger.tree import leaf_hash
from service.records.policy import records_policy
from service.retention.erase import erasable, erase
from service.retention.refusals import BadWords, CorrectedStands, DecisionHeld, NoSuchDecision
from service.reviews.review import add_review
from service.store.erasing import erase_records
from service.store.port import DecisionErased, RecordDamaged, StoreUnavailable
from service.store.sqlite import SqliteStore
from tests.damage import damage
from tests.retention.acting import CLERK, hold, lift, order, reclass, review
from tests.retention.conftest import Decide


def counted(store: SqliteStore) -> dict[str, int]:
    """Rows of each table of the store."""
    db = store.connection()
    return {table: db[table].count for table in db.table_names() if table != "_sqlite_migrations"}


def test_the_certificate_names_the_order_and_each_leaf_that_is_empty(
    store: SqliteStore, decided: Decide
) -> None:
    decided()
    decision = decided()
    decided()
    first = review(store, decision.decision_id)
    second = review(store, decision.decision_id)
    certificate = order(store, decision.decision_id)
    assert (certificate.kind, certificate.subject) == ("erasure", decision.decision_id)
    assert certificate.document["client"]["name"] == CLERK.name
    assert certificate.body == {
        "event": "erased",
        "decision_id": decision.decision_id,
        "order": "DSR-2026-17",
        "by": "Wu Lei",
        "retention": {"class": "cn_loan_file", "keep_until": None},
        "erased": [
            {
                "leaf_index": record.leaf_index,
                "leaf_hash": base64.b64encode(leaf_hash(record.data)).decode(),
                "kind": record.kind,
            }
            for record in (decision.record, first, second)
        ],
    }


def test_the_decision_is_gone_and_the_certificate_in_its_place(
    store: SqliteStore, decided: Decide
) -> None:
    decision = decided()
    said = review(store, decision.decision_id)
    certificate = order(store, decision.decision_id)
    with pytest.raises(DecisionErased) as raised:
        store.get(decision.decision_id)
    assert raised.value.certificate == certificate
    assert store.record(decision.decision_id) is None
    assert store.record(said.record_id) is None
    assert store.contents(decision.record.leaf_index) == {}
    assert store.about(decision.decision_id) == [certificate]


def test_a_review_as_it_is_sent_goes_with_the_decision(store: SqliteStore, decided: Decide) -> None:
    decision = decided()
    body = b'{"action": "accept", "officer": "zhao", "reason": "Mr Li is known to me."}'
    sent = add_review(store, records_policy(), decision.decision_id, body, CLERK)
    assert sent is not None
    erased = order(store, decision.decision_id).body["erased"]
    assert [entry["kind"] for entry in erased] == ["decision", "review"]
    assert store.record(sent["review_id"]) is None


def test_nothing_is_left_of_it_in_any_table_but_leaves_and_ruleset(
    store: SqliteStore, decided: Decide
) -> None:
    other = decided()
    before = counted(store)
    decision = decided()
    order(store, decision.decision_id)
    after = counted(store)
    grown = {"nodes": after["nodes"], "records": before["records"] + 1, "erasures": 1}
    assert after == before | grown
    assert store.get(other.decision_id) == other


def test_every_leaf_stays(store: SqliteStore, decided: Decide) -> None:
    decisions = [decided() for _ in range(5)]
    leaves = [store.node(0, n) for n in range(5)]
    order(store, decisions[2].decision_id)
    assert [store.node(0, n) for n in range(5)] == leaves
    assert store.size() == 6


def test_what_was_recorded_of_holds_and_classes_stays(store: SqliteStore, decided: Decide) -> None:
    decision = decided()
    reclass(store, decision.decision_id, "eu_aml")
    lift(store, hold(store, decision.decision_id).record_id)
    order(store, decision.decision_id)
    kinds = [record.kind for record in store.about(decision.decision_id)]
    assert kinds == ["retention", "hold", "hold", "erasure"]


def test_other_decisions_and_their_reviews_stay(store: SqliteStore, decided: Decide) -> None:
    one, other = decided(), decided()
    review(store, one.decision_id)
    said = review(store, other.decision_id)
    order(store, one.decision_id)
    assert store.get(other.decision_id) == other
    assert store.about(other.decision_id) == [said]


def test_the_certificate_tells_how_long_the_decision_was_to_be_kept(
    store: SqliteStore, decided: Decide
) -> None:
    decision = decided("2026-11-22")
    reclass(store, decision.decision_id, "us_reg_b_business")
    assert order(store, decision.decision_id).body["retention"] == {
        "class": "us_reg_b_business",
        "keep_until": "2027-12-22",
    }


def test_a_correction_stays_and_points_at_what_is_gone(store: SqliteStore, decided: Decide) -> None:
    decision = decided()
    correction = decided(corrects=decision.decision_id)
    assert erasable(store, decision.decision_id).related == (correction.decision_id,)
    order(store, decision.decision_id)
    kept = store.get(correction.decision_id)
    assert kept == correction
    assert kept.corrects == decision.decision_id
    assert store.correcting(decision.decision_id) == [correction.decision_id]


def test_a_correction_is_erased_only_after_what_it_corrects(
    store: SqliteStore, decided: Decide
) -> None:
    first = decided()
    second = decided(corrects=first.decision_id)
    third = decided(corrects=second.decision_id)
    for correction, corrected in ((second, first), (third, second)):
        said = f"it corrects decision {corrected.decision_id}"
        with pytest.raises(CorrectedStands, match=said):
            order(store, correction.decision_id)
    assert store.size() == 3
    for decision in (first, second, third):
        assert order(store, decision.decision_id).kind == "erasure"


def test_a_corrected_decision_is_never_one_that_stands(store: SqliteStore, decided: Decide) -> None:
    first = decided()
    second = decided(corrects=first.decision_id)
    with pytest.raises(CorrectedStands):
        order(store, second.decision_id)
    with pytest.raises(AlreadyCorrected, match=second.decision_id):
        decided(corrects=first.decision_id)


def test_a_damaged_record_about_it_is_not_hidden_by_erasing_it(
    store: SqliteStore, decided: Decide
) -> None:
    decision = decided()
    placed = hold(store, decision.decision_id)
    lift(store, placed.record_id)
    damage(store, placed)
    with pytest.raises(RecordDamaged, match=placed.record_id):
        order(store, decision.decision_id)


def test_a_decision_under_any_hold_is_not_erased(store: SqliteStore, decided: Decide) -> None:
    decision = decided()
    first, second = (hold(store, decision.decision_id) for _ in range(2))
    lift(store, first.record_id)
    size = store.size()
    with pytest.raises(DecisionHeld, match=second.record_id):
        order(store, decision.decision_id)
    assert (store.get(decision.decision_id), store.size()) == (decision, size)
    lift(store, second.record_id)
    order(store, decision.decision_id)


def test_the_file_itself_refuses_to_erase_what_is_held(store: SqliteStore, decided: Decide) -> None:
    decision, other = decided(), decided()
    said = review(store, decision.decision_id)
    certificate = order(store, other.decision_id)
    placed = hold(store, decision.decision_id)
    for record in (decision.record, said):
        with pytest.raises(StoreUnavailable, match="under a legal hold"):
            erase_records(store, [record], certificate)
    assert store.get(decision.decision_id) == decision
    lift(store, placed.record_id)
    erase_records(store, [decision.record], certificate)


def test_the_file_refuses_to_delete_what_no_certificate_covers(
    store: SqliteStore, decided: Decide
) -> None:
    decision, other = decided(), decided()
    order(store, decision.decision_id)
    leaf = other.record.leaf_index
    by_hand = sqlite3.connect(store.path)
    for table in ("records", "contents", "decisions", "finding_codes", "identifiers"):
        with pytest.raises(sqlite3.IntegrityError, match="never changed or removed"):
            by_hand.execute(f"DELETE FROM {table} WHERE leaf_index = ?", (leaf,))
    for statement in ("DELETE FROM erasures", "UPDATE erasures SET certificate = 0"):
        with pytest.raises(sqlite3.IntegrityError, match="never changed or removed"):
            by_hand.execute(statement)
    by_hand.close()
    assert store.get(other.decision_id) == other


def test_a_decision_is_erased_whether_or_not_its_period_is_over(
    store: SqliteStore, decided: Decide
) -> None:
    unknown, expired = decided("2000-01-31"), decided("2000-01-31")
    reclass(store, expired.decision_id, "us_reg_b_business")
    for decision in (unknown, expired):
        assert order(store, decision.decision_id).kind == "erasure"


@pytest.mark.parametrize(("reference", "name"), [("", "Wu Lei"), (" ", "Wu Lei"), ("DSR-1", "")])
def test_nothing_is_erased_without_an_order_and_a_name(
    store: SqliteStore, decided: Decide, reference: str, name: str
) -> None:
    decision = decided()
    with pytest.raises(BadWords):
        erase(store, decision.decision_id, order=reference, by=name, client=CLERK)
    assert store.get(decision.decision_id) == decision
    assert store.size() == 1


def test_it_is_erased_once(store: SqliteStore, decided: Decide) -> None:
    decision = decided()
    certificate = order(store, decision.decision_id)
    with pytest.raises(DecisionErased) as raised:
        order(store, decision.decision_id)
    assert raised.value.certificate == certificate
    assert store.size() == 2


def test_only_a_decision_is_erased(store: SqliteStore, decided: Decide) -> None:
    decision = decided()
    said = review(store, decision.decision_id)
    for other in ("no-such", said.record_id):
        with pytest.raises(NoSuchDecision):
            order(store, other)
    assert store.size() == 2


def test_what_was_changed_by_hand_is_not_hidden_by_erasing_it(
    store: SqliteStore, decided: Decide
) -> None:
    decision, reviewed = decided(), decided()
    said = review(store, reviewed.decision_id, "declined")
    by_hand = sqlite3.connect(store.path)
    by_hand.execute("DROP TRIGGER records_refuse_update")
    by_hand.execute("DROP TRIGGER contents_refuse_update")
    packed = zlib.compress(b"{}")
    by_hand.execute("UPDATE contents SET data = ? WHERE leaf_index = 0", (packed,))
    data = said.data.replace(b"declined", b"accepted")
    by_hand.execute("UPDATE records SET data = ? WHERE leaf_index = ?", (data, said.leaf_index))
    by_hand.commit()
    by_hand.close()
    with pytest.raises(RecordDamaged):
        order(store, decision.decision_id)
    with pytest.raises(RecordDamaged, match=said.record_id):
        order(store, reviewed.decision_id)
    assert store.size() == 3


def test_where_a_row_cannot_be_deleted_nothing_is(store: SqliteStore, decided: Decide) -> None:
    decision = decided()
    by_hand = sqlite3.connect(store.path)
    by_hand.execute(
        "CREATE TRIGGER late BEFORE DELETE ON records BEGIN SELECT RAISE(ABORT, 'late'); END"
    )
    by_hand.close()
    with pytest.raises(StoreUnavailable, match="late"):
        order(store, decision.decision_id)
    assert (store.get(decision.decision_id), store.size()) == (decision, 1)
