"""The tables that the service works with: keys, answered requests, batches. No part of the ledger.

Unlike what is recorded, their rows change and go; nothing that is decided depends on them.
"""

from collections.abc import Mapping

from sqlite_utils import Database

TABLES = {
    "api_keys": """
        key_id TEXT NOT NULL PRIMARY KEY,
        secret_digest BLOB NOT NULL UNIQUE CHECK (length(secret_digest) = 32),
        role TEXT NOT NULL,
        client TEXT NOT NULL,
        created_at TEXT NOT NULL,
        expires_at TEXT,
        revoked_at TEXT,
        replaced_by TEXT,
        development INTEGER NOT NULL DEFAULT 0
    """,
    # What was answered under an Idempotency-Key. A decision's answer is read from its record.
    "answered": """
        client TEXT NOT NULL,
        key TEXT NOT NULL,
        request BLOB NOT NULL CHECK (length(request) = 32),
        answered_at TEXT NOT NULL,
        status INTEGER NOT NULL,
        location TEXT,
        record_id TEXT,
        body BLOB,
        PRIMARY KEY (client, key)
    """,
    # While one is received, nobody sees it; its counts are those of its lines that are done.
    "batches": """
        batch INTEGER PRIMARY KEY,
        batch_id TEXT NOT NULL UNIQUE,
        client TEXT NOT NULL,
        key_id TEXT,
        received_at TEXT NOT NULL,
        state TEXT NOT NULL,
        lines INTEGER NOT NULL DEFAULT 0,
        decided INTEGER NOT NULL DEFAULT 0,
        refused INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0,
        finished_at TEXT
    """,
    # A line keeps its dossier only until it is decided on.
    "batch_lines": """
        batch INTEGER NOT NULL,
        line INTEGER NOT NULL,
        body BLOB,
        status INTEGER,
        decision_id TEXT,
        problem BLOB,
        attempts INTEGER NOT NULL DEFAULT 0,
        UNIQUE (batch, line)
    """,
    # It goes to its address when the batch is done: next_at is empty before, and at the end.
    "webhooks": """
        batch INTEGER PRIMARY KEY,
        address TEXT NOT NULL,
        secret TEXT,
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        next_at TEXT,
        last_at TEXT,
        last_fault TEXT
    """,
}
USER_TABLES = {
    # Who may open the pages. The password is an argon2 hash; a provider's users have none.
    "users": """
        name TEXT NOT NULL PRIMARY KEY,
        role TEXT NOT NULL,
        client TEXT NOT NULL,
        password TEXT,
        created_at TEXT NOT NULL,
        disabled_at TEXT,
        subject TEXT UNIQUE,
        development INTEGER NOT NULL DEFAULT 0
    """,
    # A browser that is signed in holds a token; here is its SHA-256.
    "sessions": """
        token_digest BLOB NOT NULL PRIMARY KEY CHECK (length(token_digest) = 32),
        session_id TEXT NOT NULL UNIQUE,
        user TEXT NOT NULL,
        csrf TEXT NOT NULL,
        opened_at TEXT NOT NULL,
        seen_at TEXT NOT NULL,
        ends_at TEXT NOT NULL,
        closed_at TEXT
    """,
    # Wrong passwords in a row, by the SHA-256 of the name they were given with.
    "tries": """
        name_digest BLOB NOT NULL PRIMARY KEY CHECK (length(name_digest) = 32),
        failures INTEGER NOT NULL,
        last_at TEXT NOT NULL
    """,
    # Who signed in and looked at what.
    "trail": """
        entry INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        event TEXT NOT NULL,
        user TEXT,
        origin TEXT,
        session_id TEXT,
        page TEXT,
        decision_id TEXT
    """,
}
_WITHOUT_ROWID = {"api_keys", "answered", "users", "sessions", "tries"}


def create_operations(db: Database) -> None:
    """Create the tables."""
    _create(db, TABLES)
    db.execute("CREATE INDEX answered_at ON answered (answered_at)")
    db.execute("CREATE INDEX batches_unfinished ON batches (state) WHERE finished_at IS NULL")
    db.execute("CREATE INDEX batches_client ON batches (client, batch)")
    waiting = "ON batch_lines (batch, line) WHERE status IS NULL"
    db.execute(f"CREATE INDEX batch_lines_waiting {waiting}")
    db.execute("CREATE INDEX webhooks_next ON webhooks (next_at) WHERE next_at IS NOT NULL")


def create_users(db: Database) -> None:
    """Create the tables of users, of their sessions, and of what they did."""
    _create(db, USER_TABLES)
    db.execute("CREATE INDEX sessions_user ON sessions (user)")
    db.execute("CREATE INDEX sessions_ends ON sessions (ends_at)")
    db.execute("CREATE INDEX tries_last ON tries (last_at)")
    db.execute("CREATE INDEX trail_user ON trail (user, entry)")
    db.execute("CREATE INDEX trail_decision ON trail (decision_id, entry)")
    for verb, when in (
        ("UPDATE", ""),
        ("DELETE", ""),
        # INSERT OR REPLACE removes a row without firing the DELETE trigger.
        ("INSERT", "WHEN EXISTS (SELECT 1 FROM trail WHERE entry = NEW.entry)"),
    ):
        db.execute(
            f"CREATE TRIGGER trail_refuse_{verb.lower()} BEFORE {verb} ON trail {when}"
            " BEGIN SELECT RAISE(ABORT, 'what is in the trail is never changed or removed'); END"
        )


def _create(db: Database, tables: Mapping[str, str]) -> None:
    for table, columns in tables.items():
        rowid = ", WITHOUT ROWID" if table in _WITHOUT_ROWID else ""
        db.execute(f"CREATE TABLE {table} ({columns}) STRICT{rowid}")
