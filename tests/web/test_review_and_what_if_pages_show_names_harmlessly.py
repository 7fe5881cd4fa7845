"""A borrower's name, whatever is in it, only shows on the pages of what-if and human decision."""

from collections.abc import Callable

import orjson
import pytest

from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.web.deciding import decided, dossier
from tests.web.reading import Page
from tests.web.signing_in import Browser

NAME = "<img src=x onerror=alert(1)> {{ 7*7 }} \u202egnp.exe " + "长" * 120


@pytest.mark.parametrize("page", ["what-if", "review"])
def test_a_hostile_name_is_text(
    store: SqliteStore, rater: Rater, site_client: Callable[..., Browser], page: str
) -> None:
    borrower = orjson.loads(dossier("average_manufacturer"))["borrower"] | {"legal_name": NAME}
    decision_id = decided(store, rater, borrower=borrower)

    found = Page(site_client("committee").get(f"/decisions/{decision_id}/{page}"))

    assert "<img" not in found.html
    assert "\u202e" not in found.html
    assert "{{ 7*7 }} U+202E gnp.exe" in found.heading or "{{ 7*7 }} U+202Egnp.exe" in found.heading
