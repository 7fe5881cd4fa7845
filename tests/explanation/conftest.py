"""Borrowers to be explained: the worked ones by name, others by their facts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import pytest

from service.decisions.rate import Rater
from service.dossier.facts import Dossier, FactState
from service.explanation.subject import Subject
from service.ruleset.model import Ruleset
from tests.engine import borrowers
from tests.engine.borrowers import FIXTURES, Borrower

ExplainSubject = Callable[[str | Mapping[str, FactState]], Subject]
"""From the name of a dossier under fixtures/, or from every fact's state, to who is explained."""


@pytest.fixture(scope="session")
def explain_subject(rater: Rater) -> ExplainSubject:
    @cache
    def named(name: str) -> Subject:
        body = (FIXTURES / "dossiers" / f"{name}.json").read_bytes()
        return Subject(rater, rater.rate(body))

    def subject(who: str | Mapping[str, FactState]) -> Subject:
        if isinstance(who, str):
            return named(who)
        dossier: Dossier = replace(named("average_manufacturer").dossier, facts=who)
        return Subject(rater, rater.rate_dossier(dossier))

    return subject


@pytest.fixture(scope="session")
def flawless(ruleset: Ruleset) -> Borrower:
    return borrowers.flawless(ruleset)
