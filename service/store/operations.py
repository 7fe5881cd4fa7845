"""The tables that the service works with: keys, answered requests, batches. No part of the ledger.

Unlike what is recorded, their rows change and go; nothing that is decided depends on them.
"""

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
_WITHOUT_ROWID = {"api_keys", "answered"}


def create_operations(db: Database) -> None:
    """Create the tables."""
    for table, columns in TABLES.items():
        rowid = ", WITHOUT ROWID" if table in _WITHOUT_ROWID else ""
        db.execute(f"CREATE TABLE {table} ({columns}) STRICT{rowid}")
    db.execute("CREATE INDEX answered_at ON answered (answered_at)")
    db.execute("CREATE INDEX batches_unfinished ON batches (state) WHERE finished_at IS NULL")
    db.execute("CREATE INDEX batches_client ON batches (client, batch)")
    waiting = "ON batch_lines (batch, line) WHERE status IS NULL"
    db.execute(f"CREATE INDEX batch_lines_waiting {waiting}")
    db.execute("CREATE INDEX webhooks_next ON webhooks (next_at) WHERE next_at IS NOT NULL")
