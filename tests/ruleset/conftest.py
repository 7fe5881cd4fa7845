"""A draft of a ruleset for each test that breaks one."""

from pathlib import Path

import pytest

from tests.ruleset.drafts import FIRST, SHIPPED, Draft


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    return Draft(tmp_path / "nonfinancial" / SHIPPED.name)


@pytest.fixture
def first(tmp_path: Path) -> Draft:
    """A draft of the first ruleset, in format 1."""
    return Draft(tmp_path / "first" / FIRST.name, FIRST)
