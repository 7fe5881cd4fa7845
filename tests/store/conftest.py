"""A decision to put into a store."""

import pytest

from service.store.port import Draft
from tests.store.drafts import drafted


@pytest.fixture
def draft() -> Draft:
    return drafted()
