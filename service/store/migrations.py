"""The tables of the SQLite store, as migrations that are applied in order, once each."""

from sqlite_utils import Database, Migrations

from service.store.carrying import carry_over
from service.store.indexes import create_indexes
from service.store.operations import create_operations, create_users
from service.store.portfolio_bits import create_portfolio
from service.store.postings import create_triggers

migrations = Migrations("pinzhi")

LOG = "what is recorded is never changed or removed"

# The rows of one decision lie together: with the code first, its findings would change as many
# pages of the file, and to erase it would read the whole table.
_TABLES = {
    # The tree of RFC 9162: every complete subtree, level 0 being the leaves.
    "nodes": """
        level INTEGER NOT NULL,
        position INTEGER NOT NULL,
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (level, position)
    """,
    "records": """
        leaf_index INTEGER PRIMARY KEY,
        record_id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        subject TEXT,
        recorded_at TEXT NOT NULL,
        data BLOB NOT NULL
    """,
    "contents": """
        leaf_index INTEGER NOT NULL,
        name TEXT NOT NULL,
        data BLOB NOT NULL,
        UNIQUE (leaf_index, name)
    """,
    "sources": """
        digest TEXT NOT NULL PRIMARY KEY,
        data BLOB NOT NULL
    """,
    "decisions": """
        leaf_index INTEGER PRIMARY KEY,
        decision_id TEXT NOT NULL UNIQUE,
        recorded_at TEXT NOT NULL,
        dossier_id TEXT NOT NULL,
        application_ref TEXT NOT NULL,
        borrower TEXT NOT NULL,
        rating_date TEXT NOT NULL,
        grade TEXT NOT NULL,
        ruleset_id TEXT NOT NULL,
        ruleset_version TEXT NOT NULL,
        ruleset_digest TEXT NOT NULL,
        client TEXT,
        corrects TEXT
    """,
    "finding_codes": """
        code TEXT NOT NULL,
        leaf_index INTEGER NOT NULL,
        PRIMARY KEY (leaf_index, code)
    """,
    "identifiers": """
        scheme TEXT NOT NULL,
        value TEXT NOT NULL,
        leaf_index INTEGER NOT NULL,
        PRIMARY KEY (leaf_index, scheme, value)
    """,
    # What a certificate says was erased: only rows of these leaves may go.
    "erasures": """
        leaf_index INTEGER PRIMARY KEY,
        certificate INTEGER NOT NULL
    """,
    "holds": """
        leaf_index INTEGER PRIMARY KEY,
        decision_id TEXT NOT NULL
    """,
    "hold_ends": """
        leaf_index INTEGER PRIMARY KEY,
        hold INTEGER NOT NULL UNIQUE
    """,
    "checkpoints": """
        seq INTEGER PRIMARY KEY,
        size INTEGER NOT NULL,
        note TEXT NOT NULL
    """,
}
_WITHOUT_ROWID = {"nodes", "sources", "finding_codes", "identifiers"}
_ERASABLE = {"records", "contents", "decisions", "finding_codes", "identifiers"}

_KEYS = {
    "nodes": "level = NEW.level AND position = NEW.position",
    "records": "leaf_index = NEW.leaf_index OR record_id = NEW.record_id",
    "contents": "rowid = NEW.rowid OR (leaf_index = NEW.leaf_index AND name = NEW.name)",
    "sources": "digest = NEW.digest",
    "decisions": "leaf_index = NEW.leaf_index OR decision_id = NEW.decision_id",
    "erasures": "leaf_index = NEW.leaf_index",
    "holds": "leaf_index = NEW.leaf_index",
    "hold_ends": "leaf_index = NEW.leaf_index OR hold = NEW.hold",
    "checkpoints": "seq = NEW.seq",
}
"""What finds the row that INSERT OR REPLACE would remove without firing the DELETE trigger.

A row that is all key cannot be replaced by another."""


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


@migrations()
def m002_ledger(db: Database) -> None:
    """Create the ledger, and carry the decisions recorded before it over, as its first leaves."""
    for verb in ("update", "delete", "replace"):
        db.execute(f"DROP TRIGGER decisions_refuse_{verb}")
    db.execute("ALTER TABLE decisions RENAME TO decisions_before")
    for table, columns in _TABLES.items():
        rowid = ", WITHOUT ROWID" if table in _WITHOUT_ROWID else ""
        db.execute(f"CREATE TABLE {table} ({columns}) STRICT{rowid}")
    db.execute("CREATE INDEX records_subject ON records (subject) WHERE subject IS NOT NULL")
    db.execute("CREATE INDEX records_kind ON records (kind)")
    db.execute("CREATE INDEX decisions_corrects ON decisions (corrects) WHERE corrects IS NOT NULL")
    db.execute("CREATE INDEX holds_decision ON holds (decision_id)")
    db.execute("CREATE INDEX checkpoints_size ON checkpoints (size)")
    for table in _TABLES:
        _refuse_changes(db, table)
    db.execute(
        """
        CREATE TRIGGER erasures_refuse_held BEFORE INSERT ON erasures
        WHEN EXISTS (
            SELECT 1 FROM records r
            JOIN holds h ON h.decision_id IN (r.record_id, r.subject)
            WHERE r.leaf_index = NEW.leaf_index
                AND NOT EXISTS (SELECT 1 FROM hold_ends e WHERE e.hold = h.leaf_index)
        )
        BEGIN SELECT RAISE(ABORT, 'a decision under a legal hold is not erased'); END
        """
    )
    carry_over(db)
    db.execute("DROP TABLE decisions_before")


@migrations()
def m003_search_indexes(db: Database) -> None:
    """Create the indexes that decisions are found by."""
    create_indexes(db)


@migrations()
def m004_operations(db: Database) -> None:
    """Create the tables that the service works with beside the ledger."""
    create_operations(db)


@migrations()
def m005_quicker_postings(db: Database) -> None:
    """Put the triggers that write the postings as they are written now, in half the time."""
    create_triggers(db)


@migrations()
def m006_users(db: Database) -> None:
    """Create the tables of the users of the pages."""
    create_users(db)


@migrations()
def m007_portfolio(db: Database) -> None:
    """Create the bit maps that portfolios are counted from."""
    create_portfolio(db)


def _refuse_changes(db: Database, table: str) -> None:
    db.execute(
        f"""
        CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table}
        BEGIN SELECT RAISE(ABORT, '{LOG}'); END
        """
    )
    unless = (
        "WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE leaf_index = OLD.leaf_index)"
        if table in _ERASABLE
        else ""
    )
    db.execute(
        f"""
        CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table} {unless}
        BEGIN SELECT RAISE(ABORT, '{LOG}'); END
        """
    )
    if table in _KEYS:
        db.execute(
            f"""
            CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table}
            WHEN EXISTS (SELECT 1 FROM {table} WHERE {_KEYS[table]})
            BEGIN SELECT RAISE(ABORT, '{LOG}'); END
            """
        )
