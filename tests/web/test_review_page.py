"""The page of the human decision shows how it stands, and what the rules leave open to whom."""

import pytest

from service.decisions.rate import Rater
from service.records.policy import records_policy
from service.reviews.review import add_review
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.recorded_anew import recorded_anew
from tests.reviews.reviewing import FAMILY, POLLUTER, UNRATED
from tests.web.committee import Committee, SiteClient
from tests.web.forms import form_of, forms_of
from tests.web.reading import Page

EVERY = ["accept", "override_down", "override_up", "refer_back"]


@pytest.fixture
def family(store: SqliteStore, rater: Rater, site_client: SiteClient) -> Committee:
    return Committee(store, rater, site_client, FAMILY)


def test_the_models_grade_stands_beside_the_human_one(family: Committee) -> None:
    before = family.open().text
    family.done("override_down", grade="N8")
    after = family.open().text

    assert "The model's grade N5 Acceptable with conditions" in before
    assert "The human grade – none yet" in before
    assert "Nobody has decided on it yet." in before
    assert "The model's grade N5 Acceptable with conditions" in after
    assert "The human grade N8" in after
    assert "Overridden to a worse grade. By li.na, " in after


def test_it_says_what_holds_the_models_grade_there(family: Committee) -> None:
    assert "Held there by: Governance rated Weak or Poor; Key-person risk" in family.open().text


def test_the_grades_and_reasons_that_are_open_are_offered(family: Committee) -> None:
    page = family.open()
    review = records_policy().review

    assert forms_of(page) == EVERY
    assert form_of(page, "override_down").choices["grade"] == ["", "N6", "N7", "N8", "N9", "N10"]
    assert form_of(page, "override_up").choices["grade"] == ["", "N4"]
    for action in EVERY[1:]:
        offered = form_of(page, action).choices["reason_code"]
        assert offered == ["", *review.serving(action)]
    assert "A proven mitigating circumstance that the ruleset does not ask about" in page.html


def test_a_cap_that_binds_officers_closes_the_way_up_and_is_named(
    store: SqliteStore, rater: Rater, site_client: SiteClient
) -> None:
    page = Committee(store, rater, site_client, POLLUTER).open()

    assert forms_of(page) == ["accept", "override_down", "refer_back"]
    assert "No better grade is open. No override may be better than:" in page.text
    assert "(N7 at best)" in page.text


def test_what_is_not_rated_is_accepted_as_such_or_referred_back(
    store: SqliteStore, rater: Rater, site_client: SiteClient
) -> None:
    unrated = Committee(store, rater, site_client, UNRATED)
    page = unrated.open()

    assert forms_of(page) == ["accept", "refer_back"]
    assert "Not rated is no grade that can be overridden" in page.text
    unrated.done("accept")
    assert "The human grade NR" in unrated.open().text


def test_an_upward_override_waits_for_another_member_of_the_committee(
    family: Committee,
) -> None:
    family.done("override_up", "li.na", grade="N4")

    own, other = family.open("li.na"), family.open("wang")

    assert "You proposed it: another member of the committee must countersign it." in own.text
    assert forms_of(own)[:1] == ["decline"]
    assert "countersign" not in forms_of(own)
    assert "Withdraw" in own.text
    assert forms_of(other)[:2] == ["countersign", "decline"]
    assert "li.na proposed N4 instead of N5" in other.text
    assert "The son took over in May." in other.text
    assert "An upward override waits already" in other.text
    assert "The human grade – none yet" in other.text


def test_who_would_better_a_colleagues_grade_is_told_to_say_why(family: Committee) -> None:
    family.done("override_down", "zhang", grade="N9")

    assert "would get better: say why" in family.open("li.na").text
    assert "would get better: say why" not in family.open("zhang").text


def test_a_corrected_decision_is_reviewed_no_more_and_leads_to_its_correction(
    family: Committee,
) -> None:
    newer = family.correct()
    page = family.open()

    assert forms_of(page) == []
    assert page.links()["To the correction"] == f"/decisions/{newer}/review"


