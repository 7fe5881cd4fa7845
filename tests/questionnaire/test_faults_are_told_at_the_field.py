"""Each fault of a dossier is told at the field that it lies in, in the language of the page."""

import re

import orjson
import pytest

from service.decisions.rate import Rater
from service.dossier.door import parse
from service.errors import DossierRejected, Fault
from service.questionnaire.book import Book
from service.questionnaire.check import body_of, check
from service.questionnaire.faults import tell
from service.questionnaire.form import form_of
from tests.dossier.spoiled import FAULTY, WARNED

CHINESE = re.compile(r"[\u3400-\u9fff]")
NOT_BY_HAND = {
    # A field takes these for what they mean, or has no place for them.
    "body_too_large",
    "byte_order_mark",
    "duplicate_member",
    "lone_surrogate",
    "not_finite",
    "not_json",
    "not_nfc",
    "not_utf8",
    "number_out_of_range",
    "prohibited_member",
    "too_deep",
    "too_many_decimals",
    "too_many_faults",
    "unknown_member",
    "wrong_type",
}
BY_HAND = sorted(set(FAULTY) - NOT_BY_HAND)


def entered(book: Book, body: bytes) -> dict[str, str]:
    return form_of(book.members, parse(body))[0]


@pytest.mark.parametrize("code", BY_HAND)
def test_a_fault_that_is_entered_is_found_at_its_field(book: Book, rater: Rater, code: str) -> None:
    form = entered(book, FAULTY[code])
    faults = check(rater, body_of(book, form)).faults
    assert {fault.code for fault in faults} == {code}
    told = tell(book, faults, form, "en")
    assert all(one.field is not None and one.label for one in told)
    assert all(one.field and one.field.startswith(f"/{one.section}") for one in told[1:])


@pytest.mark.parametrize("code", [*FAULTY, *WARNED])
def test_every_fault_has_words_in_both_languages(book: Book, rater: Rater, code: str) -> None:
    found = check(rater, (FAULTY | WARNED)[code])
    faults = found.faults or found.warnings
    english, chinese = (tell(book, faults, {}, lang) for lang in ("en", "zh"))
    assert all(CHINESE.search(one.text) for one in chinese)
    assert not any(CHINESE.search(one.text) for one in english)


def test_a_code_without_words_is_told_in_those_of_the_service(book: Book) -> None:
    fault = Fault("new_code", "/history", "Something new.")
    (one,) = tell(book, [fault], {}, "zh")
    assert one.text == "Something new."


def test_what_is_not_given_yet_is_no_mistake(book: Book, rater: Rater) -> None:
    form: dict[str, str] = {}
    told = tell(book, check(rater, body_of(book, form)).faults, form, "en")
    assert [one.field for one in told] == [
        "/application_ref",
        "/currency",
        "/dossier_id",
        "/rating_date",
        "/borrower/country",
        "/borrower/incorporated_on",
        "/borrower/industry/gbt4754",
        "/borrower/legal_name",
    ]
    assert all(one.needed for one in told)


@pytest.mark.parametrize(
    ("parts", "at"),
    [
        ({"": "all_held", "/source": "court"}, "/as_of"),
        ({"/status": "not_assessed"}, "/reason"),
        ({"/source": "court", "/as_of": "2026-10-20"}, ""),
    ],
)
def test_evidence_that_is_begun_must_be_finished(
    book: Book, rater: Rater, parts: dict[str, str], at: str
) -> None:
    fact = "/history/licence_status"
    form = entered(book, FAULTY["missing_member"]) | {"/currency": "CNY"}
    form |= {f"{fact}{name}": text for name, text in parts.items()}
    told = tell(book, check(rater, body_of(book, form)).faults, form, "en")
    assert [(one.field, one.needed) for one in told] == [(f"{fact}{at}", False)]


def test_a_number_out_of_range_is_told_its_range(book: Book, rater: Rater) -> None:
    form = entered(book, FAULTY["out_of_range"])
    (one,) = tell(book, check(rater, body_of(book, form)).faults, form, "en")
    assert one.text == "Out of range. From 0 to 100."
    assert one.section == "history"


def test_a_number_that_is_none_is_told_how_to_write_one(book: Book, rater: Rater) -> None:
    form = entered(book, FAULTY["out_of_range"]) | {"/history/unrelated_revenue_share_pct": "1,200"}
    (one,) = tell(book, check(rater, body_of(book, form)).faults, form, "en")
    assert one.text.startswith("Write a number in digits")


def test_faults_come_in_the_order_of_the_sections(book: Book, rater: Rater) -> None:
    document = {"upstream": {"collateral": {"value": "much"}}, "supply": {"channel": "x"}}
    with pytest.raises(DossierRejected) as rejected:
        rater.rate(orjson.dumps(document))
    told = tell(book, rejected.value.faults, {}, "en")
    places = [book.sections.index(one.section) for one in told]
    assert places == sorted(places)
