"""A search of one client's own decisions finds those that it proved to have asked for."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from service.store.port import Client
from service.store.postings import SEGMENT
from service.store.search import find
from service.store.sqlite import SqliteStore
from tests.store.drafts import drafted
from tests.store.searching import asked, opened, row

CLIENTS = ("los-1", "los-2", None)
GRADES = ("N1", "N4", "NR")
RECORDS = 2 * SEGMENT + 100
"""Enough for both ways of searching: by bit maps, and one by one for the newest."""


class Asked(NamedTuple):
    """A decision, who asked for it, and whether that was proved."""

    decision_id: str
    client: str | None
    proved: bool
    grade: str
    application_ref: str


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqliteStore, list[Asked]]]:
    path: Path = tmp_path_factory.mktemp("own") / "decisions.sqlite3"
    with opened(path) as store:
        found = []
        with store.turn():
            for n in range(RECORDS):
                client = CLIENTS[n % 3]
                known = Asked(
                    f"{n:032x}",
                    client,
                    client is not None and n % 5 > 1,
                    GRADES[n % 4 % 3],
                    f"LOS-{n % 7}",
                )
                draft = drafted(known.decision_id, known.grade)
                wanted = row(
                    client=client, grade=known.grade, application_ref=known.application_ref
                )
                who = Client(client, authenticated=known.proved)
                store.append(replace(draft, row=wanted, client=who))
                found.append(known)
        yield store, found[::-1]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"grade": "N4"},
        {"application_ref": "LOS-3"},
        {"client": "los-1"},
        {"client": "los-2"},
        {"client": "los-1", "grade": "NR"},
        {"application_ref": "LOS-3", "grade": "N1"},
    ],
)
def test_pages_of_own_decisions_are_all_there_are_and_no_other(
    filled: tuple[SqliteStore, list[Asked]], given: dict[str, str]
) -> None:
    store, known = filled
    query: dict[str, object] = {**given, "limit": 97}
    found = []
    while True:
        page = find(store, asked(**query), own="los-1")
        found += [hit.decision_id for hit in page.hits]
        if page.next is None:
            break
        assert len(page.hits) == 97
        query["cursor"] = page.next
    assert found == [
        decision.decision_id
        for decision in known
        if decision.proved
        and decision.client == "los-1"
        and all(getattr(decision, name) == value for name, value in given.items())
    ]
    assert bool(found) == (given.get("client") != "los-2")


def test_own_decisions_are_found_without_reading_a_table_through(
    filled: tuple[SqliteStore, list[Asked]],
) -> None:
    store, _ = filled
    statements: list[str] = []
    connection = store.connection().conn
    connection.set_trace_callback(statements.append)
    find(store, asked(limit=200), own="los-1")
    find(store, asked(limit=200, application_ref="LOS-3"), own="los-1")
    connection.set_trace_callback(None)
    searches = [text for text in statements if "client.authenticated" in text]
    assert searches
    for statement in searches:
        steps = [step[3] for step in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
        assert [step for step in steps if step.startswith("SCAN")] == [], steps
        assert any(step.startswith("SEARCH r USING INTEGER PRIMARY KEY") for step in steps), steps
