"""Results of the worked borrowers, rated once for all tests of drawings."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from service.decisions.rate import Rater
from tests.dossiers import ROOT

Result = dict[str, Any]


@pytest.fixture(scope="session")
def rated(rater: Rater) -> Callable[[str], Result]:
    @cache
    def rate(name: str) -> Result:
        return rater.rate((ROOT / "fixtures" / "dossiers" / f"{name}.json").read_bytes()).result

    return rate
