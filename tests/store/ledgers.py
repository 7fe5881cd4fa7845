"""Stores with decisions and signed checkpoints in them, and hands that tamper with them."""

import sqlite3
from contextlib import closing
from pathlib import Path

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.ledger.checkpoints import make_checkpoint
from service.ledger.key_records import record_keys
from service.ledger.keys import KeyFolder
from service.ledger.verify import verify_ledger
from service.store.port import Checkpoint, Client
from service.store.sqlite import SqliteStore
from tests.faults.dossiers import dossier


class Ledger:
    """A store under a signed ledger: its first record is that of its key."""

    def __init__(self, folder: Path, rater: Rater) -> None:
        self._rater = rater
        self.keys = KeyFolder(folder / "keys")
        self.keys.create("bank.example/pinzhi")
        self.store = SqliteStore(folder / "decisions.sqlite3")
        record_keys(self.store, self.keys, Client())

    @property
    def path(self) -> Path:
        return self.store.path

    def decide(self, times: int = 1) -> list[str]:
        """Return the ids of so many new decisions."""
        decided = [
            decide(self._rater, self.store, dossier(f"LOS-{self.store.size()}"))
            for _ in range(times)
        ]
        return [decision.decision_id for decision in decided]

    def sign(self) -> Checkpoint:
        return make_checkpoint(self.store, self.keys)

    def verify(self, store: SqliteStore) -> list[str]:
        """Return the faults of ``store`` for whoever was handed the key of this ledger."""
        report = verify_ledger(store, [key.vkey for key in self.keys.vkeys()])
        return [fault.message for fault in report.faults]


def by_hand(path: Path, *statements: str) -> None:
    """Change a store as its administrator could: with the triggers out of the way for a while."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        found = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        triggers = db.execute(found).fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement)
        for _, sql in triggers:
            db.execute(sql)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}
