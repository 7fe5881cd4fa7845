"""What each released ruleset decided once comes out again, whatever the service has become."""

import os
from pathlib import Path

import pytest

from service.decisions.raters import SourceRaters
from service.replay.replay import replay
from service.replay.stored import Stored
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from tests.dossiers import ROOT
from tests.replay import corpus

FOLDERS = sorted(corpus.CORPUS.glob("*/*"))
RELEASED = [f for f in catalogue.available() if f.parent.name == "nonfinancial"]


@pytest.fixture(scope="module")
def raters() -> SourceRaters:
    return SourceRaters()


@pytest.mark.parametrize("folder", RELEASED, ids=lambda f: f.name)
def test_every_released_ruleset_has_its_decisions_recorded(folder: Path, tmp_path: Path) -> None:
    ruleset = load_ruleset(folder)
    recorded = corpus.folder_of(ruleset)
    if os.environ.get("RECORD_CORPUS") == "1" and not recorded.is_dir():
        corpus.record(ruleset, recorded, tmp_path / "decisions.sqlite3")
    kept = corpus.read(recorded)
    assert {k.record.body["ruleset"]["digest"] for k in kept if k.record} == {ruleset.digest}
    worked = len(list(ROOT.glob("fixtures/dossiers/*.json")))
    assert len(kept) >= worked


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_every_recorded_decision_is_reproduced(folder: Path, raters: SourceRaters) -> None:
    verdicts = [replay(kept, raters) for kept in corpus.read(folder)]
    assert [v.to_json() for v in verdicts if v.verdict != "reproduced"] == []
    assert all(v.not_compared == {} for v in verdicts)


def test_rulesets_are_replayed_side_by_side(raters: SourceRaters) -> None:
    """One process, decisions of all versions in turn: each is rated by its own."""
    mixed: list[Stored] = [
        kept for row in zip(*map(corpus.read, FOLDERS), strict=False) for kept in row
    ]
    verdicts = [replay(kept, raters) for kept in mixed[:12]]
    assert {v.verdict for v in verdicts} == {"reproduced"}
    assert len({v.ruleset["version"] for v in verdicts if v.ruleset}) == len(FOLDERS)


def test_the_corpus_holds_every_kind_of_grade() -> None:
    grades = {k.record.body["grade"] for folder in FOLDERS for k in corpus.read(folder) if k.record}
    assert {"N1", "N4", "N7", "N10", "NR"} <= grades
