"""A service over a store whose clock the tests set, and the loan system that calls it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api.app import create_app
from service.decisions.rate import Rater
from service.settings import Settings
from service.store.sqlite import SqliteStore
from tests.calling import calling, key_for
from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 22, 12, tzinfo=UTC))


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "decisions.sqlite3", clock=clock)
    yield store
    store.close()


@pytest.fixture
def settings() -> Settings:
    return Settings(environment="development")


@pytest.fixture
def app(store: SqliteStore, rater: Rater, settings: Settings) -> Flask:
    return create_app(store, rater, settings)


@pytest.fixture
def los(app: Flask, store: SqliteStore) -> FlaskClient:
    """The loan system "los-1"."""
    return calling(app, key_for(store, "originator", "los-1"))


@pytest.fixture
def other(app: Flask, store: SqliteStore) -> FlaskClient:
    """Another loan system."""
    return calling(app, key_for(store, "originator", "los-2"))


@pytest.fixture
def committee(app: Flask, store: SqliteStore) -> FlaskClient:
    return calling(app, key_for(store, "committee", "committee"))
