"""Members and values that nobody knows are refused, with the nearest known name."""

from typing import Any

import pytest

from service.dossier.read import DossierReader
from service.prohibited import PROHIBITED
from tests.dossier.asking import codes, faults


@pytest.mark.parametrize(
    ("section", "name", "nearest"),
    [
        ("history", "licence_staus", "licence_status"),
        ("history", "License_Status", "licence_status"),
        ("borrower", "legalname", "legal_name"),
        ("sales", "key_customer", "key_customers"),
    ],
)
def test_an_unknown_member_is_told_the_nearest_name(
    reader: DossierReader, dossier: dict[str, Any], section: str, name: str, nearest: str
) -> None:
    dossier.setdefault(section, {})[name] = 1
    [fault] = faults(reader, dossier)
    assert (fault["pointer"], fault["code"]) == (f"/{section}/{name}", "unknown_member")
    assert f'did you mean "{nearest}"?' in fault["message"]


def test_an_unknown_section_is_refused(reader: DossierReader, dossier: dict[str, Any]) -> None:
    dossier["goverance"] = {}
    [fault] = faults(reader, dossier)
    assert fault["code"] == "unknown_member"
    assert 'did you mean "governance"?' in fault["message"]


def test_a_name_like_no_other_gets_no_suggestion(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["history"]["zzz"] = 1
    assert "did you mean" not in faults(reader, dossier)[0]["message"]


def test_an_unknown_member_of_an_envelope_is_refused(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["history"]["licence_status"] = {"value": "all_held", "sorce": "tax"}
    [fault] = faults(reader, dossier)
    assert fault["pointer"] == "/history/licence_status/sorce"
    assert 'did you mean "source"?' in fault["message"]


@pytest.mark.parametrize("name", ["_schema", "", "a/b~c", "value"])
def test_odd_names_are_pointed_at_exactly(
    reader: DossierReader, dossier: dict[str, Any], name: str
) -> None:
    dossier["history"][name] = {"x": 1}
    written = name.replace("~", "~0").replace("/", "~1")
    assert codes(reader, dossier) == [(f"/history/{written}", "unknown_member")]


def test_a_mistyped_value_is_told_the_values_and_the_nearest(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["history"]["founding_resource_status"] = "weakend"
    [fault] = faults(reader, dossier)
    assert fault["code"] == "unknown_value"
    assert "held, weakened, lost" in fault["message"]
    assert 'did you mean "weakened"?' in fault["message"]


def test_a_value_in_other_case_is_unknown(reader: DossierReader, dossier: dict[str, Any]) -> None:
    dossier["history"]["founding_resource_status"] = "Held"
    assert codes(reader, dossier) == [("/history/founding_resource_status", "unknown_value")]


def test_a_country_that_iso_does_not_list_is_unknown(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["borrower"]["country"] = "UK"
    assert codes(reader, dossier) == [("/borrower/country", "unknown_value")]


@pytest.mark.parametrize("name", PROHIBITED)
def test_prohibited_characteristics_are_refused(
    reader: DossierReader, dossier: dict[str, Any], name: str
) -> None:
    dossier["management"] = {name: "x"}
    assert codes(reader, dossier) == [(f"/management/{name}", "prohibited_member")]


def test_prohibited_characteristics_are_refused_anywhere_and_in_any_case(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["Age"] = 61
    dossier["borrower"]["NATIONALITY"] = "x"
    dossier["shareholders"] = {"list": [{"name": "founder"}, {"name": "heir", "Sex": "f"}]}
    dossier["history"]["licence_status"] = {"value": "all_held", "religion": "x"}
    assert codes(reader, dossier) == [
        ("/Age", "prohibited_member"),
        ("/borrower/NATIONALITY", "prohibited_member"),
        ("/history/licence_status/religion", "prohibited_member"),
        ("/shareholders/list/1/Sex", "prohibited_member"),
    ]


def test_names_that_only_contain_a_prohibited_word_are_merely_unknown(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["management"] = {"average_age_of_plant": 3, "sextant": 1}
    assert {code for _, code in codes(reader, dossier)} == {"unknown_member"}
