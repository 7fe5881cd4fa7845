"""A loan officer at the questionnaire, over a store that the tests of a module share."""

from collections.abc import Callable, Iterator

import pytest

from service.api.app import create_app
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT
from tests.web.signing_in import Browser, browser_of


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path_factory.mktemp("entering") / "decisions.sqlite3")
    yield store
    store.close()


@pytest.fixture(scope="module")
def officer(store: SqliteStore, rater: Rater) -> Browser:
    return browser_of(create_app(store, rater, DEVELOPMENT), store, "originator", "w.li")


@pytest.fixture
def recorded(store: SqliteStore) -> Callable[[], int]:
    """Return what says how many records a test has made."""
    before = store.size()
    return lambda: store.size() - before
