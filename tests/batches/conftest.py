"""The application over an empty store, and a client of it that may send batches."""

import pytest
from flask.testing import FlaskClient

from service.api.app import create_app
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.batches.batching import settings_of
from tests.calling import calling, key_for


@pytest.fixture
def client(store: SqliteStore, rater: Rater) -> FlaskClient:
    return calling(create_app(store, rater, settings_of(store)), key_for(store, "originator"))
