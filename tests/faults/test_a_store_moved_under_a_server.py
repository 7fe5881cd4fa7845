"""The store's file is moved away or replaced under a running server.

No decision may be acknowledged that goes where nobody will find it.
"""

import os
from pathlib import Path

from service.store.sqlite import SqliteStore
from tests.faults.dossiers import dossier
from tests.faults.servers import Server, running


def acknowledged(server: Server, name: str) -> list[str]:
    """Return the decisions that were acknowledged of some that were sent."""
    answers = [server.decide(dossier(f"{name}-{n}")) for n in range(6)]
    assert {answer.status for answer in answers} <= {201, 503}
    return [answer.location.rpartition("/")[2] for answer in answers if answer.status == 201]


def test_a_store_moved_away_takes_no_decision_until_it_is_back(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "decisions.sqlite3", tmp_path / "elsewhere"
    with running(path) as server:
        told = server.decide(dossier("before"))
        os.rename(path, elsewhere)
        assert acknowledged(server, "moved") == []
        server.kill_workers()
        assert acknowledged(server, "new-workers") == []
        assert server.call("GET", told.location).status == 503
        assert not path.exists()
        os.rename(elsewhere, path)
        assert len(acknowledged(server, "back")) == 6
        assert server.call("GET", told.location).body == told.body


def test_a_store_that_is_replaced_takes_no_decision_until_the_server_is_started_anew(
    tmp_path: Path,
) -> None:
    path, other = tmp_path / "decisions.sqlite3", tmp_path / "other"
    SqliteStore(other).check()
    before = other.read_bytes()
    with running(path) as server:
        server.decide(dossier("before"))
        os.replace(other, path)
        assert acknowledged(server, "after") == []
        server.kill_workers()
        assert acknowledged(server, "new-workers") == []
    assert path.read_bytes() == before
