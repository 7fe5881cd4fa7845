"""Which decisions have a grade, client, ruleset or finding: bit maps, a bit for each leaf.

A value that half of the decisions share narrows nothing down alone, and two such values may
have no decision in common. Bit maps of both tell so at the price of reading them, 512 leaves
a row, whatever the values are.
"""

from collections.abc import Iterator

from sqlite_utils import Database

SEGMENT = 512
"""Leaves a row: their bits are written together, when the first leaf after them is."""

WORD = 64
"""Bits of an integer of SQLite; the sign is one of them."""

BITS = tuple(f"bits{word}" for word in range(SEGMENT // WORD))
"""Columns of a row: bit ``n`` of ``bits<w>`` is leaf ``SEGMENT * segment + WORD * w + n``."""

_VALUES = {
    "grade": "grade",
    "client": "client",
    "ruleset": "ruleset_id",
    "ruleset version": "ruleset_id || '@' || ruleset_version",
    "ruleset digest": "ruleset_digest",
}
"""The kinds of postings, beside ``finding``, and the value of a decision for each."""


def _postings(first: str) -> str:
    """Return the statement that gives the postings of the segment with the leaf ``first``.

    Kind by kind: to sort the values of one takes half the time of sorting all together.
    """
    start = f"({first}) / {SEGMENT} * {SEGMENT}"
    leaves = f"d.leaf_index >= {start} AND d.leaf_index < {start} + {SEGMENT}"
    parts = {
        kind: f"SELECT {value} AS value, leaf_index FROM decisions d WHERE {leaves}"
        for kind, value in _VALUES.items()
    }
    # Through the decisions: when one is erased, its findings may go after it.
    parts["finding"] = (
        "SELECT f.code AS value, d.leaf_index FROM decisions d"
        f" CROSS JOIN finding_codes f ON f.leaf_index = d.leaf_index WHERE {leaves}"
    )
    words = ", ".join(f"sum(iif(word = {word}, bits, 0))" for word in range(len(BITS)))
    return " UNION ALL ".join(
        f"""
        SELECT '{kind}' AS kind, value, ({first}) / {SEGMENT} AS segment, {words}
        FROM (
            SELECT value, leaf_index % {SEGMENT} / {WORD} AS word,
                sum(1 << (leaf_index % {WORD})) AS bits
            FROM ({part})
            WHERE value IS NOT NULL
            GROUP BY value, word
        )
        GROUP BY value
        """
        for kind, part in parts.items()
    )


def create_postings(db: Database) -> None:
    """Create the postings, and the triggers that write them; fill in what is recorded already.

    They are no records: they follow from the decisions, and are written anew where one is
    erased, so that nothing tells its grade or findings any more.
    """
    bits = ", ".join(f"{name} INTEGER NOT NULL" for name in BITS)
    db.execute(
        f"""
        CREATE TABLE postings (
            kind TEXT NOT NULL,
            value TEXT NOT NULL,
            segment INTEGER NOT NULL,
            {bits},
            PRIMARY KEY (kind, value, segment)
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute("CREATE INDEX postings_segment ON postings (segment)")
    for segment in range(complete_segments(db)):
        db.execute(f"INSERT INTO postings {_postings(f'{segment * SEGMENT:d}')}")
    create_triggers(db)


def create_triggers(db: Database) -> None:
    """Create the triggers that write the postings, in the place of those that there are."""
    for trigger in ("postings_of_complete_segment", "postings_without_erased"):
        db.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    db.execute(
        f"""
        CREATE TRIGGER postings_of_complete_segment AFTER INSERT ON records
        WHEN NEW.leaf_index > 0 AND NEW.leaf_index % {SEGMENT} = 0
        BEGIN
            INSERT INTO postings {_postings("NEW.leaf_index - 1")};
        END
        """
    )
    db.execute(
        f"""
        CREATE TRIGGER postings_without_erased AFTER DELETE ON decisions
        WHEN EXISTS (SELECT 1 FROM postings WHERE segment = OLD.leaf_index / {SEGMENT})
        BEGIN
            DELETE FROM postings WHERE segment = OLD.leaf_index / {SEGMENT};
            INSERT INTO postings {_postings("OLD.leaf_index")};
        END
        """
    )


def complete_segments(db: Database) -> int:
    """Return how many segments have postings: a later leaf is recorded than their last."""
    last = db.execute("SELECT max(leaf_index) FROM records").fetchone()[0]
    return 0 if last is None else int(last) // SEGMENT


def wrong_segments(db: Database) -> Iterator[int]:
    """Yield the segments whose postings do not follow from the decisions, lowest first.

    Searches would pass over decisions there. Raises :exc:`sqlite3.Error`.
    """
    complete = complete_segments(db)
    for segment in range(complete):
        due = db.execute(_postings(f"{segment * SEGMENT:d}")).fetchall()
        found = db.execute("SELECT * FROM postings WHERE segment = ?", (segment,)).fetchall()
        if sorted(due) != sorted(found):
            yield segment
    beyond = "SELECT DISTINCT segment FROM postings WHERE segment < 0 OR segment >= ? ORDER BY 1"
    for (segment,) in db.execute(beyond, (complete,)):
        yield segment
