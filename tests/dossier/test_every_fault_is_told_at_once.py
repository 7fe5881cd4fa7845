"""One answer lists all faults, in a fixed order, and a hostile body cannot make it endless."""

from typing import Any

from service.dossier.faults import MAX_FAULTS
from service.dossier.read import DossierReader
from tests.dossier.asking import body, codes, faults


def test_faults_of_all_stages_come_together_by_pointer_and_code(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    del dossier["application_ref"]
    dossier["borrower"]["identifiers"]["uscc"] = "123"
    dossier["borrower"]["industry"] = {"edition": "2017"}
    dossier["borrower"]["legal_name"] = "bell\u0007"
    dossier["history"] = {
        "licence_status": "all_hold",
        "licence_statsu": "all_held",
        "years_operating": 40,
        "name_changes_5y": 1.5,
        "founding_basis": {"value": "human", "as_of": "2027-01-01"},
        "stoppage_months_24m": 0.00001,
    }
    dossier["management"] = {"age": 61}
    assert codes(reader, dossier) == [
        ("/application_ref", "missing_member"),
        ("/borrower/identifiers/uscc", "bad_identifier"),
        ("/borrower/industry", "missing_member"),
        ("/borrower/legal_name", "control_character"),
        ("/history/founding_basis/as_of", "future_date"),
        ("/history/licence_statsu", "unknown_member"),
        ("/history/licence_status", "unknown_value"),
        ("/history/name_changes_5y", "not_whole"),
        ("/history/stoppage_months_24m", "too_many_decimals"),
        ("/history/years_operating", "contradiction"),
        ("/management/age", "prohibited_member"),
    ]


def test_an_empty_dossier_is_told_all_that_is_required(reader: DossierReader) -> None:
    assert codes(reader, {}) == [
        ("/application_ref", "missing_member"),
        ("/borrower", "missing_member"),
        ("/currency", "missing_member"),
        ("/dossier_id", "missing_member"),
        ("/rating_date", "missing_member"),
    ]
    assert codes(reader, {"borrower": {}})[1:5] == [
        ("/borrower/country", "missing_member"),
        ("/borrower/incorporated_on", "missing_member"),
        ("/borrower/industry", "missing_member"),
        ("/borrower/legal_name", "missing_member"),
    ]


def test_every_fault_is_a_sentence_with_a_code_and_a_pointer(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["history"] = {"licence_status": "x", "y": 1, "stoppage_months_24m": -1}
    for fault in faults(reader, dossier):
        assert set(fault) == {"code", "pointer", "message"}
        assert fault["pointer"].startswith("/history/")
        assert fault["message"][0].isupper() or fault["message"][0] in '"-'
        assert fault["message"].endswith((".", "?"))


def test_faults_do_not_depend_on_the_order_of_members(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["history"] = {"licence_status": "x", "y": 1, "stoppage_months_24m": -1}
    dossier["extra"] = {}
    backwards = {
        name: dict(reversed(block.items())) if isinstance(block, dict) else block
        for name, block in reversed(dossier.items())
    }
    assert faults(reader, backwards) == faults(reader, dossier)


def test_more_than_a_thousand_faults_are_counted_not_listed(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["history"] = {f"unknown_{n}": 1 for n in range(MAX_FAULTS + 7)}
    found = faults(reader, dossier)
    assert len(found) == MAX_FAULTS + 1
    assert found[0]["code"] == "too_many_faults"
    assert "7 more" in found[0]["message"]


def test_a_long_name_does_not_swell_the_answer(reader: DossierReader) -> None:
    document = {"x" * 500_000: {f"m{n}": "\u0007" for n in range(900)}}
    assert len(body(faults(reader, document))) < 400_000
