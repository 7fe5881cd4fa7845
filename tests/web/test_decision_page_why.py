"""Every code of a paper leads to a page that says why it holds, or why it does not."""

from collections.abc import Callable

import pytest

from service.decisions.rate import Rater
from service.explanation.why import known_codes
from service.store.sqlite import SqliteStore
from service.web.why import branches
from tests.web.deciding import decided
from tests.web.reading import Page
from tests.web.signing_in import Browser


@pytest.fixture
def asked(
    store: SqliteStore, rater: Rater, site_client: Callable[..., Browser]
) -> Callable[..., Page]:
    decision_id = decided(store, rater, "family_condiment_maker")
    browser = site_client("committee")

    def ask(code: str, lang: str = "en") -> Page:
        return Page(browser.get(f"/decisions/{decision_id}/why/{code}?lang={lang}"))

    return ask


def test_a_finding_says_which_fact_met_which_condition(asked: Callable[..., Page]) -> None:
    page = asked("NO_SUCCESSION")

    assert page.heading == "Why: No succession plan"
    assert "Succession plan: no succession plan" in page.text
    assert "GV-2.3-c" in page.text
    assert "Back to the paper" in page.links()


def test_what_does_not_hold_is_explained_as_well(asked: Callable[..., Page]) -> None:
    page = asked("BANKRUPTCY")

    assert page.status == 200
    assert "does not hold" in page.text


@pytest.mark.parametrize(
    ("code", "onward"),
    [
        ("NO_SUCCESSION", "GOV-20 GOV"),
        ("PAT-02 CLOSED_FAMILY_CONTROL", "FAMILY_HOLDS_KEY_POSTS"),
        ("GOV weak", "GOV"),
        ("GOV", "ONE_MAN_RULE"),
        ("composite", "HIS"),
    ],
)
def test_a_page_leads_on_to_what_its_code_is_made_of(
    asked: Callable[..., Page], code: str, onward: str
) -> None:
    links = asked(code).links()

    for name in onward.split():
        assert asked(links[name].partition("/why/")[2]).status == 200


def test_every_code_that_a_paper_links_is_answered(
    store: SqliteStore, rater: Rater, site_client: Callable[..., Browser]
) -> None:
    browser = site_client("committee")
    decision_id = decided(store, rater, "defaulter_with_false_statements")
    page = Page(browser.get(f"/decisions/{decision_id}"))
    linked = {address for address in page.links().values() if "/why/" in address}

    assert len(linked) > 20
    for address in sorted(linked):
        assert browser.get(address).status_code == 200, address


def test_it_is_told_in_chinese(asked: Callable[..., Page]) -> None:
    page = asked("KEY_PERSON_RISK", "zh")

    assert page.heading == "原因：关键人风险：一人决策，无人可替代或制衡"
    assert "该风险模式成立。" in page.text


def test_a_code_that_nothing_has_is_not_found(asked: Callable[..., Page], rater: Rater) -> None:
    assert "KEY_PERSON" not in known_codes(rater.ruleset)
    page = asked("KEY_PERSON")

    assert page.status == 404


def test_lines_that_are_set_in_become_branches() -> None:
    (first, second) = branches(["a", "  b", "    c", "  d", "", "e"])

    assert [branch.text for branch in first.under] == ["b", "d"]
    assert [branch.text for branch in first.under[0].under] == ["c"]
    assert (second.text, second.under) == ("e", ())
