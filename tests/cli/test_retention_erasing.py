"""``retention erase`` and ``scrub``: what they print, ask and refuse."""

import json
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store.port import Decision, DecisionErased
from service.store.sqlite import SqliteStore
from tests.cli.conftest import Pinzhi
from tests.dossiers import spoiled

WHO = ("--by", "Wu Lei")
ORDER = ("--order", "DSR-2026-17", *WHO)
WHY = ("--reason", "a US borrower", *WHO)
NAME = "北岭精工科技股份有限公司"

Decide = Callable[..., str]


@pytest.fixture
def decided(rater: Rater, store: SqliteStore) -> Decide:
    def record(**members: str) -> str:
        return decide(rater, store, spoiled(**members)).decision_id

    return record


def got(store: SqliteStore, decision_id: str) -> Decision:
    decision = store.get(decision_id)
    assert decision is not None
    return decision


def test_erasing_prints_the_certificate_and_says_where_copies_are(
    pinzhi: Pinzhi, decided: Decide, store: SqliteStore
) -> None:
    first = decided()
    called = pinzhi("retention", "erase", first, *ORDER, "--yes")
    assert called.exit_code == 0
    (certificate,) = store.about(first)
    (erased,) = certificate.body["erased"]
    assert called.stdout.splitlines() == [
        f"Decision {first} is erased, on order DSR-2026-17, by Wu Lei.",
        "It was of the class cn_loan_file, to be kept until: not known.",
        f"Certificate {certificate.record_id}, leaf 1, recorded {certificate.recorded_at}:",
        f"  leaf 0  decision  {erased['leaf_hash']}",
        "Copies made before still hold it: backups, audit bundles, files that were exported. Erase"
        " it there too, or let them expire.",
        f"No trace of what was erased is left in {store.path}.",
    ]


def test_after_erasing_the_file_holds_no_word_of_the_dossier(
    pinzhi: Pinzhi, rater: Rater, store: SqliteStore
) -> None:
    document = json.loads(spoiled())
    document["borrower"]["legal_name"] = NAME
    document["application_ref"] = "LOS-4711-GONE"
    first = decide(rater, store, json.dumps(document).encode()).decision_id
    words = [NAME.encode(), b"LOS-4711-GONE", *packed(store)]
    assert len(words) > 10
    files = [store.path, store.path.with_name(f"{store.path.name}-wal")]
    assert all(any(word in file.read_bytes() for file in files) for word in words)
    assert pinzhi("retention", "erase", first, *ORDER, "--yes").exit_code == 0
    assert not any(word in file.read_bytes() for file in files for word in words if file.exists())


def packed(store: SqliteStore) -> list[bytes]:
    """Pieces of the compressed contents of all decisions."""
    rows = store.connection().execute("SELECT data FROM contents").fetchall()
    return [data[at : at + 24] for (data,) in rows for at in range(64, len(data) - 24, 512)]


def test_erasing_asks_first_and_says_what_will_go(
    pinzhi: Pinzhi, decided: Decide, store: SqliteStore
) -> None:
    first = decided(application_ref="LOS-9")
    called = pinzhi("retention", "erase", first, *ORDER, stdin=b"n\n")
    assert called.exit_code == 1
    assert f"Decision {first} of application LOS-9, recorded " in called.stdout
    assert "To be erased for ever: decision at leaf 0." in called.stdout
    assert store.size() == 1
    assert pinzhi("retention", "erase", first, *ORDER, stdin=b"").exit_code == 1
    assert got(store, first)
    assert pinzhi("retention", "erase", first, *ORDER, stdin=b"y\n").exit_code == 0
    with pytest.raises(DecisionErased):
        store.get(first)


def test_erasing_names_the_decisions_of_the_same_application_that_stay(
    pinzhi: Pinzhi, rater: Rater, store: SqliteStore, decided: Decide
) -> None:
    first = decided()
    second = decide(rater, store, spoiled(), corrects=first).decision_id
    called = pinzhi("retention", "erase", first, *ORDER, "--yes")
    assert f"Decision {second} is of the same application" in called.stdout
    assert got(store, second)


