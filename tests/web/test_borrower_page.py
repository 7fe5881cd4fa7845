"""The history of a borrower: every decision on it, and what changed from each to the next."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.store.ledgers import by_hand
from tests.web.deciding import decided, dossier
from tests.web.listing import of
from tests.web.reading import Page
from tests.web.signing_in import Browser

SignIn = Callable[..., Browser]
NAME = "average_manufacturer"
USCC = "uscc:91330400MA000P130T"


def rated(store: SqliteStore, rater: Rater, day: str, **facts: Any) -> str:
    known = orjson.loads(dossier(NAME))["reputation"]
    return decided(store, rater, NAME, reputation=known | facts, rating_date=day)


def history(browser: Browser, identifier: str = USCC, **more: str) -> Page:
    return Page(browser.get("/borrowers", query_string={"identifier": identifier, **more}))


def shown(page: Page) -> list[str]:
    return page.form("/compare").choices["decision"]


@pytest.fixture
def three(store: SqliteStore, rater: Rater) -> list[str]:
    return [
        rated(store, rater, "2026-11-01"),
        rated(store, rater, "2026-11-10", worst_class_5y="loss"),
        rated(store, rater, "2026-11-15"),
    ]


def test_grades_are_told_with_what_changed_the_newest_first(
    store: SqliteStore, site_client: SignIn, three: list[str]
) -> None:
    page = history(site_client("committee"))
    assert page.heading == "History of Average Fasteners Co., Ltd."
    assert shown(page) == three[::-1]
    grades = [store.get(one) for one in three]
    first, second, third = (one.grade for one in grades if one is not None)
    assert first == third != second
    worse = page.text.index(f"from {first} to {second}.")
    assert page.text.index(f"from {second} to {third}.") < worse
    assert "The first decision on record." in page.text
    assert "reputation.worst_class_5y" in page.text
    assert "to “loss”" in page.text
    links = page.links()
    assert links["Compare with the one before"] == f"/decisions/{three[0]}/compare/{three[1]}"


def test_the_drawing_has_a_table_that_says_the_same(site_client: SignIn, three: list[str]) -> None:
    page = history(site_client("committee"))
    assert 'role="img"' in page.html
    assert "The same as a table" in page.text
    assert "nonfinancial" in page.text


def test_what_changed_in_the_oldest_of_a_page_is_told_from_the_newest_of_the_next(
    store: SqliteStore,
    site_client: SignIn,
    three: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("service.web.borrower.SHOWN", 2)
    browser = site_client("committee")
    page = history(browser)
    assert shown(page) == three[:0:-1]
    assert "The first decision on record." not in page.text
    assert page.links()["Compare with the one before"].endswith(three[1])
    assert f"/decisions/{three[0]}/compare/{three[1]}" in page.html
    page = Page(browser.get(page.links()["Older"]))
    assert shown(page) == three[:1]
    assert "The first decision on record." in page.text
    assert "Older" not in page.links()
    assert shown(Page(browser.get(page.links()["Newest"]))) == three[:0:-1]


def test_of_many_facts_that_changed_the_first_are_told_and_how_many_more(
    store: SqliteStore, rater: Rater, site_client: SignIn, three: list[str]
) -> None:
    fewer = orjson.loads(dossier(NAME))["reputation"]
    for member in list(fewer)[:8]:
        del fewer[member]
    decided(store, rater, NAME, reputation=fewer)
    assert "and 3 facts more" in history(site_client("committee")).text


def test_where_only_the_evidence_changed_it_is_the_evidence_that_is_told(
    store: SqliteStore, rater: Rater, site_client: SignIn
) -> None:
    day = {"as_of": "2026-11-05", "obtained_on": "2026-11-05"}
    for source in ("borrower_stated", "tax", "tax"):
        envelope = {"value": "A", "source": source, "evidence_ref": "doc-7", **day}
        rated(store, rater, "2026-11-15", tax_class=envelope)
    rated(store, rater, "2026-11-20", tax_class=envelope)
    told = history(site_client("committee")).text
    stated, proven = (
        f"class A ({source}, 5 November 2026)"
        for source in ("borrower's statement", "tax authority")
    )
    assert f"from “{stated}” to “{proven}”" in told
    assert "as before. Nothing differs." in told
    assert "sanctions, last 36 months: from “0” to “not known (evidence too old)”" in told


def test_names_it_had_are_told(store: SqliteStore, rater: Rater, site_client: SignIn) -> None:
    of(store, rater, {"legal_name": "Old Fasteners Ltd"})
    of(store, rater, {"legal_name": "New Fasteners Ltd"})
    page = history(site_client("committee"))
    assert page.heading == "History of New Fasteners Ltd"
    assert "Names it was rated under New Fasteners Ltd · Old Fasteners Ltd" in page.text


def test_without_an_identifier_the_list_leads_to_the_history_by_name(
    store: SqliteStore, rater: Rater, site_client: SignIn
) -> None:
    nameless = of(store, rater, {"legal_name": "Nobody & Sons", "identifiers": {}, "country": "DE"})
    decided(store, rater, "strong_private_manufacturer")
    browser = site_client("committee")
    address = Page(browser.get("/decisions")).links()["History Nobody & Sons"]
    page = Page(browser.get(address))
    assert shown(page) == [nameless]
    assert "borrowers of the same name are shown together" in page.text


def test_an_originator_sees_its_own_decisions_on_a_borrower_alone(
    store: SqliteStore, rater: Rater, site_client: SignIn
) -> None:
    mine = decided(store, rater, NAME, client="los-1")
    decided(store, rater, NAME, client="los-2", application_ref="SECRET-1")
    page = history(site_client("originator", "zhou", client="los-1"))
    assert shown(page) == [mine]
    assert "SECRET-1" not in page.text
    other = history(site_client("originator", "wu", client="los-3"))
    assert "No decision matches." in other.text
    assert "Average" not in other.text


def test_who_may_not_read_decisions_sees_no_history(site_client: SignIn) -> None:
    answer = site_client("policy").get("/borrowers", query_string={"identifier": USCC})
    assert answer.status_code == 403


def test_a_decision_that_cannot_be_taken_up_leaves_the_rest_of_the_history(
    store: SqliteStore, site_client: SignIn, three: list[str]
) -> None:
    by_hand(
        store.path,
        "UPDATE contents SET data = x'00' WHERE name = 'dossier' AND leaf_index ="
        f" (SELECT leaf_index FROM decisions WHERE decision_id = '{three[2]}')",
    )
    page = history(site_client("committee"))
    assert page.status == 200
    assert "It could not be held against the one before." in page.text
    assert "reputation.worst_class_5y" in page.text


def test_without_a_borrower_the_page_asks_for_one(site_client: SignIn) -> None:
    page = Page(site_client("committee").get("/borrowers"))
    assert page.status == 200
    assert page.heading == "History of a borrower"
    assert [form.address for form in page.forms].count("/borrowers") == 2


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"identifier": "x" * 301}, 422),
        ({"identifier": "1", "borrower": "A"}, 400),
        ({"grade": "N4"}, 400),
        ({"identifier": "1", "cursor": "x"}, 400),
    ],
)
def test_what_cannot_be_asked_is_told(
    site_client: SignIn, query: dict[str, str], status: int
) -> None:
    assert site_client("committee").get("/borrowers", query_string=query).status_code == status


def test_in_chinese_the_history_is_chinese(site_client: SignIn, three: list[str]) -> None:
    page = history(site_client("committee"), lang="zh")
    assert page.heading.startswith("历次评级")
    assert "记录中的首次评级。" in page.text
    assert "The grade" not in page.text
