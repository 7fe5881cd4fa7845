"""A draft of the ruleset for each test that breaks one."""

from pathlib import Path

import pytest

from tests.ruleset.drafts import Draft


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    return Draft(tmp_path / "nonfinancial" / "1.0.0")
