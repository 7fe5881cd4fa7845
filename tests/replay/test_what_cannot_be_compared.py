"""A decision that cannot be replayed is incomparable for a reason, never reproduced."""

import gzip
import shutil
from pathlib import Path

import orjson
import pytest

from service.canonical import digest
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.decisions.raters import SourceRaters
from service.engine.direct import DirectEvaluator
from service.replay.many import replay_leaves
from service.replay.replay import replay
from service.replay.selection import by_id
from service.replay.verdict import Verdict
from service.retention.erase import erase
from service.ruleset.model import Ruleset
from service.store.port import Client, Decision
from service.store.sqlite import SqliteStore
from tests.dossiers import ROOT
from tests.engine.borrowers import changed_ruleset
from tests.replay.conftest import FAMILY, ByHand, Replayed, as_recorded


def reason(verdict: Verdict) -> str | None:
    assert verdict.verdict == "incomparable"
    assert verdict.detail
    return verdict.reason


def test_erased_on_order(store: SqliteStore, decision: Decision, replayed: Replayed) -> None:
    certificate = erase(store, decision.decision_id, order="A-7", by="Li Na", client=Client())
    verdict = replayed(decision.decision_id)
    assert reason(verdict) == "erased"
    assert certificate.record_id in (verdict.detail or "")
    assert (verdict.decision_id, verdict.leaf_index) == (decision.decision_id, 0)


@pytest.mark.parametrize("made_up", ["leaf", "certificate"])
def test_a_certificate_that_is_not_in_the_ledger_excuses_nothing(
    store: SqliteStore,
    decision: Decision,
    by_hand: ByHand,
    made_up: str,
) -> None:
    certificate = erase(store, decision.decision_id, order="A-7", by="Li Na", client=Client())
    if made_up == "certificate":
        other = certificate.data.replace(b"A-7", b"A-8")
        by_hand("UPDATE records SET data = ? WHERE leaf_index = 1", other)
    else:
        by_hand("UPDATE nodes SET hash = ? WHERE level = 0 AND position = 0", bytes(32))
    assert by_id(store, decision.decision_id) is None
    store.close()
    (verdict,) = (v for v in replay_leaves(store.path, [0]))
    assert (verdict.verdict, verdict.cause) == ("diverged", "stored_input_damaged")


def test_a_ruleset_whose_files_were_not_recorded(
    store: SqliteStore, decision: Decision, replayed: Replayed
) -> None:
    ruleset = {**decision.record.body["ruleset"], "source": None}
    assert reason(replayed(as_recorded(store, decision, ruleset=ruleset))) == "ruleset_not_stored"


def test_a_ruleset_whose_files_are_gone(
    decision: Decision, by_hand: ByHand, replayed: Replayed
) -> None:
    by_hand("DELETE FROM sources")
    assert reason(replayed(decision.decision_id)) == "ruleset_not_stored"


@pytest.mark.parametrize("source", [b"{}", b"[]", b'{"ruleset.yaml":"format: 9"}'])
def test_a_ruleset_that_the_loader_of_today_refuses(
    store: SqliteStore, decision: Decision, replayed: Replayed, source: bytes
) -> None:
    """Its files are those recorded, byte for byte, so that nothing diverged."""
    verdict = replayed(as_recorded(store, decision, source=source))
    assert reason(verdict) == "ruleset_refused"
    assert digest(source) != decision.source_digest


def test_a_record_of_a_format_to_come(
    rater: Rater, store: SqliteStore, replayed: Replayed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.store.appending.FORMAT", 2)
    decided = decide(rater, store, FAMILY.read_bytes())
    monkeypatch.undo()
    assert reason(replayed(decided.decision_id)) == "record_format"


@pytest.mark.parametrize("name", ["dossier", "result"])
def test_a_record_that_names_too_little(
    store: SqliteStore, decision: Decision, replayed: Replayed, name: str
) -> None:
    verdict = replayed(as_recorded(store, decision, without=(name,)))
    assert reason(verdict) == "record_format"
    assert verdict.detail == f"The record names no {name}."


def test_evaluators_that_disagree(
    ruleset: Ruleset, store: SqliteStore, decision: Decision, tmp_path: Path
) -> None:
    def harsher(policy: dict[str, list[dict[str, str]]]) -> None:
        next(s for s in policy["severities"] if s["id"] == "W1")["points"] = "-2"

    other = DirectEvaluator(changed_ruleset(tmp_path, "policy.yaml", harsher))
    torn = Rater(ruleset, checker=other)
    kept = by_id(store, decision.decision_id)
    assert kept is not None
    verdict = replay(kept, lambda source: torn)
    assert reason(verdict) == "evaluation_failed"
    parts = "dimensions, composite, base_grade, caps, indicative_grade, grade, best_case_grade"
    assert verdict.detail == f"The two evaluators disagree: {parts}."


def test_without_recorded_facts_all_else_is_compared(
    store: SqliteStore, decision: Decision, replayed: Replayed
) -> None:
    verdict = replayed(as_recorded(store, decision, without=("facts",)))
    assert verdict.verdict == "reproduced"
    assert verdict.not_compared == {"normalisation": "facts_not_recorded"}


def test_decisions_older_than_the_ledger_are_replayed_as_far_as_they_were_recorded(
    tmp_path: Path, raters: SourceRaters
) -> None:
    path = tmp_path / "old.sqlite3"
    old = ROOT / "fixtures" / "stores" / "before_the_ledger.sqlite3.gz"
    with gzip.open(old) as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)
    store = SqliteStore(path)
    records = list(store.records())
    verdicts = []
    for record in records:
        kept = by_id(store, record.record_id)
        assert kept is not None
        verdicts.append(replay(kept, raters))
    store.close()
    compared = [v for v in verdicts if v.verdict == "reproduced"]
    assert compared
    assert all(v.not_compared == {"normalisation": "facts_not_recorded"} for v in compared)
    others = [v for v in verdicts if v not in compared]
    assert {v.reason for v in others} <= {"ruleset_not_stored"}


def test_of_a_record_without_library_versions_it_is_said_that_they_are_not_known(
    store: SqliteStore, decision: Decision, replayed: Replayed
) -> None:
    verdict = replayed(as_recorded(store, decision, lambda r: r.update(grade="N1"), software={}))
    assert verdict.cause == "unexplained"
    assert "not recorded" in verdict.causes[0].evidence
    assert orjson.dumps(verdict.to_json())
