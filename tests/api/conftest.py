"""The application over an empty store, and a client of it whose key may do everything."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api.app import create_app
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT, calling, key_for


@pytest.fixture
def app(store: SqliteStore, rater: Rater) -> Flask:
    return create_app(store, rater, DEVELOPMENT)


@pytest.fixture
def client(app: Flask, store: SqliteStore) -> FlaskClient:
    return calling(app, key_for(store))
