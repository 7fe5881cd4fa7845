"""Small ledgers whose records are sound, and what a hand with the file can do to them."""

import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from service.canonical import canonical_bytes, digest
from service.ledger.damage import Report
from service.ledger.key_records import recorded_vkeys
from service.ledger.keys import KeyFolder
from service.ledger.tree import appended, leaf_hash
from service.ledger.verify import verify_ledger
from service.records.rows import decision_row
from service.store.port import Checkpoint, Client, Draft, Record
from service.store.sqlite import SqliteStore

ORIGIN = "bank.example/pinzhi"
NOBODY = Client(None)


def decision_draft(number: int, findings: Sequence[str] = ("REP-01-W1", "GOV-02-S1")) -> Draft:
    """A decision as small as one can be; what searches find of it follows from its contents."""
    record_id = uuid.UUID(int=number + 1).hex
    source = canonical_bytes({"ruleset.yaml": "id: small"})
    dossier = {
        "borrower": {
            "legal_name": f"北岭精工 {number}",
            "identifiers": {"uscc": f"91X{number}", "lei": f"5299{number}"},
        }
    }
    result = {
        "decision_id": record_id,
        "findings": [{"code": code} for code in findings],
        "patterns": [],
    }
    contents = {
        "dossier": canonical_bytes(dossier),
        "facts": canonical_bytes({"number": str(number)}),
        "result": canonical_bytes(result),
    }
    body = {
        "dossier_id": f"D-{number}",
        "application_ref": f"LOS-{number}",
        "rating_date": "2026-11-01",
        "grade": f"N{number % 9 + 1}",
        "corrects": None,
        "retention": {"class": "cn_loan_file"},
        "ruleset": {
            "id": "small",
            "version": "1.0.0",
            "digest": "sha256:11",
            "source": digest(source),
        },
        "contents": {name: digest(content) for name, content in contents.items()},
    }
    client = Client("los-2")
    row = decision_row({"body": body, "client": {"name": client.name}}, dossier, result)
    return Draft("decision", record_id, None, client, body, contents, source, row)


def append_decisions(store: SqliteStore, count: int, start: int = 0) -> list[Record]:
    with store.turn():
        return [store.append(decision_draft(start + n)) for n in range(count)]


def ledger_keys(folder: Path) -> KeyFolder:
    keys = KeyFolder(folder)
    keys.create(ORIGIN)
    return keys


@dataclass(frozen=True)
class Kept:
    """A ledger in a file, closed; its keys; and the checkpoints that were kept elsewhere."""

    path: Path
    keys: KeyFolder
    checkpoints: tuple[Checkpoint, ...]

    @contextmanager
    def store(self) -> Iterator[SqliteStore]:
        store = SqliteStore(self.path)
        try:
            yield store
        finally:
            store.close()

    def verified(self, *checkpoints: Checkpoint) -> Report:
        """What a verification with the keys handed out, and with ``checkpoints``, finds."""
        store = SqliteStore(self.path, read_only=True)
        try:
            vkeys = [key.vkey for key in self.keys.vkeys()]
            return verify_ledger(store, vkeys, checkpoints)
        finally:
            store.close()

    def found(self, *checkpoints: Checkpoint) -> list[tuple[str, int | None, int | None]]:
        return told(self.verified(*checkpoints))

    @contextmanager
    def by_hand(self) -> Iterator[sqlite3.Connection]:
        """The file in a careful hand: triggers are dropped, and put back at the end."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as db:
            db.execute("PRAGMA synchronous=OFF")
            triggers = drop_triggers(db)
            yield db
            for trigger in triggers:
                db.execute(trigger)


def drop_triggers(db: sqlite3.Connection) -> list[str]:
    found = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in found:
        db.execute(f"DROP TRIGGER {name}")
    return [sql for _, sql in found]


def move(db: sqlite3.Connection, first: int, by: int) -> None:
    """Move the records from ``first`` on, with all that hangs on them, ``by`` places."""
    for table in ("records", "contents", "decisions", "finding_codes", "identifiers"):
        # In two steps, so that no two rows ever have the same place.
        db.execute(
            f"UPDATE {table} SET leaf_index = -(leaf_index + ?) WHERE leaf_index >= ?", (by, first)
        )
        db.execute(f"UPDATE {table} SET leaf_index = -leaf_index WHERE leaf_index < 0")


def changed(data: bytes, **members: Any) -> bytes:
    """A record with other members, in canonical form."""
    return canonical_bytes(orjson.loads(data) | members)


def rebuild_tree(db: sqlite3.Connection) -> None:
    """Make the tree anew from the records as they are now, as whoever knows how it is made."""
    nodes: dict[tuple[int, int], bytes] = {}
    records = db.execute("SELECT data FROM records ORDER BY leaf_index").fetchall()
    for size, (data,) in enumerate(records):
        for level, position, hashed in appended(
            size, leaf_hash(data), lambda level, position: nodes[level, position]
        ):
            nodes[level, position] = hashed
    db.execute("DELETE FROM nodes")
    db.executemany(
        "INSERT INTO nodes (level, position, hash) VALUES (?, ?, ?)",
        [(*place, hashed) for place, hashed in nodes.items()],
    )


def verified(store: SqliteStore, *checkpoints: Checkpoint) -> Report:
    return verify_ledger(store, recorded_vkeys(store), checkpoints)


def told(report: Report) -> list[tuple[str, int | None, int | None]]:
    """Each fault as its code, and the first and last record it is about."""
    return [(fault.code, fault.leaf_index, fault.last_index) for fault in report.faults]
