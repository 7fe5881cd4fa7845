"""Ready is who can decide and record; who is not names every check that fails, and no more."""

import dataclasses
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from flask.testing import FlaskClient

from service.access.keys import Keys
from service.api.app import create_app
from service.decisions.rate import Rater
from service.engine.direct import DirectEvaluator
from service.ledger.checkpoints import make_checkpoint
from service.ledger.key_records import record_keys
from service.ledger.keys import KeyFolder
from service.observe.readiness import KEPT_SECONDS, Readiness
from service.ruleset.model import Ruleset
from service.settings import Settings
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.observe.reading import scraped
from tests.store.drafts import drafted

SECONDS = 0.05
"""How long the stores of these tests wait for their turn."""


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return SqliteStore(tmp_path / "decisions.sqlite3", busy_timeout=SECONDS)


@pytest.fixture
def settings(store: SqliteStore, tmp_path: Path) -> Settings:
    return Settings(store=store.path, keys=tmp_path / "keys", metrics_open=True)


@pytest.fixture
def client(store: SqliteStore, rater: Rater, settings: Settings) -> FlaskClient:
    Keys(store).create("originator", "los-1")
    return create_app(store, rater, settings).test_client()


def signed(store: SqliteStore, settings: Settings) -> KeyFolder:
    keys = KeyFolder(settings.keys)
    keys.create("bank.example/pinzhi")
    record_keys(store, keys, Client())
    store.append(drafted())
    make_checkpoint(store, keys)
    return keys


