"""Numbers are taken as written, to 4 decimals, or not at all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import decimal4
from service.dossier.door import parse
from service.dossier.read import DossierReader
from tests.dossier.asking import SOUND, body, codes, faults, read

SHARE = "history.unrelated_revenue_share_pct"
AT = "/history/unrelated_revenue_share_pct"


def with_number(literal: str) -> bytes:
    """A dossier with the share written exactly as ``literal``."""
    document = {**SOUND, "history": {"unrelated_revenue_share_pct": "@"}}
    return body(document).replace(b'"@"', literal.encode())


@pytest.mark.parametrize(
    ("literal", "scaled"),
    [
        ("5", 50_000),
        ("5.0", 50_000),
        ("5.00000000", 50_000),
        ("0.5e1", 50_000),
        ("50E-1", 50_000),
        ("0.1", 1_000),
        ("99.9999", 999_999),
        ("0.0001", 1),
        ("1e-4", 1),
        ("0", 0),
        ("-0", 0),
        ("-0.0", 0),
        ("0e999999999", 0),
    ],
)
def test_a_number_means_what_is_written(reader: DossierReader, literal: str, scaled: int) -> None:
    assert reader.read(with_number(literal)).facts[SHARE].value == scaled


@pytest.mark.parametrize(
    "literal", ["0.00001", "1e-5", "99.99999", "1.00000000000000000000000000000001", "1e-999999999"]
)
def test_more_than_4_decimals_are_refused_not_rounded(reader: DossierReader, literal: str) -> None:
    assert codes(reader, with_number(literal)) == [(AT, "too_many_decimals")]


def test_many_thousand_decimals_are_refused(reader: DossierReader) -> None:
    assert codes(reader, with_number("0." + "1" * 100_000)) == [(AT, "too_many_decimals")]


@pytest.mark.parametrize("literal", ["1e999999999", "-1e400", "1e" + "9" * 50, "9" * 100_000])
def test_numbers_too_large_to_hold_are_refused(reader: DossierReader, literal: str) -> None:
    assert codes(reader, with_number(literal)) == [(AT, "number_out_of_range")]


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_finite_is_refused(reader: DossierReader, literal: str) -> None:
    assert codes(reader, with_number(literal)) == [(AT, "not_finite")]


@pytest.mark.parametrize("literal", ["-0.0001", "100.0001", "-1", "101", "99999999999"])
def test_numbers_outside_the_facts_range_are_refused(reader: DossierReader, literal: str) -> None:
    [fault] = faults(reader, with_number(literal))
    assert (fault["pointer"], fault["code"]) == (AT, "out_of_range")
    assert "at least 0 and at most 100" in fault["message"]


def test_a_count_with_decimals_is_refused(reader: DossierReader, dossier: dict[str, Any]) -> None:
    dossier["history"]["restructurings_5y"] = 1.5
    assert codes(reader, dossier) == [("/history/restructurings_5y", "not_whole")]


def test_a_count_written_with_a_zero_decimal_is_whole(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["history"]["restructurings_5y"] = 2.0
    assert read(reader, dossier).facts["history.restructurings_5y"].value == 20_000


def test_a_count_can_be_both_broken_and_out_of_range(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["history"]["restructurings_5y"] = -1.5
    assert codes(reader, dossier) == [
        ("/history/restructurings_5y", "not_whole"),
        ("/history/restructurings_5y", "out_of_range"),
    ]


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_every_number_of_15_digits_comes_through_the_door_unchanged(scaled: int) -> None:
    taken = parse(decimal4.plain(scaled).encode())
    assert decimal4.scale(repr(taken)) == scaled
