"""Papers on the borrowers under fixtures/, each decided and explained once."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import orjson
import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.explanation.answers import Case
from service.explanation.subject import Subject
from service.paper.paper import Paper, paper_of
from service.store.port import Client, Decision
from service.store.sqlite import SqliteStore
from tests.dossiers import ROOT

DOSSIERS = sorted(path.stem for path in (ROOT / "fixtures" / "dossiers").glob("*.json"))


class Desk:
    """Decides on dossiers by name, explains the decisions and writes their papers."""

    def __init__(self, store: SqliteStore, rater: Rater) -> None:
        self.rater = rater
        self._store = store
        self.decision = cache(self._decide)
        self.explanation = cache(self._explain)
        self._papers = cache(self.written)

    def _decide(self, name: str) -> Decision:
        body = (ROOT / "fixtures" / "dossiers" / f"{name}.json").read_bytes()
        return decide(self.rater, self._store, body, Client("los-north", authenticated=True))

    def result(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.decision(name).body)
        return found

    def _explain(self, name: str, lang: str) -> dict[str, Any]:
        decision = self.decision(name)
        subject = Subject(self.rater, self.rater.rate(decision.dossier))
        case = Case(subject, decision.decision_id, decision.recorded_at)
        found: dict[str, Any] = orjson.loads(orjson.dumps(case.explanation(lang)))
        return found

    def paper(self, name: str, lang: str = "en") -> Paper:
        return self._papers(name, lang)

    def written(self, name: str, lang: str = "en", **looked_at: Any) -> Paper:
        explanation = self.explanation(name, lang)
        ruleset = self.rater.ruleset
        return paper_of(self.decision(name), explanation, ruleset, lang, **looked_at)


class PaperOf(Protocol):
    """From the name of a dossier and a language to its paper."""

    def __call__(self, name: str, lang: str = "en") -> Paper: ...


@pytest.fixture(scope="session")
def desk(rater: Rater, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("desk")
    store = SqliteStore(folder / "decisions.sqlite3")
    yield Desk(store, rater)
    store.close()


@pytest.fixture(scope="session")
def paper(desk: Desk) -> PaperOf:
    return desk.paper
