"""Measures how many bytes a decision adds to the store's file."""

import uuid
from collections.abc import Sequence
from pathlib import Path

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.ruleset import catalogue
from service.store.port import Client
from service.store.sqlite import SqliteStore

ROUNDS = 20
"""How often each dossier is decided on; the pages that are begun are soon a small part."""


def bytes_of_decision(dossiers: Sequence[bytes], path: Path) -> int:
    """Return by how many bytes the file of a store at ``path`` grows with a decision."""
    rater = Rater(catalogue.active())
    store = SqliteStore(path)
    client = Client("load", True, "0" * 16)
    # The first brings the files of the ruleset with it.
    decide(rater, store, dossiers[0], client)
    before = _size(store)
    for _ in range(ROUNDS):
        for dossier in dossiers:
            decide(rater, store, renamed(dossier, uuid.uuid4().hex[:12]), client)
    grown = _size(store) - before
    store.close()
    return round(grown / (ROUNDS * len(dossiers)))


def renamed(dossier: bytes, name: str) -> bytes:
    """Return ``dossier``, a JSON object, under another ``dossier_id`` and ``application_ref``."""
    # Of members named twice no dossier is taken: they are written over where they stand.
    for member in (b'"dossier_id": "', b'"application_ref": "'):
        before, found, after = dossier.partition(member)
        dossier = before + found + name.encode() + b'"' + after.partition(b'"')[2]
    return dossier


def _size(store: SqliteStore) -> int:
    (pages,) = store.connection().execute("PRAGMA page_count").fetchone()
    (bytes_of_page,) = store.connection().execute("PRAGMA page_size").fetchone()
    return int(pages) * int(bytes_of_page)
