"""A judge with both evaluators, a flawless borrower, and the worked ones."""

import pytest

from service.ruleset.model import Ruleset
from tests.engine import borrowers
from tests.engine.borrowers import Borrower, Judge


@pytest.fixture(scope="session")
def judge(ruleset: Ruleset) -> Judge:
    return Judge(ruleset)


@pytest.fixture(scope="session")
def flawless(ruleset: Ruleset) -> Borrower:
    return borrowers.flawless(ruleset)


@pytest.fixture(scope="session")
def worked(ruleset: Ruleset) -> dict[str, Borrower]:
    return borrowers.worked_borrowers(ruleset)
