"""A worse value of a fact must never lead to a better outcome, all else equal."""

import pytest

from tests.ruleset.drafts import Draft, Told, entry, outcome

DOES = "worse_contradicts_outcomes"


def test_a_number_that_gets_worse_the_other_way_is_refused(draft: Draft) -> None:
    with draft.changed("facts.yaml") as content:
        entry(content["facts"], "history.years_operating")["worse"] = "higher"
    assert draft.told() == [(DOES, "history.yaml", "HIS-08", "outcomes.history.years_operating")]
    assert draft.messages() == [
        "the fact says that 0 is better than 2, "
        "but 0 gives START_UP and 2 gives SHORT_OPERATING_HISTORY"
    ]


def test_groups_of_values_in_the_wrong_order_are_refused(draft: Draft) -> None:
    with draft.changed("facts.yaml") as content:
        entry(content["facts"], "history.founding_resource_status")["worse"] = [
            ["held"],
            ["lost"],
            ["weakened"],
        ]
    assert draft.told() == [
        (DOES, "history.yaml", "HIS-01", "outcomes.history.founding_resource_status")
    ]
    assert draft.messages() == [
        "the fact says that lost is better than weakened, "
        "but lost gives FOUNDING_RESOURCE_LOST and weakened gives FOUNDING_RESOURCE_WEAKENED"
    ]


def test_values_called_equally_good_have_equally_grave_outcomes(draft: Draft) -> None:
    with draft.changed("facts.yaml") as content:
        entry(content["facts"], "history.founding_resource_status")["worse"] = [
            ["held"],
            ["weakened", "lost"],
        ]
    (told,) = draft.told()
    assert told[0] == DOES
    assert "weakened is as good as lost" in draft.messages()[0]


def test_the_wrong_order_of_true_and_false_is_refused(draft: Draft) -> None:
    with draft.changed("facts.yaml") as content:
        entry(content["facts"], "history.control_change_24m")["worse"] = [["true"], ["false"]]
    assert draft.told() == [(DOES, "history.yaml", "HIS-14", "outcomes.history.control_change_24m")]


def _severity(draft: Draft, file: str, code: str, severity: str) -> list[Told]:
    with draft.changed(file) as content:
        outcome(content, code)["severity"] = severity
    return draft.told()


def test_a_milder_severity_for_the_worse_value_is_refused(draft: Draft) -> None:
    told = _severity(draft, "history.yaml", "UNRELATED_DIVERSIFICATION", "S1")
    field = "outcomes.history.unrelated_revenue_share_pct"
    assert (DOES, "history.yaml", "HIS-09", field) in told


def test_no_finding_for_a_worse_value_is_refused(draft: Draft) -> None:
    with draft.changed("history.yaml") as content:
        outcome(content, "UNRELATED_DIVERSIFICATION")["when"] = [
            {"history.unrelated_revenue_share_pct": "(30..60]"}
        ]
    assert draft.told() == [
        (DOES, "history.yaml", "HIS-09", "outcomes.history.unrelated_revenue_share_pct")
    ]
    assert draft.messages()[0].endswith(
        "30.0001 gives UNRELATED_DIVERSIFICATION and 60.0001 gives no finding"
    )


def test_an_equal_severity_with_another_cap_is_told_by_its_cap_alone(draft: Draft) -> None:
    with draft.changed("reputation.yaml") as content:
        outcome(content, "PAST_DUE_31_90")["severity"] = "KO"
    assert draft.told() == [("cap_not_monotone", "reputation.yaml", "PAST_DUE_OVER_90", "cap")]


def test_a_worse_value_is_judged_beside_every_value_of_other_facts(draft: Draft) -> None:
    with draft.changed("reputation.yaml") as content:
        # With a short history a repeated overdue would now be a mere watch sign.
        outcome(content, "REPEATED_OVERDUE")["when"] = [
            {
                "reputation.overdue_episodes_24m": ">= 3",
                "reputation.credit_history_months": ">= 24",
            }
        ]
    told = draft.told()
    assert {code for code, *_ in told} == {DOES}
    assert {field for *_, field in told} == {
        "outcomes.reputation.overdue_episodes_24m",
        "outcomes.reputation.credit_history_months",
    }


@pytest.mark.parametrize("worse", ["higher", "lower"])
def test_a_fact_that_is_best_in_the_middle_has_no_worse_direction(draft: Draft, worse: str) -> None:
    with draft.changed("facts.yaml") as content:
        entry(content["facts"], "production.capacity_use_pct")["worse"] = worse
    assert draft.told() == [
        (DOES, "production.yaml", "PRD-08", "outcomes.production.capacity_use_pct")
    ]


def test_a_threshold_moved_past_another_is_refused(draft: Draft) -> None:
    with draft.changed("sales.yaml") as content:
        outcome(content, "CUSTOMER_CHURN")["when"] = [{"sales.retention_pct": "[50..95)"}]
        outcome(content, "CUSTOMER_CHURN_HIGH")["when"] = [{"sales.retention_pct": "[20..50)"}]
    assert draft.told() == [(DOES, "sales.yaml", "SAL-04", "outcomes.sales.retention_pct")]
