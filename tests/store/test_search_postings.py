"""The bit maps of searches follow from the decisions: on every append, and on every erasure."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.store.postings import SEGMENT, WORD, create_postings, wrong_segments
from service.store.sqlite import SqliteStore
from tests.store.searching import add, erase, fill, ids, opened, row

Posting = tuple[str, str, int, int]
"""Kind, value, segment, and a number whose bit n is the n-th leaf of the segment."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with opened(tmp_path / "decisions.sqlite3") as store:
        yield store


def postings(store: SqliteStore) -> list[Posting]:
    rows = store.connection().execute("SELECT * FROM postings ORDER BY kind, value, segment")
    return [
        (kind, value, segment, sum(word % 2**WORD << n * WORD for n, word in enumerate(words)))
        for kind, value, segment, *words in rows
    ]


def test_a_bit_is_set_for_each_leaf_of_a_value(store: SqliteStore) -> None:
    with store.turn():
        for number in range(SEGMENT + 1):
            add(store, row(grade="N1" if number in (0, 63, 64, SEGMENT - 1) else "N2"))
    bits = {value: found for kind, value, _, found in postings(store) if kind == "grade"}
    assert bits["N1"] == 1 | 1 << 63 | 1 << 64 | 1 << SEGMENT - 1
    assert bits["N1"] ^ bits["N2"] == (1 << SEGMENT) - 1


def test_they_are_written_with_the_first_record_after_their_segment(store: SqliteStore) -> None:
    with store.turn():
        for _ in range(SEGMENT):
            add(store, row())
    assert not postings(store)
    add(store, row())
    assert {segment for _, _, segment, _ in postings(store)} == {0}


def test_they_are_not_written_where_the_record_is_not(store: SqliteStore) -> None:
    fill(store, SEGMENT)
    with contextlib.suppress(KeyError), store.turn():
        add(store, row())
        raise KeyError
    assert not postings(store)
    add(store, row())
    assert not list(wrong_segments(store.connection()))


def test_those_of_records_older_than_the_indexes_are_the_same(store: SqliteStore) -> None:
    fill(store, 2 * SEGMENT + 20)
    before = postings(store)
    db = store.connection()
    for trigger in ("postings_of_complete_segment", "postings_without_erased"):
        db.execute(f"DROP TRIGGER {trigger}")
    db.execute("DROP TABLE postings")
    create_postings(db)
    assert postings(store) == before
    assert before


def test_nothing_tells_the_grade_or_findings_of_an_erased_decision(store: SqliteStore) -> None:
    with store.turn():
        known = [add(store, row()) for _ in range(40)]
        gone = add(store, row(grade="N9", findings=("BANKRUPTCY",), client="los-9"))
        for _ in range(SEGMENT):
            add(store, row())
    told = {value for _, value, _, _ in postings(store)}
    assert {"N9", "BANKRUPTCY", "los-9"} <= told
    erase(store, [gone, known[3]])
    left = postings(store)
    assert not {"N9", "BANKRUPTCY", "los-9"} & {value for _, value, _, _ in left}
    for _, _, segment, found in left:
        assert segment or not found & (1 << 40 | 1 << 3)
    assert not list(wrong_segments(store.connection()))


def test_what_is_erased_is_found_by_nothing(store: SqliteStore) -> None:
    with store.turn():
        gone = [add(store, row(borrower="南海", client="los-1")) for _ in range(3)]
        for _ in range(SEGMENT):
            add(store, row())
        gone.append(add(store, row(borrower="南海", client="los-1")))
    every: list[dict[str, str]] = [
        {"borrower": "南海"},
        {"borrower": "南*"},
        {"client": "los-1"},
        {"identifier": "lei:5299", "client": "los-1"},
        {"application_ref": "LOS-88121", "client": "los-1"},
        {"grade": "N4", "finding": "REP-01-W1", "client": "los-1"},
        {"since": "2026-01-01", "client": "los-1"},
    ]
    for given in every:
        assert len(ids(store, **given)) == 4
    erase(store, gone)
    for given in every:
        assert ids(store, **given) == []


@pytest.mark.parametrize(
    ("change", "segment"),
    [
        ("DELETE FROM postings WHERE kind = 'grade' AND value = 'N4' AND segment = 1", 1),
        ("UPDATE postings SET bits0 = bits0 & 7 WHERE kind = 'ruleset'", 0),
        ("INSERT INTO postings VALUES ('grade', 'N4', 7, 1, 0, 0, 0, 0, 0, 0, 0)", 7),
        ("INSERT INTO postings VALUES ('grade', 'N0', 1, 1, 0, 0, 0, 0, 0, 0, 0)", 1),
    ],
)
def test_a_posting_changed_by_hand_is_named(store: SqliteStore, change: str, segment: int) -> None:
    with store.turn():
        for _ in range(2 * SEGMENT + 1):
            add(store, row())
    db = store.connection()
    assert not list(wrong_segments(db))
    db.execute(change)
    assert segment in list(wrong_segments(db))


@pytest.mark.parametrize("table", ["finding_codes", "identifiers"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET leaf_index = 9"])
def test_what_searches_find_is_never_changed_or_removed(
    store: SqliteStore, table: str, statement: str
) -> None:
    add(store, row())
    with pytest.raises(sqlite3.IntegrityError, match="never changed or removed"):
        store.connection().execute(statement.format(table))
