"""Identifiers of the wrong form are refused; a wrong check digit only warns."""

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dossier.identifiers import check_uscc
from service.dossier.read import DossierReader
from tests.dossier.asking import codes, read

USCC_AT = "/borrower/identifiers/uscc"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",
        "91110000101623741K",
        "911101066976941872",
        "9132059448D6YJPQR0",  # remainder 0
    ],
)
def test_sound_credit_codes_pass_without_a_word(
    reader: DossierReader, dossier: dict[str, Any], code: str
) -> None:
    dossier["borrower"]["identifiers"]["uscc"] = code
    assert read(reader, dossier).warnings == ()


@given(
    st.tuples(
        st.text(ALPHABET, min_size=2, max_size=2),
        st.text(string.digits, min_size=6, max_size=6),
        st.text(ALPHABET, min_size=9, max_size=9),
    )
)
def test_check_characters_follow_gb_32100(parts: tuple[str, str, str]) -> None:
    body = "".join(parts)
    total = sum(ALPHABET.index(c) * w for c, w in zip(body, WEIGHTS, strict=True))
    right = ALPHABET[(31 - total % 31) % 31]
    for check in ALPHABET:
        assert (check_uscc(body + check, "") is None) == (check == right)


@pytest.mark.parametrize("prefix", ["A1", "N2", "Y1"])
def test_letters_may_stand_in_the_first_two_places(
    reader: DossierReader, dossier: dict[str, Any], prefix: str
) -> None:
    dossier["borrower"]["identifiers"]["uscc"] = prefix + "350100M000100Y43"
    assert {warning.code for warning in read(reader, dossier).warnings} <= {"check_digit"}


def test_a_wrong_check_digit_is_a_warning_in_the_dossier(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["borrower"]["identifiers"] = {
        "uscc": "91350100M000100Y44",
        "lei": "7ZW8QJWVPR4P1S5PX089",
    }
    dossier["borrower"]["parent_lei"] = "7H6GLXDRUGQFU57RNE98"
    found = read(reader, dossier)
    assert [(warning.pointer, warning.code) for warning in found.warnings] == [
        ("/borrower/identifiers/lei", "check_digit"),
        (USCC_AT, "check_digit"),
        ("/borrower/parent_lei", "check_digit"),
    ]


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y4",
        "91350100M000100Y430",
        "91350100O000100Y43",
        "91350100I000100Y43",
        "91350100M000100y43",
        "9135010AM000100Y43",
        " 1350100M000100Y43",
        "91350100-00100Y43-",
        "９1350100M000100Y43",
    ],
)
def test_credit_codes_of_another_form_are_refused(
    reader: DossierReader, dossier: dict[str, Any], code: str
) -> None:
    dossier["borrower"]["identifiers"]["uscc"] = code
    assert codes(reader, dossier) == [(USCC_AT, "bad_identifier")]


@pytest.mark.parametrize("code", ["7ZW8QJWVPR4P1S5PX088", "7H6GLXDRUGQFU57RNE97"])
def test_sound_entity_identifiers_pass_without_a_word(
    reader: DossierReader, dossier: dict[str, Any], code: str
) -> None:
    dossier["borrower"]["identifiers"]["lei"] = code
    dossier["borrower"]["parent_lei"] = code
    assert read(reader, dossier).warnings == ()


@pytest.mark.parametrize(
    "code", ["7ZW8QJWVPR4P1S5PX08", "7zw8qjwvpr4p1s5px088", "7ZW8QJWVPR4P1S5PX0A8X", "Ⅶ" * 20]
)
def test_entity_identifiers_of_another_form_are_refused(
    reader: DossierReader, dossier: dict[str, Any], code: str
) -> None:
    dossier["borrower"]["identifiers"]["lei"] = code
    assert codes(reader, dossier) == [("/borrower/identifiers/lei", "bad_identifier")]


@pytest.mark.parametrize("identifiers", [None, {}, {"lei": "7ZW8QJWVPR4P1S5PX088"}])
def test_a_chinese_borrower_needs_its_credit_code(
    reader: DossierReader, dossier: dict[str, Any], identifiers: dict[str, str] | None
) -> None:
    del dossier["borrower"]["identifiers"]
    if identifiers is not None:
        dossier["borrower"]["identifiers"] = identifiers
    assert codes(reader, dossier) == [(USCC_AT, "missing_member")]


def test_a_borrower_from_elsewhere_needs_no_credit_code(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["borrower"]["country"] = "DE"
    del dossier["borrower"]["identifiers"]
    dossier["borrower"]["industry"] = {"isic": "C2822", "edition": "Rev.4"}
    assert codes(reader, dossier) == []


@pytest.mark.parametrize(
    ("industry", "faults"),
    [
        ({"gbt4754": "C3421"}, []),
        ({"gbt4754": "T"}, []),
        ({"gbt4754": "U"}, [("/gbt4754", "bad_format")]),
        ({"gbt4754": "C34211"}, [("/gbt4754", "bad_format")]),
        ({"isic": "V9900"}, []),
        ({"isic": "c28"}, [("/isic", "bad_format")]),
        ({}, [("", "missing_member")]),
    ],
)
def test_the_industry_is_a_class_of_one_classification(
    reader: DossierReader,
    dossier: dict[str, Any],
    industry: dict[str, str],
    faults: list[tuple[str, str]],
) -> None:
    dossier["borrower"]["industry"] = industry
    assert codes(reader, dossier) == [("/borrower/industry" + at, code) for at, code in faults]
