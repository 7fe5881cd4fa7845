"""The store's file is cut short under a running server: it says so, and answers nothing wrong."""

import os
import shutil
from pathlib import Path

import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store.port import Decision
from service.store.sqlite import SqliteStore
from tests.faults.dossiers import dossier
from tests.faults.servers import running

PAGE = 4096


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, rater: Rater) -> tuple[Path, list[Decision]]:
    """A store that was closed, so that all of it is in the file, and what it holds."""
    store = SqliteStore(tmp_path_factory.mktemp("whole") / "decisions.sqlite3")
    decisions = [decide(rater, store, dossier(f"LOS-{n}")) for n in range(30)]
    store.close()
    return store.path, decisions


@pytest.mark.parametrize("pages", [0, 1, 40])
@pytest.mark.parametrize("workers", ["the same workers", "new workers"])
def test_a_store_cut_short_never_gives_a_wrong_answer(
    tmp_path: Path, recorded: tuple[Path, list[Decision]], pages: int, workers: str
) -> None:
    whole, decisions = recorded
    path = Path(shutil.copy(whole, tmp_path))
    with running(path) as server:
        for n in range(4):
            assert server.decide(dossier(f"before-{n}")).status == 201
        os.truncate(path, pages * PAGE)
        if workers == "new workers":
            server.kill_workers()
        for decision in decisions:
            answer = server.call("GET", f"/v1/decisions/{decision.decision_id}")
            assert answer.status in (200, 500, 503)
            if answer.status == 200:
                assert answer.body == decision.body
        late = [server.decide(dossier(f"late-{n}")).status for n in range(6)]
        assert set(late) <= {500, 503}
