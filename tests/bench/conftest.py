"""Dossiers for the benchmark's own tests, read once."""

import pytest

from bench.dossiers import Measured, examples, random_dossiers
from service.ruleset.model import Ruleset


@pytest.fixture(scope="session")
def dossiers(ruleset: Ruleset) -> list[Measured]:
    return [*examples(ruleset), *random_dossiers(ruleset, 25, seed=7)]
