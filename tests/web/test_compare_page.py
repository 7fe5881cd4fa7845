"""Two decisions side by side: what differs from one to the other, and who may compare what."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.web.deciding import decided, dossier
from tests.web.listing import REASON, reviewed
from tests.web.reading import Page
from tests.web.signing_in import Browser

SignIn = Callable[..., Browser]
NAME = "average_manufacturer"


def later(store: SqliteStore, rater: Rater, **facts: Any) -> str:
    """Decide on the average manufacturer again, with facts of its reputation changed."""
    known = orjson.loads(dossier(NAME))["reputation"]
    return decided(store, rater, NAME, reputation=known | facts, rating_date="2026-11-15")


@pytest.fixture
def both(store: SqliteStore, rater: Rater) -> tuple[str, str]:
    return decided(store, rater, NAME), later(store, rater, worst_class_5y="loss")


def test_two_that_are_ticked_in_the_list_are_compared_from_the_older_on(
    site_client: SignIn, both: tuple[str, str]
) -> None:
    browser = site_client("committee")
    older, newer = both
    form = Page(browser.get("/decisions")).form("/compare")
    answer = browser.get(form.address, query_string={"decision": form.choices["decision"]})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/decisions/{older}/compare/{newer}"


def test_the_page_tells_what_differs_and_how_the_grade_moved(
    store: SqliteStore, site_client: SignIn, both: tuple[str, str]
) -> None:
    older, newer = both
    page = Page(site_client("committee").get(f"/decisions/{older}/compare/{newer}"))
    assert page.heading == "Compare two decisions"
    assert "Both decisions are on the same borrower. Both are by the same ruleset." in page.text
    before, after = (store.get(one) for one in both)
    assert before is not None
    assert after is not None
    assert before.grade != after.grade
    assert f"from {before.grade} to {after.grade}." in page.text
    assert "reputation.worst_class_5y" in page.text
    assert "1 November 2026" in page.text
    assert "15 November 2026" in page.text
    assert page.links()["Compare the other way round"] == f"/decisions/{newer}/compare/{older}"


def test_the_human_grades_stand_in_the_comparison(
    store: SqliteStore, site_client: SignIn, both: tuple[str, str]
) -> None:
    older, newer = both
    why = REASON | {"reason_code": "NEW_ADVERSE_INFORMATION"}
    reviewed(store, older, "override_down", "li.na", grade="N9", **why)
    page = Page(site_client("committee").get(f"/decisions/{older}/compare/{newer}"))
    assert "N9 Overridden downward" in page.text
    assert "Not reviewed" in page.text


def test_an_indicative_grade_stands_beside_nr_alone(
    store: SqliteStore, rater: Rater, site_client: SignIn, both: tuple[str, str]
) -> None:
    browser = site_client("committee")
    unrated = decided(store, rater, "incomplete_dossier")
    page = Page(browser.get(f"/decisions/{both[0]}/compare/{unrated}"))
    assert "Indicative grade, never to be used none: rated N5" in page.text
    rated = Page(browser.get(f"/decisions/{both[0]}/compare/{both[1]}"))
    assert "Indicative" not in rated.text


def test_a_decision_does_not_differ_from_itself(site_client: SignIn, both: tuple[str, str]) -> None:
    page = Page(site_client("auditor").get(f"/decisions/{both[0]}/compare/{both[0]}"))
    assert "Nothing differs." in page.text
    assert "The grade is the same" in page.text


@pytest.mark.parametrize(
    ("ticked", "fault"),
    [
        (1, "Two decisions are compared: tick exactly two."),
        (3, "Two decisions are compared: tick exactly two."),
    ],
)
def test_one_or_three_cannot_be_compared(
    site_client: SignIn, both: tuple[str, str], ticked: int, fault: str
) -> None:
    given = [*both, both[0]][:ticked]
    page = Page(site_client().get("/compare", query_string={"decision": given}))
    assert page.status == 422
    assert fault in page.text
    assert page.form("/compare").fields["decision"][0] == given[0]


def test_what_is_no_id_is_told_and_can_be_put_right(site_client: SignIn) -> None:
    page = Page(site_client().get("/compare", query_string={"decision": ["a/b", "../c"]}))
    assert page.status == 422
    assert "The id of a decision has 32 of 0-9 and a-f." in page.text
    assert page.form("/compare").fields["decision"] == ["a/b", "../c"]


def test_before_anything_is_asked_there_is_no_fault(site_client: SignIn) -> None:
    page = Page(site_client().get("/compare"))
    assert page.status == 200
    assert page.form("/compare").fields["decision"] == ["", ""]


def test_an_originator_compares_only_its_own(
    store: SqliteStore, rater: Rater, site_client: SignIn
) -> None:
    mine = decided(store, rater, client="los-1")
    other = decided(store, rater, "strong_private_manufacturer", client="los-2")
    browser = site_client("originator", "zhou", client="los-1")
    assert browser.get(f"/decisions/{mine}/compare/{mine}").status_code == 200
    for address in (f"/decisions/{mine}/compare/{other}", f"/decisions/{other}/compare/{mine}"):
        answer = browser.get(address)
        assert answer.status_code == 404
        assert "Beiling" not in answer.text


def test_what_was_never_decided_cannot_be_compared(
    site_client: SignIn, both: tuple[str, str]
) -> None:
    assert site_client().get(f"/decisions/{both[0]}/compare/{'0' * 32}").status_code == 404


def test_in_chinese_the_titles_of_the_ruleset_are_chinese(
    site_client: SignIn, both: tuple[str, str]
) -> None:
    older, newer = both
    page = Page(site_client().get(f"/decisions/{older}/compare/{newer}?lang=zh"))
    assert page.heading == "比较两项评级决定"
    assert "两项决定针对同一借款人。两者采用同一规则集。" in page.text
    assert "Worst" not in page.text
