"""Appends a record to the ledger: its row, its contents, its leaf and what searches find."""

import secrets
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from service import __version__
from service.canonical import canonical_bytes, digest
from service.ledger.tree import appended, leaf_hash
from service.records.form import FORMAT, time_text
from service.records.rows import DecisionRow
from service.store.packed import packed
from service.store.port import Draft, Record

_BEFORE = """
    SELECT
        (SELECT max(position) FROM nodes WHERE level = 0),
        (SELECT recorded_at FROM records ORDER BY leaf_index DESC LIMIT 1),
        (SELECT EXISTS (SELECT 1 FROM sources WHERE digest = ?))
"""
"""The last leaf, when the last record was made, and whether the files of a ruleset are known."""


def prepared(draft: Draft) -> Draft:
    """Return ``draft`` with its contents compressed: others need not wait for that."""
    if draft.packed.keys() == draft.contents.keys():
        return draft
    return replace(draft, packed={name: packed(data) for name, data in draft.contents.items()})


def append(db: Database, draft: Draft, clock: datetime, since: str | None = None) -> Record:
    """Append ``draft`` as the next leaf, inside the transaction that is open.

    ``clock`` is what the machine's clock says, in UTC. ``recorded_at`` is that, or ``since``
    where it was recorded elsewhere before; it is never before that of the record before.
    Raises :exc:`sqlite3.Error`.
    """
    of = None if draft.source is None else draft.body["ruleset"]["source"]
    last, before, known = db.conn.execute(_BEFORE, (of,)).fetchone()
    leaf_index = 0 if last is None else last + 1
    said = time_text(clock)
    document = {
        "format": FORMAT,
        "kind": draft.kind,
        "leaf_index": leaf_index,
        "record_id": draft.record_id,
        "subject": draft.subject,
        "recorded_at": max(since or said, before or ""),
        "clock": said,
        # So that the leaf of an erased record tells nothing of what it said.
        "nonce": secrets.token_hex(16),
        "service": {"name": "pinzhi", "version": __version__},
        "client": draft.client.to_json(),
        "body": draft.body,
    }
    data = canonical_bytes(document)
    record = Record(leaf_index, draft.record_id, draft.kind, draft.subject, data)
    _add_record(db, record, document["recorded_at"])
    _add_leaf(db, leaf_index, data)
    _add_contents(db, leaf_index, prepared(draft).packed)
    if draft.source is not None and not known:
        _add_source(db, draft.source)
    if draft.row is not None:
        _add_row(db, record, document["recorded_at"], draft.row)
    return record


def _add_record(db: Database, record: Record, recorded_at: Any) -> None:
    db.conn.execute(
        "INSERT INTO records (leaf_index, record_id, kind, subject, recorded_at, data)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            record.leaf_index,
            record.record_id,
            record.kind,
            record.subject,
            recorded_at,
            record.data,
        ),
    )


def _add_leaf(db: Database, size: int, data: bytes) -> None:
    def node(level: int, position: int) -> bytes:
        found = db.conn.execute(
            "SELECT hash FROM nodes WHERE level = ? AND position = ?", (level, position)
        ).fetchone()
        if found is None:
            raise KeyError((level, position))
        return bytes(found[0])

    db.conn.executemany(
        "INSERT INTO nodes (level, position, hash) VALUES (?, ?, ?)",
        appended(size, leaf_hash(data), node),
    )


def _add_contents(db: Database, leaf_index: int, contents: Mapping[str, bytes]) -> None:
    db.conn.executemany(
        "INSERT INTO contents (leaf_index, name, data) VALUES (?, ?, ?)",
        [(leaf_index, name, data) for name, data in contents.items()],
    )


def _add_source(db: Database, source: bytes) -> None:
    """Add a ruleset's files, which are many: they are digested and compressed only now."""
    values = (digest(source), zlib.compress(source, 9))
    db.conn.execute("INSERT INTO sources (digest, data) VALUES (?, ?)", values)


def _add_row(db: Database, record: Record, recorded_at: Any, row: DecisionRow) -> None:
    db.conn.execute(
        "INSERT INTO decisions (leaf_index, decision_id, recorded_at, dossier_id,"
        " application_ref, borrower, rating_date, grade, ruleset_id, ruleset_version,"
        " ruleset_digest, client, corrects) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            record.leaf_index,
            record.record_id,
            recorded_at,
            row.dossier_id,
            row.application_ref,
            row.borrower,
            row.rating_date,
            row.grade,
            row.ruleset_id,
            row.ruleset_version,
            row.ruleset_digest,
            row.client,
            row.corrects,
        ),
    )
    db.conn.executemany(
        "INSERT INTO finding_codes (code, leaf_index) VALUES (?, ?)",
        [(code, record.leaf_index) for code in row.findings],
    )
    db.conn.executemany(
        "INSERT INTO identifiers (scheme, value, leaf_index) VALUES (?, ?, ?)",
        [(scheme, value, record.leaf_index) for scheme, value in row.identifiers],
    )