def changed(store: SqliteStore, *statements: str) -> None:
    """Do to the file what the service never does."""
    with closing(sqlite3.connect(store.path, isolation_level=None)) as db:
        for (trigger,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            db.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            db.execute(statement)


def failing(client: FlaskClient) -> list[str]:
    """The checks that fail, as the answer and the metrics both say."""
    answer = client.get("/readyz")
    problem = orjson.loads(answer.data)
    assert (answer.status_code, problem["code"]) == (503, "not_ready")
    assert int(answer.headers["Retry-After"]) > 0
    named = [error["message"].partition(":")[0] for error in problem["errors"]]
    metrics = scraped(client)
    assert metrics.value("pinzhi_ready") == 0
    checks = metrics.labels("pinzhi_check_ok", "check")
    assert {c for c in checks if not metrics.value("pinzhi_check_ok", check=c)} == set(named)
    return named


def test_a_service_that_can_do_its_work_is_ready_and_names_its_checks(
    client: FlaskClient, store: SqliteStore, settings: Settings
) -> None:
    signed(store, settings)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert orjson.loads(answer.data) == {
        "status": "ready",
        "checks": {
            "store": "ok",
            "ruleset": "ok",
            "ledger": "ok",
            "ledger_keys": "ok",
            "api_keys": "ok",
        },
    }
    assert scraped(client).value("pinzhi_ready") == 1


def test_a_ledger_that_was_never_signed_is_ready(client: FlaskClient) -> None:
    checks = orjson.loads(client.get("/readyz").data)["checks"]
    assert (checks["ledger"], checks["ledger_keys"]) == ("none", "none")


def test_asking_leaves_nothing_in_the_store(client: FlaskClient, store: SqliteStore) -> None:
    tables = store.connection().table_names()
    assert client.get("/readyz").status_code == 200
    assert store.connection().table_names() == tables
    assert not store.connection().conn.in_transaction
    assert store.append(drafted()).leaf_index == 0


def test_a_store_that_another_holds_locked_is_not_ready_and_is_again_when_it_lets_go(
    store: SqliteStore, rater: Rater, settings: Settings
) -> None:
    seconds = iter(range(100))
    Keys(store).create("originator")
    readiness = Readiness(store, rater, settings, lambda: next(seconds))
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert readiness.find().checks["store"] == "failed"
        other.execute("ROLLBACK")
    assert readiness.find().ready


def test_a_store_that_was_moved_away_is_not_ready_and_none_is_made_in_its_place(
    client: FlaskClient, store: SqliteStore
) -> None:
    store.path.rename(store.path.with_name("moved"))
    assert failing(client) == ["store", "ledger", "api_keys"]
    assert not store.path.exists()


def test_a_tree_that_lacks_a_node_is_not_ready(
    client: FlaskClient, store: SqliteStore, settings: Settings
) -> None:
    signed(store, settings)
    changed(store, "DELETE FROM nodes WHERE level = 1")
    assert failing(client) == ["ledger"]


def test_a_tree_that_does_not_extend_its_checkpoint_is_not_ready(
    client: FlaskClient, store: SqliteStore, settings: Settings
) -> None:
    signed(store, settings)
    changed(store, "UPDATE nodes SET hash = zeroblob(32) WHERE level = 1")
    assert failing(client) == ["ledger"]


def test_a_checkpoint_that_nobody_of_the_ledger_signed_is_not_ready(
    client: FlaskClient, store: SqliteStore, settings: Settings, tmp_path: Path
) -> None:
    signed(store, settings)
    other = SqliteStore(tmp_path / "other.sqlite3")
    forged = signed(other, dataclasses.replace(settings, keys=tmp_path / "forged"))
    assert forged.last_signed() is not None
    note = forged.last.read_text()
    with closing(sqlite3.connect(store.path, isolation_level=None)) as db:
        root = db.execute("SELECT note FROM checkpoints").fetchone()[0].splitlines()[:3]
        lines = [*root, "", *note.splitlines()[4:], ""]
        size = int(root[1])
        db.execute("INSERT INTO checkpoints (size, note) VALUES (?, ?)", (size, "\n".join(lines)))
    assert failing(client) == ["ledger"]


def test_a_signing_key_that_others_can_read_is_not_ready(
    client: FlaskClient, store: SqliteStore, settings: Settings
) -> None:
    signed(store, settings)
    for private in settings.keys.glob("*.pem"):
        private.chmod(0o644)
    assert failing(client) == ["ledger_keys"]


def test_a_folder_of_keys_that_cannot_be_looked_at_is_not_ready(
    store: SqliteStore, rater: Rater, settings: Settings
) -> None:
    Keys(store).create("originator")
    hidden = dataclasses.replace(settings, keys=store.path.with_name("n" * 300))
    assert failing(create_app(store, rater, hidden).test_client()) == ["ledger_keys"]


def test_evaluators_that_disagree_on_an_empty_dossier_are_not_ready(
    store: SqliteStore, ruleset: Ruleset, settings: Settings
) -> None:
    Keys(store).create("originator")
    points = dict.fromkeys(ruleset.policy.points, -1)
    other = dataclasses.replace(ruleset, policy=dataclasses.replace(ruleset.policy, points=points))
    rater = Rater(ruleset, DirectEvaluator(other))
    assert failing(create_app(store, rater, settings).test_client()) == ["ruleset"]


def test_a_service_whose_every_key_has_expired_is_not_ready(
    store: SqliteStore, rater: Rater, settings: Settings
) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    Keys(store, lambda: yesterday).create("originator", expires_in=timedelta(hours=1))
    assert failing(create_app(store, rater, settings).test_client()) == ["api_keys"]


def test_the_answer_says_nothing_of_files_and_the_log_says_all(
    client: FlaskClient, store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    store.path.rename(store.path.with_name("moved"))
    answer = client.get("/readyz")
    assert str(store.path) not in answer.text
    assert any(str(store.path) in message for message in caplog.messages)


def test_who_asks_often_causes_no_more_work(
    store: SqliteStore, rater: Rater, settings: Settings
) -> None:
    Keys(store).create("originator")
    seconds = [0.0]
    readiness = Readiness(store, rater, settings, lambda: seconds[0])
    assert readiness.find().ready
    store.path.rename(store.path.with_name("moved"))
    assert readiness.find().ready
    seconds[0] = KEPT_SECONDS
    assert not readiness.find().ready


def test_who_asks_while_the_store_is_locked_waits_for_it_once(
    store: SqliteStore, rater: Rater, settings: Settings
) -> None:
    Keys(store).create("originator")
    # The first finding takes from 0 to 5; the fourth who asks has another, from 10 on.
    moments = iter((0.0, 5.0, 5.0, 9.9, 10.0, 10.0))
    readiness = Readiness(store, rater, settings, lambda: next(moments))
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not readiness.find().ready
        other.execute("ROLLBACK")
    assert not readiness.find().ready
    assert not readiness.find().ready
    assert readiness.find().ready
