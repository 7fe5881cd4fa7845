"""A gap is only as good as its certificate, and a certificate as the holds of its time."""

import base64
import sqlite3

import pytest

from service.ledger.tree import leaf_hash
from service.retention.acts import lift_hold, place_hold
from service.retention.erase import erase
from service.store.port import Client, Draft, RecordDamaged
from service.store.postings import SEGMENT
from tests.ledger.ledgers import NOBODY, Kept, append_decisions, changed, decision_draft

AT = 5
ERASED = decision_draft(AT - 1).record_id
SAID = {"reason": "a case", "by": "A", "reference": "C 7", "client": NOBODY}


def remove(db: sqlite3.Connection, leaf_index: int) -> None:
    for table in ("records", "contents", "decisions", "finding_codes", "identifiers"):
        db.execute(f"DELETE FROM {table} WHERE leaf_index = ?", (leaf_index,))


def certify(kept: Kept, leaf_index: int, hashed: bytes) -> int:
    """Append a certificate of an erasure, and return its place."""
    leaf = {
        "leaf_index": leaf_index,
        "leaf_hash": base64.b64encode(hashed).decode(),
        "kind": "decision",
    }
    body = {"event": "erased", "decision_id": ERASED, "erased": [leaf]}
    with kept.store() as store:
        return store.append(Draft("erasure", "c" * 32, ERASED, Client(), body)).leaf_index


def forge(kept: Kept, certificate: int) -> None:
    with kept.by_hand() as db:
        remove(db, AT)
        db.execute("INSERT INTO erasures VALUES (?, ?)", (AT, certificate))


def test_an_erasure_with_its_certificate_is_no_fault(kept: Kept) -> None:
    with kept.store() as store:
        data = store.record_at(AT)
        assert data is not None
    forge(kept, certify(kept, AT, leaf_hash(data.data)))
    assert kept.found(*kept.checkpoints) == []


def test_a_note_that_names_no_certificate_does_not_cover_a_gap(kept: Kept) -> None:
    for certificate in (7, 99):
        forge(kept, certificate)
        found = kept.found(*kept.checkpoints)
        assert ("gap_without_certificate", AT, None) in found
        with kept.by_hand() as db:
            db.execute("DELETE FROM erasures")


def test_the_certificate_of_another_record_does_not_cover_a_gap(kept: Kept) -> None:
    forge(kept, certify(kept, 6, b"\0" * 32))
    assert kept.found(*kept.checkpoints) == [
        ("gap_without_certificate", AT, None),
        ("erasure_incomplete", 6, None),
    ]


def test_a_certificate_of_another_leaf_hash_is_named(kept: Kept) -> None:
    forge(kept, certify(kept, AT, b"\0" * 32))
    assert kept.found(*kept.checkpoints) == [("certificate_wrong", AT, None)]


def test_a_record_put_back_after_its_erasure_is_named(kept: Kept) -> None:
    with kept.store() as store:
        record = store.record_at(AT)
        erase(store, ERASED, order="DPO 7", by="A", client=NOBODY)
    assert record is not None
    with kept.by_hand() as db:
        db.execute(
            "INSERT INTO records VALUES (?, ?, 'decision', NULL, ?, ?)",
            (AT, ERASED, record.recorded_at, record.data),
        )
    found = kept.found(*kept.checkpoints)
    assert ("erasure_incomplete", AT, None) in found


def test_a_record_put_back_with_the_note_of_its_erasure_taken_away_is_named(kept: Kept) -> None:
    tables = ("records", "contents", "decisions", "finding_codes", "identifiers")
    with kept.by_hand() as db:
        rows = {
            table: db.execute(f"SELECT * FROM {table} WHERE leaf_index = ?", (AT,)).fetchall()
            for table in tables
        }
    with kept.store() as store:
        erase(store, ERASED, order="DPO 7", by="A", client=NOBODY)
    with kept.by_hand() as db:
        db.execute("DELETE FROM erasures")
        for table, found in rows.items():
            for row in found:
                db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    assert kept.found(*kept.checkpoints) == [("erasure_incomplete", AT, None)]


