"""What is supposed on the page leaves no trace: no record, no ledger leaf, no byte, no log line."""

from collections.abc import Callable

import pytest

from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.web.signing_in import Browser
from tests.web.supposing import AVERAGE, Supposing

FACT = "sales.retention_pct"
MARK = "87.6543"
"""A number that nothing else in the store holds."""


def test_nothing_that_is_supposed_is_stored_or_logged(
    store: SqliteStore,
    rater: Rater,
    site_client: Callable[..., Browser],
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    supposing = Supposing(store, rater, site_client("committee"), AVERAGE)
    decided = store.get(supposing.decision_id)
    size = store.size()

    page = supposing.suppose(**{FACT: MARK})
    linked = supposing.open(f"?{FACT}={MARK}")

    assert MARK in page.text
    assert MARK in linked.text
    assert store.size() == size
    assert store.get(supposing.decision_id) == decided
    assert store.about(supposing.decision_id) == []
    written = b"".join(path.read_bytes() for path in store.path.parent.iterdir())
    assert MARK.encode() not in written
    out, err = capfd.readouterr()
    assert MARK not in out + err + caplog.text


def test_the_page_is_kept_by_no_browser_and_no_proxy(
    store: SqliteStore, rater: Rater, site_client: Callable[..., Browser]
) -> None:
    supposing = Supposing(store, rater, site_client("committee"), AVERAGE)

    answer = supposing.browser.get(f"{supposing.address}?{FACT}={MARK}")

    assert answer.headers["Cache-Control"] == "no-store"
