"""The page of a decision is a credit paper: every part of it, in both languages, for who may."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.ledger.checkpoints import make_checkpoint
from service.ledger.key_records import record_keys
from service.ledger.keys import KeyFolder
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.retention.acting import order
from tests.web.committee import Committee
from tests.web.deciding import decided, dossier
from tests.web.reading import Page
from tests.web.signing_in import Browser

SiteClient = Callable[..., Browser]

SECTIONS = [
    "Grade",
    "How the grade comes about",
    "Principal reasons",
    "Strengths",
    "Patterns, and what led to the grade",
    "What is not known, and what to ask next",
    "What would change the grade",
    "Conditions, covenants and next review",
    "Human decision",
    "Record and proof",
    "Clauses cited",
]


@pytest.fixture
def committee(site_client: SiteClient) -> Browser:
    return site_client("committee", "li.na")


def opened(browser: Browser, decision_id: str, lang: str = "en") -> Page:
    return Page(browser.get(f"/decisions/{decision_id}?lang={lang}"))


def test_the_paper_has_all_its_parts_in_their_order(
    store: SqliteStore, rater: Rater, committee: Browser
) -> None:
    page = opened(committee, decided(store, rater, "family_condiment_maker"))

    assert page.heading == "Lao Yu Sauce & Condiment Co., Ltd."
    assert "<title>Lao Yu Sauce &amp; Condiment Co., Ltd.: N5" in page.html
    assert [text for level, text in page.headings if level == 2] == SECTIONS
    for told in (
        "Proposed grade N5 Acceptable with conditions one structural weakness",
        "ordinal non-financial assessment, not a probability of default",
        "Best case N5 Acceptable with conditions No missing information could improve",
        "each hold the grade at N5; the composite of 392 alone would give N3.",
        "Board challenge to execution: no challenge third party, 20 October 2026",
        "To reach N4 (Satisfactory)",
        "Key-person insurance assigned to the bank",
        "By 1 May 2027, 6 months after this rating.",
        "Nobody has decided yet: the grade is a proposal.",
        "Reproduced : rated again just now from what is recorded",
        "Not yet covered",
    ):
        assert told in page.text, told


def test_a_clause_opens_where_it_is_cited(
    store: SqliteStore, rater: Rater, committee: Browser
) -> None:
    page = opened(committee, decided(store, rater, "family_condiment_maker"))

    assert (
        '<details class="clause"><summary><code>T-GV-5</code></summary><div class="text">'
        in page.html
    )
    assert "Decision procedure and mutual check" in page.text


def test_the_drawings_are_there_with_a_table_that_says_the_same(
    store: SqliteStore, rater: Rater, committee: Browser
) -> None:
    page = opened(committee, decided(store, rater, "polluting_dye_maker"))

    assert page.html.count("drawing-wide") == page.html.count("drawing-narrow") == 4
    assert page.html.count('role="img"') == 8
    assert "Show everything that was found" in page.text
    assert page.html.count('<details class="twin">') == 2
    assert '<table class="dimensions">' in page.html


@pytest.mark.parametrize("name", ["incomplete_dossier", "trading", "services"])
def test_the_paper_is_chinese_where_chinese_is_asked_for(
    store: SqliteStore, rater: Rater, committee: Browser, name: str
) -> None:
    page = opened(committee, decided(store, rater, name), "zh")

    assert '<html lang="zh-Hans">' in page.html
    assert [text for level, text in page.headings if level == 2][:3] == [
        "等级",
        "等级的形成",
        "主要原因",
    ]
    assert "非财务因素的序数评估，不是违约概率" in page.text


def test_a_borrower_not_rated_has_a_paper_too(
    store: SqliteStore, rater: Rater, committee: Browser
) -> None:
    page = opened(committee, decided(store, rater, "incomplete_dossier"))

    assert "Proposed grade NR Not rated" in page.text
    assert "Indicative only N5" in page.text
    assert "The application is incomplete; it is not refused." in page.text


def test_cards_lead_to_the_what_if_page_with_their_facts(
    store: SqliteStore, rater: Rater, committee: Browser
) -> None:
    page = opened(committee, decided(store, rater, "polluting_dye_maker"))
    address = page.links()["Try way 1"]
    supposed = Page(committee.get(address))

    assert address.partition("?")[0].endswith("/what-if")
    assert supposed.status == 200


def test_everybody_is_offered_what_they_may_do(
    store: SqliteStore, rater: Rater, site_client: SiteClient
) -> None:
    decision_id = decided(store, rater, client="m.chen")
    links = {
        role: set(opened(site_client(role, name), decision_id).links())
        for role, name in (("committee", "li.na"), ("auditor", "k.wu"), ("originator", "m.chen"))
    }

    assert "Record the human decision" in links["committee"]
    assert "Record the human decision" not in links["auditor"] | links["originator"]
    assert {"Replay", "Proof of this record"} <= links["auditor"]
    assert {"Replay", "Proof of this record"}.isdisjoint(links["committee"] | links["originator"])
    for offered in links.values():
        assert {"Paper as PDF", "Try other facts (what if)", "History of this borrower"} <= offered


def test_a_decision_of_another_client_is_none_to_an_originator(
    store: SqliteStore, rater: Rater, site_client: SiteClient
) -> None:
    decision_id = decided(store, rater, client="somebody.else")

    for address in (f"/decisions/{decision_id}", f"/decisions/{decision_id}/why/GOV"):
        answer = site_client("originator", "m.chen").get(address)
        assert answer.status_code == 404
        assert "Beiling" not in answer.text
    assert site_client("policy", "p.zhao").get(f"/decisions/{decision_id}").status_code == 403


def test_a_decision_that_is_not_there_is_told_so(committee: Browser) -> None:
    assert committee.get(f"/decisions/{'0' * 32}").status_code == 404


def test_what_people_decided_stands_beside_what_was_proposed(
    store: SqliteStore, rater: Rater, site_client: SiteClient
) -> None:
    case = Committee(store, rater, site_client, "family_condiment_maker")
    case.done("override_down", grade="N8")
    page = opened(case.browser(), case.decision_id)

    assert "Proposed grade N5" in page.text
    assert "Human decision N8 Overridden to N8 (Poor); the model proposed N5." in page.text


def test_a_signed_checkpoint_proves_the_record(
    store: SqliteStore, rater: Rater, committee: Browser, tmp_path: Path
) -> None:
    decision_id = decided(store, rater)
    keys = KeyFolder(tmp_path / "keys")
    keys.create("bank.example/ledger")
    record_keys(store, keys, Client())
    checkpoint = make_checkpoint(store, keys)

    assert f"signed checkpoint of {checkpoint.size} records" in opened(committee, decision_id).text


def test_a_checkpoint_that_a_stranger_signed_proves_nothing(
    store: SqliteStore, rater: Rater, committee: Browser, tmp_path: Path
) -> None:
    decision_id = decided(store, rater)
    keys = KeyFolder(tmp_path / "keys")
    keys.create("stranger.example/ledger")
    make_checkpoint(store, keys)

    assert "Does not verify" in opened(committee, decision_id).text


def test_a_correction_and_what_it_corrects_lead_to_each_other(
    store: SqliteStore, rater: Rater, committee: Browser
) -> None:
    first = decided(store, rater)
    body = dossier("average_manufacturer")
    second = decide(rater, store, body, Client("m.chen", True), corrects=first).decision_id

    assert f"/decisions/{second}" in opened(committee, first).links().values()
    later = opened(committee, second).links()
    assert later["This decision corrects an earlier one"] == f"/decisions/{first}"


def test_an_erased_decision_has_no_paper(
    store: SqliteStore, rater: Rater, committee: Browser
) -> None:
    decision_id = decided(store, rater)
    order(store, decision_id)
    answer = committee.get(f"/decisions/{decision_id}")

    assert answer.status_code == 410
    assert "Hengtai" not in answer.text


def test_a_decision_by_an_older_ruleset_is_told_as_far_as_that_goes(
    store: SqliteStore, committee: Browser
) -> None:
    older = Rater(load_ruleset(catalogue.root() / "nonfinancial" / "1.0.0"))
    page = opened(committee, decided(store, older, "family_condiment_maker"))

    assert "makes no provision for this" in page.text
    assert "nonfinancial 1.0.0" in page.text


def test_hostile_text_is_shown_and_does_nothing(
    store: SqliteStore, rater: Rater, committee: Browser
) -> None:
    bad = '<script>alert(1)</script>"\u202e' + "x" * 160
    document = orjson.loads(dossier("services"))
    document["borrower"]["legal_name"] = bad
    for section, fact in (("management", "operating_style"), ("reputation", "tax_class")):
        document[section][fact]["evidence_ref"] = bad
    decision_id = decided(store, rater, "services", **document)

    for address in ("", "/why/PRUDENT_STYLE"):
        page = Page(committee.get(f"/decisions/{decision_id}{address}"))
        assert "<script>alert" not in page.html
        assert "\u202e" not in page.html
        assert "<script>alert(1)</script>" in page.text
        assert "U+202E" in page.text
