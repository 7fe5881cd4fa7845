"""A service in development starts with a key that it keeps; one in production needs a key."""

import multiprocessing
import os
import stat
import subprocess
import sys
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from service.access.development import CLIENT, development_key, ensure_development_key
from service.access.keys import Keys
from service.api.app import create_app
from service.decisions.rate import Rater
from service.settings import Settings
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT, calling
from tests.dossiers import ROOT


@pytest.fixture
def development(store: SqliteStore) -> Settings:
    return replace(DEVELOPMENT, store=store.path)


@pytest.fixture
def production(development: Settings) -> Settings:
    return replace(development, environment="production")


def test_a_start_in_development_makes_a_key_that_may_everything(
    development: Settings, store: SqliteStore, rater: Rater
) -> None:
    app = create_app(rater=rater, settings=development)
    key = development_key(development)
    assert key is not None
    assert calling(app, key).get("/v1/rulesets").status_code == 200
    (made,) = Keys(store).all()
    assert (made.role, made.client, made.development) == ("admin", CLIENT, True)


def test_the_key_is_kept_for_its_owner_only_and_the_next_start_has_the_same(
    development: Settings, store: SqliteStore, rater: Rater
) -> None:
    create_app(rater=rater, settings=development)
    path = store.path.with_name("development.key")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_text()
    path.chmod(0o644)
    create_app(rater=rater, settings=development)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == before
    assert len(Keys(store).all()) == 1


@pytest.mark.parametrize("kept", [None, "", "pz_", "\udcff\udcfe", "x" * 10_000])
def test_where_its_text_was_lost_another_is_made_and_the_lost_one_ends(
    development: Settings, store: SqliteStore, rater: Rater, kept: str | None
) -> None:
    create_app(rater=rater, settings=development)
    lost = development_key(development)
    path = store.path.with_name("development.key")
    if kept is None:
        path.unlink()
    else:
        path.write_text(kept, errors="surrogateescape")
    app = create_app(rater=rater, settings=development)
    key = development_key(development)
    assert lost is not None
    assert key is not None
    assert calling(app, key).get("/v1/rulesets").status_code == 200
    assert calling(app, lost).get("/v1/rulesets").status_code == 401


def test_a_key_of_development_is_worth_nothing_in_production(
    development: Settings, production: Settings, store: SqliteStore, rater: Rater
) -> None:
    create_app(rater=rater, settings=development)
    key = development_key(development)
    assert key is not None
    assert development_key(production) is None
    with pytest.raises(RuntimeError, match="No API key is valid"):
        create_app(rater=rater, settings=production)
    Keys(store).create("originator")
    app = create_app(rater=rater, settings=production)
    assert calling(app, key).get("/v1/rulesets").status_code == 401


def test_a_start_in_production_counts_no_key_that_has_ended(
    production: Settings, store: SqliteStore, rater: Rater
) -> None:
    keys = Keys(store)
    keys.revoke(keys.create("admin").key.key_id)
    with pytest.raises(RuntimeError, match="pinzhi keys create"):
        create_app(rater=rater, settings=production)
    keys.create("monitor")
    assert create_app(rater=rater, settings=production)


def test_a_store_that_is_given_needs_no_key_to_start(
    production: Settings, store: SqliteStore, rater: Rater
) -> None:
    assert create_app(store, rater, production)
    assert not store.path.with_name("development.key").exists()


def test_a_key_that_cannot_be_kept_is_told_in_a_sentence(
    development: Settings, store: SqliteStore, rater: Rater
) -> None:
    store.path.with_name("development.key").mkdir()
    with pytest.raises(
        RuntimeError, match=r"^The development key cannot be kept in .+: Is a directory\.$"
    ):
        create_app(rater=rater, settings=development)
    assert Keys(store).all() == []


def ensure(path: Path, pipe: Connection) -> None:
    pipe.recv()
    pipe.send(ensure_development_key(SqliteStore(path)))


def test_services_that_start_together_have_one_key(tmp_path: Path) -> None:
    path = tmp_path / "decisions.sqlite3"
    context = multiprocessing.get_context("fork")
    pipes, processes = [], []
    for _ in range(4):
        ours, theirs = context.Pipe()
        process = context.Process(target=ensure, args=(path, theirs))
        process.start()
        pipes.append(ours)
        processes.append(process)
    for pipe in pipes:
        pipe.send("go")
    keys = {pipe.recv() for pipe in pipes}
    for process in processes:
        process.join()
        assert process.exitcode == 0
    assert keys == {path.with_name("development.key").read_text().strip()}


def test_a_server_in_production_without_a_key_does_not_start_and_says_so(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PINZHI_")},
        "PINZHI_BIND": "127.0.0.1:0",
        "PINZHI_STORE": str(tmp_path / "decisions.sqlite3"),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "gunicorn", "wsgi:app"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    assert "No API key is valid, so that nobody could call the service" in ended.stderr
    # Most often a key was made, in another store.
    assert f"PINZHI_STORE={environment['PINZHI_STORE']}." in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "development.key").exists()
