"""The application over an empty store, and a client of it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api.app import create_app
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore


@pytest.fixture
def app(store: SqliteStore, rater: Rater) -> Flask:
    return create_app(store, rater)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
