"""Users whose sessions are opened without the work of hashing a password."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.store import users
from service.store.sqlite import SqliteStore
from service.store.users import User
from service.users.cookie import cookie_name
from service.users.sessions import sessions_of
from tests.calling import DEVELOPMENT

NOTHING: Mapping[str, Any] = MappingProxyType({})
MADE = "2026-01-01T00:00:00.000000+00:00"


class Browser:
    """A client that is signed in, asks for HTML, and sends forms as pages do."""

    def __init__(self, client: FlaskClient, token: str, csrf: str) -> None:
        self.client = client
        self.token = token
        self.csrf = csrf

    def get(self, address: str, **options: Any) -> TestResponse:
        return self.client.get(address, headers={"Accept": "text/html"}, **options)

    def post(self, address: str, data: Mapping[str, Any] = NOTHING, **options: Any) -> TestResponse:
        """Send a form to ``address``; the token of the session's forms is added."""
        form = {"csrf": self.csrf, **data}
        return self.client.post(address, data=form, headers={"Accept": "text/html"}, **options)


def browser_of(
    app: Flask, store: SqliteStore, role: str, name: str, client: str | None = None
) -> Browser:
    """Sign the user ``name`` in, who is made if there is none, and return their browser."""
    if users.get(store, name) is None:
        users.add(store, User(name, role, client or name, None, MADE))
    sessions = sessions_of(store, DEVELOPMENT)
    token = sessions.open(name)
    session = sessions.recognise(token)
    assert session is not None
    browser = app.test_client()
    browser.set_cookie(cookie_name(DEVELOPMENT), token)
    return Browser(browser, token, session.csrf)
