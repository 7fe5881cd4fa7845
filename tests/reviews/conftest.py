"""Decisions of the worked borrowers, one of each kind that reviews treat apart."""

import pytest

from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.reviews.reviewing import FAMILY, POLLUTER, UNRATED, Reviewed


@pytest.fixture
def family(store: SqliteStore, rater: Rater) -> Reviewed:
    return Reviewed(store, rater, FAMILY)


@pytest.fixture
def polluter(store: SqliteStore, rater: Rater) -> Reviewed:
    return Reviewed(store, rater, POLLUTER)


@pytest.fixture
def unrated(store: SqliteStore, rater: Rater) -> Reviewed:
    return Reviewed(store, rater, UNRATED)
