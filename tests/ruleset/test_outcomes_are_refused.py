"""Tests and outcomes that contradict themselves, their facts or the grades."""

import pytest

from tests.ruleset.drafts import Content, Draft, entry, outcome


def test_gate_is_told_where_an_outcome_is_critical_or_knock_out(draft: Draft) -> None:
    with draft.changed("history.yaml") as content:
        del entry(content["tests"], "HIS-04")["gate"]
        entry(content["tests"], "HIS-05")["gate"] = "true"
    assert draft.told() == [
        ("gate_mismatch", "history.yaml", "HIS-04", "gate"),
        ("gate_mismatch", "history.yaml", "HIS-05", "gate"),
    ]
    assert draft.messages()[0] == "gate must be true exactly where an outcome is W3 or KO"


def test_a_graver_outcome_makes_gates_and_mandatory_facts(draft: Draft) -> None:
    with draft.changed("history.yaml") as content:
        outcome(content, "FOUNDING_RESOURCE_LOST")["severity"] = "W3"
    assert draft.told() == [
        ("need_mismatch", "facts.yaml", "history.founding_resource_status", "need"),
        ("gate_mismatch", "history.yaml", "HIS-01", "gate"),
    ]


def test_a_code_names_one_finding_of_one_test(draft: Draft) -> None:
    with draft.changed("governance.yaml") as content:
        outcome(content, "PAY_UNDISCLOSED")["finding"] = "START_UP"
    assert draft.told() == [("duplicate_code", "governance.yaml", "START_UP", "finding")]
    assert draft.messages() == ["GOV-09 uses the code that HIS-08 already has"]


def test_a_code_names_one_finding_inside_a_test(draft: Draft) -> None:
    with draft.changed("history.yaml") as content:
        outcome(content, "BUSINESS_STOPPED")["finding"] = "BUSINESS_INTERRUPTED"
    told = draft.told()
    assert ("duplicate_code", "history.yaml", "BUSINESS_INTERRUPTED", "finding") in told
    assert "HIS-06 uses the code that HIS-06 already has" in draft.messages()


def test_a_test_is_defined_once(draft: Draft) -> None:
    with draft.changed("governance.yaml") as content:
        entry(content["tests"], "GOV-09")["id"] = "GOV-08"
    assert draft.told() == [("duplicate_code", "governance.yaml", "GOV-08", "id")]
    assert draft.messages() == ["GOV-08 is defined twice"]


def test_both_of_two_tests_of_one_name_are_checked(draft: Draft) -> None:
    with draft.changed("governance.yaml") as content:
        entry(content["tests"], "GOV-09")["id"] = "GOV-08"
        outcome(content, "SUPERVISION_NOT_INDEPENDENT")["cap"] = "C"
        outcome(content, "PAY_UNDISCLOSED")["cap"] = "D"
    assert [of for code, _, of, _ in draft.told() if code == "unknown_grade"] == [
        "PAY_UNDISCLOSED",
        "SUPERVISION_NOT_INDEPENDENT",
    ]


def test_a_test_is_named_after_its_dimension(draft: Draft) -> None:
    with draft.changed("history.yaml") as content:
        entry(content["tests"], "HIS-13")["id"] = "GOV-99"
    assert draft.told() == [("wrong_dimension", "history.yaml", "GOV-99", "id")]
    assert draft.messages() == ["a test of dimension HIS is named HIS-01 or so"]


def test_a_dimension_is_held_by_one_file(draft: Draft) -> None:
    with draft.changed("performance.yaml") as content:
        content["dimension"] = "CMP"
    told = draft.told()
    assert ("duplicate_code", "performance.yaml", "CMP", "dimension") in told
    assert ("unknown_dimension", "policy.yaml", "PRF", "dimensions") in told


def test_a_dimension_is_weighed_by_the_policy(draft: Draft) -> None:
    with draft.changed("performance.yaml") as content:
        content["dimension"] = "PER"
    assert draft.told() == [
        ("unknown_dimension", "performance.yaml", "PER", "dimension"),
        ("unknown_dimension", "policy.yaml", "PRF", "dimensions"),
    ]
    assert draft.messages() == ["the policy has no dimension PER", "no file holds dimension PRF"]


@pytest.mark.parametrize("cap", ["N11", "N0", "n8", "NR", "B", ""])
def test_a_cap_is_a_grade(draft: Draft, cap: str) -> None:
    with draft.changed("history.yaml") as content:
        outcome(content, "LICENCE_MISSING")["cap"] = cap
    assert draft.told() == [("unknown_grade", "history.yaml", "LICENCE_MISSING", "cap")]
    assert draft.messages() == [f"{cap!r} is no grade to cap at"]


def test_a_strength_does_not_cap_the_grade(draft: Draft) -> None:
    with draft.changed("history.yaml") as content:
        outcome(content, "LONG_OPERATING_HISTORY")["cap"] = "N2"
    assert draft.told() == [("strength_with_cap", "history.yaml", "LONG_OPERATING_HISTORY", "cap")]


def test_a_knock_out_caps_the_grade(draft: Draft) -> None:
    with draft.changed("history.yaml") as content:
        del outcome(content, "LICENCE_MISSING")["cap"]
    assert draft.told() == [("knock_out_without_cap", "history.yaml", "LICENCE_MISSING", "cap")]


