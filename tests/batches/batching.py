"""Batches as the tests send them, do them and read what became of them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.batches.runner import run
from service.decisions.rate import Rater
from service.ruleset import catalogue
from service.settings import Settings
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT
from tests.dossiers import document

MIME_TYPE = "application/x-ndjson"


def dossier(application: str, **members: Any) -> bytes:
    """Return a dossier on one line."""
    return json.dumps(document() | {"application_ref": application} | members).encode()


def ndjson(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def applications(count: int) -> list[str]:
    return [f"LOS-{n}" for n in range(1, count + 1)]


def batch_of(count: int) -> bytes:
    """Return a batch of so many dossiers, known by their applications."""
    return ndjson(dossier(application) for application in applications(count))


def send(
    client: FlaskClient,
    body: bytes | Iterable[bytes],
    query: str = "",
    content_type: str = MIME_TYPE,
    **headers: str,
) -> TestResponse:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(f"/v1/batches{query}", data=body, content_type=content_type, headers=names)


def settings_of(store: SqliteStore, **chosen: Any) -> Settings:
    return replace(DEVELOPMENT, store=store.path, **chosen)


def do(store: SqliteStore, **chosen: Any) -> None:
    """Do what waits in ``store``, as the runner's process does."""
    assert run(store, settings_of(store, **chosen), lambda: False, rater())


@cache
def rater() -> Rater:
    return Rater(catalogue.active())


def results(client: FlaskClient, location: str, query: str = "") -> list[dict[str, Any]]:
    """Return every result, following the links from page to page."""
    found: list[dict[str, Any]] = []
    page: str | None = f"{location}/results{query}"
    while page is not None:
        answer = client.get(page)
        assert answer.status_code == 200, answer.text
        assert answer.mimetype == MIME_TYPE
        found += [json.loads(line) for line in answer.text.splitlines()]
        page = next_page(answer)
    return found


def next_page(answer: TestResponse) -> str | None:
    link = answer.headers.get("Link")
    return None if link is None else link.removeprefix("<").removesuffix('>; rel="next"')


def recorded(store: SqliteStore) -> list[str]:
    """Return the applications that decisions were recorded on, in the order of the ledger."""
    rows = store.connection().execute("SELECT application_ref FROM decisions ORDER BY leaf_index")
    return [application for (application,) in rows]


def kept(store: SqliteStore) -> dict[str, int]:
    """Return how many rows there are of batches, of their lines and of webhooks."""
    return {
        table: store.connection().execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("batches", "batch_lines", "webhooks")
    }


NOTHING = {"batches": 0, "batch_lines": 0, "webhooks": 0}


def statuses(found: Sequence[dict[str, Any]]) -> list[int]:
    return [line["status"] for line in found]
