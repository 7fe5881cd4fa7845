"""The questionnaire of the ruleset in force, made once."""

import pytest

from service.questionnaire.book import Book
from service.ruleset.model import Ruleset


@pytest.fixture(scope="session")
def book(ruleset: Ruleset) -> Book:
    return Book(ruleset)
