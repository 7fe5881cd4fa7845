"""Facts can be supposed on the page of a decision, and what would follow is seen at once."""

from collections.abc import Callable

import orjson
import pytest

from service.decimal4 import scale
from service.decisions.rate import Rater
from service.explanation.counterfactuals import counterfactuals
from service.explanation.what_if import parse_changes, what_if
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.store.sqlite import SqliteStore
from tests.web.forms import form_of
from tests.web.reading import Page
from tests.web.signing_in import Browser
from tests.web.supposing import AVERAGE, BOARD, FAMILY, SUCCESSOR, Supposing, result_of

WORDS = {True: "true", False: "false"}

SiteClient = Callable[..., Browser]


@pytest.fixture
def family(store: SqliteStore, rater: Rater, site_client: SiteClient) -> Supposing:
    return Supposing(store, rater, site_client("committee"), FAMILY)


@pytest.fixture
def average(store: SqliteStore, rater: Rater, site_client: SiteClient) -> Supposing:
    return Supposing(store, rater, site_client("committee"), AVERAGE)


def test_every_fact_has_one_control_filled_in_as_it_counts(average: Supposing) -> None:
    fields = average.form().fields

    for fact, state in average.subject.facts.items():
        (shown,) = fields[fact]
        if state.value is None:
            assert shown == ""
        elif average.subject.ruleset.facts[fact].kind == "number":
            assert scale(shown) == state.value
        else:
            words = state.value if isinstance(state.value, str) else WORDS[bool(state.value)]
            assert shown == words
    assert set(fields) == {"csrf", *average.subject.facts}


def test_a_choice_offers_every_value_of_its_fact_and_that_it_is_not_known(
    average: Supposing,
) -> None:
    form = average.form()

    for fact in average.subject.ruleset.facts.values():
        if fact.kind != "number":
            assert form.choices[fact.id] == [*fact.values, ""]
        else:
            assert fact.id not in form.choices


def test_a_number_stands_beside_its_unit_with_its_range_and_how_it_counts(
    average: Supposing,
) -> None:
    text = average.open().text

    assert "Current days past due Counts as: 0 days (" in text
    assert "A whole number, from 0 days to 9,999 days. Leave it empty for not known." in text


def test_the_facts_behind_what_weighs_come_first_and_are_open(family: Supposing) -> None:
    page = family.open()

    first, second = page.html.split('<details class="group"')[1:3]
    assert first.startswith(' id="group-weighing" open')
    assert 'name="governance.succession_plan"' in first
    assert second.startswith(' id="group-borrower">')


def test_nothing_is_supposed_before_anything_is_changed(family: Supposing) -> None:
    page = family.open()

    assert page.status == 200
    assert "Nothing is supposed yet" in page.text
    assert "N5" in result_of(page)
    assert "Nothing is supposed yet" in family.suppose().text


def test_the_grade_that_would_follow_stands_beside_the_one_that_was_decided(
    family: Supposing,
) -> None:
    page = family.suppose(**SUCCESSOR, **BOARD)

    assert page.status == 200
    assert "as decided N5" in page.text
    assert "as supposed N3" in page.text
    assert "2 grades better than decided" in page.text
    assert "Composite: 392 as decided, 404 as supposed, of 500." in page.text


def test_all_that_differs_is_told_in_one_table(family: Supposing) -> None:
    page = family.suppose(**SUCCESSOR, **BOARD)

    for told in (
        "Succession plan governance.succession_plan no succession plan",
        "Succession (owner-managed firm) GOV-20",
        "PAT-01 KEY_PERSON_RISK",
        "GOV weak",
        "2 Weak net −8 3 Adequate net 0",
        "Reasons for the grade",
    ):
        assert told in page.text, told
    assert "Needed for a grade and not known" not in page.text


def test_what_is_supposed_is_marked_at_its_fact_and_as_a_whole(family: Supposing) -> None:
    page = family.suppose(**SUCCESSOR)

    assert "Succession plan Supposed Counts as: no succession plan" in page.text
    assert "hypothetical: not a decision, never recorded" in page.text
    assert "it is never stored" in page.text
    assert "the same grade as decided" in page.text


def test_supposing_that_a_fact_is_not_known_can_take_the_grade_away(average: Supposing) -> None:
    page = average.suppose(**{"reputation.tax_class": ""})

    assert "as supposed NR" in page.text
    assert "no grade: something that it needs would not be known" in page.text
    assert "Needed for a grade and not known" in page.text
    assert "Indicative grade, never to be used: N4 as decided, " in page.text


