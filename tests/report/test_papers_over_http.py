"""The paper of a decision is at its own address, for programs and for persons."""

import base64
import hashlib
import logging
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.calling import calling, key_for
from tests.report.conftest import Library
from tests.web.signing_in import browser_of

FAMILY = "family_condiment_maker"


def sent(library: Library, address: str, role: str = "committee", **headers: str) -> TestResponse:
    client = calling(library.app, key_for(library.store, role, f"{role}-system"))
    return client.get(address, headers=headers)


def address(library: Library) -> str:
    return f"/v1/decisions/{library.decision(FAMILY).decision_id}/report.pdf"


def test_the_paper_comes_with_its_digest_and_its_language(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "service.api.report"):
        answer = sent(library, address(library), **{"Accept-Language": "zh-CN"})
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-1.7")
    digest = hashlib.sha256(answer.data)
    said = base64.b64encode(digest.digest()).decode()
    assert answer.headers["Repr-Digest"] == f"sha-256=:{said}:"
    assert answer.headers["Content-Language"] == "zh"
    assert "Accept-Language" in answer.headers["Vary"]
    decision_id = library.decision(FAMILY).decision_id
    name = f"credit-paper-{decision_id}-zh.pdf"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{name}"'
    assert answer.headers["Cache-Control"] == "no-store"
    # What is given is logged by its digest.
    (line,) = [record.msg for record in caplog.records if record.name == "service.api.report"]
    assert (line["event"], line["sha256"]) == ("report", digest.hexdigest())
    assert (line["decision_id"], line["lang"]) == (decision_id, "zh")
    assert line["bytes"] == len(answer.data)


def test_a_person_gets_the_same_paper_from_the_page(library: Library) -> None:
    browser = browser_of(library.app, library.store, "committee", "m.chen")
    page = address(library).removeprefix("/v1")
    opened = browser.get(f"{page}?lang=zh")
    assert opened.status_code == 200
    assert opened.data == library.paper(FAMILY, "zh").content
    assert opened.headers["Content-Language"] == "zh"
    assert "Cookie" in opened.headers["Vary"]


def test_the_address_can_choose_the_language(library: Library) -> None:
    answer = sent(library, f"{address(library)}?lang=zh", **{"Accept-Language": "en"})
    assert answer.headers["Content-Language"] == "zh"
    for wrong in ("lang=fr", "colour=blue", "lang=en&lang=zh"):
        refused = sent(library, f"{address(library)}?{wrong}")
        assert (refused.status_code, refused.json["code"]) == (400, "bad_parameter")


def test_a_decision_of_another_client_is_not_there(library: Library) -> None:
    foreign = sent(library, address(library), "originator")
    assert (foreign.status_code, foreign.json["code"]) == (404, "decision_not_found")
    page = address(library).removeprefix("/v1")
    other = browser_of(library.app, library.store, "originator", "somebody.else")
    assert other.get(page).status_code == 404
    assert browser_of(library.app, library.store, "policy", "p.wang").get(page).status_code == 403
    assert library.app.test_client().get(page).status_code == 303


def test_a_decision_that_is_not_recorded_has_no_paper(library: Library) -> None:
    answer = sent(library, f"/v1/decisions/{'0' * 32}/report.pdf")
    assert (answer.status_code, answer.json["code"]) == (404, "decision_not_found")


def test_where_packages_are_missing_the_answer_names_the_command(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    at = f"/v1/decisions/{library.decision('services').decision_id}"
    answer = sent(library, f"{at}/report.pdf")
    assert (answer.status_code, answer.json["code"]) == (503, "report_unavailable")
    assert "fontconfig missing" in answer.json["detail"]
    assert "sudo apt-get install -y libpango-1.0-0" in answer.json["detail"]
    assert answer.headers["Retry-After"] == "30"
    # Only papers wait for it.
    assert sent(library, f"{at}/explanation").status_code == 200
    browser = browser_of(library.app, library.store, "committee", "m.chen")
    page = browser.get(f"{at.removeprefix('/v1')}/report.pdf")
    assert (page.status_code, page.mimetype) == (503, "text/html")
    assert "sudo apt-get install -y libpango-1.0-0" in page.text
