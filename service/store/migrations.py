"""The tables of the SQLite store, as migrations that are applied in order, once each."""

from sqlite_utils import Database, Migrations

migrations = Migrations("pinzhi")


@migrations()
def m001_decisions(db: Database) -> None:
    """Create the decisions and the triggers that refuse to change or remove one."""
    db.execute(
        """
        CREATE TABLE decisions (
            seq INTEGER PRIMARY KEY,
            decision_id TEXT NOT NULL UNIQUE,
            dossier_id TEXT NOT NULL,
            application_ref TEXT NOT NULL,
            rating_date TEXT NOT NULL,
            grade TEXT NOT NULL,
            ruleset_id TEXT NOT NULL,
            ruleset_version TEXT NOT NULL,
            ruleset_digest TEXT NOT NULL,
            dossier_digest TEXT NOT NULL,
            dossier BLOB NOT NULL,
            body BLOB NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT
        """
    )
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"""
            CREATE TRIGGER decisions_refuse_{verb.lower()} BEFORE {verb} ON decisions
            BEGIN SELECT RAISE(ABORT, 'decisions are never changed or removed'); END
            """
        )
    # INSERT OR REPLACE removes a row without firing the DELETE trigger.
    db.execute(
        """
        CREATE TRIGGER decisions_refuse_replace BEFORE INSERT ON decisions
        WHEN EXISTS (
            SELECT 1 FROM decisions WHERE seq = NEW.seq OR decision_id = NEW.decision_id
        )
        BEGIN SELECT RAISE(ABORT, 'decisions are never changed or removed'); END
        """
    )
