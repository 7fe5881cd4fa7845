"""A fact may be called not applicable only where no test that may apply reads it."""

from typing import Any

import pytest

from service.dossier.read import DossierReader
from tests.dossier.asking import codes, faults, read

NOT_APPLICABLE = {"status": "not_applicable"}


def test_a_fact_of_listed_companies_is_not_applicable_to_a_private_one(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["governance"]["disclosure_mechanism"] = NOT_APPLICABLE
    state = read(reader, dossier).facts["governance.disclosure_mechanism"]
    assert (state.value, state.unknown) == (None, "not_applicable")


def test_the_same_fact_is_applicable_to_a_listed_company(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["borrower"]["ownership_type"] = "listed"
    dossier["governance"]["disclosure_mechanism"] = NOT_APPLICABLE
    assert codes(reader, dossier) == [
        ("/governance/disclosure_mechanism", "not_applicable_refused")
    ]


def test_a_fact_that_a_test_for_everybody_reads_is_always_applicable(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["history"]["licence_status"] = NOT_APPLICABLE
    assert codes(reader, dossier) == [("/history/licence_status", "not_applicable_refused")]


def test_a_fact_read_by_several_tests_needs_all_of_them_switched_off(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    """Related-party share: one test for foreign-invested firms, others for everybody."""
    dossier["governance"]["rpt_pct_revenue"] = NOT_APPLICABLE
    assert codes(reader, dossier) == [("/governance/rpt_pct_revenue", "not_applicable_refused")]


def test_production_facts_are_not_applicable_to_a_trader(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["borrower"]["business_model"] = "trading"
    dossier["production"] = {"equipment_fit": NOT_APPLICABLE}
    assert codes(reader, dossier) == []


@pytest.mark.parametrize(
    "given",
    [
        None,
        {"status": "not_assessed", "reason": "not yet asked"},
        {"value": "private", "as_of": "2019-01-01"},
    ],
)
def test_an_unknown_classification_switches_nothing_off(
    reader: DossierReader, dossier: dict[str, Any], given: Any
) -> None:
    if given is None:
        del dossier["borrower"]["ownership_type"]
    else:
        dossier["borrower"]["ownership_type"] = given
    dossier["governance"]["disclosure_mechanism"] = NOT_APPLICABLE
    assert codes(reader, dossier) == [
        ("/governance/disclosure_mechanism", "not_applicable_refused")
    ]


def test_a_mistyped_classification_is_the_only_fault_it_causes(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["borrower"]["ownership_type"] = "privat"
    dossier["governance"]["disclosure_mechanism"] = NOT_APPLICABLE
    [fault] = faults(reader, dossier)
    assert (fault["pointer"], fault["code"]) == ("/borrower/ownership_type", "unknown_value")


@pytest.mark.parametrize(
    ("section", "name"),
    [
        ("borrower", "ownership_type"),
        ("borrower", "business_model"),
        ("borrower", "long_development_cycle"),
        ("governance", "owner_managed"),
    ],
)
def test_the_classification_itself_is_always_applicable(
    reader: DossierReader, dossier: dict[str, Any], section: str, name: str
) -> None:
    dossier[section][name] = NOT_APPLICABLE
    assert codes(reader, dossier) == [(f"/{section}/{name}", "not_applicable_refused")]


def test_the_classification_may_be_given_with_its_evidence(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["borrower"]["ownership_type"] = {
        "value": "private",
        "source": "business_registry",
        "as_of": "2026-10-20",
    }
    dossier["governance"]["disclosure_mechanism"] = NOT_APPLICABLE
    assert codes(reader, dossier) == []
