"""No byte of what was erased is left in the store's file or its log, once it is scrubbed."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from service.canonical import digest
from service.store.erasing import erase_records, scrub
from service.store.port import Client, Draft, Record, StoreUnavailable
from service.store.sqlite import SqliteStore
from tests.store.drafts import drafted

PIECE = 24
"""Bytes of compressed contents that are looked for: they are not alike by chance."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "decisions.sqlite3", busy_timeout=0.01)
    yield store
    store.close()


def decision(number: int) -> Draft:
    """A decision of a borrower whose every text is found nowhere else."""
    chance = random.Random(number)
    draft = drafted(f"{number:032x}")
    assert draft.row is not None
    texts = [chance.randbytes(9).hex() for _ in range(5)]
    row = replace(
        draft.row,
        borrower=f"{texts[0]}精工",
        application_ref=texts[1],
        dossier_id=texts[2],
        identifiers=(("lei", texts[3]), ("uscc", texts[4])),
    )
    contents = {
        name: content + "".join(texts).encode() + chance.randbytes(chance.choice((90, 2000, 9000)))
        for name, content in draft.contents.items()
    }
    body = {
        **draft.body,
        "application_ref": texts[1],
        "dossier_id": texts[2],
        "contents": {name: digest(content) for name, content in contents.items()},
    }
    return replace(draft, row=row, body=body, contents=contents)


def traces(store: SqliteStore, record: Record) -> list[bytes]:
    """Byte strings of a decision that stand in the file for it, and for it alone."""
    db = store.connection()
    (row,) = db.query("SELECT * FROM decisions WHERE leaf_index = ?", (record.leaf_index,))
    found = [row[name].encode() for name in ("borrower", "application_ref", "dossier_id")]
    values = "SELECT value FROM identifiers WHERE leaf_index = ?"
    found += [value.encode() for (value,) in db.execute(values, (record.leaf_index,))]
    found.append(record.document["nonce"].encode())
    packed = "SELECT data FROM contents WHERE leaf_index = ?"
    for (data,) in db.execute(packed, (record.leaf_index,)):
        found += [data[-PIECE:], data[len(data) // 2 :][:PIECE]]
    return found


def left(store: SqliteStore, found: list[bytes]) -> list[bytes]:
    """Return which of the byte strings are in any file of the store's folder."""
    files = [path.read_bytes() for path in store.path.parent.iterdir() if path.is_file()]
    assert files
    return [text for text in found if any(text in file for file in files)]


def certified(store: SqliteStore, records: list[Record]) -> None:
    with store.turn():
        draft = Draft(
            "erasure", f"{10**9 + store.size():032x}", None, Client(), {"event": "erased"}
        )
        erase_records(store, records, store.append(draft))


def test_before_it_is_erased_a_decision_is_in_the_file(store: SqliteStore) -> None:
    record = store.append(decision(1))
    found = traces(store, record)
    assert len(found) == 12
    assert left(store, found) == found


def test_of_many_decisions_those_that_are_erased_leave_nothing(store: SqliteStore) -> None:
    with store.turn():
        records = [store.append(decision(number)) for number in range(120)]
    gone, kept = records[::7], [r for n, r in enumerate(records) if n % 7]
    found = [text for record in gone for text in traces(store, record)]
    stays = [text for record in kept for text in traces(store, record)]
    certified(store, gone)
    assert scrub(store)
    assert left(store, found) == []
    assert left(store, stays) == stays
    assert all(store.get(record.record_id) for record in kept)


def test_nothing_is_left_where_sqlite_does_not_overwrite_what_it_moves(store: SqliteStore) -> None:
    # Whether it does is an option of how SQLite was built; indexes copy texts as they grow.
    store.connection().execute("PRAGMA secure_delete=OFF")
    with store.turn():
        records = [store.append(decision(number)) for number in range(100)]
    found = [text for record in records[:50] for text in traces(store, record)]
    certified(store, records[:50])
    store.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert left(store, found), "the test has lost its point: there is nothing to scrub"
    assert scrub(store)
    assert left(store, found) == []


def test_what_is_deleted_is_overwritten_at_once_and_the_log_holds_it_until_it_is_emptied(
    store: SqliteStore,
) -> None:
    store.connection().execute("PRAGMA secure_delete=OFF")
    record = store.append(decision(1))
    found = traces(store, record)
    certified(store, [record])
    assert left(store, found) == found
    store.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert left(store, found) == []


def test_while_another_reads_an_older_state_the_file_is_not_scrubbed_and_says_so(
    store: SqliteStore,
) -> None:
    record = store.append(decision(1))
    found = traces(store, record)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM records").fetchone()
        certified(store, [record])
        log = store.path.with_name(f"{store.path.name}-wal")
        size = log.stat().st_size
        assert not scrub(store)
        assert left(store, found) == found
        # It was not rewritten in vain.
        assert log.stat().st_size == size
        reader.execute("ROLLBACK")
        assert scrub(store)
    assert left(store, found) == []


def test_connections_that_are_open_but_do_not_read_are_no_hindrance(store: SqliteStore) -> None:
    record = store.append(decision(1))
    found = traces(store, record)
    other = SqliteStore(store.path)
    assert other.get(record.record_id) is not None
    certified(store, [record])
    assert scrub(store)
    assert left(store, found) == []
    assert other.record_at(0) is None
    assert other.append(decision(2)).leaf_index == 2
    other.close()


def test_a_service_goes_on_with_the_file_that_was_rewritten_smaller(store: SqliteStore) -> None:
    with store.turn():
        records = [store.append(decision(number)) for number in range(30)]
    assert scrub(store)
    service = SqliteStore(store.path)
    assert service.get(records[0].record_id) is not None
    size = store.path.stat().st_size
    certified(store, records[:20])
    assert scrub(store)
    assert store.path.stat().st_size < size
    for after in (service, store):
        assert after.get(records[29].record_id) is not None
    assert service.append(decision(99)).leaf_index == 31
    service.close()


def test_while_another_writes_the_file_is_not_scrubbed(store: SqliteStore) -> None:
    certified(store, [store.append(decision(1))])
    with closing(sqlite3.connect(store.path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert not scrub(store)
    assert scrub(store)


def test_a_file_that_may_only_be_read_is_not_scrubbed(store: SqliteStore) -> None:
    certified(store, [store.append(decision(1))])
    reader = SqliteStore(store.path, read_only=True)
    with pytest.raises(StoreUnavailable, match=r"decisions\.sqlite3"):
        scrub(reader)
    reader.close()


def test_a_scrubbed_store_is_the_same_store(store: SqliteStore) -> None:
    with store.turn():
        records = [store.append(decision(number)) for number in range(20)]
    certified(store, records[:3])
    tables = [name for name in store.connection().table_names() if name != "nodes"]

    def content() -> dict[str, list[object]]:
        db = store.connection()
        return {name: sorted(db.execute(f"SELECT * FROM {name}"), key=repr) for name in tables}

    before, leaves = content(), [store.node(0, n) for n in range(store.size())]
    assert scrub(store)
    assert content() == before
    assert [store.node(0, n) for n in range(store.size())] == leaves
    assert store.append(decision(99)).leaf_index == 21
    with pytest.raises(StoreUnavailable, match="never changed or removed"):
        erase_by_hand(store)


def erase_by_hand(store: SqliteStore) -> None:
    with store.turn():
        store.connection().execute("DELETE FROM records WHERE leaf_index = 5")
