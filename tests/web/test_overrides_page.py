"""Departures from proposed grades are counted on a page, by what one chooses."""

from collections.abc import Callable

import pytest

from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.reviews.reviewing import FAMILY, Reviewed
from tests.web.reading import Page
from tests.web.signing_in import Browser

Client = Callable[..., Browser]


@pytest.fixture
def reviewed(store: SqliteStore, rater: Rater) -> None:
    """One accepted, one overridden down by two grades, one up that waits for a second person."""
    for action, officer, members in (
        ("accept", "li.na", {}),
        ("override_down", "chen.wei", {"grade": "N7"}),
        ("override_up", "wu.fang", {"grade": "N4"}),
    ):
        Reviewed(store, rater, FAMILY).review(action, officer, **members)


def page_of(site_client: Client, query: str = "", status: int = 200) -> Page:
    answer = site_client("committee").get(f"/overrides{query}")
    assert answer.status_code == status, answer.text
    return Page(answer)


@pytest.mark.usefixtures("reviewed")
def test_all_reviews_are_counted_and_the_rate_of_overrides_is_told(site_client: Client) -> None:
    page = page_of(site_client)

    assert "3 reviews of 3 decisions." in page.text
    assert "33.33% of the reviews are overrides in effect." in page.text
    assert "A risk that the ruleset does not ask about 1 0 1 0 0 0 0 0 100% 2 none" in page.text


@pytest.mark.usefixtures("reviewed")
def test_they_are_grouped_by_what_was_chosen_and_by_nothing_else(site_client: Client) -> None:
    page = page_of(site_client, "?by=officer&by=rule")

    headings = [text for level, text in page.headings if level == 2]
    assert headings == ["In all", "What made the proposed grade", "Officer"]
    assert "wu.fang 1 0 0 0 1" in page.text
    assert "chen.wei 1 0 1 0 0" in page.text


@pytest.mark.usefixtures("reviewed")
def test_only_a_period_is_counted_where_one_is_asked_for(site_client: Client) -> None:
    assert "No decision was reviewed" in page_of(site_client, "?until=2001-01-01").text
    assert "3 reviews" in page_of(site_client, "?since=2001-01-01").text


@pytest.mark.usefixtures("reviewed")
def test_it_is_told_in_chinese_with_the_titles_of_the_rules(site_client: Client) -> None:
    page = page_of(site_client, "?lang=zh&by=rule")

    assert "共3次复核，涉及3项决定。" in page.text
    assert "关键人风险" in page.text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?since=yesterday", "A date such as 2026-11-22"),
        ("?since=2026-02-01&until=2026-01-01", "before its beginning"),
    ],
)
def test_what_is_no_period_is_told_at_its_field(site_client: Client, query: str, told: str) -> None:
    page = page_of(site_client, query, status=422)

    assert told in page.text
    assert "In all" not in page.text


def test_with_no_reviews_nothing_is_divided(site_client: Client) -> None:
    assert "No decision was reviewed in this time." in page_of(site_client).text
