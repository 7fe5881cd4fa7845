"""Dossiers entered by hand, as ``features/pages/questionnaire.feature`` states it."""

import html
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
import pytest
from pytest_bdd import given, parsers, scenarios, then, when
from werkzeug.test import TestResponse

from service.api.app import create_app
from service.decisions.rate import Rater
from service.questionnaire.book import Book, pointer_of
from service.questionnaire.form import form_of
from service.questionnaire.words import section_title
from service.ruleset.model import Ruleset
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT
from tests.features.borrowers import fixture_dossier
from tests.web.reading import Form, Page
from tests.web.signing_in import Browser, browser_of

scenarios("pages/questionnaire.feature")


class Officer:
    """A loan officer in front of the questionnaire, or of a file that was brought."""

    def __init__(self, browser: Browser, ruleset: Ruleset) -> None:
        self.browser = browser
        self.book = Book(ruleset)
        self.page = Page(browser.get("/dossier"))
        self.answer: TestResponse | None = None

    @property
    def form(self) -> Form:
        return self.page.form("/dossier/check")

    def name(self, title: str) -> str:
        """The field of the question, or of the other member, of that title."""
        named = {f.title.en: pointer_of(f) for f in self.book.ruleset.facts.values()}
        return named.get(title) or {"Rating date": "/rating_date"}[title]

    def press(self, **values: Any) -> None:
        """Send the form as it stands, with ``values``, by the button among them."""
        fields = {**self.form.fields, **values}
        self.page = Page(self.browser.client.post("/dossier/check", data=fields))

    def turn_to(self, title: str) -> None:
        self.press(go=self.book.section_of(self.name(title)))

    def record(self) -> None:
        self.sent = dict(self.form.fields)
        self.answer = self.browser.client.post("/dossier", data=self.sent)

    def bring(self, document: dict[str, Any]) -> None:
        data = {"file": (BytesIO(orjson.dumps(document)), "dossier.json")}
        self.page = Page(self.browser.post("/dossier/file", data))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "decisions.sqlite3")
    yield store
    store.close()


@given(parsers.parse('loan officer "{name}" is signed in'), target_fixture="officer")
def signed_in(store: SqliteStore, rater: Rater, name: str) -> Officer:
    app = create_app(store, rater, DEVELOPMENT)
    return Officer(browser_of(app, store, "originator", name), rater.ruleset)


@given(parsers.parse('the answers of dossier "{name}" are entered'))
def entered(officer: Officer, name: str) -> None:
    form, lost = form_of(officer.book.members, fixture_dossier(name))
    assert lost == ()
    carried = {"carried": orjson.dumps(form).decode(), "section": "record"}
    officer.page = Page(officer.browser.post("/dossier/check", carried))


@given(
    parsers.parse('the file of dossier "{name}" lacks the rating date'), target_fixture="document"
)
def without_date(name: str) -> dict[str, Any]:
    document = fixture_dossier(name)
    del document["rating_date"]
    return document


@when("the officer opens a new dossier")
def opens(officer: Officer) -> None:
    officer.page = Page(officer.browser.get("/dossier"))


@when(parsers.parse('the officer turns to the section "{title}"'))
def turns(officer: Officer, title: str) -> None:
    titles = {section_title(officer.book, name, "en"): name for name in officer.book.sections}
    officer.press(go=titles[title])


@when(parsers.re('the officer (?:answers|fills in) "(?P<title>[^"]+)" with "(?P<answer>[^"]*)"'))
def answers(officer: Officer, title: str, answer: str) -> None:
    officer.turn_to(title)
    assert officer.name(title) in officer.form.fields
    officer.press(**{officer.name(title): answer})


@when(parsers.parse('the officer leaves "{title}" not assessed because "{reason}"'))
def leaves(officer: Officer, title: str, reason: str) -> None:
    officer.turn_to(title)
    name = officer.name(title)
    officer.press(**{name: "", f"{name}/reason": reason})


@when("the dossier is recorded")
def is_recorded(officer: Officer) -> None:
    officer.record()


