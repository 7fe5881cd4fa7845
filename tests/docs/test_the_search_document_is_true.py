"""The document on finding decisions lists every filter, and every member of what is found."""

import re
from pathlib import Path

from service.records.query import FILTERS
from service.store.search import find
from service.store.sqlite import SqliteStore
from tests.store.searching import add, asked, row

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/search.md").read_text("utf-8")


def first_column(heading: str) -> list[str]:
    table = DOCUMENT.split(heading, 1)[1].split("|---|---|\n", 1)[1].split("\n\n", 1)[0]
    cells = [line.split("|")[1] for line in table.splitlines()]
    return [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]


def test_every_filter_is_told() -> None:
    assert sorted(first_column("# Finding decisions")) == sorted([*FILTERS, "since", "until"])


def test_every_member_of_what_is_found_is_told(store: SqliteStore) -> None:
    add(store, row())
    (hit,) = find(store, asked()).hits
    assert sorted(first_column("## What is given of each")) == sorted(hit.to_json())
