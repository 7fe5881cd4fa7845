"""A dossier is entered by hand, section by section, checked as it grows, and recorded once."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from werkzeug.test import TestResponse

from service.canonical import canonical_bytes, digest
from service.questionnaire.book import Book
from service.questionnaire.form import form_of
from service.ruleset import catalogue
from service.store.sqlite import SqliteStore
from tests.questionnaire.answering import DOSSIERS, fixture
from tests.web.reading import Page
from tests.web.signing_in import Browser

BOOK = Book(catalogue.active())


def fields_of(document: dict[str, Any]) -> dict[str, str]:
    return form_of(BOOK.members, document)[0]


def carried(document: dict[str, Any]) -> dict[str, str]:
    """What the form of another section sends of a dossier that was entered."""
    return {"carried": orjson.dumps(fields_of(document)).decode(), "section": "record"}


def digest_at(store: SqliteStore, answer: TestResponse) -> str:
    """The digest of the dossier on which the decision was taken that the answer leads to."""
    decision = store.get(answer.location.rpartition("/")[2])
    assert decision is not None
    return digest(decision.dossier)


def sent(browser: Browser, page: Page, address: str = "/dossier/check", **values: Any) -> Page:
    """Send the page's form by one of its buttons; each has its own address."""
    form = page.form("/dossier/check")
    answer = browser.client.post(
        address, data={**form.fields, **values}, headers={"Accept": "text/html"}
    )
    return Page(answer)


def test_a_new_form_asks_and_accuses_of_nothing(officer: Browser) -> None:
    page = Page(officer.get("/dossier"))
    assert page.heading == "Enter a dossier"
    assert "Nothing is recorded before you say so." in page.text
    assert "No provisional grade yet." in page.text
    assert "0 of 167" in page.text
    assert "faults" not in page.ids


@pytest.mark.parametrize("name", DOSSIERS)
def test_what_was_entered_is_recorded(officer: Browser, store: SqliteStore, name: str) -> None:
    document = fixture(name)
    answer = officer.post("/dossier", carried(document))
    assert answer.status_code == 303
    assert digest_at(store, answer) == digest(canonical_bytes(document))


def test_what_was_entered_goes_unchanged_through_every_section(
    officer: Browser, store: SqliteStore
) -> None:
    document = fixture("state_owned")
    page = Page(officer.post("/dossier/check", carried(document)))
    for section in BOOK.sections:
        page = sent(officer, page, go=section)
    answer = officer.client.post("/dossier", data=page.form("/dossier/check").fields)
    assert digest_at(store, answer) == digest(canonical_bytes(document))


def test_the_decision_is_of_who_is_signed_in(officer: Browser, store: SqliteStore) -> None:
    answer = officer.post("/dossier", carried(fixture("trading")))
    decision = store.get(answer.location.rpartition("/")[2])
    assert decision is not None
    assert decision.record.document["client"]["user"] == "w.li"


def test_answers_are_typed_into_the_fields_of_their_section(officer: Browser) -> None:
    page = Page(officer.get("/dossier"))
    page = sent(officer, page, go="history", **{"/dossier_id": "D-1", "/currency": "CNY"})
    page = sent(officer, page, go="about", **{"/history/licence_status": "all_held"})
    fields = page.form("/dossier/check").fields
    assert (fields["/dossier_id"], fields["/currency"]) == (["D-1"], ["CNY"])
    assert "1 of 16" in page.text
    page = sent(officer, page, go="history")
    assert page.form("/dossier/check").fields["/history/licence_status"] == ["all_held"]


def test_the_grade_is_provisional_and_recorded_nowhere(
    officer: Browser, recorded: Callable[[], int]
) -> None:
    page = Page(officer.post("/dossier/check", carried(fixture("average_manufacturer"))))
    assert "Provisional: rated now, recorded nowhere." in page.text
    assert "Provisional grade N4" in page.text
    assert recorded() == 0


def test_a_grade_that_is_wanting_says_what_it_waits_for(officer: Browser) -> None:
    page = Page(officer.post("/dossier/check", carried(fixture("incomplete_dossier"))))
    assert "Provisional grade NR" in page.text
    assert "A grade waits for" in page.text
    assert "Indicative grade, not to be used" in page.text


def test_what_is_only_not_given_yet_is_listed_and_not_held_against_anybody(
    officer: Browser,
) -> None:
    page = Page(officer.post("/dossier/check", {"section": "borrower", "go": "borrower"}))
    assert "Still needed" in page.text
    assert "Dossier: Fill this in." in page.text
    assert "To be corrected" not in page.text
    assert 'aria-invalid="true"' not in page.html


def test_a_mistake_is_told_at_its_field_and_on_top(officer: Browser) -> None:
    data = {"section": "history", "check": "yes", "/history/years_operating": "twenty"}
    page = Page(officer.post("/dossier/check", data))
    message = "Write a number in digits"
    fault = "f-history-years_operating-fault"
    assert f'id="{fault}">{message}' in page.html
    assert f'aria-describedby="f-history-years_operating-help {fault} ' in page.html
    (link,) = {to for text, to in page.links().items() if message in text}
    assert link == "#f-history-years_operating"
    assert link[1:] in page.ids
    assert page.form("/dossier/check").fields["/history/years_operating"] == ["twenty"]


def test_a_mistake_in_another_section_is_a_way_there(officer: Browser) -> None:
    data = {"section": "supply", "check": "yes", "/history/years_operating": "twenty"}
    html = officer.post("/dossier/check", data).text
    assert 'value="history" formaction="/dossier/check#f-history-years_operating"' in html


