"""A reader under the ruleset in force, and a sound dossier to spoil."""

from copy import deepcopy
from typing import Any

import pytest

from service.dossier.read import DossierReader
from service.ruleset.model import Ruleset
from tests.dossier.asking import SOUND


@pytest.fixture(scope="session")
def reader(ruleset: Ruleset) -> DossierReader:
    return DossierReader(ruleset)


@pytest.fixture
def dossier() -> dict[str, Any]:
    return deepcopy(SOUND)