def test_a_number_left_empty_is_supposed_not_known(average: Supposing) -> None:
    page = average.suppose(**{"reputation.current_dpd": " "})

    assert "Current days past due reputation.current_dpd 0 days" in page.text
    assert "? not known not in the dossier" in page.text


def test_what_a_borrower_claims_can_be_supposed_proved(
    store: SqliteStore, rater: Rater, site_client: SiteClient
) -> None:
    defaults = {"source": "borrower_stated", "as_of": "2026-10-20"}
    claiming = Supposing(
        store, rater, site_client("committee"), AVERAGE, evidence_defaults=defaults
    )
    form = claiming.form()
    claimed = [fact for fact, state in claiming.subject.facts.items() if state.word_only]
    assert form.choices["proven"] != []
    assert sorted(form.choices["proven"]) == sorted(claimed)
    assert "proven" not in form.fields

    page = claiming.suppose(proven=claimed)

    assert page.html.count('class="field changed"') == len(claimed)
    assert "on the borrower's word alone" in page.text


def test_an_address_that_names_what_a_borrower_claims_supposes_it_proved(
    store: SqliteStore, rater: Rater, site_client: SiteClient
) -> None:
    defaults = {"source": "borrower_stated", "as_of": "2026-10-20"}
    claiming = Supposing(
        store, rater, site_client("committee"), AVERAGE, evidence_defaults=defaults
    )
    fact = claiming.form().choices["proven"][0]
    (value,) = claiming.form().fields[fact]

    form = claiming.form(f"?{fact}={value}")

    assert (form.fields["proven"], form.fields[fact]) == ([fact], [value])
    assert claiming.open(f"?{fact}={value}").html.count('class="field changed"') == 1


@pytest.mark.parametrize("value", ["88.5", "x"])
def test_a_section_is_open_where_one_of_its_facts_is_supposed_or_at_fault(
    family: Supposing, value: str
) -> None:
    assert 'id="group-sales">' in family.open().html
    assert 'id="group-sales" open>' in family.suppose(**{"sales.retention_pct": value}).html


def test_a_counterfactual_leads_to_the_page_with_its_changes_filled_in(
    family: Supposing,
) -> None:
    found = counterfactuals(family.subject)
    for way in found["sets"]:
        query = "&".join(f"{c['fact']}={orjson.dumps(c['to']).decode()}" for c in way)
        page = family.open("?" + query.replace('"', ""))

        fields = form_of(page, "suppose").fields
        assert [fields[c["fact"]] for c in way] == [
            [orjson.dumps(c["to"]).decode().strip('"')] for c in way
        ]
        reached = {change["fact"]: change["to"] for change in way}
        grade = what_if(family.subject, parse_changes(family.subject.ruleset, reached))
        assert f"as supposed {grade['after']['grade']}" in page.text
        assert page.html.count('class="field changed"') == len(way)


def test_the_address_of_a_supposition_leads_back_to_it(family: Supposing) -> None:
    page = family.suppose(**SUCCESSOR, **{"governance.family_key_posts_pct": "12.5"})
    address = page.links()["Address of this supposition"]

    again = Page(family.browser.get(address))

    assert address.startswith(family.address + "?")
    assert result_of(again) == result_of(page)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", ["What would follow", "hypothetical: not a decision, never recorded"]),
        ("zh", ["假设的结果", "假设情形：不是决定，从不记录", "比决定优2级", "接班安排"]),
    ],
)
def test_the_page_is_in_both_languages(family: Supposing, lang: str, told: list[str]) -> None:
    query = "&".join(f"{fact}={value}" for fact, value in {**SUCCESSOR, **BOARD}.items())
    page = family.open(f"?{query}&lang={lang}")

    assert page.status == 200
    for words in told:
        assert words in page.text


def test_the_answer_to_a_filled_in_form_holds_what_the_page_replaces(family: Supposing) -> None:
    page = family.open()

    assert 'data-live="#result"' in page.html
    assert "result" in page.ids
    assert "result" in family.suppose(**SUCCESSOR).ids


def test_another_language_tells_of_the_same_supposition(family: Supposing) -> None:
    page = family.suppose(**SUCCESSOR, **BOARD)

    assert "比决定优2级" in Page(family.browser.get(page.links()["中文"])).text


def test_a_decision_by_an_older_ruleset_is_supposed_by_that_ruleset(
    store: SqliteStore, site_client: SiteClient
) -> None:
    older = Rater(load_ruleset(catalogue.root() / "nonfinancial" / "1.0.0"))
    supposing = Supposing(store, older, site_client("committee"), FAMILY)

    page = supposing.suppose(**SUCCESSOR, **BOARD)

    assert "2 grades better than decided" in page.text
    assert set(form_of(page, "suppose").fields) == {"csrf", *older.ruleset.facts}
