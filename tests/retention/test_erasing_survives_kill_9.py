"""Killed anywhere while it erases and scrubs, a decision is there whole or erased whole."""

import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from service.ledger.verify import verify_ledger
from service.store.erasing import scrub
from service.store.port import Decision
from service.store.sqlite import SqliteStore
from tests.retention.acting import order, review
from tests.retention.conftest import Decide

KILLS = 16
STEP = 50
"""Instructions of SQLite's machine from one place to be killed at to the next."""


def erase_and_scrub(path: Path, decision_id: str, at_step: Callable[[], int]) -> None:
    store = SqliteStore(path)
    store.connection().conn.set_progress_handler(at_step, STEP)
    order(store, decision_id)
    assert scrub(store)
    store.close()


def steps(path: Path, decision_id: str) -> int:
    """Return how many steps it takes to erase the decision from the store at ``path``."""
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    erase_and_scrub(path, decision_id, count)
    return taken


def erase_until(path: Path, decision_id: str, last: int) -> None:
    taken = 0

    def kill() -> int:
        nonlocal taken
        taken += 1
        if taken == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    erase_and_scrub(path, decision_id, kill)


@pytest.fixture
def decisions(store: SqliteStore, decided: Decide) -> list[Decision]:
    decisions = [decided() for _ in range(4)]
    review(store, decisions[1].decision_id, "known to me for years")
    store.close()
    return decisions


def copied(store: SqliteStore, folder: Path) -> Path:
    folder.mkdir()
    shutil.copy(store.path, folder)
    return folder / store.path.name


def test_it_is_there_with_its_reviews_or_gone_with_a_certificate(
    store: SqliteStore, decisions: list[Decision], tmp_path: Path
) -> None:
    gone = decisions[1]
    all_steps = steps(copied(store, tmp_path / "whole"), gone.decision_id)
    assert all_steps > KILLS
    context = multiprocessing.get_context("fork")
    erased = []
    for number in range(KILLS):
        path = copied(store, tmp_path / f"killed{number}")
        last = 1 + number * (all_steps - 1) // (KILLS - 1)
        child = context.Process(target=erase_until, args=(path, gone.decision_id, last))
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL
        left = SqliteStore(path)
        erased.append(was_erased(left, gone))
        # Called again, it is carried through; what is left of the file tells nothing.
        if not erased[-1]:
            order(left, gone.decision_id)
        assert scrub(left)
        left.close()
        assert gone.record.document["nonce"].encode() not in path.read_bytes()
    assert erased == sorted(erased)
    assert set(erased) == {True, False}


def was_erased(store: SqliteStore, decision: Decision) -> bool:
    report = verify_ledger(store, [])
    assert report.faults == ()
    if store.record(decision.decision_id) is not None:
        assert store.get(decision.decision_id) == decision
        assert (report.size, report.erased) == (5, 0)
        return False
    (certificate,) = store.about(decision.decision_id)
    assert [entry["kind"] for entry in certificate.body["erased"]] == ["decision", "review"]
    assert (report.size, report.erased) == (6, 2)
    return True
