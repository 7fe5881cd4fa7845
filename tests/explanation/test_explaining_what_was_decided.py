"""A decision is taken up again by its own ruleset, and only if it comes out as it was recorded."""

import threading
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.decisions.raters import Raters, RulesetNotInstalled
from service.explanation.recorded import DecisionNotReproduced, subject_of
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.store.port import Decision
from service.store.sqlite import SqliteStore
from tests.dossiers import STRONG, spoiled
from tests.engine.borrowers import changed_ruleset, worked_dossiers

OTHER = {"en": "Of the same version, with another title", "zh": "同版本，标题不同"}
"""A title that makes a ruleset another, with another digest, under the same id and version."""


@pytest.fixture
def decision(rater: Rater, store: SqliteStore) -> Decision:
    return decide(rater, store, STRONG.read_bytes())


@pytest.mark.parametrize("name", sorted(worked_dossiers()))
def test_a_decision_is_taken_up_as_it_was(rater: Rater, store: SqliteStore, name: str) -> None:
    body = worked_dossiers()[name]
    recorded = store.get(decide(rater, store, body).decision_id)
    assert recorded is not None
    subject = subject_of(Raters(rater), recorded)
    assert subject.rating.result == rater.rate(body).result
    assert subject.evaluation == rater.rate(body).evaluation


@pytest.mark.parametrize("folder", catalogue.available(), ids=lambda f: f"{f.parent.name} {f.name}")
def test_a_decision_is_rated_again_by_the_ruleset_that_it_was_taken_by(
    rater: Rater, store: SqliteStore, folder: Path
) -> None:
    ruleset = load_ruleset(folder)
    decided = decide(Rater(ruleset), store, STRONG.read_bytes())
    subject = subject_of(Raters(rater), decided)
    assert subject.ruleset.reference == ruleset.reference


def test_a_ruleset_that_is_not_installed_explains_nothing(
    rater: Rater, store: SqliteStore, tmp_path: Path
) -> None:
    other = changed_ruleset(tmp_path, "ruleset.yaml", lambda content: content.update(title=OTHER))
    decided = decide(Rater(other), store, STRONG.read_bytes())
    with pytest.raises(RulesetNotInstalled) as refused:
        subject_of(Raters(rater), decided)
    assert refused.value.reference == other.reference


@pytest.mark.parametrize(
    "change",
    [
        {"dossier": spoiled(application_ref="LOS-1")},
        {"dossier": b"{}"},
        {"decision_id": "0" * 32},
        {"body": b"{}"},
    ],
    ids=["another dossier", "no dossier", "another id", "another answer"],
)
def test_a_record_that_does_not_come_out_again_is_not_explained(
    rater: Rater, decision: Decision, change: dict[str, bytes]
) -> None:
    with pytest.raises(DecisionNotReproduced):
        subject_of(Raters(rater), replace(decision, **change))


def test_a_decision_by_another_version_of_the_engine_is_not_explained(
    rater: Rater, decision: Decision
) -> None:
    body = orjson.loads(decision.body)
    body["engine"]["version"] = "2.0.27"
    with pytest.raises(DecisionNotReproduced) as refused:
        subject_of(Raters(rater), replace(decision, body=orjson.dumps(body)))
    assert refused.value.decision_id == decision.decision_id


def test_threads_that_ask_at_once_get_one_rater_of_a_ruleset(
    rater: Rater, store: SqliteStore, tmp_path: Path
) -> None:
    folder = catalogue.available()[0]
    other = Rater(load_ruleset(folder))
    decided = decide(other, store, STRONG.read_bytes())
    raters = Raters(
        Rater(changed_ruleset(tmp_path, "ruleset.yaml", lambda c: c.update(title=OTHER)))
    )
    start = threading.Barrier(4)
    found: list[Rater] = []

    def ask() -> None:
        start.wait()
        found.append(raters.of(decided))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert {id(one) for one in found} == {id(found[0])}
    assert found[0].ruleset.reference == other.ruleset.reference
