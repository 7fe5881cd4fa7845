"""Clients of the application that send an API key."""

from flask import Flask
from flask.testing import FlaskClient

from service.access.keys import Keys
from service.api.app import create_app
from service.decisions.rate import Rater
from service.settings import Settings
from service.store.sqlite import SqliteStore

DEVELOPMENT = Settings(environment="development", repeat_window=0)
"""Tests send the same dossiers again and again; whether that is noticed is not their matter."""

UNKNOWN = "pz_0123456789ab_" + "A" * 43
"""What has the form of a key, and is none."""


def key_for(store: SqliteStore, role: str = "admin", name: str = "tests") -> str:
    """Make a key of the client ``name``, and return its text."""
    return Keys(store).create(role, name).text


def calling(app: Flask, key: str) -> FlaskClient:
    """Return a client that sends ``key`` with every request."""
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    return client


def client_for(
    store: SqliteStore, rater: Rater, role: str = "admin", name: str = "tests"
) -> FlaskClient:
    """Return a client of a service over ``store`` with a key of its own."""
    return calling(create_app(store, rater, DEVELOPMENT), key_for(store, role, name))
