"""The pages over an empty store, and browsers without a screen that are signed in to them."""

from collections.abc import Callable

import pytest
from flask import Flask

from service.api.app import create_app
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT
from tests.web.signing_in import Browser, browser_of


@pytest.fixture
def app(store: SqliteStore, rater: Rater) -> Flask:
    return create_app(store, rater, DEVELOPMENT)


@pytest.fixture
def site_client(app: Flask, store: SqliteStore) -> Callable[..., Browser]:
    """Return what signs a user in: ``site_client(role, name)``."""

    def signed_in(role: str = "admin", name: str = "m.chen", client: str | None = None) -> Browser:
        return browser_of(app, store, role, name, client)

    return signed_in
