"""What the committee decides on the page is recorded once, as by the rules of reviews."""

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


def test_an_override_is_recorded_with_who_signed_in_and_why(family: Committee) -> None:
    told = Page(family.browser().get(family.done("override_down", grade="N8")))

    (review,) = family.reviews()
    assert review["action"] == "override_down"
    assert review["officer"] == "li.na"
    assert review["client"] == {"name": "li.na", "authenticated": True, "user": "li.na"}
    assert (review["grade"], review["notches"], review["model_grade"]) == ("N8", 3, "N5")
    assert review["reason_code"] == "RISK_NOT_COVERED"
    assert review["reason"] == "One customer buys it all."
    assert "Recorded: li.na overrode N5 (Acceptable with conditions) by N8" in told.text


def test_a_better_grade_holds_when_another_has_countersigned(family: Committee) -> None:
    family.done("override_up", "li.na", grade="N4")
    assert family.history()["effective_grade"] is None

    family.done("countersign", "wang")

    assert family.history()["effective_grade"] == "N4"
    assert family.history()["state"] == "overridden_up"


def test_it_is_accepted_and_referred_back(family: Committee) -> None:
    family.done("accept")
    assert family.history()["state"] == "accepted"
    family.done("refer_back")
    assert family.history()["state"] == "referred_back"


def test_the_officer_is_who_signed_in_whatever_the_form_says(family: Committee) -> None:
    browser = family.browser("li.na")
    fill(browser, Page(browser.get(family.address)), "accept", officer="zhang")

    assert [review["officer"] for review in family.reviews()] == ["li.na"]


def test_a_double_click_records_once_and_leads_to_the_same_page(family: Committee) -> None:
    browser = family.browser()
    page = Page(browser.get(family.address))

    answers = [fill(browser, page, "refer_back", **WORDS["refer_back"]) for _ in range(3)]

    assert len(family.reviews()) == 1
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert len({answer.headers["Location"] for answer in answers}) == 1


def test_the_page_opened_anew_records_anew(family: Committee) -> None:
    family.done("accept")
    family.done("accept")

    assert len(family.reviews()) == 2


def test_who_decides_on_what_has_changed_since_is_told_and_decides_again(
    family: Committee,
) -> None:
    browser = family.browser("li.na")
    page = Page(browser.get(family.address))
    family.done("override_down", "zhang", grade="N9")

    late = fill(browser, page, "refer_back", **WORDS["refer_back"])

    told = Page(late)
    assert told.status == 409
    assert "Another was quicker" in told.text
    assert "The human grade N9" in told.text
    assert [review["officer"] for review in family.reviews()] == ["zhang"]
    # What was written is still there, and can be sent with one more click.
    assert form_of(told, "refer_back").fields["reason"] == [WORDS["refer_back"]["reason"]]
    assert fill(browser, told, "refer_back").status_code == 303
    assert family.history()["state"] == "referred_back"


def test_of_two_who_countersign_one_is_told_that_it_is_done(family: Committee) -> None:
    family.done("override_up", "li.na", grade="N4")
    wang, chen = family.browser("wang"), family.browser("chen")
    before = [Page(browser.get(family.address)) for browser in (wang, chen)]

    first, second = (
        fill(browser, page, "countersign")
        for browser, page in zip((wang, chen), before, strict=True)
    )

    assert (first.status_code, second.status_code) == (303, 409)
    assert "Another was quicker" in Page(second).text
    assert family.history()["effective_grade"] == "N4"


def test_a_page_from_before_a_correction_records_nothing(family: Committee) -> None:
    browser = family.browser()
    page = Page(browser.get(family.address))
    newer = family.correct()

    told = Page(fill(browser, page, "accept"))

    assert told.status == 409
    assert told.links()["To the correction"] == f"/decisions/{newer}/review"
    assert family.reviews() == []


def test_going_back_and_deciding_otherwise_from_the_old_page_is_told(family: Committee) -> None:
    browser = family.browser()
    page = Page(browser.get(family.address))
    fill(browser, page, "accept")

    again = fill(browser, page, "refer_back", **WORDS["refer_back"])

    assert again.status_code == 409
    assert [review["action"] for review in family.reviews()] == ["accept"]


def test_a_form_without_its_key_is_refused(family: Committee) -> None:
    browser = family.browser()

    answer = browser.post(f"/decisions/{family.decision_id}/reviews", {"action": "accept"})

    assert answer.status_code == 400
    assert family.reviews() == []


@pytest.mark.parametrize("role", ["originator", "auditor", "policy"])
def test_only_the_committee_records(family: Committee, role: str) -> None:
    browser = family.browser("m.chen", role)
    form = form_of(family.open("li.na"), "accept").fields

    answer = browser.post(
        f"/decisions/{family.decision_id}/reviews", {**form, "csrf": browser.csrf}
    )

    assert answer.status_code == 403
    assert family.reviews() == []


def test_a_form_of_another_site_records_nothing(family: Committee) -> None:
    answer = family.send("accept", csrf="guessed")

    assert answer.status_code == 403
    assert family.reviews() == []


def test_a_reason_of_several_lines_is_kept_as_one_paragraph(family: Committee) -> None:
    family.done("refer_back", reason="The visit showed it:\r\nno stock,\r\n\r\nno machines.  ")

    assert family.reviews()[0]["reason"] == "The visit showed it: no stock, no machines."


def test_a_reason_as_a_keyboard_composes_it_is_kept(family: Committee) -> None:
    family.done("refer_back", reason="Cafe\u0301 — 担保不足")

    assert family.reviews()[0]["reason"] == "Café — 担保不足"


def test_hostile_words_show_harmlessly(family: Committee) -> None:
    family.done("refer_back", reason="<script>alert(1)</script> \"'&amp;")

    page = family.open()
    assert "<script>alert" not in page.html
    assert "<script>alert(1)</script> \"'&amp;" in page.text