def test_an_override_that_waited_when_the_decision_was_corrected_waits_no_more(
    family: Committee,
) -> None:
    family.done("override_up", "li.na", grade="N4")
    family.correct()
    page = family.open("wang")

    assert "Waits for a second person" not in page.text
    assert "lapsed: something else was decided first" in page.text


@pytest.mark.parametrize("role", ["originator", "auditor"])
def test_who_does_not_decide_reads_how_it_stands_and_what_was_decided(
    family: Committee, role: str
) -> None:
    family.done("override_down", "li.na", grade="N8")
    page = family.open("m.chen", role=role)

    assert page.status == 200
    assert forms_of(page) == []
    assert "Only the credit committee decides." in page.text
    assert "li.na overrode N5 (Acceptable with conditions) by N8" in page.text
    assert "One customer buys it all." in page.text


def test_an_originator_reads_only_of_their_own_decisions(family: Committee) -> None:
    assert family.open("wang.wu", role="originator").status == 404


def test_the_history_tells_who_did_what_why_and_what_came_of_it(family: Committee) -> None:
    family.done("accept", "zhang")
    family.done("override_up", "li.na", grade="N4")
    family.done("countersign", "wang")
    family.done("refer_back", "chen")
    history = family.open().text.partition("What was decided")[2]

    assert "zhang accepted N5 (Acceptable with conditions)" in history
    assert "li.na proposed N4 (Satisfactory) instead of N5 (Acceptable with conditions)" in history
    assert "1 grade better" in history
    assert "A proven mitigating circumstance that the ruleset does not ask about" in history
    assert "wang countersigned the override of li.na" in history
    assert "chen referred N5 (Acceptable with conditions) back" in history
    assert history.count("superseded by a later decision") == 2
    assert history.count("in force") == 1
    assert "leaf 1 of the ledger" in history
    assert "Human grade after it N4 Satisfactory" in history


def test_a_withdrawn_and_a_declined_override_are_told_apart(family: Committee) -> None:
    family.done("override_up", "li.na", grade="N4")
    family.done("decline", "li.na")
    family.done("override_up", "li.na", grade="N4")
    family.done("decline", "wang")
    history = family.open().text.partition("What was decided")[2]

    assert "li.na withdrew the override" in history
    assert "wang declined the override of li.na" in history


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", ["The human decision on", "Decide", "You decide as li.na.", "What was decided"]),
        ("zh", ["人工决定", "作出决定", "上调等级", "须经另一名委员复签", "li.na将N5", "下调3级"]),
    ],
)
def test_the_page_is_in_both_languages(family: Committee, lang: str, told: list[str]) -> None:
    family.done("override_down", grade="N8")
    page = family.open(query=f"?lang={lang}")

    for words in told:
        assert words in page.text


def test_a_decision_that_is_not_there_has_no_page(family: Committee) -> None:
    assert Page(family.browser().get(f"/decisions/{'0' * 32}/review")).status == 404


def test_an_officer_whom_a_program_named_is_told_from_one_who_signed_in(
    family: Committee, store: SqliteStore
) -> None:
    family.done("accept", "li.na")
    body = b'{"action":"accept","officer":"zhang"}'
    add_review(store, records_policy(), family.decision_id, body, Client("los-north", True, "k"))
    _, signed_in, named = family.open().text.partition("What was decided")[2].split(" accepted ")

    assert "Officer named by" not in signed_in
    assert "Officer named by los-north" in named


def test_a_decision_by_a_ruleset_that_is_not_stored_can_be_decided_on_all_the_same(
    store: SqliteStore, family: Committee
) -> None:
    decision = store.get(family.decision_id)
    assert decision is not None
    unstored = decision.record.body["ruleset"] | {"source": None}
    family.decision_id = recorded_anew(store, decision, ruleset=unstored).decision_id

    assert "The model's grade N5 Acceptable with conditions" in family.open().text
    family.done("accept")
    assert family.history()["state"] == "accepted"
