"""The list of decisions: what is searched for is found, and nobody finds what is another's."""

from collections.abc import Callable
from urllib.parse import quote

import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.portfolio.stores import add
from tests.store.ledgers import by_hand
from tests.web.deciding import decided, dossier
from tests.web.listing import REASON, of, reviewed
from tests.web.reading import Page
from tests.web.signing_in import Browser

SignIn = Callable[..., Browser]


def shown(page: Page) -> list[str]:
    """The decisions of the list, in its order."""
    if not any(form.address == "/compare" for form in page.forms):
        return []
    return page.form("/compare").choices["decision"]


@pytest.fixture
def three(store: SqliteStore, rater: Rater) -> dict[str, str]:
    names = ("average_manufacturer", "strong_private_manufacturer", "incomplete_dossier")
    return {name: decided(store, rater, name) for name in names}


def test_without_a_filter_all_are_listed_the_newest_first(
    site_client: SignIn, three: dict[str, str]
) -> None:
    page = Page(site_client("committee").get("/decisions"))
    assert page.heading == "Decisions"
    assert shown(page) == list(reversed(three.values()))
    link = page.links()["Average Fasteners Co., Ltd."]
    assert link == f"/decisions/{three['average_manufacturer']}"
    history = page.links()["History Average Fasteners Co., Ltd."]
    assert history == "/borrowers?identifier=uscc%3A91330400MA000P130T"


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("borrower", "Average*", ["average_manufacturer"]),
        ("identifier", "91330400MA000P130T", ["average_manufacturer"]),
        ("grade", "NR", ["incomplete_dossier"]),
        ("application_ref", "LOS-88101", ["strong_private_manufacturer"]),
        ("dossier_id", "D-2026-013", ["average_manufacturer"]),
        ("finding", "NO_SUCH_CODE", []),
        ("ruleset", "nonfinancial@0.9.0", []),
        ("client", "los-north", []),
        ("until", "2020-01-01", []),
    ],
)
def test_a_field_of_the_form_finds_what_is_asked_for(
    site_client: SignIn, three: dict[str, str], field: str, value: str, found: list[str]
) -> None:
    browser = site_client("auditor")
    form = Page(browser.get("/decisions"))
    page = Page(form.submit(browser, "/decisions", **{field: value}))
    assert page.status == 200
    assert shown(page) == [three[name] for name in found]
    assert page.form("/decisions").fields[field] == [value]
    assert found or "No decision matches." in page.text


def test_the_form_knows_every_grade_and_the_rulesets_that_decided(
    site_client: SignIn, three: dict[str, str], rater: Rater
) -> None:
    choices = Page(site_client().get("/decisions")).form("/decisions").choices
    assert choices["grade"] == ["", *(f"N{n}" for n in range(1, 11)), "NR"]
    assert f"nonfinancial@{rater.ruleset.version}" in choices["ruleset"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("since", "22.11.2026"), ("until", "2026-02-30"), ("grade", "N11"), ("borrower", "*")],
)
def test_what_cannot_be_searched_for_is_told_at_its_field_and_stays_filled_in(
    site_client: SignIn, three: dict[str, str], field: str, value: str
) -> None:
    page = Page(site_client().get("/decisions", query_string={field: value, "client": "los"}))
    assert page.status == 422
    assert "This cannot be searched for" in page.text
    assert f"{field}-fault" in page.ids
    assert page.form("/decisions").fields["client"] == ["los"]
    assert shown(page) == []


@pytest.mark.parametrize("address", ["/decisions?nothing=1", "/decisions?cursor=abc"])
def test_an_address_that_no_form_sends_is_refused(site_client: SignIn, address: str) -> None:
    page = Page(site_client().get(address))
    assert page.status == 400
    assert "bad_parameter" in page.text


def test_pages_follow_one_another_and_lose_none(store: SqliteStore, site_client: SignIn) -> None:
    with store.turn():
        ids = [add(store, f"91{n}").record.record_id for n in range(120)]
    browser = site_client("committee")
    found, address = [], "/decisions?grade=N5"
    while True:
        page = Page(browser.get(address))
        found += shown(page)
        if "Older" not in page.links():
            break
        address = page.links()["Older"]
    assert found == ids[::-1]
    assert page.links()["Newest"] == "/decisions?grade=N5"


def test_what_people_decided_stands_beside_the_proposed_grade(
    store: SqliteStore, rater: Rater, site_client: SignIn
) -> None:
    decision = decided(store, rater)
    assert "Not reviewed" in Page(site_client().get("/decisions")).text
    reviewed(
        store,
        decision,
        "override_down",
        "li.na",
        grade="N9",
        **REASON | {"reason_code": "NEW_ADVERSE_INFORMATION"},
    )
    assert "N9 Overridden downward" in Page(site_client().get("/decisions")).text


def test_reviews_that_are_damaged_are_told_and_the_list_is_still_there(
    store: SqliteStore, rater: Rater, site_client: SignIn
) -> None:
    reviewed(store, decided(store, rater), "accept", "li.na")
    by_hand(store.path, "UPDATE records SET data = x'7b7d' WHERE kind = 'review'")
    page = Page(site_client().get("/decisions"))
    assert page.status == 200
    assert "Its reviews are damaged" in page.text


def test_a_corrected_decision_says_so_and_leads_to_its_correction(
    store: SqliteStore, rater: Rater, site_client: SignIn
) -> None:
    wrong = decided(store, rater)
    asking = Client("m.chen", True)
    right = decide(
        rater, store, dossier("average_manufacturer"), asking, corrects=wrong
    ).decision_id
    page = Page(site_client().get("/decisions"))
    assert "Superseded: corrected by" in page.text
    assert page.links()[right[:8]] == f"/decisions/{right}"


def test_an_originator_finds_its_own_alone_whatever_it_asks_for(
    store: SqliteStore, rater: Rater, site_client: SignIn
) -> None:
    mine = decided(store, rater, client="los-1")
    decided(store, rater, "strong_private_manufacturer", client="los-2")
    browser = site_client("originator", "zhou", client="los-1")
    for address in (
        "/decisions",
        "/decisions?borrower=Beiling*",
        "/decisions?client=los-2",
        "/decisions?waiting=decision",
    ):
        page = Page(browser.get(address))
        assert set(shown(page)) <= {mine}, address
        assert "Beiling Precision" not in page.text
    page = Page(browser.get("/decisions"))
    assert shown(page) == [mine]
    assert "client" not in page.form("/decisions").fields


def test_who_may_not_read_decisions_sees_no_list(site_client: SignIn) -> None:
    assert site_client("policy").get("/decisions").status_code == 403


def test_a_hostile_name_is_shown_as_text(
    store: SqliteStore, rater: Rater, site_client: SignIn
) -> None:
    name = "<script>alert(1)</script>"
    of(store, rater, {"legal_name": name}, application_ref="LOS-1")
    page = Page(site_client().get("/decisions"))
    assert name in page.text
    assert "<script>alert" not in page.html
    found = Page(site_client().get(f"/decisions?borrower={quote(name)}"))
    assert found.form("/decisions").fields["borrower"] == [name]


def test_in_chinese_everything_is_chinese(site_client: SignIn, three: dict[str, str]) -> None:
    page = Page(site_client().get("/decisions?lang=zh"))
    assert page.heading == "评级决定"
    assert "未复核" in page.text
    assert "Not reviewed" not in page.text
