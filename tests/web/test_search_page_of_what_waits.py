"""The work lists: decisions that wait for a person, those and no others, however many reviews."""

from collections.abc import Callable

import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store import waiting
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.portfolio.stores import add
from tests.web.deciding import decided, dossier
from tests.web.listing import EVIDENCE, REASON, reviewed
from tests.web.reading import Page
from tests.web.signing_in import Browser
from tests.web.test_search_page import shown

SignIn = Callable[..., Browser]
DECISION, SIGNATURE = "/decisions?waiting=decision", "/decisions?waiting=signature"


def waits(browser: Browser, address: str) -> list[str]:
    return shown(Page(browser.get(address)))


def better(store: SqliteStore, decision_id: str) -> str:
    """A grade better by one than the proposed one."""
    decision = store.get(decision_id)
    assert decision is not None
    return f"N{int(decision.grade[1:]) - 1}"


@pytest.fixture
def decision(store: SqliteStore, rater: Rater) -> str:
    return decided(store, rater)


def test_a_decision_waits_until_somebody_reviews_it(
    store: SqliteStore, site_client: SignIn, decision: str
) -> None:
    browser = site_client("committee")
    assert waits(browser, DECISION) == [decision]
    reviewed(store, decision, "refer_back", "li.na", **EVIDENCE)
    assert waits(browser, DECISION) == []
    assert "Nothing waits." in Page(browser.get(DECISION)).text


def test_a_decision_that_was_corrected_waits_no_more_but_its_correction_does(
    store: SqliteStore, rater: Rater, site_client: SignIn, decision: str
) -> None:
    asking = Client("m.chen", True)
    right = decide(
        rater, store, dossier("average_manufacturer"), asking, corrects=decision
    ).decision_id
    assert waits(site_client("committee"), DECISION) == [right]


@pytest.mark.parametrize("ends", ["countersign", "decline", "accept", "correction"])
def test_an_upward_override_waits_until_it_is_signed_refused_or_overtaken(
    store: SqliteStore, rater: Rater, site_client: SignIn, decision: str, ends: str
) -> None:
    browser = site_client("committee")
    assert waits(browser, SIGNATURE) == []
    proposed = reviewed(
        store, decision, "override_up", "li.na", grade=better(store, decision), **REASON
    )
    assert waits(browser, SIGNATURE) == [decision]
    assert "An upward override waits" in Page(browser.get("/decisions")).text
    if ends == "correction":
        asking = Client("m.chen", True)
        decide(rater, store, dossier("average_manufacturer"), asking, corrects=decision)
    elif ends == "accept":
        reviewed(store, decision, "accept", "wang")
    else:
        reviewed(store, decision, ends, "wang", review_id=proposed)
    assert waits(browser, SIGNATURE) == []


def test_an_override_that_is_proposed_again_waits_once(
    store: SqliteStore, site_client: SignIn, decision: str
) -> None:
    grade = better(store, decision)
    first = reviewed(store, decision, "override_up", "li.na", grade=grade, **REASON)
    reviewed(store, decision, "decline", "wang", review_id=first)
    reviewed(store, decision, "override_up", "li.na", grade=grade, **REASON)
    assert waits(site_client("committee"), SIGNATURE) == [decision]


def test_an_originator_sees_what_waits_of_its_own(
    store: SqliteStore, rater: Rater, site_client: SignIn, decision: str
) -> None:
    mine = decided(store, rater, "trading", client="los-1")
    for one in (decision, mine):
        reviewed(store, one, "override_up", "li.na", grade=better(store, one), **REASON)
    browser = site_client("originator", "zhou", client="los-1")
    assert waits(browser, SIGNATURE) == [mine]


def test_a_page_looks_at_a_bounded_number_and_the_next_goes_on_there(
    store: SqliteStore, site_client: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "WINDOW", 3)
    with store.turn():
        ids = [add(store, f"91{n}").record.record_id for n in range(8)]
    for one in ids[2:7]:
        reviewed(store, one, "accept", "li.na")
    browser = site_client("committee")
    found, address, pages = [], DECISION, 0
    while address:
        page = Page(browser.get(address))
        pages += 1
        found += shown(page)
        assert "Nothing waits." not in page.text or found
        address = page.links().get("Older", "")
    assert found == [ids[7], ids[1], ids[0]]
    assert pages == 5


def test_signatures_are_looked_for_among_a_bounded_number_of_reviews_a_page(
    store: SqliteStore, rater: Rater, site_client: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "WINDOW", 2)
    first = decided(store, rater)
    reviewed(store, first, "override_up", "li.na", grade=better(store, first), **REASON)
    second = decided(store, rater, "strong_private_manufacturer")
    for _ in range(3):
        reviewed(store, second, "accept", "li.na")
    browser = site_client("committee")
    page = Page(browser.get(SIGNATURE))
    assert shown(page) == []
    assert "older ones are on the next page" in page.text
    assert waits(browser, page.links()["Older"]) == [first]


@pytest.mark.parametrize("address", ["/decisions?waiting=tea", f"{DECISION}&before=-1"])
def test_an_address_that_nobody_gave_is_refused(site_client: SignIn, address: str) -> None:
    assert site_client("committee").get(address).status_code == 400
