"""The auditor asks for a bundle on a page, and what comes stands the check of an outsider."""

import io
import zipfile
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from service.audit.verifier import Audit
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.web.auditing import Bank
from tests.web.deciding import decided
from tests.web.reading import Page


@pytest.fixture
def bank(tmp_path: Path, store: SqliteStore, rater: Rater) -> Bank:
    return Bank(tmp_path, store, rater)


def asked(bank: Bank, **values: str) -> tuple[str, list[tuple[str, str]]]:
    """Send the form; return where it leads, and what is asked for there."""
    answer = bank.page("/audit-bundle").submit(bank.auditor, "/audit-bundle", **values)
    assert answer.status_code == 303, answer.text
    address = urlsplit(answer.headers["Location"])
    return address.path, parse_qsl(address.query)


def test_the_bundle_of_two_decisions_stands_the_check_of_an_outsider(
    bank: Bank, tmp_path: Path
) -> None:
    decisions = [decided(bank.store, bank.rater) for _ in range(3)]
    path, query = asked(bank, way="decisions", decisions=f"{decisions[0]}\r\n{decisions[2]}")
    assert query == [("decision", decisions[0]), ("decision", decisions[2])]

    answer = bank.auditor.get(path, query_string=query)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="bundle.zip"'
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(answer.data)
    keys = [key.vkey for key in bank.keys.vkeys()]
    assert Audit(str(bundle), keys).faults == []
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert sum(name.endswith("/dossier.json") for name in names) == 2


@pytest.mark.parametrize(
    ("values", "query"),
    [
        ({"way": "all"}, [("all", "true")]),
        ({"way": "period", "since": "2026-01-01"}, [("since", "2026-01-01")]),
        (
            {"way": "period", "since": "2026-01-01", "until": "2999-12-31"},
            [("since", "2026-01-01"), ("until", "2999-12-31")],
        ),
    ],
)
def test_a_period_and_the_whole_ledger_are_asked_for_as_the_api_is(
    bank: Bank, values: dict[str, str], query: list[tuple[str, str]]
) -> None:
    decided(bank.store, bank.rater)

    found = asked(bank, **values)

    assert found == ("/audit-bundle.zip", query)
    assert bank.auditor.get(found[0], query_string=query).mimetype == "application/zip"


NOT_MEANT = (
    ({"way": "period", "since": ""}, "A date such as 2026-11-22"),
    ({"way": "period", "since": "2026-13-01"}, "A date such as 2026-11-22"),
    (
        {"way": "period", "since": "2026-02-01", "until": "2026-01-01"},
        "The end of the period is before its beginning.",
    ),
    ({"way": "decisions", "decisions": " "}, "At least one id is needed."),
    ({"way": "decisions", "decisions": "f" * 32}, "no decision that was recorded"),
    ({"way": "some"}, "is not chosen"),
)


def test_what_the_form_cannot_mean_is_told_at_its_field(bank: Bank) -> None:
    page = bank.page("/audit-bundle")
    for values, told in NOT_MEANT:
        answer = page.submit(bank.auditor, "/audit-bundle", **values)

        assert answer.status_code == 422
        assert told in Page(answer).text


def test_a_decision_can_be_named_by_the_address(bank: Bank) -> None:
    decision = decided(bank.store, bank.rater)

    form = bank.page(f"/audit-bundle?decision={decision}").form("/audit-bundle")

    assert form.fields["decisions"] == [decision]
    assert form.fields["way"] == ["decisions"]


def test_a_damaged_store_gives_no_bundle(bank: Bank) -> None:
    decided(bank.store, bank.rater)
    bank.page("/ledger")
    bank.by_hand("DELETE FROM contents WHERE leaf_index = 0 AND name = 'dossier'")

    answer = bank.auditor.get("/audit-bundle.zip?all=true")

    assert answer.status_code == 500
    assert "ledger_inconsistent" in Page(answer).text
