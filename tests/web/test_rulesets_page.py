"""Rulesets can be read by everybody who signs in: what is asked, by which clause, what changed."""

import re
from collections.abc import Callable

import pytest

from service.ruleset.differences import KINDS, differences
from service.ruleset.load import load_ruleset
from service.ruleset.model import Ruleset
from service.web import rulesets
from service.web.ruleset_words import Words
from tests.ruleset.drafts import FIRST, Draft, entry, outcome
from tests.web.auditing import said
from tests.web.reading import Page
from tests.web.signing_in import Browser

Client = Callable[..., Browser]

ACTIVE = "/rulesets/nonfinancial/1.1.0"


def page_of(site_client: Client, address: str, status: int = 200) -> Page:
    answer = site_client("policy").get(address)
    assert answer.status_code == status, answer.text
    return Page(answer)


@pytest.mark.parametrize("role", ["originator", "committee", "auditor", "policy"])
def test_whoever_signs_in_finds_all_rulesets_and_which_is_in_force(
    site_client: Client, role: str, ruleset: Ruleset
) -> None:
    page = Page(site_client(role).get("/rulesets"))

    links = page.links()
    assert links["Non-financial standing of corporate borrowers 1.1.0"] == ACTIVE
    assert links["Non-financial standing of corporate borrowers 1.0.0"].endswith("/1.0.0")
    assert "15 November 2026 in force 152 27 167 191" in said(page)
    assert ruleset.digest in said(page)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_test_is_on_the_page_of_its_dimension_with_all_its_outcomes(
    site_client: Client, ruleset: Ruleset, lang: str
) -> None:
    shown: set[str] = set()
    browser = site_client("policy")
    for dimension in ruleset.dimensions:
        page = Page(browser.get(f"{ACTIVE}?part=tests&dimension={dimension}&lang={lang}"))
        shown |= set(page.ids)
        for test in ruleset.tests.values():
            if test.dimension == dimension:
                assert test.title.in_language(lang) in said(page)
    assert {*ruleset.tests, *ruleset.outcomes} <= shown


def test_conditions_stand_in_words_with_thresholds_severity_points_and_cap(
    site_client: Client,
) -> None:
    text = said(page_of(site_client, f"{ACTIVE}?dimension=REP"))

    assert (
        "Payments more than 90 days past due PAST_DUE_OVER_90 Current days past due: above 90 days"
        " ▼ KO (knock-out) −6 N10" in text
    )
    assert "Current days past due: above 30 days, up to 90 days" in text
    assert "The 90-day line comes from regulation; the 30-day line is a policy default." in text
    assert "Arrears cleared, shown by the lender's statement, before drawdown" in text


def test_patterns_name_the_findings_that_form_them(site_client: Client, ruleset: Ruleset) -> None:
    page = page_of(site_client, f"{ACTIVE}?part=patterns")

    assert set(ruleset.patterns) <= set(page.ids)
    for pattern in ruleset.patterns.values():
        assert pattern.title.en in said(page)
        for code in (code for group in pattern.all_of_any for code in group):
            if code in ruleset.outcomes:
                assert ruleset.outcomes[code][1].title.en in said(page)


def test_the_policy_has_weights_bands_caps_and_freshness(site_client: Client) -> None:
    text = page_of(site_client, f"{ACTIVE}?part=policy").text

    assert "Reputation and repayment REP 22 22 22 24 24" in text
    assert "from 340 to 384 in 12 months" in text
    assert "455 or more" in text
    assert "Governance rated Weak or Poor N5" in text
    assert "Environmental class and permits 90 days" in text
    assert "Strengths of one dimension count for at most 5 points." in text


def test_the_fact_dictionary_names_values_and_the_tests_that_read_them(
    site_client: Client, ruleset: Ruleset
) -> None:
    page = page_of(site_client, f"{ACTIVE}?part=facts")

    assert set(ruleset.facts) <= set(page.ids)
    assert "Current days past due reputation.current_dpd from 0 days to 9,999 days" in said(page)
    assert page.links()["REP-02"].endswith("dimension=REP#REP-02")


def test_what_is_looked_for_is_found_by_code_and_by_title_in_either_language(
    site_client: Client,
) -> None:
    by_code = page_of(site_client, f"{ACTIVE}?find=past_due_over").links()
    by_title = page_of(site_client, f"{ACTIVE}?find=逾期超过90天").links()

    address = f"{ACTIVE}?part=tests&dimension=REP#REP-02"
    assert by_code["Payments more than 90 days past due"] == address
    assert by_title["Payments more than 90 days past due"] == address
    nothing = page_of(site_client, f"{ACTIVE}?find=%3Cscript%3Ealert(1)").text
    assert "0 found" in nothing


