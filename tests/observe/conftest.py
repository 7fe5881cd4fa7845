"""A service whose log is kept: what this process logs goes where it went before, afterwards."""

import io
import logging
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from service.decisions.rate import Rater
from service.observe import logs
from service.settings import Settings
from service.store.sqlite import SqliteStore
from tests.calling import client_for


@pytest.fixture
def client(store: SqliteStore, rater: Rater) -> FlaskClient:
    return client_for(store, rater)


@pytest.fixture
def restored() -> Iterator[None]:
    loggers = [logging.getLogger(), logging.getLogger("gunicorn.error")]
    before = [(logger, logger.handlers[:], logger.level) for logger in loggers]
    yield
    loggers[1].propagate = True
    for logger, handlers, level in before:
        logger.handlers[:] = handlers
        logger.setLevel(level)


@pytest.fixture
def log(restored: None) -> io.StringIO:
    """The log as it is in production, with all that is ever logged."""
    stream = io.StringIO()
    logs.configure(Settings(log_level="debug"), stream)
    return stream
