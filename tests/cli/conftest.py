"""The command as a person calls it, with a store of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from service.cli.opening import settings

Pinzhi = Callable[..., Result]


def store_path() -> Path:
    """Return the path of the store that commands use here."""
    return settings().store


@pytest.fixture
def pinzhi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pinzhi:
    monkeypatch.setenv("PINZHI_STORE", str(tmp_path / "decisions.sqlite3"))

    def call(*arguments: str | Path, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(
            main, [str(a) for a in arguments], input=stdin, catch_exceptions=False
        )

    return call
