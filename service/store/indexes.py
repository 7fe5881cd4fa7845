"""The indexes that decisions are found by."""

from sqlite_utils import Database

from service.store.postings import create_postings


def create_indexes(db: Database) -> None:
    """Create the indexes of the searches, and fill them with what is recorded already.

    What few decisions share (borrower, application, dossier, identifier) has a B-tree. What
    many share (grade, client, ruleset, finding) has postings, which intersect quickly and are
    written once in :data:`~service.store.postings.SEGMENT` records.
    """
    # In each, the leaf_index comes last of itself: it is the table's rowid.
    db.execute("CREATE INDEX decisions_borrower ON decisions (borrower)")
    db.execute("CREATE INDEX decisions_application ON decisions (application_ref)")
    db.execute("CREATE INDEX decisions_dossier ON decisions (dossier_id)")
    db.execute("CREATE INDEX identifiers_value ON identifiers (value, leaf_index, scheme)")
    create_postings(db)
