"""What cannot be supposed is refused at its field, and nothing that was typed is lost."""

from collections.abc import Callable

import pytest

from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.web.forms import form_of
from tests.web.reading import Page
from tests.web.signing_in import Browser
from tests.web.supposing import AVERAGE, Supposing, result_of

DAYS = "reputation.current_dpd"
PLAN = "governance.succession_plan"
DIGITS = "Write a number in digits, with at most 4 decimals and no commas."


@pytest.fixture
def average(store: SqliteStore, rater: Rater, site_client: Callable[..., Browser]) -> Supposing:
    return Supposing(store, rater, site_client("committee"), AVERAGE)


@pytest.mark.parametrize("text", ["-1", "1.5", "10,000", "10000", "soon", "1e400", "0.00001", "²"])
def test_a_number_that_the_fact_cannot_have_is_told_at_its_field(
    average: Supposing, text: str
) -> None:
    page = average.suppose(**{DAYS: text})

    assert page.status == 422
    assert f"{DIGITS} A whole number, from 0 days to 9,999 days." in page.text
    assert 'id="fact-reputation-current-dpd-fault"' in page.html
    assert 'aria-describedby="fact-reputation-current-dpd-help fact-reputation' in page.html
    assert form_of(page, "suppose").fields[DAYS] == [text]


def test_a_value_that_is_not_of_the_list_is_told_and_not_taken_for_another(
    average: Supposing,
) -> None:
    page = average.suppose(**{PLAN: "maybe"})

    assert page.status == 422
    assert "Choose one of the values of the list." in page.text
    assert form_of(page, "suppose").fields[PLAN] == ["maybe"]


def test_every_fault_is_told_at_once_with_a_way_to_its_field(average: Supposing) -> None:
    page = average.suppose(**{DAYS: "x", PLAN: "maybe"})

    links = page.links()
    assert "#fact-reputation-current-dpd" in links.values()
    assert "#fact-governance-succession-plan" in links.values()
    assert page.html.count('<p class="fault"') == 2


def test_nothing_is_evaluated_where_something_is_at_fault_and_all_is_kept(
    average: Supposing,
) -> None:
    page = average.suppose(**{DAYS: "x", PLAN: "documented"})

    assert "Nothing was evaluated" in result_of(page)
    assert "as supposed" not in page.text
    assert form_of(page, "suppose").fields[PLAN] == ["documented"]


def test_an_address_that_names_no_fact_is_told_so_harmlessly(average: Supposing) -> None:
    page = average.open("?reputation.curent_dpd=1&%3Cb%3Ebold=2")

    assert page.status == 422
    assert "has no fact “ reputation.curent_dpd ”" in page.text
    assert "<b>bold" not in page.html


def test_a_later_value_of_a_fact_that_an_address_names_twice_counts(average: Supposing) -> None:
    page = average.open(f"?{DAYS}=45&{DAYS}=0")

    assert "Nothing is supposed yet" in page.text


def test_a_decision_that_is_not_there_has_no_page(average: Supposing) -> None:
    page = Page(average.browser.get(f"/decisions/{'0' * 32}/what-if"))

    assert page.status == 404


def test_who_sees_only_their_own_decisions_supposes_only_of_those(
    average: Supposing, site_client: Callable[..., Browser]
) -> None:
    stranger = site_client("originator", "wang.wu")

    assert stranger.get(average.address).status_code == 404
    assert stranger.post(average.address).status_code == 404


@pytest.mark.parametrize(("lang", "told"), [("en", DIGITS), ("zh", "请用数字填写")])
def test_faults_are_told_in_the_language_of_the_page(
    average: Supposing, lang: str, told: str
) -> None:
    average.open(f"?lang={lang}")

    assert told in average.suppose(**{DAYS: "x"}).text
