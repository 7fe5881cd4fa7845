"""The portfolio on its page, as ``features/pages/portfolio.feature`` states it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import pytest
from flask import Flask
from pytest_bdd import given, parsers, scenarios, then, when
from werkzeug.test import TestResponse

from service.api.app import create_app
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT
from tests.clock import Days
from tests.features.borrowers import listed
from tests.portfolio.stores import Known, add
from tests.web.reading import Page
from tests.web.signing_in import browser_of

scenarios("pages/portfolio.feature")

FACT = "reputation.tax_class"
QUARTERS = {
    "first": {
        "since": "2026-01-01",
        "until": "2026-03-31",
        "earlier_since": "2025-10-01",
        "earlier_until": "2025-12-31",
    },
    "second": {
        "since": "2026-04-01",
        "until": "2026-06-30",
        "earlier_since": "2026-01-01",
        "earlier_until": "2026-03-31",
    },
}
MONTHS = {"first": "2026-02-{:02d}", "second": "2026-05-{:02d}"}


@dataclass
class Book:
    """The decisions by borrower and quarter, and what was answered last."""

    app: Flask
    store: SqliteStore
    taken: dict[tuple[str, str], Known] = field(default_factory=dict)
    answer: TestResponse | None = None

    def ask(self, role: str, **query: str) -> None:
        browser = browser_of(self.app, self.store, role, role)
        self.answer = browser.get("/portfolio", query_string=query)

    @property
    def page(self) -> Page:
        assert self.answer is not None
        return Page(self.answer)

    def table(self, name: str) -> list[dict[str, str]]:
        """A table of the page, as it is downloaded from it."""
        labels = {
            "grades": "Grades as CSV",
            "movement": "Movement as CSV",
            "unknown": "All facts as CSV",
        }
        browser = browser_of(self.app, self.store, "committee", "committee")
        text = browser.get(self.page.links()[labels[name]]).data.decode("utf-8-sig")
        return list(csv.DictReader(StringIO(text, newline="")))


@pytest.fixture
def days() -> Days:
    return Days("2026-01-01")


@pytest.fixture
def store(tmp_path: Path, days: Days) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "decisions.sqlite3", clock=days)
    yield store
    store.close()


@given("decisions with these grades in two quarters:", target_fixture="book")
def decisions(store: SqliteStore, rater: Rater, days: Days, datatable: list[list[str]]) -> Book:
    book = Book(create_app(store, rater, DEVELOPMENT), store)
    unknown = frozenset({("unknown", FACT)})
    for place, quarter in ((1, "first"), (2, "second")):
        for day, row in enumerate(datatable[1:], 1):
            days.day = MONTHS[quarter].format(day)
            for grade in listed(row[place]) if row[place] else []:
                said = unknown if row[0] != "A" else frozenset()
                book.taken[row[0], quarter] = add(store, f"91{row[0]}", grade, said=said)
    return book


@given(
    parsers.parse('the decision on "{borrower}" of the {quarter} quarter is corrected to {grade}')
)
def corrected(book: Book, days: Days, borrower: str, quarter: str, grade: str) -> None:
    days.day = MONTHS[quarter].format(20)
    wrong = book.taken[borrower, quarter]
    add(book.store, f"91{borrower}", grade, corrects=wrong.record.record_id)


@when(parsers.parse("the committee opens the portfolio of the {quarter} quarter"))
def opens(book: Book, quarter: str) -> None:
    book.ask("committee", **QUARTERS[quarter])
    assert book.page.status == 200


@when(parsers.parse("a user of the role {role} opens the portfolio"))
def opens_as(book: Book, role: str) -> None:
    book.ask(role)


@when(parsers.parse("the committee downloads the movement of the {quarter} quarter"))
def downloads(book: Book, quarter: str) -> None:
    book.ask("committee", **QUARTERS[quarter])


@then(parsers.parse("it counts {borrowers:d} borrowers and {decisions:d} decisions"))
def counts(book: Book, borrowers: int, decisions: int) -> None:
    assert f"{borrowers} borrowers in the period" in book.page.text
    assert f"{decisions} decisions that count" in book.page.text


@then(parsers.parse("{n:d} borrower is not rated, which is {share} %"))
def not_rated(book: Book, n: int, share: str) -> None:
    assert f"{share} % not rated (NR): {n} borrower" in book.page.text


@then(parsers.parse("the grades are {grades}"))
def grades_are(book: Book, grades: str) -> None:
    found = {row["grade"]: row["borrowers"] for row in book.table("grades")}
    told = dict(one.split(": ") for one in listed(grades))
    assert {grade: n for grade, n in found.items() if n != "0"} == told


@then(
    parsers.parse(
        "of the borrowers {better} is better, {same} the same grade, {worse} worse,"
        " {rated} rated after NR, {new} new and {left} left"
    )
)
def moved(book: Book, better: str, same: str, worse: str, rated: str, new: str, left: str) -> None:
    text = book.page.text
    assert f"{better} better {same} the same grade {worse} worse {rated} rated after NR" in text
    assert f"{new} new {left} left" in text


@then(parsers.parse("from {one} to {other} went {n} borrower, half of the row"))
def went(book: Book, one: str, other: str, n: str) -> None:
    (cell,) = [
        row
        for row in book.table("movement")
        if (row["earlier_grade"], row["grade"]) == (one, other)
    ]
    assert (cell["borrowers"], cell["share"]) == (n, "0.5")


@then(parsers.parse('"{fact}" is not known of {n} borrowers, which is {share} %'))
def not_known(book: Book, fact: str, n: str, share: str) -> None:
    assert f"{fact} {n} {share} %" in book.page.text


@then("the table has a row for every pair of grades, and no cell is a formula")
def every_pair(book: Book) -> None:
    rows = book.table("movement")
    assert len(rows) == 12 * 12
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


@then(parsers.parse("it is {answer}"))
def answered(book: Book, answer: str) -> None:
    assert book.answer is not None
    assert book.answer.status_code == {"shown": 200, "refused": 403}[answer]
