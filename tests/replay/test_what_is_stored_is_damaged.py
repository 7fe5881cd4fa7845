"""A stored byte that is not the one recorded is the first divergence, and its own cause."""

import zlib

import orjson
import pytest

from service.canonical import digest
from service.store.port import Decision
from service.store.sqlite import SqliteStore
from tests.replay.conftest import ByHand, Replayed

CONTENT = "UPDATE contents SET data = ? WHERE leaf_index = 0 AND name = ?"


def repacked(content: bytes, old: bytes, new: bytes) -> bytes:
    assert old in content
    return zlib.compress(content.replace(old, new, 1))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("dossier", b'"supplier_standing":"adequate"', b'"supplier_standing":"weak"'),
        ("dossier", b'"rating_date"', b'"rating_data"'),
        ("facts", b'"value":true', b'"value":null'),
        ("facts", b"{", b""),
        ("result", b'"grade":"N5"', b'"grade":"N4"'),
        ("result", b"{", b""),
    ],
)
def test_contents_that_were_changed(
    store: SqliteStore,
    decision: Decision,
    by_hand: ByHand,
    replayed: Replayed,
    name: str,
    old: bytes,
    new: bytes,
) -> None:
    content = store.contents(0)[name]
    by_hand(CONTENT, repacked(content, old, new), name)
    verdict = replayed(decision.decision_id)
    assert (verdict.verdict, verdict.cause) == ("diverged", "stored_input_damaged")
    first = verdict.first
    assert first is not None
    assert (first.stage, first.element) == ("input", f"/contents/{name}")
    assert first.recorded == digest(content)
    assert first.replayed == digest(content.replace(old, new, 1))


def test_the_replay_shows_what_a_changed_dossier_would_come_to(
    store: SqliteStore, decision: Decision, by_hand: ByHand, replayed: Replayed
) -> None:
    dossier = orjson.loads(store.contents(0)["dossier"])
    dossier["governance"]["decision_process"] = "board_collective"
    by_hand(CONTENT, zlib.compress(orjson.dumps(dossier)), "dossier")
    told = {d.stage: d.element for d in replayed(decision.decision_id).differences}
    assert told == {
        "input": "/contents/dossier",
        "normalisation": "/facts/governance.decision_process/value",
        "finding": "/findings/GOV-05/code",
        "pattern": "/patterns/PAT-01",
        "dimension": "/dimensions/GOV/strength_points",
        "cap": "/caps/PAT-01 KEY_PERSON_RISK",
    }


def test_a_change_that_makes_no_difference_is_still_told(
    store: SqliteStore, decision: Decision, by_hand: ByHand, replayed: Replayed
) -> None:
    dossier = orjson.loads(store.contents(0)["dossier"])
    dossier["borrower"]["legal_name"] = "another"
    by_hand(CONTENT, zlib.compress(orjson.dumps(dossier)), "dossier")
    verdict = replayed(decision.decision_id)
    assert [(d.stage, d.element) for d in verdict.differences] == [("input", "/contents/dossier")]


def test_a_changed_grade_is_told_with_the_one_that_was_recorded(
    store: SqliteStore, decision: Decision, by_hand: ByHand, replayed: Replayed
) -> None:
    result = repacked(store.contents(0)["result"], b'"grade":"N5"', b'"grade":"N1"')
    by_hand(CONTENT, result, "result")
    told = [(d.stage, d.recorded, d.replayed) for d in replayed(decision.decision_id).differences]
    assert ("grade", "N1", "N5") in told


@pytest.mark.parametrize("name", ["dossier", "facts", "result"])
def test_contents_that_are_gone(
    decision: Decision, by_hand: ByHand, replayed: Replayed, name: str
) -> None:
    by_hand("DELETE FROM contents WHERE name = ?", name)
    verdict = replayed(decision.decision_id)
    assert verdict.cause == "stored_input_damaged"
    assert verdict.differences[0].to_json().keys() == {"stage", "element", "recorded"}


def test_contents_that_the_record_does_not_know(
    decision: Decision, by_hand: ByHand, replayed: Replayed
) -> None:
    by_hand("INSERT INTO contents VALUES (0, 'note', ?)", zlib.compress(b"for the file"))
    verdict = replayed(decision.decision_id)
    assert verdict.differences[0].element == "/contents/note"
    assert verdict.cause == "stored_input_damaged"


def test_contents_that_cannot_be_unpacked(
    decision: Decision, by_hand: ByHand, replayed: Replayed
) -> None:
    by_hand(CONTENT, b"\x00\x01", "dossier")
    verdict = replayed(decision.decision_id)
    assert (verdict.verdict, verdict.cause) == ("diverged", "stored_input_damaged")
    assert verdict.differences[0].element == "/contents"


def test_a_record_that_was_changed(decision: Decision, by_hand: ByHand, replayed: Replayed) -> None:
    changed = decision.record.data.replace(b'"grade":"N5"', b'"grade":"N4"')
    by_hand("UPDATE records SET data = ?", changed)
    verdict = replayed(decision.decision_id)
    assert (verdict.verdict, verdict.cause) == ("diverged", "stored_input_damaged")
    assert verdict.differences[0].element == "/record"


def test_a_record_that_is_no_json_any_more(
    decision: Decision, by_hand: ByHand, replayed: Replayed
) -> None:
    by_hand("UPDATE records SET data = ?", b"\xff")
    assert replayed(decision.decision_id).cause == "stored_input_damaged"


def test_a_leaf_that_is_gone(decision: Decision, by_hand: ByHand, replayed: Replayed) -> None:
    by_hand("DELETE FROM nodes")
    verdict = replayed(decision.decision_id)
    assert (verdict.verdict, verdict.cause) == ("diverged", "stored_input_damaged")


def test_a_record_that_goes_by_another_id(
    decision: Decision, by_hand: ByHand, replayed: Replayed
) -> None:
    by_hand("UPDATE records SET record_id = ?", "0" * 32)
    verdict = replayed("0" * 32)
    assert verdict.verdict == "diverged"
    assert verdict.differences[0].element == "/record/record_id"
    assert verdict.cause == "stored_input_damaged"
