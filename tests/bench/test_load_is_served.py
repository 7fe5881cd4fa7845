"""The service and the bare application answer as the load takes for granted, on real servers."""

import http.client
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bench.load import bare, sizes
from bench.load.__main__ import DOSSIERS, recorded
from bench.load.servers import (
    BARE,
    POST,
    SERVICE,
    Server,
    command,
    decided,
    fresh_store,
    originator_key,
)
from tests.dossiers import STRONG


def test_the_service_is_served_by_two_workers_over_a_fresh_ledger(tmp_path: Path) -> None:
    settings = fresh_store(tmp_path)
    key = originator_key(settings)
    with Server(SERVICE, tmp_path, settings) as service:
        paths = decided(service.address, key, DOSSIERS[:2])
        assert len(service.memory()) == 2
        assert all(size > 1_000_000 for size in service.memory().values())
        with pytest.raises(RuntimeError, match="answered with 401"):
            decided(service.address, "pz_no_key", DOSSIERS[:1])
    told = {path.removeprefix("/v1/decisions/") for path in paths}
    assert recorded(Path(settings["PINZHI_STORE"])) == told
    assert "Sound." in command("ledger", "verify", settings=settings)


def test_the_bare_application_makes_one_durable_insert_of_the_size_that_is_asked(
    tmp_path: Path,
) -> None:
    path = tmp_path / "bare.sqlite3"
    bare.create(path)
    with Server(BARE, tmp_path, {bare.STORE: str(path), bare.BYTES: "20975"}) as server:
        connection = http.client.HTTPConnection(server.address)
        connection.request("POST", POST, STRONG.read_bytes(), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        assert answer.status == 201
        assert json.loads(answer.read()) == {"dossier_id": "D-2026-001"}
        connection.close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT length(data) FROM kept").fetchall() == [(20975,)]


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    settings = fresh_store(tmp_path)
    with (
        pytest.raises(RuntimeError, match="No API key is valid"),
        Server(SERVICE, tmp_path, settings),
    ):
        pass


def test_the_bytes_of_a_decision_are_those_by_which_the_file_grows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizes, "ROUNDS", 4)
    found = sizes.bytes_of_decision([STRONG.read_bytes()], tmp_path / "store.sqlite3")
    assert 8_000 < found < 60_000
