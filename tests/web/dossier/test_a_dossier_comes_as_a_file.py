"""A dossier comes as a file: it is checked, and then recorded or opened in the form."""

import html
from collections.abc import Callable
from io import BytesIO
from typing import Any

import orjson
import pytest

from service.canonical import canonical_bytes, digest
from service.store.sqlite import SqliteStore
from tests.dossier.spoiled import FAULTY
from tests.questionnaire.answering import fixture
from tests.web.reading import Page
from tests.web.signing_in import Browser


def upload(browser: Browser, body: bytes, name: str = "dossier.json", lang: str = "en") -> Page:
    data = {"file": (BytesIO(body), name)}
    return Page(browser.post(f"/dossier/file?lang={lang}", data))


def dossier(name: str, **members: Any) -> bytes:
    return orjson.dumps(fixture(name) | members)


def test_a_valid_file_is_shown_with_its_grade_and_not_recorded(
    officer: Browser, recorded: Callable[[], int]
) -> None:
    page = upload(officer, dossier("trading"), "trading.json")
    assert page.status == 200
    assert "trading.json" in page.text
    assert "Provisional grade N5" in page.text
    assert recorded() == 0


def test_a_valid_file_is_recorded_as_it_is(
    officer: Browser, store: SqliteStore, recorded: Callable[[], int]
) -> None:
    page = upload(officer, dossier("state_owned"))
    answers = [page.submit(officer, "/dossier") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    decision = store.get(answers[0].location.rpartition("/")[2])
    assert decision is not None
    assert digest(decision.dossier) == digest(canonical_bytes(fixture("state_owned")))
    assert recorded() == 1


def test_a_file_is_opened_in_the_form_and_goes_on_from_there(
    officer: Browser, store: SqliteStore
) -> None:
    page = upload(officer, dossier("foreign_invested"))
    form = Page(page.submit(officer, "/dossier/check"))
    assert form.heading == "Enter a dossier"
    assert "Provisional grade N3" in form.text
    answer = officer.client.post("/dossier", data=form.form("/dossier/check").fields)
    decision = store.get(answer.location.rpartition("/")[2])
    assert decision is not None
    assert digest(decision.dossier) == digest(canonical_bytes(fixture("foreign_invested")))


@pytest.mark.parametrize("code", [c for c in FAULTY if c != "body_too_large"])
def test_each_fault_of_a_file_is_listed_with_its_pointer_and_code(
    officer: Browser, code: str
) -> None:
    page = upload(officer, FAULTY[code])
    assert page.status == 422
    assert page.links()[code] == f"/docs/errors/{code}"
    assert "/dossier" not in [form.address for form in page.forms]


def test_a_file_with_faults_is_opened_to_be_corrected(officer: Browser) -> None:
    page = upload(officer, FAULTY["out_of_range"])
    assert "/history/unrelated_revenue_share_pct" in page.text
    form = Page(page.submit(officer, "/dossier/check", check="yes"))
    assert "Out of range. From 0 to 100." in form.text


def test_what_the_form_would_leave_out_is_said_before(officer: Browser) -> None:
    page = upload(officer, FAULTY["unknown_member"])
    assert "1 member cannot be shown in the form and would be left out:" in page.text
    assert "/history/licence_statsu" in page.text
    assert 'did you mean "licence_status"?' in page.text


def test_faults_are_told_in_chinese_with_what_the_service_says_beside(officer: Browser) -> None:
    page = upload(officer, FAULTY["unknown_value"], lang="zh")
    assert "此答案不在可选范围之内。" in page.text
    assert '<small lang="en">' in page.html


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"[1, 2]", b"{" * 40])
def test_what_is_no_dossier_is_refused_and_not_offered(officer: Browser, body: bytes) -> None:
    page = upload(officer, body)
    assert page.status == 422
    assert [form.address for form in page.forms] == ["/sign-out", "/dossier/file"]


def test_no_file_at_all_is_told_at_the_field(officer: Browser) -> None:
    page = Page(officer.post("/dossier/file", {"file": (BytesIO(b""), "")}))
    assert page.status == 422
    assert "Choose a file first." in page.text
    assert 'aria-describedby="file-help file-fault" aria-invalid="true"' in page.html


def test_a_document_that_was_tampered_with_on_its_way_is_not_recorded(
    officer: Browser, recorded: Callable[[], int]
) -> None:
    page = upload(officer, dossier("trading"))
    answer = page.submit(officer, "/dossier", document='{"dossier_id": 1}')
    assert answer.status_code == 422
    assert recorded() == 0


def multipart(**parts: str) -> dict[str, Any]:
    """A form as a browser sends it; the test client would make a file of one this large."""
    told = [
        f'--cut\r\nContent-Disposition: form-data; name="{name.removesuffix("_")}"'
        f"{'; filename=x' * name.endswith('_')}\r\n\r\n{part}\r\n"
        for name, part in parts.items()
    ]
    body = "".join((*told, "--cut--\r\n")).encode()
    return {"data": body, "content_type": "multipart/form-data; boundary=cut"}


def test_a_dossier_too_large_for_the_form_can_be_recorded(
    officer: Browser, recorded: Callable[[], int]
) -> None:
    customers = [{"name": f"客户{row}", "terms": "月结" * 90} for row in range(1000)]
    document = fixture("average_manufacturer")
    document["sales"]["key_customers"] = customers
    body = orjson.dumps(document).decode()
    assert len(body.encode()) > 512_000
    shown = officer.client.post("/dossier/file", **multipart(csrf=officer.csrf, file_=body))
    assert "too large for the form" in shown.text
    whole = canonical_bytes(document).decode()
    assert whole in html.unescape(shown.text)
    answer = officer.client.post("/dossier", **multipart(csrf=officer.csrf, document=whole))
    assert answer.status_code == 303
    assert recorded() == 1
