"""The portfolio page: what is shown is what was counted, for those who may see all decisions."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from flask import Flask

from service.api.app import create_app
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT
from tests.portfolio.stores import add, fill, opened
from tests.web.reading import Page
from tests.web.signing_in import Browser, browser_of

FACT = "reputation.tax_class"
PERIODS = {
    "since": "2026-01-03",
    "until": "2026-01-04",
    "earlier_since": "2026-01-01",
    "earlier_until": "2026-01-02",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """A store in which a record is made every hour from the first of January 2026."""
    with opened(tmp_path / "store.sqlite3") as store:
        yield store


@pytest.fixture
def codes(rater: Rater) -> dict[str, str]:
    outcomes = rater.ruleset.outcomes.values()
    adverse = next(o.code for _, o in outcomes if o.adverse)
    strength = next(o.code for _, o in outcomes if not o.adverse)
    pattern = next(iter(rater.ruleset.patterns.values())).code
    return {"adverse": adverse, "strength": strength, "pattern": pattern}


@pytest.fixture
def moved(store: SqliteStore, codes: dict[str, str]) -> SqliteStore:
    """Two periods of two days: borrowers that stay, move, come and go, and one that fills up."""
    known = frozenset({("found", codes["adverse"]), ("unknown", FACT)})
    strong = frozenset({("found", codes["strength"]), ("pattern", codes["pattern"])})
    claimed = frozenset({("claimed", codes["strength"]), ("assumed", codes["adverse"])})
    with store.turn():
        for day in (("N2", "N5", "NR", "N5"), ("N2", "N7", "N5", None)):
            for number, grade in enumerate(day):
                if grade is not None:
                    add(store, f"91{number}", grade, said=known if number else strong)
            for _ in range(48 - sum(grade is not None for grade in day)):
                add(store, "91SAME", "N4", said=claimed)
    return store


@pytest.fixture
def app(store: SqliteStore, rater: Rater) -> Flask:
    return create_app(store, rater, DEVELOPMENT)


@pytest.fixture
def sign_in(app: Flask, store: SqliteStore) -> Callable[..., Browser]:
    return lambda role="committee", name="m.chen": browser_of(app, store, role, name)


def asked(browser: Browser, **more: str) -> Page:
    return Page(browser.get("/portfolio", query_string=PERIODS | more))


def table(browser: Browser, name: str, **more: str) -> list[dict[str, str]]:
    answer = browser.get("/portfolio", query_string=PERIODS | {"csv": name} | more)
    assert answer.mimetype == "text/csv"
    assert f"portfolio-{name}-" in answer.headers["Content-Disposition"]
    return list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_borrowers_are_counted_by_their_latest_decision(
    moved: SqliteStore, sign_in: Callable[..., Browser]
) -> None:
    page = asked(sign_in())
    assert page.heading == "Portfolio"
    assert "4 borrowers in the period" in page.text
    assert "48 decisions that count" in page.text
    assert "0.0 % not rated (NR): 0 borrowers" in page.text
    grades = {row["grade"]: row for row in table(sign_in(), "grades")}
    assert list(grades) == [*(f"N{n}" for n in range(1, 11)), "NR"]
    assert grades["N5"]["borrowers"] == "1"
    assert grades["N5"]["share"] == "0.25"
    assert (grades["N5"]["earlier_borrowers"], grades["NR"]["earlier_share"]) == ("2", "0.2")


def test_movement_tells_better_worse_new_left_and_not_rated_apart(
    moved: SqliteStore, sign_in: Callable[..., Browser]
) -> None:
    browser = sign_in()
    text = asked(browser).text
    for told in ("0 better", "2 the same grade", "1 worse", "1 rated after NR", "0 new", "1 left"):
        assert told in text
    cells = {(row["earlier_grade"], row["grade"]): row for row in table(browser, "movement")}
    assert cells["N5", "N7"]["borrowers"] == "1"
    assert cells["N5", "left"]["borrowers"] == "1"
    assert cells["N5", "N7"] | {"of": "2", "share": "0.5"} == cells["N5", "N7"]
    assert cells["NR", "N5"]["borrowers"] == "1"
    assert sum(int(row["borrowers"]) for row in cells.values()) == 5


def test_findings_tell_found_assumed_and_claimed_apart(
    moved: SqliteStore, sign_in: Callable[..., Browser], codes: dict[str, str], rater: Rater
) -> None:
    browser = sign_in()
    rows = {row["code"]: row for row in table(browser, "findings")}
    adverse, strength = rows[codes["adverse"]], rows[codes["strength"]]
    assert (adverse["found"], adverse["assumed"], adverse["of"]) == ("2", "1", "4")
    assert (strength["found"], strength["claimed"]) == ("1", "1")
    assert rows[codes["pattern"]]["severity"] == "pattern"
    title = rater.ruleset.outcomes[codes["adverse"]][1].title.en
    assert adverse["title"] == title
    assert title in asked(browser).text


def test_a_suspicion_is_called_one(
    store: SqliteStore, sign_in: Callable[..., Browser], rater: Rater
) -> None:
    patterns = rater.ruleset.patterns.values()
    doubt = next(p for p in patterns if p.suspicion)
    sure = next(p for p in patterns if not p.suspicion)
    with store.turn():
        add(store, "911", "N6", said=frozenset({("pattern", doubt.code), ("pattern", sure.code)}))
    text = Page(sign_in().get("/portfolio")).text
    assert f"{doubt.title.en} {doubt.code} Pattern (a suspicion, not proof) 1" in text
    assert f"{sure.title.en} {sure.code} Pattern 1" in text


def test_facts_that_are_not_known_are_told_with_their_rate(
    moved: SqliteStore, sign_in: Callable[..., Browser], rater: Rater
) -> None:
    browser = sign_in()
    assert table(browser, "unknown") == [
        {
            "fact": FACT,
            "title": rater.ruleset.facts[FACT].title.en,
            "unknown": "2",
            "share": "0.5",
            "of": "4",
            **PERIODS,
            "ruleset": "",
        }
    ]
    assert f"{rater.ruleset.facts[FACT].title.en} {FACT} 2 50.0 %" in asked(browser).text


def test_only_what_a_ruleset_decided_is_counted_where_one_is_chosen(
    moved: SqliteStore, sign_in: Callable[..., Browser]
) -> None:
    browser = sign_in()
    page = asked(browser)
    assert page.form("/portfolio").choices["ruleset"] == ["", "nonfinancial", "nonfinancial@1.1.0"]
    assert "4 borrowers in the period" in asked(browser, ruleset="nonfinancial@1.1.0").text
    other = asked(browser, ruleset="nonfinancial@9.9.9")
    assert "No borrower was decided on in the period." in other.text
    assert other.form("/portfolio").fields["ruleset"] == ["nonfinancial@9.9.9"]


def test_without_a_period_it_is_the_year_to_the_newest_decision(
    moved: SqliteStore, sign_in: Callable[..., Browser]
) -> None:
    page = Page(sign_in().get("/portfolio"))
    fields = page.form("/portfolio").fields
    assert (fields["since"], fields["until"]) == (["2025-01-05"], ["2026-01-04"])
    assert (fields["earlier_since"], fields["earlier_until"]) == (["2024-01-05"], ["2025-01-04"])
    assert "5 borrowers in the period" in page.text


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("since", "soon", "Give a date such as 2026-11-22."),
        ("until", "2026-01-01", "A period does not end before it begins."),
        ("earlier_until", "2026-01-03", "The earlier period is over before the other begins."),
        ("ruleset", "x" * 301, "There is no ruleset of such a name."),
    ],
)
def test_what_cannot_be_counted_is_told_at_its_field(
    moved: SqliteStore, sign_in: Callable[..., Browser], field: str, value: str, told: str
) -> None:
    page = asked(sign_in(), **{field: value})
    assert page.status == 422
    assert f"{field}-fault" in page.ids
    assert page.text.count(told) == 2
    assert "borrowers in the period" not in page.text


@pytest.mark.parametrize("query", ["csv=names", "grade=N4"])
def test_an_address_that_no_page_has_is_refused(
    moved: SqliteStore, sign_in: Callable[..., Browser], query: str
) -> None:
    assert sign_in().get(f"/portfolio?{query}").status_code == 400


@pytest.mark.parametrize(
    ("role", "status"),
    [("committee", 200), ("auditor", 200), ("policy", 200), ("admin", 200), ("originator", 403)],
)
def test_the_portfolio_is_for_those_who_may_see_all_of_it(
    moved: SqliteStore, sign_in: Callable[..., Browser], role: str, status: int
) -> None:
    for query in ("", "?csv=grades"):
        assert sign_in(role, role).get(f"/portfolio{query}").status_code == status


def test_before_the_first_decision_it_says_so(sign_in: Callable[..., Browser]) -> None:
    assert "No decision is recorded yet." in Page(sign_in().get("/portfolio")).text


def test_what_is_not_read_yet_is_told_and_read_page_by_page(
    store: SqliteStore, sign_in: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.web.portfolio.STEP", 1)
    fill(store, 1100)
    browser = sign_in()
    page = Page(browser.get("/portfolio"))
    assert "have not been read yet, and are in no count below" in page.text
    page = Page(browser.get(page.links()["Count on"]))
    assert "have not been read yet" not in page.text


def test_no_cell_of_a_download_is_a_formula(
    store: SqliteStore, sign_in: Callable[..., Browser]
) -> None:
    add(store, "91X", said=frozenset({("found", "=HYPERLINK(1)"), ("unknown", "@SUM")}))
    browser = sign_in()
    answer = (
        browser.get("/portfolio?csv=findings").data + browser.get("/portfolio?csv=unknown").data
    )
    assert b"'=HYPERLINK(1)" in answer
    assert b"\n=HYPERLINK" not in answer
    assert b"\n@SUM" not in answer


def test_codes_of_another_ruleset_stand_for_themselves(
    store: SqliteStore, sign_in: Callable[..., Browser]
) -> None:
    add(store, "91X", "D-", said=frozenset({("found", "OLD_CODE")}))
    page = Page(sign_in().get("/portfolio"))
    assert "OLD_CODE of another ruleset 1 100.0 %" in page.text
    assert "D-" in page.text


def test_in_chinese_titles_and_heads_are_chinese(
    moved: SqliteStore, sign_in: Callable[..., Browser], rater: Rater
) -> None:
    page = asked(sign_in(), lang="zh")
    assert page.heading == "组合概览"
    assert "期内借款人数" in page.text
    assert rater.ruleset.facts[FACT].title.zh in page.text
    assert "borrowers" not in page.text
