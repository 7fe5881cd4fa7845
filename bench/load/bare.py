"""The application that ``POST /v1/decisions`` is held against: JSON in, one durable insert.

It has no rules, checks nothing and keeps nothing that could be verified or found. It is served
as the service is: ``gunicorn -c gunicorn.conf.py bench.load.bare:app``.
"""

import os
import sqlite3
from functools import cache
from pathlib import Path

from flask import Flask, request
from flask.typing import ResponseReturnValue

STORE, BYTES = "BARE_STORE", "BARE_BYTES"
"""Variables of the environment: the SQLite file, and how many bytes are inserted."""

_BUSY_SECONDS = 30.0

app = Flask("bare", static_folder=None)

_kept = os.urandom(int(os.environ.get(BYTES, "0")))


@app.post("/v1/decisions")
def insert() -> ResponseReturnValue:
    """Parse the dossier and keep as many bytes as a decision takes, as durably."""
    dossier = request.get_json()
    connection = _connection(os.getpid())
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO kept (data) VALUES (?)", (_kept,))
    connection.execute("COMMIT")
    return {"dossier_id": dossier["dossier_id"]}, 201


def create(path: Path) -> None:
    """Make the file at ``path``, where there is none yet."""
    connection = _open(path)
    connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, data BLOB NOT NULL)")
    connection.close()


@cache
def _connection(process: int) -> sqlite3.Connection:
    """Return the connection of a worker, which is not that of the process it was forked from."""
    return _open(Path(os.environ[STORE]))


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=_BUSY_SECONDS)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection
