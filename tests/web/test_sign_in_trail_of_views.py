"""Who looked at which decision is on disk before the page leaves, and never what it says."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from service.access.roles import ACCESS, PAGES
from service.api.app import create_app
from service.decisions.rate import Rater
from service.ledger.keys import KeyFolder
from service.store.port import StoreUnavailable
from service.store.sqlite import SqliteStore
from service.store.trail import Chosen
from service.users.trail import Trail
from service.web.viewing import EXPORTS, LISTS, NAMING
from tests.calling import DEVELOPMENT, calling, key_for
from tests.users.conftest import noted
from tests.web.deciding import decided, dossier
from tests.web.reading import Page
from tests.web.signing_in import Browser

SignedIn = Callable[..., Browser]


def views(store: SqliteStore) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(entry.event, entry.user, entry.page, entry.decision_id) for entry in noted(store)]


@pytest.fixture
def decision_id(store: SqliteStore, rater: Rater) -> str:
    return decided(store, rater)


def test_a_look_at_a_decision_is_noted_with_who_and_from_where(
    site_client: SignedIn, store: SqliteStore, decision_id: str
) -> None:
    site_client("committee", "li.na").get(f"/decisions/{decision_id}")

    (entry,) = noted(store)
    assert (entry.event, entry.user, entry.decision_id) == ("viewed", "li.na", decision_id)
    assert (entry.page, entry.origin) == ("/decisions/<decision_id>", "127.0.0.1")
    assert entry.session_id is not None


def test_a_page_with_two_decisions_is_a_look_at_both(
    site_client: SignedIn, store: SqliteStore, rater: Rater, decision_id: str
) -> None:
    other = decided(store, rater, "family_condiment_maker")
    site_client("committee", "li.na").get(f"/decisions/{decision_id}/compare/{other}")

    assert [seen for _, _, _, seen in views(store)] == [decision_id, other]


@pytest.mark.parametrize("asked", ["what-if?nothing.of.the.kind=1", "what-if?lang=zh"])
def test_a_page_that_says_what_is_wrong_with_the_address_is_a_look_too(
    site_client: SignedIn, store: SqliteStore, decision_id: str, asked: str
) -> None:
    site_client("committee", "li.na").get(f"/decisions/{decision_id}/{asked}")

    assert views(store) == [("viewed", "li.na", "/decisions/<decision_id>/what-if", decision_id)]


@pytest.mark.parametrize(
    ("page", "form"),
    [("what-if", {}), ("reviews", {"once": "a" * 32, "seen": "0", "action": "none"})],
)
def test_a_form_that_is_sent_without_its_page_is_a_look(
    site_client: SignedIn, store: SqliteStore, decision_id: str, page: str, form: dict[str, str]
) -> None:
    browser = site_client("committee", "li.na")

    for _ in range(2):
        assert browser.post(f"/decisions/{decision_id}/{page}", form).status_code < 500

    assert views(store) == [("viewed", "li.na", f"/decisions/<decision_id>/{page}", decision_id)]


def test_what_is_typed_into_a_form_of_a_page_is_no_other_look(
    site_client: SignedIn, store: SqliteStore, decision_id: str
) -> None:
    browser = site_client("committee", "li.na")
    browser.get(f"/decisions/{decision_id}/what-if")

    browser.post(f"/decisions/{decision_id}/what-if")

    assert len(views(store)) == 1


def test_decisions_that_are_replayed_by_name_are_noted(
    site_client: SignedIn, store: SqliteStore, decision_id: str
) -> None:
    site_client("auditor", "wang.wei").post("/replays", {"way": "named", "named": decision_id})

    assert views(store) == [("viewed", "wang.wei", "/replays", decision_id)]


def test_a_page_of_one_decision_is_no_look_at_another_that_the_address_names(
    site_client: SignedIn, store: SqliteStore, rater: Rater, decision_id: str
) -> None:
    own = decided(store, rater, "family_condiment_maker", "another")
    browser = site_client("originator", "another")

    browser.get(f"/decisions/{own}?decision={decision_id}")
    browser.post(f"/decisions/{own}/what-if?decision={decision_id}", {"named": decision_id})

    assert [seen for _, _, _, seen in views(store)] == [own]


@pytest.mark.parametrize("name", ["identifier", "borrower"])
def test_who_only_names_a_decision_in_a_search_has_not_looked_at_it(
    site_client: SignedIn, store: SqliteStore, decision_id: str, name: str
) -> None:
    site_client("originator", "another").get("/decisions", query_string={name: decision_id})

    assert views(store) == [("viewed", "another", "/decisions", None)]


def test_lists_are_noted_without_what_was_searched_for(
    site_client: SignedIn, store: SqliteStore, decision_id: str
) -> None:
    site_client("auditor", "wang.wei").get("/decisions?borrower=Average")

    assert views(store) == [("viewed", "wang.wei", "/decisions", None)]


def test_a_paper_that_a_program_takes_away_is_noted_with_its_key(
    store: SqliteStore, rater: Rater, decision_id: str, tmp_path: Path
) -> None:
    keys = KeyFolder(tmp_path / "keys")
    keys.create("bank.example/pinzhi")
    app = create_app(store, rater, replace(DEVELOPMENT, keys=keys.path))
    client = calling(app, key_for(store, "auditor"))

    answer = client.get(f"/v1/audit-bundle?decision={decision_id}", buffered=True)

    assert answer.status_code == 200
    (entry,) = noted(store)
    assert (entry.event, entry.user, entry.decision_id) == ("exported", None, decision_id)
    assert entry.origin is not None
    assert entry.origin.startswith("key ")


def test_what_a_program_reads_otherwise_is_in_the_log_of_requests_only(
    app: Flask, store: SqliteStore, decision_id: str
) -> None:
    calling(app, key_for(store)).get(f"/v1/decisions/{decision_id}")

    assert noted(store) == []


def test_what_is_refused_or_not_there_was_not_looked_at(
    site_client: SignedIn, app: Flask, store: SqliteStore, decision_id: str
) -> None:
    site_client("policy", "zhao.lei").get(f"/decisions/{decision_id}")
    site_client("originator", "another").get(f"/decisions/{decision_id}")
    site_client("auditor", "wang.wei").get(f"/decisions/{'0' * 32}")
    app.test_client().get(f"/decisions/{decision_id}")

    assert noted(store) == []


@pytest.fixture
def full(store: SqliteStore) -> Iterator[None]:
    """Let nothing be noted any more, as on a full disk."""
    connection = store.connection()
    connection.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON main.trail"
        " BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
    )
    yield
    connection.execute("DROP TRIGGER full")


def test_what_cannot_be_noted_is_not_shown(
    site_client: SignedIn, store: SqliteStore, decision_id: str, full: None
) -> None:
    answer = site_client("committee", "li.na").get(f"/decisions/{decision_id}")

    page = Page(answer)
    assert page.status == 503
    assert "store_unavailable" in page.text
    borrower = json.loads(dossier("average_manufacturer"))["borrower"]["legal_name"]
    assert borrower not in answer.text
    with pytest.raises(StoreUnavailable):
        Trail(store).note("signed_in", "li.na")


def test_nothing_that_a_dossier_says_is_in_the_trail(
    site_client: SignedIn, store: SqliteStore, decision_id: str
) -> None:
    said = json.loads(dossier("average_manufacturer"))
    browser = site_client("admin", "li.na")
    browser.get(f"/decisions/{decision_id}")
    browser.get("/decisions", query_string={"borrower": said["borrower"]["legal_name"]})
    browser.get("/borrowers", query_string={"borrower": said["borrower"]["legal_name"]})

    told = str(noted(store))

    assert said["borrower"]["legal_name"] not in told
    assert said["dossier_id"] not in told
    assert said["application_ref"] not in told


def test_what_is_noted_names_addresses_that_there_are() -> None:
    rules = {name.partition(" ")[2] for name in (*PAGES, *ACCESS)}

    assert rules >= EXPORTS | NAMING
    assert rules >= LISTS


def test_the_log_is_read_newest_first_in_words_and_by_pages(
    site_client: SignedIn, store: SqliteStore
) -> None:
    trail = Trail(store, "192.0.2.7")
    for number in range(150):
        trail.note_page("viewed", f"user.{number}", "/decisions/<decision_id>", ("a" * 32,))
    trail.note("sign_in_refused", None)
    browser = site_client("auditor", "wang.wei")

    page = Page(browser.get("/access-log"))

    assert page.heading == "Access log"
    for told in ("no user of the name", "sign-in refused", "user.149", "user.51", "192.0.2.7"):
        assert told in page.text
    assert "user.50" not in page.text
    older = Page(browser.get(page.links()["Older entries"]))
    assert "user.50" in older.text
    assert "user.51" not in older.text
    assert "Older entries" not in older.links()
    # Whoever reads the log is in it.
    (_, newest), *_ = trail.newest(Chosen(), 1)
    assert (newest.user, newest.page) == ("wang.wei", "/access-log")


def test_the_log_is_searched_by_user_kind_decision_and_day(
    site_client: SignedIn, store: SqliteStore
) -> None:
    trail = Trail(store)
    trail.note("signed_in", "li.na")
    trail.note_page("viewed", "li.na", "/compare", ("a" * 32, "b" * 32))
    trail.note("signed_in", "zhao.lei")
    browser = site_client("auditor", "wang.wei")
    page = Page(browser.get("/access-log"))

    def found(**asked: str) -> int:
        return Page(page.submit(browser, "/access-log", **asked)).html.count("<time ")

    assert found(user="Li.Na") == 3
    assert found(user="li.na", event="signed_in") == 1
    assert found(decision="b" * 32) == 1
    assert found(until="2000-01-01") == 0
    assert found(since="2000-01-01", user="zhao.lei") == 1
    today = store.now().date().isoformat()
    assert found(since=today, until=today, user="zhao.lei") == 1


@pytest.mark.parametrize(
    "asked", ["event=nothing", "before=x", "since=yesterday", "until=2026-13-01"]
)
def test_a_search_that_cannot_be_meant_is_refused(site_client: SignedIn, asked: str) -> None:
    answer = site_client("auditor", "wang.wei").get(f"/access-log?{asked}")

    assert answer.status_code == 400
    assert "bad_parameter" in Page(answer).text


def test_hostile_text_in_a_search_is_shown_harmlessly(site_client: SignedIn) -> None:
    page = Page(
        site_client("auditor", "wang.wei").get(
            "/access-log", query_string={"user": "<script>alert(1)</script>", "decision": '"x'}
        )
    )

    assert page.form("/access-log").fields["decision"] == ['"x']
    assert "There are no such entries." in page.text