def test_every_link_inside_a_ruleset_leads_to_something(
    site_client: Client, ruleset: Ruleset
) -> None:
    browser = site_client("policy")
    pages: dict[str, Page] = {}

    def page(address: str) -> Page:
        if address not in pages:
            pages[address] = Page(browser.get(address))
        return pages[address]

    parts = [f"{ACTIVE}?part={part}" for part in ("patterns", "policy", "facts")]
    tests = [f"{ACTIVE}?part=tests&dimension={name}" for name in ruleset.dimensions]
    for address in [*parts, *tests, f"{ACTIVE}/clauses"]:
        for target in page(address).links().values():
            if target.startswith(ACTIVE) and "#" in target:
                of, _, place = target.partition("#")
                assert place in page(of).ids, target


def test_every_clause_is_listed_with_the_tests_that_implement_it(
    site_client: Client, ruleset: Ruleset
) -> None:
    page = page_of(site_client, f"{ACTIVE}/clauses")

    assert set(ruleset.clauses) <= set(page.ids)
    rows = dict(re.findall(r'<tr id="([^"]+)">(.*?)</tr>', page.html, re.DOTALL))
    for clause in ruleset.clauses:
        citing = {test.id for test in ruleset.tests.values() if clause in test.clauses}
        assert set(re.findall(r">([A-Z]{3}-\d\d)</a>", rows[clause])) == citing
    assert "191 clauses. 27 are implemented by no test." in said(page)


def test_the_clauses_of_one_dimension_can_be_chosen(site_client: Client) -> None:
    page = page_of(site_client, f"{ACTIVE}/clauses?dimension=REP")

    assert "RP-5.1-a" in page.ids
    assert "CH-1.1-a" not in page.ids


def test_what_changed_between_the_releases_is_told_and_that_no_grade_rests_on_it(
    site_client: Client,
) -> None:
    chosen = page_of(site_client, "/rulesets").form("/rulesets/differences")
    assert chosen.fields == {"from": ["nonfinancial/1.0.0"], "to": ["nonfinancial/1.1.0"]}

    page = page_of(
        site_client, "/rulesets/differences?from=nonfinancial/1.0.0&to=nonfinancial/1.1.0"
    )

    assert "295 differences: 12 added; 0 removed; 283 changed." in said(page)
    assert "Nothing: the same dossier gets the same grade by both." in said(page)
    assert "months until review: N5 added not there 6" in said(page)
    # Where nobody says which, it is what the newest changed.
    assert said(page_of(site_client, "/rulesets/differences")) == said(page)


def test_a_version_compared_with_itself_differs_in_nothing(site_client: Client) -> None:
    address = "/rulesets/differences?from=nonfinancial/1.1.0&to=nonfinancial/1.1.0"
    assert "Nothing differs" in said(page_of(site_client, address))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_changed_thresholds_are_told_in_words(
    site_client: Client,
    ruleset: Ruleset,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
) -> None:
    draft = Draft(tmp_path_factory.mktemp("draft") / "nonfinancial" / "1.2.0")
    with draft.changed("ruleset.yaml") as content:
        content["version"] = "1.2.0"
    with draft.changed("reputation.yaml") as content:
        outcome(content, "PAST_DUE_1_30")["when"][0]["reputation.current_dpd"] = "(2..30]"
        entry(content["tests"], "REP-03")["outcomes"].pop(0)
    later = draft.load()
    monkeypatch.setattr(rulesets, "installed_rulesets", lambda: (ruleset, later))

    page = page_of(
        site_client,
        f"/rulesets/differences?from=nonfinancial/1.1.0&to=nonfinancial/1.2.0&lang={lang}",
    )

    words = {
        "en": ("from 1 day to 30 days", "from 3 days to 30 days", "not there"),
        "zh": ("1天至30天", "3天至30天", "无此项"),
    }
    for text in words[lang]:
        assert text in said(page)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_kind_and_member_that_can_differ_has_words(ruleset: Ruleset, lang: str) -> None:
    speaker = Words(ruleset, lang)
    for difference in differences(load_ruleset(FIRST), ruleset):
        assert difference.kind in KINDS
        for side in (difference.before, difference.after):
            said = speaker.side(difference, side)
            assert said
            assert "{" not in said, difference


def test_what_there_is_not_is_told(site_client: Client) -> None:
    browser = site_client("policy")
    for address in (
        "/rulesets/nonfinancial/9.9.9",
        "/rulesets/nonfinancial/9.9.9/clauses",
        f"{ACTIVE}?part=secrets",
        f"{ACTIVE}?dimension=NONE",
        f"{ACTIVE}/clauses?dimension=NONE",
        "/rulesets/differences?from=nonfinancial/1.0.0",
        "/rulesets/differences?from=nonfinancial/1.0.0&to=../../etc",
    ):
        assert browser.get(address).status_code == 404, address
