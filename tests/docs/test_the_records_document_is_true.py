"""The tables of the document on records are those of a real record."""

import re
from pathlib import Path

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.dossiers import STRONG

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/records.md").read_text("utf-8")


def members(heading: str) -> set[str]:
    """The names in the first column of the table below a line that contains ``heading``."""
    table = DOCUMENT.split(heading, 1)[1].split("|---|---|\n", 1)[1].split("\n\n", 1)[0]
    cells = [row.split("|")[1] for row in table.splitlines()]
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


def test_every_member_of_a_record_is_told(rater: Rater, store: SqliteStore) -> None:
    decision = decide(rater, store, STRONG.read_bytes())
    assert members("## What a record holds") == set(decision.record.document)
    assert members("The body of a decision:") == set(decision.record.body)
    assert members("The contents are stored beside") == set(decision.record.body["contents"])
    assert members("The contents are stored beside") == set(
        store.contents(decision.record.leaf_index)
    )