def test_a_milder_outcome_does_not_cap_at_a_worse_grade(draft: Draft) -> None:
    with draft.changed("reputation.yaml") as content:
        outcome(content, "PAST_DUE_1_30")["cap"] = "N8"
    assert draft.told() == [("cap_not_monotone", "reputation.yaml", "PAST_DUE_31_90", "cap")]
    assert draft.messages() == ["PAST_DUE_1_30 is milder and caps at a worse grade, N8"]


def test_a_graver_outcome_without_a_cap_beside_a_milder_with_one_is_refused(draft: Draft) -> None:
    with draft.changed("governance.yaml") as content:
        outcome(content, "FUND_OCCUPATION")["cap"] = "N6"
        del outcome(content, "FUND_OCCUPATION_SEVERE")["cap"]
    assert draft.told() == [
        ("cap_not_monotone", "governance.yaml", "FUND_OCCUPATION_SEVERE", "cap")
    ]


@pytest.mark.parametrize("capped", ["FOUNDED_ON_INDUSTRY_MARGIN", "NO_FOUNDING_RATIONALE"])
def test_outcomes_of_equal_severity_cap_alike(draft: Draft, capped: str) -> None:
    with draft.changed("history.yaml") as content:
        outcome(content, capped)["cap"] = "N5"
    assert draft.told() == [("cap_not_monotone", "history.yaml", "NO_FOUNDING_RATIONALE", "cap")]
    assert draft.messages() == ["FOUNDED_ON_INDUSTRY_MARGIN is as grave and caps otherwise"]


def _of(content: Content, code: str, **when: str) -> None:
    outcome(content, code)["when"] = [{k.replace("__", "."): v for k, v in when.items()}]


def test_an_outcome_hidden_by_a_graver_one_is_never_reached(draft: Draft) -> None:
    with draft.changed("history.yaml") as content:
        _of(content, "BUSINESS_STOPPED", history__stoppage_months_24m=">= 1")
    assert draft.told() == [("unreachable_outcome", "history.yaml", "BUSINESS_INTERRUPTED", "when")]
    assert draft.messages() == ["no dossier can reach this outcome"]


def test_a_strength_hidden_by_a_weakness_is_never_reached(draft: Draft) -> None:
    with draft.changed("history.yaml") as content:
        _of(content, "SHORT_BUSINESS_FOCUS", history__principal_business_years=">= 0")
    told = draft.told()
    assert ("unreachable_outcome", "history.yaml", "LONG_BUSINESS_FOCUS", "when") in told


def test_an_outcome_whose_conditions_exclude_each_other_is_never_reached(draft: Draft) -> None:
    with draft.changed("governance.yaml") as content:
        outcome(content, "NO_OUTSIDE_DIRECTOR")["when"] = [
            {"governance.independent_directors_pct": "< 33", "borrower.ownership_type": '"listed"'}
        ]
    assert draft.told() == [
        ("unreachable_outcome", "governance.yaml", "NO_OUTSIDE_DIRECTOR", "when")
    ]


def test_an_outcome_beside_the_applicability_is_never_reached(draft: Draft) -> None:
    with draft.changed("governance.yaml") as content:
        entry(content["tests"], "GOV-07")["applies_when"] = [
            {"borrower.ownership_type": 'not("listed")'}
        ]
    assert draft.told() == [
        ("unreachable_outcome", "governance.yaml", "INDEPENDENT_DIRECTORS_BELOW_RULE", "when")
    ]


def test_an_outcome_between_whole_numbers_is_never_reached(draft: Draft) -> None:
    with draft.changed("history.yaml") as content:
        _of(content, "PRINCIPAL_BUSINESS_UNSTABLE", history__principal_business_changes_3y="> 0.5")
    assert draft.told() == [
        ("unreachable_outcome", "history.yaml", "PRINCIPAL_BUSINESS_CHANGED", "when")
    ]


def test_a_test_reads_few_enough_facts_to_try_every_case(draft: Draft) -> None:
    facts = ["years_operating", "principal_business_years", "stoppage_months_24m"]
    with draft.changed("history.yaml") as content:
        strength = outcome(content, "LONG_OPERATING_HISTORY")
        strength["when"] = [{f"history.{fact}": ">= 10" for fact in facts}]
        outcome(content, "START_UP")["when"] = [
            {"history.years_operating": "< 2", "history.name_changes_5y": ">= 2"}
        ]
    assert draft.told() == [("too_many_facts", "history.yaml", "HIS-08", "outcomes")]
    assert draft.messages() == ["7 facts, those of strengths twice, are more than 6; divide it"]


def test_a_test_may_read_as_many_as_can_be_tried(draft: Draft) -> None:
    with draft.changed("history.yaml") as content:
        outcome(content, "LONG_OPERATING_HISTORY")["when"] = [
            {
                "history.years_operating": ">= 10",
                "history.principal_business_years": ">= 8",
                "history.stoppage_months_24m": "0",
            }
        ]
    assert draft.told() == []


def test_clauses_and_sources_are_named_once(draft: Draft) -> None:
    with draft.changed("history.yaml") as content:
        test = entry(content["tests"], "HIS-03")
        test["clauses"] *= 2
        test["threshold"]["sources"].append("manual")
    assert draft.told() == [
        ("duplicate_code", "history.yaml", "HIS-03", "clauses"),
        ("duplicate_code", "history.yaml", "HIS-03", "threshold.sources"),
    ]