@when("the same form is sent again")
def again(officer: Officer) -> None:
    first = officer.answer
    officer.answer = officer.browser.client.post("/dossier", data=officer.sent)
    assert first is not None
    assert officer.answer.location == first.location


@when(parsers.parse('the officer brings the file of dossier "{name}"'))
def brings(officer: Officer, name: str) -> None:
    officer.bring(fixture_dossier(name))


@when("the officer brings the file")
def brings_it(officer: Officer, document: dict[str, Any]) -> None:
    officer.bring(document)


@when("the officer records the file")
def records_file(officer: Officer) -> None:
    officer.answer = officer.page.submit(officer.browser, "/dossier")


@when("the officer opens the file in the form")
def opens_file(officer: Officer) -> None:
    officer.page = Page(officer.page.submit(officer.browser, "/dossier/check", check="yes"))


@then("no question is answered")
def none_answered(officer: Officer) -> None:
    assert "All 0 of 167" in officer.page.text


@then(parsers.parse('every question offers "{words}" first'))
def offers_first(officer: Officer, words: str) -> None:
    asked = 0
    for section in officer.book.ruleset.section_titles:
        officer.press(go=section)
        for fact in officer.book.ruleset.facts.values():
            if fact.section == section and fact.kind != "number":
                select = re.escape(f'name="{pointer_of(fact)}"')
                first = re.search(select + r"[^>]*>\s*<option ([^>]*)>([^<]*)", officer.page.html)
                assert first is not None
                assert first.groups() == ('value="" selected', words)
                asked += 1
    assert asked == 103


@then("there is no provisional grade")
def no_grade(officer: Officer) -> None:
    assert "No provisional grade yet." in officer.page.text


@then(parsers.parse('the question "{title}" names clause {clause}'))
def names_clause(officer: Officer, title: str, clause: str) -> None:
    asked = officer.page.text.partition(f" {title} ")[2].partition("Why this is asked: ")[2]
    assert clause in asked.partition(" Test ")[0]
    assert officer.page.links()[clause].endswith(f"/clauses#{clause}")


@then(parsers.parse("the provisional grade is {grade}"))
def grade_is(officer: Officer, grade: str) -> None:
    assert f"Provisional grade {grade} " in officer.page.text


@then(parsers.parse('the grade waits for "{title}"'))
def waits_for(officer: Officer, title: str) -> None:
    assert f"A grade waits for {title} " in officer.page.text


@then("nothing is recorded")
def nothing_recorded(store: SqliteStore) -> None:
    assert store.size() == 0


@then(parsers.parse("{many:d} decision is recorded"))
def many_recorded(store: SqliteStore, many: int) -> None:
    assert store.size() == many


@then("the officer is on the page of that decision")
def on_page(officer: Officer, store: SqliteStore) -> None:
    record = store.record_at(0)
    assert record is not None
    assert officer.answer is not None
    assert officer.answer.status_code == 303
    assert officer.answer.location == f"/decisions/{record.record_id}"


@then(parsers.parse('the recorded dossier has "{title}" not assessed because "{reason}"'))
def has_reason(officer: Officer, store: SqliteStore, title: str, reason: str) -> None:
    assert officer.answer is not None
    decision = store.get(officer.answer.location.rpartition("/")[2])
    assert decision is not None
    found = orjson.loads(decision.dossier)
    for part in officer.name(title)[1:].split("/"):
        found = found[part]
    assert found == {"status": "not_assessed", "reason": reason}


@then(parsers.parse('"{title}" is told: {told}'))
def is_told(officer: Officer, title: str, told: str) -> None:
    assert officer.answer is not None
    page = Page(officer.answer)
    assert page.status == 422
    at = "f" + officer.name(title).replace("/", "-")
    fault = re.search(rf'id="{at}-fault">([^<]*)', page.html)
    assert fault is not None
    assert html.unescape(fault[1]).startswith(told)
    assert f"#{at}" in page.links().values()


@then(parsers.parse('the file is refused at "{pointer}"'))
def refused_at(officer: Officer, pointer: str) -> None:
    assert officer.page.status == 422
    assert pointer in officer.page.text
    assert "/dossier" not in [form.address for form in officer.page.forms]
