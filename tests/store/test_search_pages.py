"""Page by page, nothing is skipped or given twice, whatever is recorded meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.records.query import BadQuery
from service.store.postings import SEGMENT
from service.store.search import find
from service.store.sqlite import SqliteStore
from tests.store.searching import add, asked, erase, fill, ids, opened, row


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with opened(tmp_path / "decisions.sqlite3") as store:
        yield store


@pytest.mark.parametrize("given", [{}, {"grade": "N4"}, {"borrower": "南海"}, {"borrower": "南*"}])
def test_what_is_recorded_between_two_pages_changes_neither(
    store: SqliteStore, given: dict[str, str]
) -> None:
    # So many before that those between complete a segment.
    fill(store, SEGMENT - 10)
    due = ids(store, **given, limit=200)
    got: list[str] = []
    page = find(store, asked(**given, limit=5))
    while page.next is not None:
        got += (hit.decision_id for hit in page.hits)
        add(store, row(grade="N4", borrower="南海"))
        page = find(store, asked(**given, limit=5, cursor=page.next))
    got += (hit.decision_id for hit in page.hits)
    assert got[: len(due)] == due
    assert len(got) == len(set(got))


def test_what_was_recorded_between_is_on_a_new_first_page(store: SqliteStore) -> None:
    fill(store, 20)
    newest = add(store, row(grade="N4"))
    assert ids(store, grade="N4", limit=1) == [newest.record.record_id]


def test_a_page_goes_on_where_the_decision_before_it_was_erased(store: SqliteStore) -> None:
    known = [add(store, row()) for _ in range(6)]
    page = find(store, asked(limit=3))
    erase(store, known[2:4])
    after = find(store, asked(limit=3, cursor=page.next))
    assert [hit.decision_id for hit in after.hits] == [k.record.record_id for k in known[1::-1]]


def test_the_last_page_has_no_next_even_where_it_is_full(store: SqliteStore) -> None:
    for _ in range(4):
        add(store, row())
    page = find(store, asked(limit=2))
    assert page.next is not None
    last = find(store, asked(limit=2, cursor=page.next))
    assert len(last.hits) == 2
    assert last.next is None


def test_the_limit_may_change_from_page_to_page_but_not_the_filters(store: SqliteStore) -> None:
    for _ in range(4):
        add(store, row(grade="N4"))
    cursor = find(store, asked(grade="N4", limit=1)).next
    assert len(find(store, asked(grade="N4", limit=3, cursor=cursor)).hits) == 3
    with pytest.raises(BadQuery, match="cursor belongs to a query with other filters"):
        asked(grade="N5", cursor=cursor)
    with pytest.raises(BadQuery, match="cursor belongs to a query with other filters"):
        asked(grade="N4", since="2026-01-01", cursor=cursor)


def test_nothing_is_found_in_an_empty_store(store: SqliteStore) -> None:
    page = find(store, asked(grade="N4", since="2026-01-01", until="2026-01-02"))
    assert (page.hits, page.next) == ((), None)


def test_a_decision_that_is_corrected_names_those_that_correct_it(store: SqliteStore) -> None:
    first = add(store, row()).record.record_id
    second = add(store, row(corrects=first)).record.record_id
    third = add(store, row(corrects=first)).record.record_id
    hits = find(store, asked()).hits
    assert [hit.corrected_by for hit in hits] == [(), (), (second, third)]
    assert [hit.corrects for hit in hits] == [first, first, None]