def test_a_correction_is_not_erased_before_what_it_corrects(
    pinzhi: Pinzhi, rater: Rater, store: SqliteStore, decided: Decide
) -> None:
    first = decided()
    second = decide(rater, store, spoiled(), corrects=first).decision_id
    called = pinzhi("retention", "erase", second, *ORDER, "--yes")
    assert called.exit_code == 1
    assert f"it corrects decision {first}" in called.stderr
    assert "Erase that one first." in called.stderr
    assert got(store, second)


def test_erasing_twice_is_refused_with_the_certificate(
    pinzhi: Pinzhi, decided: Decide, store: SqliteStore
) -> None:
    first = decided()
    pinzhi("retention", "erase", first, *ORDER, "--yes")
    (certificate,) = store.about(first)
    called = pinzhi("retention", "erase", first, *ORDER, "--yes")
    assert called.exit_code == 1
    assert called.stderr == (
        f"Error: Decision {first} was erased at {certificate.recorded_at}: certificate"
        f" {certificate.record_id}.\n"
    )


def test_a_hold_refuses_to_erase(pinzhi: Pinzhi, decided: Decide, store: SqliteStore) -> None:
    first = decided()
    placed = pinzhi("hold", "place", first, *WHY, "--reference", "(2026) 88").stdout.split()[1]
    called = pinzhi("retention", "erase", first, *ORDER, "--yes")
    assert called.exit_code == 1
    assert f"it is under legal hold {placed}." in called.stderr
    assert got(store, first)


@pytest.mark.parametrize("command", ["erase", "scrub"])
def test_traces_that_may_be_left_are_told_with_a_status_of_their_own(
    pinzhi: Pinzhi,
    decided: Decide,
    store: SqliteStore,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    impatient = partial(SqliteStore, busy_timeout=0.01)
    monkeypatch.setattr("service.cli.keeping.SqliteStore", impatient)
    first = decided()
    if command == "scrub":
        assert pinzhi("retention", "erase", first, *ORDER, "--yes").exit_code == 0
    with closing(sqlite3.connect(store.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM records").fetchone()
        arguments = (first, *ORDER, "--yes") if command == "erase" else ()
        decided()
        called = pinzhi("retention", command, *arguments)
    assert called.exit_code == 3
    assert called.stderr == (
        f"Error: Traces of what was erased may be left in {store.path}: another process is reading"
        " the store. Call pinzhi retention scrub.\n"
    )
    with pytest.raises(DecisionErased):
        store.get(first)
    called = pinzhi("retention", "scrub")
    assert called.exit_code == 0
    assert called.stdout == f"No trace of what was erased is left in {store.path}.\n"


def test_scrubbing_can_be_left_for_later(
    pinzhi: Pinzhi, decided: Decide, store: SqliteStore
) -> None:
    called = pinzhi("retention", "erase", decided(), *ORDER, "--yes", "--scrub-later")
    assert called.exit_code == 3
    assert "the file was not rewritten. Call pinzhi retention scrub." in called.stderr
    assert pinzhi("retention", "scrub").exit_code == 0


def test_what_was_changed_by_hand_is_not_erased(
    pinzhi: Pinzhi, decided: Decide, store: SqliteStore
) -> None:
    first = decided()
    db = store.connection()
    db.execute("DROP TRIGGER contents_refuse_update")
    db.execute("UPDATE contents SET data = ? WHERE name = 'facts'", (zlib.compress(b"{}"),))
    called = pinzhi("retention", "erase", first, *ORDER, "--yes")
    assert called.exit_code == 2
    assert "What is stored is not what was recorded" in called.stderr
    assert store.size() == 1


def test_scrubbing_what_is_no_store_cannot_be_carried_out(
    pinzhi: Pinzhi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("these are notes, not a database\n" * 40)
    monkeypatch.setenv("PINZHI_STORE", str(path))
    called = pinzhi("retention", "scrub")
    assert called.exit_code == 2
    assert "not a database" in called.stderr
