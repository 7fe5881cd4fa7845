"""What cannot be recorded is told at its field, in the language of the page; nothing is lost."""

from typing import Any

import pytest

from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.reviews.reviewing import FAMILY, WORDS
from tests.web.committee import Committee, SiteClient
from tests.web.forms import fill, form_of
from tests.web.reading import Page


@pytest.fixture
def family(store: SqliteStore, rater: Rater, site_client: SiteClient) -> Committee:
    return Committee(store, rater, site_client, FAMILY)


FAULTS = [
    ("override_down", {"grade": ""}, "grade", "Choose a grade.", "请选择等级。"),
    ("override_down", {"grade": "N4"}, "grade", "This grade is not open", "该等级不可选"),
    ("override_up", {"grade": "N3"}, "grade", "This grade is not open", "该等级不可选"),
    ("override_up", {"grade": "NR"}, "grade", "This grade is not open", "该等级不可选"),
    ("refer_back", {"reason_code": ""}, "reason_code", "Choose a reason.", "请选择理由。"),
    (
        "refer_back",
        {"reason_code": "MITIGANT_NOT_COVERED"},
        "reason_code",
        "This reason does not serve here",
        "该理由不适用",
    ),
    ("refer_back", {"reason": " \r\n "}, "reason", "Say why in your own words", "请具体说明理由"),
    ("refer_back", {"reason": "x" * 2001}, "reason", "The text is too long", "文字过长"),
    ("refer_back", {"reason": "\u200b"}, "reason", "The text says nothing", "文字没有实际内容"),
    ("refer_back", {"reason": "up \u202e down"}, "reason", "turns the direction", "改变书写方向"),
    ("refer_back", {"reason": "a\x07b"}, "reason", "turns the direction", "改变书写方向"),
]


@pytest.mark.parametrize(("action", "values", "field", "english", "chinese"), FAULTS)
def test_a_fault_stands_at_its_field_and_above_the_form(
    family: Committee,
    action: str,
    values: dict[str, Any],
    field: str,
    english: str,
    chinese: str,
) -> None:
    grade = {"override_up": {"grade": "N4"}, "override_down": {"grade": "N8"}}.get(action, {})
    given = {**WORDS[action], **grade, **values}
    browser = family.browser()

    page = Page(fill(browser, Page(browser.get(family.address)), action, **given))

    assert page.status == 422
    assert page.text.count(english) == 2
    assert f"#{action}-{field}" in page.links().values()
    assert f'id="{action}-{field}-fault"' in page.html
    assert family.reviews() == []
    told = Page(fill(browser, Page(browser.get(f"{family.address}?lang=zh")), action, **given))
    assert told.text.count(chinese) == 2


def test_all_faults_are_told_at_once_and_all_that_was_typed_is_kept(family: Committee) -> None:
    given = {"grade": "", "reason_code": "", "reason": "The customer gave notice."}

    page = Page(family.send("override_down", **given))

    assert page.status == 422
    assert list(page.links().values()).count("#override_down-grade") == 1
    assert list(page.links().values()).count("#override_down-reason_code") == 1
    assert form_of(page, "override_down").fields["reason"] == ["The customer gave notice."]
    assert 'class="option" open' in page.html


def test_what_was_chosen_stays_chosen(family: Committee) -> None:
    page = Page(family.send("override_down", grade="N7", reason=""))

    fields = form_of(page, "override_down").fields
    assert (fields["grade"], fields["reason_code"]) == (["N7"], ["RISK_NOT_COVERED"])
    assert form_of(page, "refer_back").fields["reason_code"] == [""]


def test_a_colleagues_worse_grade_is_not_undone_without_a_word(family: Committee) -> None:
    family.done("override_down", "zhang", grade="N9")

    page = Page(family.send("accept", "li.na"))

    assert page.status == 422
    assert page.text.count("Say why in your own words") == 2
    family.done("accept", "li.na", reason="The notice was withdrawn.")


def test_who_proposed_an_override_cannot_countersign_it_by_a_form_of_their_own(
    family: Committee,
) -> None:
    family.done("override_up", "li.na", grade="N4")
    form = form_of(family.open("wang"), "countersign").fields
    browser = family.browser("li.na")

    page = Page(
        browser.post(f"/decisions/{family.decision_id}/reviews", {**form, "csrf": browser.csrf})
    )

    assert page.status == 422
    assert "another member of the committee must countersign it" in page.text
    assert family.history()["effective_grade"] is None


def test_what_no_form_of_the_page_sends_is_told_all_the_same(family: Committee) -> None:
    browser = family.browser()
    page = Page(fill(browser, Page(browser.get(family.address)), "accept", action="approve"))

    assert page.status == 422
    assert "This cannot be recorded:" in page.text


def test_the_answer_to_a_form_leads_to_the_page_in_the_other_language(family: Committee) -> None:
    browser = family.browser()
    page = Page(fill(browser, Page(browser.get(family.address)), "refer_back", reason=""))

    assert page.status == 422
    other = Page(browser.get(page.links()["中文"]))
    assert (other.status, "作出决定" in other.text) == (200, True)
