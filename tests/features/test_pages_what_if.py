"""What-if on the page, as ``features/pages/what_if.feature`` states it."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from service.api.app import create_app
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT
from tests.features.borrowers import NOT_KNOWN, Borrower, fixture_dossier, in_json, listed
from tests.web.forms import form_of
from tests.web.reading import Page
from tests.web.signing_in import Browser, browser_of
from tests.web.supposing import Supposing, result_of

scenarios("pages/what_if.feature")


@dataclass
class Desk:
    """The what-if page of a decision before a member of the committee."""

    store: SqliteStore
    supposing: Supposing
    borrower: Borrower
    size: int
    page: Page
    filled: dict[str, Any] = field(default_factory=dict)

    def suppose(self, **values: Any) -> None:
        self.filled = values
        self.page = self.supposing.suppose(**values)


@pytest.fixture
def member(store: SqliteStore, rater: Rater) -> Browser:
    return browser_of(create_app(store, rater, DEVELOPMENT), store, "committee", "li.na")


def _desk(store: SqliteStore, rater: Rater, member: Browser, name: str, **changes: Any) -> Desk:
    supposing = Supposing(store, rater, member, name, **changes)
    borrower = Borrower(rater.ruleset, fixture_dossier(name))
    return Desk(store, supposing, borrower, store.size(), supposing.open())


@given(
    parsers.parse('"li.na" of the committee looks at "{name}", graded {grade}'),
    target_fixture="desk",
)
def looks(store: SqliteStore, rater: Rater, member: Browser, name: str, grade: str) -> Desk:
    desk = _desk(store, rater, member, name)
    assert desk.supposing.subject.evaluation.grade == grade
    return desk


@given(
    '"li.na" of the committee looks at a dossier that rests on the borrower\'s word alone',
    target_fixture="desk",
)
def looks_at_claims(store: SqliteStore, rater: Rater, member: Browser) -> Desk:
    defaults = {"source": "borrower_stated", "as_of": "2026-10-20"}
    return _desk(store, rater, member, "average_manufacturer", evidence_defaults=defaults)


@when("she supposes on the page")
def supposes(desk: Desk, datatable: list[list[str]]) -> None:
    assert datatable[0] == ["fact", "value"]
    values = {}
    for title, words in datatable[1:]:
        fact = desk.borrower.fact(title)
        given = "" if words in NOT_KNOWN else str(in_json(fact, words))
        values[fact.id] = given.lower() if fact.kind == "bool" else given
    desk.suppose(**values)


@when("she supposes that others prove all that the borrower claims")
def supposes_proof(desk: Desk) -> None:
    desk.suppose(proven=form_of(desk.page, "suppose").choices["proven"])


@when("she follows the first card of what would change it")
def follows_card(desk: Desk) -> None:
    browser = desk.supposing.browser
    decision = f"/decisions/{desk.supposing.decision_id}"
    page = Page(browser.get(decision))
    cards = re.findall(f'href="({decision}/what-if[?][^"]+)"', page.html)
    address = html.unescape(cards[0])
    desk.page = Page(browser.get(address))
    query = address.partition("?")[2]
    desk.filled = dict(pair.split("=") for pair in query.split("&"))


@when(parsers.parse('she writes "{words}" as "{title}"'))
def writes(desk: Desk, words: str, title: str) -> None:
    desk.suppose(**{desk.borrower.fact(title).id: words})


@then(parsers.parse("the page shows {after} as supposed beside {before} as decided"))
def shows_both(desk: Desk, after: str, before: str) -> None:
    assert desk.page.status == 200
    assert f"as decided {before} " in desk.page.text
    assert f"as supposed {after} " in desk.page.text


@then(parsers.parse('the page says "{words}"'))
def says(desk: Desk, words: str) -> None:
    assert words in desk.page.text


@then(parsers.parse("among all that differs are {things}"))
def differ(desk: Desk, things: str) -> None:
    titles = {code: o.title.en for code, (_, o) in desk.borrower.ruleset.outcomes.items()}
    for thing in listed(things):
        assert titles.get(thing, thing) in result_of(desk.page), thing


@then("it is marked as supposed")
def marked(desk: Desk) -> None:
    assert "hypothetical: not a decision, never recorded" in desk.page.text
    assert "it is never stored" in desk.page.text
    assert desk.page.html.count('class="field changed"') == len(desk.filled)


@then("nothing was stored")
def nothing_stored(desk: Desk) -> None:
    assert desk.store.size() == desk.size
    assert desk.store.about(desk.supposing.decision_id) == []


@then("strengths on the borrower's word alone come to count")
def strengths_count(desk: Desk) -> None:
    assert "0 points: on the borrower's word alone" in desk.page.text
    assert "strength, +1 point" in desk.page.text


@then("the changes of the card are filled in")
def filled_in(desk: Desk) -> None:
    fields = form_of(desk.page, "suppose").fields
    assert {fact: fields[fact] for fact in desk.filled} == {
        fact: [value] for fact, value in desk.filled.items()
    }


@then(parsers.parse('the page refuses it at "{title}" and keeps "{words}" there'))
def refuses(desk: Desk, title: str, words: str) -> None:
    fact = desk.borrower.fact(title).id
    assert desk.page.status == 422
    assert f"#fact-{fact.replace('.', '-').replace('_', '-')}" in desk.page.links().values()
    assert form_of(desk.page, "suppose").fields[fact] == [words]


@then("the page shows no supposed grade")
def no_grade(desk: Desk) -> None:
    assert "as supposed" not in desk.page.text
