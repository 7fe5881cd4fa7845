"""What is said of the evidence of an answer, and what the default evidence is taken for."""

from typing import Any

import orjson
import pytest

from service.dossier.facts import FactState
from service.dossier.read import DossierReader
from service.questionnaire.book import Book
from service.questionnaire.form import document_of, form_of
from tests.questionnaire.answering import fixture

FACT = "/history/licence_status"
DEFAULTS = {
    "/evidence_defaults/source": "third_party",
    "/evidence_defaults/as_of": "2026-10-20",
}


def said(book: Book, **parts: str) -> Any:
    form = {f"{FACT}/{name}" if name != "value" else FACT: text for name, text in parts.items()}
    return document_of(book.members, DEFAULTS | form).get("history", {}).get("licence_status")


def test_an_answer_alone_takes_the_default_evidence(book: Book) -> None:
    assert said(book, value="all_held") == "all_held"


def test_a_reference_does_not_take_back_whose_word_it_is(book: Book) -> None:
    assert said(book, value="all_held", evidence_ref="doc-1") == {
        "value": "all_held",
        "source": "third_party",
        "as_of": "2026-10-20",
        "evidence_ref": "doc-1",
    }


def test_evidence_may_say_that_only_the_borrower_vouches(book: Book) -> None:
    assert said(book, value="all_held", source="-", evidence_ref="doc-1") == {
        "value": "all_held",
        "evidence_ref": "doc-1",
    }


def test_evidence_of_its_own_source_needs_its_own_date(book: Book) -> None:
    assert said(book, value="all_held", source="court") == {"value": "all_held", "source": "court"}


def test_every_part_of_the_evidence_is_entered(book: Book) -> None:
    parts = {
        "status": "assessed",
        "as_of": "2026-06-30",
        "obtained_on": "2026-08-02",
        "source": "business_registry",
        "evidence_ref": "doc-0193#p4",
        "assessor": "u1207",
        "comment": "seen",
        "reason": "renewed",
    }
    assert said(book, value="all_held", **parts) == {"value": "all_held", **parts}


def test_no_answer_with_a_reason_is_not_assessed(book: Book) -> None:
    expected = {"status": "not_assessed", "reason": "not yet asked"}
    assert said(book, reason="not yet asked") == expected
    assert said(book, status="not_assessed", reason="not yet asked") == expected


def test_no_answer_at_all_is_left_out(book: Book) -> None:
    assert said(book) is None


@pytest.mark.parametrize("status", ["not_applicable", "not_assessed"])
def test_a_status_without_an_answer_is_kept_as_it_is(book: Book, status: str) -> None:
    assert said(book, status=status) == {"status": status}


def test_an_answer_beside_a_status_that_allows_none_is_not_dropped_in_silence(book: Book) -> None:
    assert said(book, value="all_held", status="not_assessed", reason="x")["value"] == "all_held"


def test_a_reference_to_a_fact_of_a_recorded_dossier_changes_no_state_but_its_own(
    book: Book,
) -> None:
    reader = DossierReader(book.ruleset)
    document = fixture("average_manufacturer")
    form, _ = form_of(book.members, document)
    form[f"{FACT}/evidence_ref"] = "doc-1"

    def states(of: dict[str, Any]) -> dict[str, FactState]:
        return dict(reader.read(orjson.dumps(of)).facts)

    before, after = states(document), states(document_of(book.members, form))
    fact = "history.licence_status"
    assert after[fact] == before[fact]._replace(evidence_ref="doc-1")
    assert {f: s for f, s in after.items() if f != fact} == {
        f: s for f, s in before.items() if f != fact
    }
