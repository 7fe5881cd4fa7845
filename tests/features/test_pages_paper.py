"""Steps for ``features/pages/paper.feature``."""

import base64
import logging
from pathlib import Path

import orjson
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from service.records.policy import records_policy
from service.report.papers import Printed
from service.reviews.review import add_review
from service.store.port import Client, Decision
from tests.cli.conftest import Pinzhi, pinzhi  # noqa: F401 - a fixture
from tests.report.conftest import Library, library  # noqa: F401 - a fixture
from tests.report.reading import lines_of, text_of
from tests.web.deciding import dossier
from tests.web.signing_in import browser_of

scenarios("pages/paper.feature")

LANGUAGES = {"English": "en", "Chinese": "zh"}


@given("a recorded decision on the family condiment maker", target_fixture="decision")
def recorded(library: Library) -> Decision:  # noqa: F811
    return library.decision("family_condiment_maker")


@given(
    parsers.parse('the committee has overridden the grade to {grade}, for "{reason}"'),
    target_fixture="decision",
)
def overridden(library: Library, grade: str, reason: str) -> Decision:  # noqa: F811
    decision = library.decide(dossier("family_condiment_maker"))
    review = {
        "action": "override_down",
        "officer": "zhang.wei",
        "grade": grade,
        "reason_code": "NEW_ADVERSE_INFORMATION",
        "reason": reason,
    }
    policy, said = records_policy(), orjson.dumps(review)
    add_review(library.store, policy, decision.decision_id, said, Client("committee"))
    return decision


@when(parsers.parse("the committee prints the decision in {language}"), target_fixture="paper")
def printed(
    library: Library,  # noqa: F811
    decision: Decision,
    language: str,
    caplog: pytest.LogCaptureFixture,
) -> Printed:
    browser = browser_of(library.app, library.store, "committee", "m.chen")
    lang = LANGUAGES[language]
    with caplog.at_level(logging.INFO, "service.api.report"):
        answer = browser.get(f"/decisions/{decision.decision_id}/report.pdf?lang={lang}")
    assert answer.status_code == 200
    return Printed(decision.decision_id, lang, answer.data)


@when("an auditor prints the decision in English at the command line", target_fixture="other")
def printed_elsewhere(
    library: Library,  # noqa: F811
    decision: Decision,
    pinzhi: Pinzhi,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> bytes:
    monkeypatch.setenv("PINZHI_STORE", str(library.store.path))
    file = tmp_path / "paper.pdf"
    answer = pinzhi("report", decision.decision_id, "-o", file)
    assert answer.exit_code == 0, answer.output
    return file.read_bytes()


@then(parsers.parse("the paper has {least:d} to {most:d} pages"))
def has_pages(paper: Printed, least: int, most: int) -> None:
    (pages,) = [line for line in lines_of("pdfinfo", paper) if line.startswith("Pages:")]
    assert least <= int(pages.split()[1]) <= most


@then(parsers.parse('it says "{one}" and "{other}"'))
def says(paper: Printed, one: str, other: str) -> None:
    text = text_of(paper)
    assert one in text
    assert other in text


@then("both papers are the same, byte for byte")
def same(paper: Printed, other: bytes) -> None:
    assert paper.content == other


@then("the log of the service has the SHA-256 of the paper")
def logged(paper: Printed, caplog: pytest.LogCaptureFixture) -> None:
    lines = [record.msg for record in caplog.records if record.name == "service.api.report"]
    assert [line["sha256"] for line in lines] == [paper.sha256.hex()]


@then("the place and the hash on the paper are those of the decision in the ledger")
def in_the_ledger(library: Library, decision: Decision, paper: Printed) -> None:  # noqa: F811
    text = text_of(paper)
    index = decision.record.leaf_index
    assert f"Place in the ledger {index} " in text
    assert base64.b64encode(library.store.node(0, index)).decode() in text
