"""A decision is taken up again by its own ruleset, and only if it comes out as it was recorded."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.decisions.raters import Raters, RulesetNotStored
from service.explanation.recorded import DecisionNotReproduced, subject_of
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.store.port import Decision, RecordDamaged
from service.store.sqlite import SqliteStore
from tests.dossiers import STRONG, spoiled
from tests.engine.borrowers import changed_ruleset, worked_dossiers
from tests.recorded_anew import recorded_anew

OTHER = {"en": "Of the same version, with another title", "zh": "同版本，标题不同"}
"""A title that makes a ruleset another, with another digest, under the same id and version."""


@pytest.fixture
def decision(rater: Rater, store: SqliteStore) -> Decision:
    return decide(rater, store, STRONG.read_bytes())


def answering(
    store: SqliteStore, decision: Decision, change: Callable[[dict[str, Any]], None]
) -> Decision:
    """Record ``decision`` as a service would have that answered otherwise."""
    anew = recorded_anew(store, decision)
    result = orjson.loads(decision.body) | {"decision_id": anew.decision_id}
    change(result)
    return Decision(anew.record, decision.dossier, decision.facts, orjson.dumps(result))


@pytest.mark.parametrize("name", sorted(worked_dossiers()))
def test_a_decision_is_taken_up_as_it_was(rater: Rater, store: SqliteStore, name: str) -> None:
    body = worked_dossiers()[name]
    recorded = store.get(decide(rater, store, body).decision_id)
    assert recorded is not None
    subject = subject_of(Raters(rater, store), recorded)
    assert subject.rating.result == rater.rate(body).result
    assert subject.evaluation == rater.rate(body).evaluation


@pytest.mark.parametrize("folder", catalogue.available(), ids=lambda f: f"{f.parent.name} {f.name}")
def test_a_decision_is_rated_again_by_the_ruleset_that_it_was_taken_by(
    rater: Rater, store: SqliteStore, folder: Path
) -> None:
    ruleset = load_ruleset(folder)
    decided = decide(Rater(ruleset), store, STRONG.read_bytes())
    subject = subject_of(Raters(rater, store), decided)
    assert subject.ruleset.reference == ruleset.reference


def test_a_ruleset_that_is_not_installed_is_taken_from_the_record(
    rater: Rater, store: SqliteStore, tmp_path: Path
) -> None:
    other = changed_ruleset(tmp_path, "ruleset.yaml", lambda content: content.update(title=OTHER))
    decided = decide(Rater(other), store, STRONG.read_bytes())
    assert subject_of(Raters(rater, store), decided).ruleset.reference == other.reference


def test_a_ruleset_that_is_not_stored_explains_nothing(
    rater: Rater, store: SqliteStore, decision: Decision
) -> None:
    named = decision.record.body["ruleset"] | {"source": "sha256:none"}
    decided = recorded_anew(store, decision, ruleset=named)
    with pytest.raises(RulesetNotStored) as refused:
        subject_of(Raters(rater, store), decided)
    assert refused.value.reference == decision.ruleset


def test_a_ruleset_of_another_digest_explains_nothing(
    rater: Rater, store: SqliteStore, decision: Decision
) -> None:
    named = decision.record.body["ruleset"] | {"digest": "sha256:other"}
    with pytest.raises(RecordDamaged):
        subject_of(Raters(rater, store), recorded_anew(store, decision, ruleset=named))


@pytest.mark.parametrize(
    "contents",
    [{"dossier": spoiled(application_ref="LOS-1")}, {"dossier": b"{}"}, {"result": b"{}"}],
    ids=["another dossier", "no dossier", "another answer"],
)
def test_a_record_that_does_not_come_out_again_is_not_explained(
    rater: Rater, store: SqliteStore, decision: Decision, contents: dict[str, bytes]
) -> None:
    with pytest.raises(DecisionNotReproduced):
        subject_of(Raters(rater, store), recorded_anew(store, decision, contents))


@pytest.mark.parametrize(
    "change",
    [
        lambda result: result.update(grade="N2"),
        lambda result: result["trace"].reverse(),
        lambda result: result.update(label=result.pop("label")),
        lambda result: result.pop("engine"),
        lambda result: result.update(decision_id="0" * 32),
    ],
    ids=["another grade", "another trace", "another order", "no engine", "another id"],
)
def test_an_answer_that_differs_anywhere_is_not_explained(
    rater: Rater,
    store: SqliteStore,
    decision: Decision,
    change: Callable[[dict[str, Any]], None],
) -> None:
    decided = answering(store, decision, change)
    with pytest.raises(DecisionNotReproduced) as refused:
        subject_of(Raters(rater, store), decided)
    assert refused.value.decision_id == decided.decision_id


def test_a_decision_by_another_version_of_the_engine_is_explained_if_it_comes_out_again(
    rater: Rater, store: SqliteStore, decision: Decision
) -> None:
    decided = answering(store, decision, lambda r: r["engine"].update(version="2.0.27"))
    subject = subject_of(Raters(rater, store), decided)
    assert subject.rating.result == rater.rate(STRONG.read_bytes()).result


def test_threads_that_ask_at_once_get_one_rater_of_a_ruleset(
    rater: Rater, store: SqliteStore, tmp_path: Path
) -> None:
    folder = catalogue.available()[0]
    other = Rater(load_ruleset(folder))
    decided = decide(other, store, STRONG.read_bytes())
    active = changed_ruleset(tmp_path, "ruleset.yaml", lambda c: c.update(title=OTHER))
    raters = Raters(Rater(active), store)
    start = threading.Barrier(4)
    found: list[Rater] = []

    def ask() -> None:
        start.wait()
        found.append(raters.of(decided))
        store.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert {id(one) for one in found} == {id(found[0])}
    assert found[0].ruleset.reference == other.ruleset.reference
