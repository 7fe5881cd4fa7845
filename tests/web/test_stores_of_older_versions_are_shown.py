"""What older versions recorded stands on the pages as what this one records."""

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.dossiers import ROOT
from tests.web.auditing import Bank, said
from tests.web.reading import Page

OLD = ("before_the_ledger", "before_the_service")


@pytest.fixture(params=OLD)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqliteStore]:
    path = tmp_path / "old.sqlite3"
    packed = ROOT / "fixtures" / "stores" / f"{request.param}.sqlite3.gz"
    with gzip.open(packed) as old, path.open("wb") as file:
        shutil.copyfileobj(old, file)
    store = SqliteStore(path)
    yield store
    store.close()


def test_every_decision_is_shown_and_replayed(
    tmp_path: Path, store: SqliteStore, rater: Rater
) -> None:
    bank = Bank(tmp_path, store, rater)
    named = "SELECT decision_id, grade FROM decisions"
    decisions = store.connection().execute(named).fetchall()
    assert decisions
    listed = bank.page("/decisions").html

    for decision_id, grade in decisions:
        assert f"/decisions/{decision_id}" in listed
        page = bank.page(f"/decisions/{decision_id}")
        assert grade in page.text
        assert "✓ Reproduced" in page.text

    replays = Page(bank.auditor.post("/replays", {"way": "all"}))
    assert f"reproduced: {len(decisions)}; diverged: 0" in said(replays)


def test_the_ledger_is_sound_and_the_portfolio_counted(
    tmp_path: Path, store: SqliteStore, rater: Rater
) -> None:
    bank = Bank(tmp_path, store, rater)

    assert "✗" not in bank.page("/ledger/verification").text
    assert "✗" not in bank.page("/portfolio").text
    assert bank.page("/overrides").headings
