"""Nothing is converted: each member takes values of its own JSON type only."""

from typing import Any

import pytest

from service.dossier.read import DossierReader
from tests.dossier.asking import codes, faults

NUMBER, FLAG, CHOICE = "unrelated_revenue_share_pct", "control_change_24m", "licence_status"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (NUMBER, "5"),
        (NUMBER, True),
        (NUMBER, []),
        (FLAG, 1),
        (FLAG, 0),
        (FLAG, "true"),
        (CHOICE, 1),
        (CHOICE, True),
        (CHOICE, ["all_held"]),
    ],
)
@pytest.mark.parametrize("enveloped", [False, True])
def test_a_fact_of_another_type_is_refused(
    reader: DossierReader, dossier: dict[str, Any], name: str, value: Any, enveloped: bool
) -> None:
    dossier["history"][name] = {"value": value} if enveloped else value
    at = f"/history/{name}/value" if enveloped else f"/history/{name}"
    assert codes(reader, dossier) == [(at, "wrong_type")]


def test_a_number_in_quotes_is_told_to_drop_them(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["history"][NUMBER] = "5"
    assert "without quotes" in faults(reader, dossier)[0]["message"]


@pytest.mark.parametrize("enveloped", [False, True])
def test_null_is_told_to_be_left_out_or_not_assessed(
    reader: DossierReader, dossier: dict[str, Any], enveloped: bool
) -> None:
    dossier["history"][NUMBER] = {"value": None} if enveloped else None
    [fault] = faults(reader, dossier)
    assert fault["code"] == "wrong_type"
    assert "leave the member out" in fault["message"]
    assert "not_assessed" in fault["message"]


@pytest.mark.parametrize("member", ["history", "borrower", "evidence_defaults", "upstream"])
@pytest.mark.parametrize("value", [[], "text", 3, False, None])
def test_a_block_is_an_object(
    reader: DossierReader, dossier: dict[str, Any], member: str, value: Any
) -> None:
    dossier[member] = value
    assert codes(reader, dossier) == [(f"/{member}", "wrong_type")]


@pytest.mark.parametrize(
    "given", ["2026-13-01", "2026-02-30", "20261101", "2026-W01-1", "1.11.2026", "2026-11-01T00:00"]
)
def test_a_date_is_a_day_of_the_calendar(
    reader: DossierReader, dossier: dict[str, Any], given: str
) -> None:
    dossier["rating_date"] = given
    assert codes(reader, dossier) == [("/rating_date", "bad_date")]


@pytest.mark.parametrize("given", ["0999-12-31", "3000-01-01"])
def test_years_of_no_dossier_are_out_of_range(
    reader: DossierReader, dossier: dict[str, Any], given: str
) -> None:
    dossier["rating_date"] = given
    assert codes(reader, dossier) == [("/rating_date", "out_of_range")]


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("currency", "cny", "bad_format"),
        ("dossier_id", "D 1", "bad_format"),
        ("dossier_id", "D" * 65, "bad_format"),
        ("application_ref", "", "bad_format"),
        ("application_ref", 88121, "wrong_type"),
        ("schema", "nfr-dossier/2", "unknown_value"),
    ],
)
def test_the_head_of_a_dossier_is_checked(
    reader: DossierReader, dossier: dict[str, Any], member: str, value: Any, code: str
) -> None:
    dossier[member] = value
    assert codes(reader, dossier) == [(f"/{member}", code)]


def test_a_dossier_may_name_its_schema(reader: DossierReader, dossier: dict[str, Any]) -> None:
    dossier["schema"] = "nfr-dossier/1"
    assert codes(reader, dossier) == []