def test_a_certificate_of_what_an_order_does_not_erase_is_named(kept: Kept) -> None:
    """In the form of the service, and with the right leaf hash, by one who can write the store."""
    with kept.store() as store:
        (record,) = [store.record_at(AT)]
        assert record is not None
    leaf = {"leaf_index": AT, "leaf_hash": base64.b64encode(leaf_hash(record.data)).decode()}
    other = decision_draft(8).record_id
    for subject, of, kinds in (
        (other, ERASED, ["decision"]),
        (ERASED, ERASED, ["hold"]),
        (ERASED, ERASED, ["decision", "hold"]),
        (ERASED, ERASED, ["review"]),
        (ERASED, ERASED, ["decision", "decision"]),
        (ERASED, ERASED, []),
    ):
        body = {"decision_id": of, "erased": [{**leaf, "kind": kind} for kind in kinds]}
        with kept.store() as store:
            record_id = f"{store.size():032x}"
            store.append(Draft("erasure", record_id, subject, Client(), body))
            place = store.size() - 1
        assert ("certificate_wrong", place, None) in kept.found()


def test_a_held_decision_that_a_certificate_of_another_takes_away_is_named(kept: Kept) -> None:
    with kept.store() as store:
        record = store.record_at(AT)
        hold = place_hold(store, ERASED, **SAID)
    assert record is not None
    with kept.by_hand() as db:
        remove(db, AT)
    assert ("erased_under_hold", hold.leaf_index, None) in kept.found()


def test_a_hold_kept_as_something_else_stops_an_erasure(kept: Kept) -> None:
    """Else the hold would go as a review of another decision, and then what it holds."""
    other = decision_draft(8).record_id
    with kept.store() as store:
        place_hold(store, ERASED, **SAID)
    for members in ("subject = ?, kind = 'review'", "subject = ?"):
        with kept.by_hand() as db:
            db.execute(f"UPDATE records SET {members} WHERE leaf_index = 23", (other,))
            db.execute("DELETE FROM holds")
        with kept.store() as store:
            with pytest.raises(RecordDamaged, match="another"):
                erase(store, other, order="DPO 7", by="A", client=NOBODY)
            assert store.size() == 24


def test_what_is_left_of_an_erased_record_is_named(kept: Kept) -> None:
    with kept.by_hand() as db:
        codes = db.execute("SELECT code FROM finding_codes WHERE leaf_index = ?", (AT,)).fetchall()
    with kept.store() as store:
        erase(store, ERASED, order="DPO 7", by="A", client=NOBODY)
    with kept.by_hand() as db:
        db.execute("INSERT INTO contents VALUES (?, 'dossier', x'00')", (AT,))
        db.execute("INSERT INTO finding_codes (code, leaf_index) VALUES (?, ?)", (*codes[0], AT))
    assert kept.found() == [("erasure_incomplete", AT, None)] * 2


def test_a_decision_erased_under_a_hold_that_was_taken_away_is_named(kept: Kept) -> None:
    with kept.store() as store:
        record = store.record_at(AT)
        place_hold(store, ERASED, **SAID)
    assert record is not None
    with kept.by_hand() as db:
        db.execute("DELETE FROM holds")
    forge(kept, certify(kept, AT, leaf_hash(record.data)))
    assert sorted(kept.found()) == [("erased_under_hold", 24, None), ("hold_changed", 23, None)]


def test_a_decision_erased_after_its_hold_was_lifted_is_no_fault(kept: Kept) -> None:
    with kept.store() as store:
        lift_hold(store, place_hold(store, ERASED, **SAID).record_id, **SAID)
        place_hold(store, decision_draft(8).record_id, **SAID)
        erase(store, ERASED, order="DPO 7", by="A", client=NOBODY)
    assert kept.found(*kept.checkpoints) == []


def test_a_record_that_says_an_earlier_time_is_named(kept: Kept) -> None:
    """Written by one who knows the form of records, but has no clock of the past to show."""
    with kept.store() as store:
        (last,) = append_decisions(store, 1, 50)
    earlier = "2020-01-01T00:00:00.000000+00:00"
    data = changed(last.data, recorded_at=earlier)
    with kept.by_hand() as db:
        db.execute(
            "UPDATE records SET data = ?, recorded_at = ? WHERE leaf_index = 23", (data, earlier)
        )
        db.execute("UPDATE decisions SET recorded_at = ? WHERE leaf_index = 23", (earlier,))
        db.execute("DELETE FROM nodes WHERE level > 0 AND (position + 1) << level = 24")
        db.execute(
            "UPDATE nodes SET hash = ? WHERE level = 0 AND position = 23", (leaf_hash(data),)
        )
    found = kept.found()
    assert ("time_goes_back", 23, None) in found


def test_an_index_of_searches_that_passes_decisions_over_is_named(kept: Kept) -> None:
    with kept.store() as store:
        append_decisions(store, SEGMENT, 100)
        assert kept.found(*kept.checkpoints) == []
    with kept.by_hand() as db:
        db.execute("DELETE FROM postings WHERE value = 'N5'")
    assert kept.found(*kept.checkpoints) == [("search_changed", 0, SEGMENT - 1)]
