"""Decisions on borrowers of several kinds, and their papers, made once for all tests."""

from collections.abc import Iterator
from functools import cache, cached_property

import pytest
from flask import Flask

from service.api.app import create_app
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.decisions.raters import Raters
from service.explanation.kept import Explained
from service.report.papers import Papers, Printed
from service.store.port import Decision
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT
from tests.web.deciding import decided


class Library:
    """A store of decisions to which tests add, and the papers of them."""

    def __init__(self, store: SqliteStore, rater: Rater) -> None:
        self.store = store
        self.rater = rater
        self.explained = Explained(Raters(rater, store))
        self.papers = Papers(store, self.explained)
        self.decision = cache(self._decision)

    def _decision(self, name: str) -> Decision:
        """Return the decision, recorded once, on the dossier of that name."""
        found = self.store.get(decided(self.store, self.rater, name))
        assert found is not None
        return found

    def decide(self, dossier: bytes, corrects: str | None = None) -> Decision:
        """Return a decision on ``dossier``, now recorded."""
        return decide(self.rater, self.store, dossier, corrects=corrects)

    def paper(self, name: str, lang: str) -> Printed:
        """Return the paper of the decision on the dossier of that name."""
        return self.papers.of(self.decision(name), lang)

    @cached_property
    def app(self) -> Flask:
        """The application over the store."""
        return create_app(self.store, self.rater, DEVELOPMENT)


@pytest.fixture(scope="session")
def library(rater: Rater, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    store = SqliteStore(tmp_path_factory.mktemp("papers") / "decisions.sqlite3")
    yield Library(store, rater)
    store.close()
