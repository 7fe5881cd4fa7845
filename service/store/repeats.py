"""Finds the decision that a request likely repeats: the same client, the same dossier, just now."""

from sqlite_utils import Database

LOOKED_AT = 100
"""Decisions on one application that are looked at, the newest first.

Nobody rates one application more often within minutes, but for who means to make others wait.
"""


def repeated(
    db: Database, *, client: str, application_ref: str, dossier: str, since: str
) -> str | None:
    """Return the newest decision since ``since`` that ``client`` got on an equal dossier.

    ``dossier`` is the digest of its canonical form; equal ones have one ``application_ref``, by
    which an index finds them. Raises :exc:`sqlite3.Error`.
    """
    newest = db.execute(
        "SELECT leaf_index, decision_id, recorded_at, client FROM decisions"
        " WHERE application_ref = ? ORDER BY leaf_index DESC LIMIT ?",
        (application_ref, LOOKED_AT),
    )
    named = f'"dossier":"{dossier}"'.encode()
    for leaf_index, decision_id, recorded_at, asked in newest:
        # The times of records never go backwards.
        if recorded_at < since:
            return None
        statement = "SELECT 1 FROM records WHERE leaf_index = ? AND instr(data, ?)"
        if asked == client and db.execute(statement, (leaf_index, named)).fetchone():
            return str(decision_id)
    return None
