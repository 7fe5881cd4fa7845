"""The ruleset in force, compiled once for all tests; empty stores; Hypothesis made repeatable."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from service.decisions.rate import Rater
from service.ruleset import catalogue
from service.ruleset.model import Ruleset
from service.store.sqlite import SqliteStore

# The same examples in every run, and no clock decides anything.
settings.register_profile(
    "repeatable",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def ruleset() -> Ruleset:
    return catalogue.active()


@pytest.fixture(scope="session")
def rater(ruleset: Ruleset) -> Rater:
    return Rater(ruleset)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "decisions.sqlite3")
    yield store
    store.close()
