"""Texts and names hold whole, printable, normalized characters, and not too many of them."""

import json
from typing import Any

import pytest

from service.dossier.read import DossierReader
from tests.dossier.asking import SOUND, body, codes, faults, read

UNCLEAN = [
    ("\u0000", "control_character"),
    ("\n", "control_character"),
    ("\t", "control_character"),
    ("\u001b", "control_character"),
    ("\u007f", "control_character"),
    ("\u0085", "control_character"),
    ("\ud800", "lone_surrogate"),
    ("\udfff", "lone_surrogate"),
    ("e\u0301", "not_nfc"),
    ("\u212b", "not_nfc"),
]


@pytest.mark.parametrize(("character", "code"), UNCLEAN)
def test_unclean_texts_are_refused(
    reader: DossierReader, dossier: dict[str, Any], character: str, code: str
) -> None:
    dossier["borrower"]["legal_name"] = f"Beiling{character}Tools"
    assert codes(reader, dossier) == [("/borrower/legal_name", code)]


@pytest.mark.parametrize(("character", "code"), UNCLEAN)
def test_unclean_names_are_refused_and_the_faults_can_be_sent(
    reader: DossierReader, dossier: dict[str, Any], character: str, code: str
) -> None:
    dossier["history"][f"a{character}b"] = 1
    found = faults(reader, dossier)
    assert {fault["code"] for fault in found} == {code, "unknown_member"}
    for fault in found:
        text = json.dumps(fault, ensure_ascii=False)
        assert json.loads(text.encode("utf-8")) == fault
        assert "\u001b" not in fault["pointer"] + fault["message"]


def test_unclean_texts_are_found_in_lists_and_comments(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["shareholders"] = {"list": [{"name": "a\u0001"}]}
    dossier["history"]["licence_status"] = {"value": "all_held", "comment": "two\nlines"}
    assert codes(reader, dossier) == [
        ("/history/licence_status/comment", "control_character"),
        ("/shareholders/list/0/name", "control_character"),
    ]


def test_one_text_can_have_several_faults(reader: DossierReader, dossier: dict[str, Any]) -> None:
    dossier["borrower"]["legal_name"] = "e\u0301\n" + "x" * 200
    assert [code for _, code in codes(reader, dossier)] == [
        "control_character",
        "not_nfc",
        "too_long",
    ]


def test_a_surrogate_pair_is_a_character(reader: DossierReader) -> None:
    sent = body(SOUND).replace(b'"legal_name": "', b'"legal_name": "\\ud842\\udfb7')
    assert reader.read(sent).document["borrower"]["legal_name"].startswith("𠮷")


@pytest.mark.parametrize("name", ["借款人有限公司", "Müller & Söhne", "𠮷野家", "Ελλάς Α.Ε.", "א"])
def test_names_of_all_scripts_are_kept(
    reader: DossierReader, dossier: dict[str, Any], name: str
) -> None:
    dossier["borrower"]["legal_name"] = name
    assert read(reader, dossier).document["borrower"]["legal_name"] == name


def test_names_have_at_most_200_characters(reader: DossierReader, dossier: dict[str, Any]) -> None:
    dossier["borrower"]["legal_name"] = "行" * 200
    assert codes(reader, dossier) == []
    dossier["borrower"]["legal_name"] = "行" * 201
    assert codes(reader, dossier) == [("/borrower/legal_name", "too_long")]


@pytest.mark.parametrize("member", ["comment", "reason"])
def test_comments_and_reasons_have_at_most_2000_characters(
    reader: DossierReader, dossier: dict[str, Any], member: str
) -> None:
    dossier["history"]["licence_status"] = {"value": "all_held", member: "行" * 2000}
    assert codes(reader, dossier) == []
    dossier["history"]["licence_status"] = {"value": "all_held", member: "行" * 2001}
    assert codes(reader, dossier) == [(f"/history/licence_status/{member}", "too_long")]


@pytest.mark.parametrize("name", ["", " ", "\u3000"])
def test_empty_texts_are_refused(reader: DossierReader, dossier: dict[str, Any], name: str) -> None:
    dossier["borrower"]["legal_name"] = name
    assert codes(reader, dossier) == [("/borrower/legal_name", "empty_text")]
