"""The decision page, as ``features/pages/decision.feature`` states it."""

import re

import pytest
from flask import Flask
from pytest_bdd import given, parsers, scenarios, then, when

from service.api.app import create_app
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT
from tests.web.deciding import decided
from tests.web.reading import Page
from tests.web.signing_in import browser_of

scenarios("pages/decision.feature")

_TAGS = re.compile(r"<[^>]+>")


@pytest.fixture
def app(store: SqliteStore, rater: Rater) -> Flask:
    return create_app(store, rater, DEVELOPMENT)


@given(parsers.parse('a decision on the dossier "{name}"'), target_fixture="decision_id")
def a_decision(store: SqliteStore, rater: Rater, name: str) -> str:
    return decided(store, rater, name)


def opened(app: Flask, store: SqliteStore, decision_id: str, role: str, lang: str = "en") -> Page:
    browser = browser_of(app, store, role, f"{role}.one")
    return Page(browser.get(f"/decisions/{decision_id}?lang={lang}"))


@when("a member of the committee opens its paper", target_fixture="page")
def committee_opens(app: Flask, store: SqliteStore, decision_id: str) -> Page:
    return opened(app, store, decision_id, "committee")


@when("a member of the committee opens its paper in Chinese", target_fixture="page")
def committee_opens_in_chinese(app: Flask, store: SqliteStore, decision_id: str) -> Page:
    return opened(app, store, decision_id, "committee", "zh")


@when("an originator of another branch opens its paper", target_fixture="page")
def another_opens(app: Flask, store: SqliteStore, decision_id: str) -> Page:
    return opened(app, store, decision_id, "originator")


@then(parsers.parse('the proposed grade is {grade}, "{word}"'))
def proposed(page: Page, grade: str, word: str) -> None:
    assert f"Proposed grade {grade} {word} " in page.text


@then(parsers.parse("the best case is {grade}"))
def best_case(page: Page, grade: str) -> None:
    assert f"Best case {grade} " in page.text


@then(parsers.parse('the paper says "{told}"'))
def says(page: Page, told: str) -> None:
    assert told in page.text


@then(parsers.parse('what binds it is told as "{told}"'))
def binds(page: Page, told: str) -> None:
    assert f"What binds the grade : {told}" in page.text


@then("the table of dimensions has these rows among its eleven")
def rows(page: Page, datatable: list[list[str]]) -> None:
    table = page.html.partition('<table class="dimensions">')[2].partition("</table>")[0]
    body = table.partition("<tbody>")[2].partition("</tbody>")[0]
    found = [words(row) for row in body.split("</tr>") if row.strip()]
    assert len(found) == 11
    for dimension, rating, weight, product, contribution in datatable[1:]:
        (row,) = [row for row in found if row.startswith(f"{dimension} ")]
        assert f" {rating} " in row
        assert row.endswith(f" {weight} {product} {contribution}")


def words(html: str) -> str:
    """What is read of a piece of a page."""
    return " ".join(_TAGS.sub(" ", html).split())


@then(parsers.parse("the composite is {composite:d}"))
def the_composite(page: Page, composite: int) -> None:
    assert f"Composite {composite} of 500" in page.text


@then(parsers.parse('there is a drawing called "{caption}"'))
def drawing(page: Page, caption: str) -> None:
    figure = page.html.partition(f"<figcaption>{caption}</figcaption>")[2]
    assert figure.lstrip().startswith("<svg")


def reason(page: Page, rank: int) -> str:
    item = page.html.partition(f'id="reason-{rank}"')[2].partition('<li value="')[0]
    return words(f"<li {item}")


@then(parsers.parse('reason {rank:d} is "{title}"'))
def reason_is(page: Page, rank: int, title: str) -> None:
    assert reason(page, rank).startswith(f"▼ {title} ")


@then(parsers.parse('reason {rank:d} says "{told}"'))
def reason_says(page: Page, rank: int, told: str) -> None:
    assert told in reason(page, rank)


@then(parsers.parse('the clause "{clause}" says "{told}"'))
def clause_says(page: Page, clause: str, told: str) -> None:
    shown = page.html.partition(f"<summary><code>{clause}</code></summary>")[2]
    assert told in words(shown.partition("</details>")[0])


@then("it is not found")
def not_found(page: Page) -> None:
    assert page.status == 404
