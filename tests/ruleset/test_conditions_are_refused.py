"""Conditions on facts that do not exist, or on what a fact can never be."""

import pytest

from tests.ruleset.drafts import Draft, Told, entry, outcome


def told(draft: Draft, code: str, *when: dict[str, str], file: str = "history.yaml") -> list[Told]:
    """Give the finding ``code`` other conditions and return the faults."""
    with draft.changed(file) as content:
        outcome(content, code)["when"] = list(when)
    return draft.told()


UNRELATED = "history.unrelated_revenue_share_pct"
CHANGES = "history.principal_business_changes_3y"
RESOURCE = "history.founding_resource_status"
CONTROL = "history.control_change_24m"


def test_a_condition_reads_a_fact_of_the_dictionary(draft: Draft) -> None:
    assert told(draft, "LICENCE_MISSING", {"history.licence_statsu": '"missing"'}) == [
        ("unknown_fact", "history.yaml", "LICENCE_MISSING", "when.history.licence_statsu")
    ]
    assert draft.messages() == [
        "there is no fact history.licence_statsu; did you mean history.licence_status?"
    ]


def test_a_fact_like_no_other_is_unknown_without_a_guess(draft: Draft) -> None:
    told(draft, "LICENCE_MISSING", {"weather.rain": "true"})
    assert draft.messages() == ["there is no fact weather.rain"]


@pytest.mark.parametrize("text", ["30", ">", "(5..", '"material', "minor, material", "'minor'", ""])
def test_a_condition_is_a_unary_test(draft: Draft, text: str) -> None:
    fact = "history.outside_registered_scope"
    if text == "30":
        text = "30 percent"
    assert told(draft, "SCOPE_EXCEEDED_MATERIAL", {fact: text}) == [
        ("bad_unary_test", "history.yaml", "SCOPE_EXCEEDED_MATERIAL", f"when.{fact}")
    ]
    assert "at character" in draft.messages()[0]


@pytest.mark.parametrize(
    ("code", "fact", "text", "said"),
    [
        ("FOUNDING_RESOURCE_LOST", RESOURCE, '"gone"', "it has held, weakened, lost"),
        ("FOUNDING_RESOURCE_LOST", RESOURCE, '"Lost"', "'Lost' is not a value of"),
        ("FOUNDING_RESOURCE_LOST", RESOURCE, 'not("gone")', "'gone' is not a value of"),
        ("FOUNDING_RESOURCE_LOST", RESOURCE, "true", 'is enum, to be compared as in "a"'),
        ("FOUNDING_RESOURCE_LOST", RESOURCE, "> 5", f"{RESOURCE} is enum"),
        ("FOUNDING_RESOURCE_LOST", RESOURCE, 'not("held","weakened","lost")', "no value of"),
        ("CONTROL_CHANGED", CONTROL, '"true"', f"{CONTROL} is bool, to be compared as in true"),
        ("CONTROL_CHANGED", CONTROL, "1", f"{CONTROL} is bool"),
        ("UNRELATED_DIVERSIFICATION", UNRELATED, '"high"', "is number, to be compared as in (5"),
        ("UNRELATED_DIVERSIFICATION", UNRELATED, "> 130", "'> 130' lies outside the range of"),
        ("UNRELATED_DIVERSIFICATION", UNRELATED, "[30..101]", f"range of {UNRELATED}, 0 to 100"),
        ("UNRELATED_DIVERSIFICATION", UNRELATED, "> 30, < -1", "lies outside"),
        ("UNRELATED_DIVERSIFICATION", UNRELATED, "[30..40], 1000000", "lies outside"),
        ("UNRELATED_DIVERSIFICATION", UNRELATED, "> 100", "no value of"),
        ("PRINCIPAL_BUSINESS_UNSTABLE", CHANGES, "1.5", f"no value of {CHANGES} meets"),
        ("PRINCIPAL_BUSINESS_UNSTABLE", CHANGES, "(1..2)", "no value of"),
    ],
)
def test_a_condition_compares_with_what_the_fact_can_be(
    draft: Draft, code: str, fact: str, text: str, said: str
) -> None:
    assert told(draft, code, {fact: text}) == [
        ("outside_domain", "history.yaml", code, f"when.{fact}")
    ]
    assert said in draft.messages()[0]


def test_conditions_of_applicability_are_checked_alike(draft: Draft) -> None:
    field = "applies_when.borrower.business_model"
    for text, code in (('"farming"', "outside_domain"), ("trading", "bad_unary_test")):
        with draft.changed("production.yaml") as content:
            entry(content["tests"], "PRD-01")["applies_when"] = [{"borrower.business_model": text}]
        assert draft.told() == [(code, "production.yaml", "PRD-01", field)]


def test_only_classification_facts_switch_a_test(draft: Draft) -> None:
    with draft.changed("history.yaml") as content:
        entry(content["tests"], "HIS-13")["applies_when"] = [{"history.restructurings_5y": ">= 1"}]
    assert draft.told() == [("not_a_class_fact", "history.yaml", "HIS-13", "applies_when")]
    assert draft.messages() == [
        "only classification facts (need: class) switch a test, not history.restructurings_5y"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("> 30", "> 30"), ("> 30", "> 30.0000"), ("> 30", "not(<= 30)"), ("(30..100]", "> 30")],
)
def test_two_alternatives_do_not_mean_the_same(draft: Draft, one: str, other: str) -> None:
    assert told(draft, "UNRELATED_DIVERSIFICATION", {UNRELATED: one}, {UNRELATED: other}) == [
        ("duplicate_alternative", "history.yaml", "UNRELATED_DIVERSIFICATION", "when")
    ]


def test_whole_numbers_are_compared_as_such(draft: Draft) -> None:
    assert told(draft, "PRINCIPAL_BUSINESS_UNSTABLE", {CHANGES: ">= 2"}, {CHANGES: "> 1"}) == [
        ("duplicate_alternative", "history.yaml", "PRINCIPAL_BUSINESS_UNSTABLE", "when")
    ]


def test_two_alternatives_of_applicability_do_not_mean_the_same(draft: Draft) -> None:
    with draft.changed("production.yaml") as content:
        entry(content["tests"], "PRD-01")["applies_when"] *= 2
    assert draft.told() == [("duplicate_alternative", "production.yaml", "PRD-01", "applies_when")]


def test_a_faulty_condition_is_not_told_again_by_its_consequences(draft: Draft) -> None:
    with draft.changed("governance.yaml") as content:
        # Alone this would leave outcomes unreachable, a need unmet and a clause idle.
        outcome(content, "RPT_NOT_ARMS_LENGTH")["when"] = [{"governance.rpt_pricing": '"unfair"'}]
    assert draft.told() == [
        (
            "outside_domain",
            "governance.yaml",
            "RPT_NOT_ARMS_LENGTH",
            "when.governance.rpt_pricing",
        )
    ]
