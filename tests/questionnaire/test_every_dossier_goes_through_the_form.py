"""A dossier that is opened in the form, and sent from it, is the same dossier."""

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.canonical import canonical_bytes
from service.dossier.read import DossierReader
from service.questionnaire.book import Book
from service.questionnaire.form import compact, document_of, form_of
from tests.questionnaire.answering import DOSSIERS, dossiers, fixture


def through(book: Book, document: dict[str, Any]) -> dict[str, Any]:
    form, lost = form_of(book.members, document)
    assert lost == ()
    # What is sent from page to page has no blank fields.
    assert compact(form) == form
    return document_of(book.members, form)


@pytest.mark.parametrize("name", DOSSIERS)
def test_a_dossier_keeps_its_digest(book: Book, name: str) -> None:
    document = fixture(name)
    reader = DossierReader(book.ruleset)
    sent = reader.read(orjson.dumps(through(book, document)))
    assert sent.digest == reader.read(orjson.dumps(document)).digest


@settings(max_examples=60)
@given(st.data())
def test_whatever_a_dossier_can_say_can_be_entered(book: Book, data: st.DataObject) -> None:
    document = data.draw(dossiers(book))
    assert canonical_bytes(through(book, document)) == canonical_bytes(document)


@pytest.mark.parametrize(
    "members",
    [
        {"borrower": {"former_names": []}},
        {"borrower": {"identifiers": {}}},
        {"upstream": {}},
        {"upstream": {"support": {}}},
        {"evidence_defaults": {}},
        {"management": {}},
        {"reputation": {"registry": {"open_accounts": [{}, {"product": "loan"}, {}]}}},
        {"shareholders": {"backgrounds": ["family", "family"], "list": []}},
        {"schema": "nfr-dossier/1"},
    ],
    ids=str,
)
def test_what_is_there_and_empty_stays_there(book: Book, members: dict[str, Any]) -> None:
    document = fixture("average_manufacturer")
    for name, member in members.items():
        if name == "borrower":
            document["borrower"] |= member
        else:
            document[name] = member
    assert through(book, document) == document


def test_what_no_field_can_hold_is_named(book: Book) -> None:
    document: dict[str, Any] = {
        "borrower": {"legal_name": "", "age": 61, "industry": "C3421"},
        "history": {"years_operating": None, "licence_status": {"value": [1], "because": "x"}},
        "sales": {"key_customers": {"name": "A"}},
        "a/b": 1,
    }
    _, lost = form_of(book.members, document)
    assert set(lost) == {
        "/borrower/legal_name",
        "/borrower/age",
        "/borrower/industry",
        "/history/years_operating",
        "/history/licence_status/value",
        "/history/licence_status/because",
        "/sales/key_customers",
        "/a~1b",
    }


@settings(max_examples=60)
@given(st.dictionaries(st.from_regex(r"(/[a-z0-9_]{1,8}){1,4}", fullmatch=True), st.text()))
def test_no_form_is_too_strange_to_be_read(book: Book, form: dict[str, str]) -> None:
    document = document_of(book.members, form)
    assert set(document) <= set(book.members)
    assert document_of(book.members, compact(form)) == document
