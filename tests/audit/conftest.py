"""One ledger, and bundles of it, for all tests that only read them."""

from pathlib import Path

import pytest

from service.decisions.rate import Rater
from tests.audit.bundles import Files, Ledger, files_of, make_ledger


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory, rater: Rater) -> Ledger:
    return make_ledger(tmp_path_factory.mktemp("ledger"), rater)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory, ledger: Ledger) -> Path:
    """The bundle of the whole ledger."""
    return ledger.bundle(tmp_path_factory.mktemp("bundle") / "whole.zip")


@pytest.fixture
def files(whole: Path) -> Files:
    return files_of(whole)
