"""The command that counts a portfolio: one table as CSV, everything read."""

import csv
from io import StringIO

import pytest

from service.store.portfolio import to_keep
from tests.cli.conftest import Pinzhi, store_path
from tests.portfolio.stores import add, fill, opened


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def test_it_reads_what_nobody_has_read_and_prints_a_table(pinzhi: Pinzhi) -> None:
    with opened(store_path()) as store:
        fill(store, 1100)
        assert to_keep(store) == [1, 0]
    result = pinzhi("portfolio", "--table", "unknown")
    assert result.exit_code == 0
    assert "Reading up to 1,024 results for the first time." in result.stderr
    first = rows(result.stdout)
    assert {row["fact"] for row in first} == {"supply.layers", "sales.claims"}
    with opened(store_path()) as store:
        assert to_keep(store) == []
    again = pinzhi("portfolio", "--table", "unknown")
    assert again.stderr == ""
    assert rows(again.stdout) == first
    anew = pinzhi("portfolio", "--table", "unknown", "--anew")
    assert "1,024" in anew.stderr
    assert rows(anew.stdout) == first


@pytest.mark.parametrize("table", ["grades", "findings", "unknown", "movement"])
def test_every_table_says_what_was_asked_for(pinzhi: Pinzhi, table: str) -> None:
    with opened(store_path()) as store:
        add(store, "91X", said=frozenset({("found", "PATENTS"), ("unknown", "sales.claims")}))
    asked = {
        "since": "2026-01-01",
        "until": "2026-02-01",
        "earlier_since": "2025-01-01",
        "earlier_until": "2025-12-31",
        "ruleset": "nonfinancial",
    }
    options = [
        word for name, value in asked.items() for word in (f"--{name.replace('_', '-')}", value)
    ]
    result = pinzhi("portfolio", "--table", table, *options)
    assert result.exit_code == 0
    found = rows(result.stdout)
    assert found
    assert all(asked.items() <= row.items() for row in found)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--since", "soon"], "--since is no date such as 2026-11-22."),
        (["--until", "2020-01-01"], "--until is before the period begins."),
        (["--earlier-until", "2026-01-01"], "--earlier-until is not before the other period"),
        (["--ruleset", "\n"], "--ruleset has a control character."),
        (["--table", "names"], "'names' is not one of"),
    ],
)
def test_what_cannot_be_counted_is_told(pinzhi: Pinzhi, options: list[str], told: str) -> None:
    with opened(store_path()) as store:
        add(store, "91X")
    result = pinzhi("portfolio", *options)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_store_without_a_decision_has_no_portfolio(pinzhi: Pinzhi) -> None:
    with opened(store_path()) as store:
        assert store.size() == 0
    result = pinzhi("portfolio")
    assert result.exit_code == 2
    assert "No decision is recorded in" in result.stderr
