"""The runner that a worker starts has the settings of that worker, and is started once."""

from dataclasses import replace
from pathlib import Path

import pytest

from service.batches.start import Starter, environment
from service.settings import Settings, settings_from
from service.store.batches import Batches, Received
from service.store.sqlite import SqliteStore
from tests.batches.batching import dossier, recorded, settings_of
from tests.batches.running import wait_until

CHOSEN = Settings(
    environment="development",
    client="los-north",
    webhook_private=True,
    webhook_attempts=3,
    worker_timeout=7,
    log_level="error",
)


@pytest.mark.parametrize("settings", [Settings(), CHOSEN])
def test_every_setting_is_handed_on_and_no_other(settings: Settings) -> None:
    around = {
        "PATH": "/bin",
        "PINZHI_CONFIG": "/etc/pinzhi.toml",
        "PINZHI_LOG_LEVEL": "debug",
        "PINZHI_CLIENT": "los-south",
    }
    given = environment(settings, Path("/srv/decisions.sqlite3"), around)
    assert given["PATH"] == "/bin"
    assert settings_from(given) == replace(settings, store=Path("/srv/decisions.sqlite3"))


def test_nothing_is_started_before_the_first_tick(store: SqliteStore) -> None:
    wait_for_one_line(store)
    starter = Starter(store, settings_of(store))
    starter.soon()
    assert recorded(store) == []
    starter.stop()


def test_a_worker_starts_one_runner_where_there_is_something_to_do(store: SqliteStore) -> None:
    starter = Starter(store, settings_of(store))
    starter.tick()
    assert starter.runner is None
    wait_for_one_line(store)
    starter.soon()
    runner = starter.runner
    assert runner is not None
    starter.tick()
    assert starter.runner is runner
    wait_until(lambda: recorded(store) == ["LOS-1"], runner)
    assert runner.wait() == 0
    starter.tick()
    assert starter.runner is None
    starter.stop()


def wait_for_one_line(store: SqliteStore) -> None:
    """Let a batch of one line wait in ``store``."""
    batches = Batches(store)
    number = batches.begin("0f" * 16, "los-north", None, store.now())
    batches.add(number, [Received(1, dossier("LOS-1"))])
    batches.accept(number, store.now())
