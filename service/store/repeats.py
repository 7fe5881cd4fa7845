"""Finds the decision that a request likely repeats: the same client, the same dossier, just now."""

import sqlite3

LOOKED_AT = 100
"""Decisions on one application that are looked at, the newest first.

Nobody rates one application more often within minutes, but for who means to make others wait.
"""


def repeated(
    connection: sqlite3.Connection, *, client: str, application_ref: str, dossier: str, since: str
) -> str | None:
    """Return the newest decision since ``since`` that ``client`` got on an equal dossier.

    One that was recorded for the name alone, which nobody proved, is none of theirs. ``dossier``
    is the digest of its canonical form; equal ones have one ``application_ref``, by which an
    index finds them. Raises :exc:`sqlite3.Error`.
    """
    newest = connection.execute(
        "SELECT leaf_index, decision_id, recorded_at, client FROM decisions"
        " WHERE application_ref = ? ORDER BY leaf_index DESC LIMIT ?",
        (application_ref, LOOKED_AT),
    )
    # As canonical JSON has them; no text in it can pass for them, for its quotes are escaped.
    named = f'"dossier":"{dossier}"'.encode(), b'"client":{"authenticated":true,'
    statement = "SELECT 1 FROM records WHERE leaf_index = ? AND instr(data, ?) AND instr(data, ?)"
    for leaf_index, decision_id, recorded_at, asked in newest:
        # The times of records never go backwards.
        if recorded_at < since:
            return None
        if asked == client and connection.execute(statement, (leaf_index, *named)).fetchone():
            return str(decision_id)
    return None