def test_a_dossier_with_faults_is_not_recorded(
    officer: Browser, recorded: Callable[[], int]
) -> None:
    document = fixture("average_manufacturer")
    del document["borrower"]["legal_name"]
    document["borrower"]["identifiers"] = {"uscc": "123"}
    answer = officer.post("/dossier", carried(document))
    page = Page(answer)
    assert answer.status_code == 422
    assert "There are 2 faults; nothing was recorded." in page.text
    assert {"#f-borrower-legal_name", "#f-borrower-identifiers-uscc"} <= set(page.links().values())
    # It is the section of the first fault that is shown, with all that was written.
    assert page.form("/dossier/check").fields["/borrower/identifiers/uscc"] == ["123"]
    assert recorded() == 0


def test_a_warning_is_told_and_hinders_nothing(officer: Browser) -> None:
    document = fixture("average_manufacturer")
    document["borrower"]["identifiers"] = {"uscc": "91350100M000100Y44"}
    data = carried(document) | {"go": "borrower"}
    page = Page(officer.post("/dossier/check", data))
    assert "To be confirmed" in page.text
    assert "The check digit does not fit" in page.text
    assert "Provisional grade N4" in page.text


def record(browser: Browser, document: dict[str, Any], key: str) -> TestResponse:
    return browser.post("/dossier", carried(document) | {"key": key})


def test_a_form_that_is_sent_twice_records_one_decision(
    officer: Browser, recorded: Callable[[], int]
) -> None:
    document = fixture("average_manufacturer")
    first, second = (record(officer, document, "a" * 32) for _ in range(2))
    assert first.location == second.location
    assert recorded() == 1


def test_a_form_that_was_changed_since_records_another(
    officer: Browser, recorded: Callable[[], int]
) -> None:
    document = fixture("average_manufacturer")
    first = record(officer, document, "b" * 32)
    second = record(officer, document | {"application_ref": "LOS-2"}, "b" * 32)
    assert first.location != second.location
    assert recorded() == 2


def test_each_opened_form_has_a_key_of_its_own_and_keeps_it(officer: Browser) -> None:
    first, second = (Page(officer.get("/dossier")) for _ in range(2))
    keys = [page.form("/dossier/check").fields["key"] for page in (first, second)]
    assert keys[0] != keys[1]
    assert sent(officer, first, go="sales").form("/dossier/check").fields["key"] == keys[0]


def test_entries_of_a_list_are_added_and_removed_without_a_script(officer: Browser) -> None:
    at = "/sales/key_customers"
    page = Page(officer.post("/dossier/check", {"section": "sales", "go": "sales"}))
    page = sent(officer, page, add=at)
    page = sent(officer, page, add=at, **{f"{at}/0/name": "First"})
    page = sent(officer, page, remove=f"{at}/0", **{f"{at}/1/name": "Second"})
    fields = page.form("/dossier/check").fields
    assert fields[f"{at}/0/name"] == ["Second"]
    assert f"{at}/1/name" not in fields


def test_that_there_are_none_is_an_answer(officer: Browser) -> None:
    page = Page(officer.post("/dossier/check", {"section": "borrower", "go": "borrower"}))
    assert "/borrower/former_names" not in page.form("/dossier/check").fields
    page = sent(officer, page, **{"/borrower/former_names": "given"})
    assert page.form("/dossier/check").fields["/borrower/former_names"] == ["given"]


def test_the_clauses_behind_a_question_stand_beside_it(officer: Browser) -> None:
    page = Page(officer.post("/dossier/check", {"section": "history", "go": "history"}))
    assert "Why this is asked: CH-1.2-b" in page.text
    assert page.links()["CH-1.2-b"] == "/rulesets/nonfinancial/1.1.0/clauses#CH-1.2-b"


def test_the_form_is_all_chinese_where_that_is_asked_for(officer: Browser) -> None:
    page = Page(officer.post("/dossier/check?lang=zh", carried(fixture("trading"))))
    assert page.heading == "录入档案"
    assert "暂定结果：仅供当前参考，未作任何记录。" in page.text
    refused = Page(officer.post("/dossier?lang=zh", {"section": "about"}))
    assert "请填写此项。" in refused.text
    assert "Fill this in." not in refused.text


def test_the_page_of_an_answer_can_be_asked_for_again(officer: Browser) -> None:
    for address in ("/dossier/check", "/dossier/file"):
        answer = officer.get(f"{address}?lang=zh")
        assert (answer.status_code, answer.location) == (303, "/dossier")


@pytest.mark.parametrize("role", ["committee", "auditor", "policy"])
def test_only_who_brings_applications_enters_dossiers(
    site_client: Callable[..., Browser], recorded: Callable[[], int], role: str
) -> None:
    other = site_client(role, "x.wu")
    document = fixture("average_manufacturer")
    for answer in (other.get("/dossier"), other.post("/dossier", carried(document))):
        assert answer.status_code == 403
    assert recorded() == 0


def test_a_form_from_elsewhere_records_nothing(
    officer: Browser, recorded: Callable[[], int]
) -> None:
    data = carried(fixture("average_manufacturer"))
    answer = officer.client.post("/dossier", data=data, headers={"Accept": "text/html"})
    assert answer.status_code == 403
    assert recorded() == 0


@pytest.mark.parametrize("text", ["no json", "[1]", "[" * 9000, '{"/currency": {"a": 1}}', "1"])
def test_what_a_form_cannot_carry_is_refused_or_left_out(officer: Browser, text: str) -> None:
    answer = officer.post("/dossier/check", {"carried": text, "section": "nowhere"})
    assert answer.status_code in (200, 400)
