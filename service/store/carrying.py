"""Carries decisions over that were recorded before there was a ledger, as its first records."""

import sqlite3
from datetime import UTC, datetime
from functools import cache

import orjson
from sqlite_utils import Database

from service.records.documents import decision_body
from service.records.rows import decision_row
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.store.appending import append
from service.store.port import Client, Draft

_BEFORE = (
    "SELECT decision_id, ruleset_id, ruleset_version, ruleset_digest, dossier, body, recorded_at"
    " FROM decisions_before ORDER BY seq"
)


def carry_over(db: Database) -> None:
    """Append every decision of the table ``decisions_before`` to the ledger.

    The records keep the time of recording; what was not recorded then (the facts as they were
    read, the software, the client) stays open in them. Raises :exc:`sqlite3.Error`, also
    where one of them is damaged.
    """
    clock = datetime.now(UTC)
    for row in db.execute(_BEFORE):
        try:
            draft, recorded_at = _drafted(*row)
        except (ValueError, KeyError, TypeError) as fault:
            raise sqlite3.DatabaseError(f"decision {row[0]} is damaged: {fault!r}") from fault
        append(db, draft, clock, recorded_at)


def _drafted(
    decision_id: str,
    of: str,
    version: str,
    digest: str,
    dossier: bytes,
    body: bytes,
    recorded_at: str,
) -> tuple[Draft, str]:
    result = orjson.loads(body)
    source = _source(of, version, digest)
    contents = {"dossier": dossier, "result": body}
    named = {"id": of, "version": version, "digest": digest}
    recorded = decision_body(
        result,
        named | {"source": None if source is None else source[0]},
        contents,
        software={},
        settings={},
    )
    document = {"body": recorded, "client": {"name": None}}
    draft = Draft(
        kind="decision",
        record_id=decision_id,
        subject=None,
        client=Client(),
        body=recorded,
        contents=contents,
        source=None if source is None else source[1],
        row=decision_row(document, orjson.loads(dossier), result),
    )
    return draft, recorded_at


@cache
def _source(of: str, version: str, digest: str) -> tuple[str, bytes] | None:
    """Return digest and files of an installed ruleset, if it is still that one."""
    folder = catalogue.root() / of / version
    if not folder.is_dir():
        return None
    ruleset = load_ruleset(folder)
    return (ruleset.source_digest, ruleset.source) if ruleset.digest == digest else None
