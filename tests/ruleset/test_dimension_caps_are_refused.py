"""Caps by dimension ratings, and deceit: they must never be lifted by something worse."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.ruleset.drafts import Content, Draft, entry
from tests.ruleset.drafts import one_of_policy as one
from tests.ruleset.drafts import told_of_policy as told

Change = Callable[[Content], Any]


def test_a_dimension_cap_caps_at_a_grade(draft: Draft) -> None:
    assert told(draft, lambda c: entry(c["dimension_caps"], "two_poor").update(cap="D")) == one(
        "unknown_grade", "two_poor", "cap"
    )


def test_a_dimension_cap_names_dimensions(draft: Draft) -> None:
    faults = told(draft, lambda c: entry(c["dimension_caps"], "gov_weak")["dimensions"].append("X"))
    assert faults == one("unknown_dimension", "gov_weak", "dimensions")


@pytest.mark.parametrize(
    ("cap", "members"),
    [
        ("gov_weak", {"rating": "6"}),
        ("gov_weak", {"count": "2"}),
        ("two_poor", {"count": ">= 12"}),
    ],
)
def test_a_dimension_cap_can_hold(draft: Draft, cap: str, members: dict[str, str]) -> None:
    faults = told(draft, lambda c: entry(c["dimension_caps"], cap).update(members))
    assert ("cap_never_holds", "policy.yaml", cap, "dimension_caps") in faults


def test_dimensions_without_weight_do_not_count_for_a_cap(draft: Draft) -> None:
    def weigh_ten(content: Content) -> None:
        for row in content["weights"]:
            weights = row["weights"]
            weights["HIS"] = str(int(weights["HIS"]) + int(weights["PRD"]))
            weights["PRD"] = "0"
        entry(content["dimension_caps"], "two_poor").update(count=">= 11", cap="N9")

    faults = told(draft, weigh_ten)
    assert ("cap_never_holds", "policy.yaml", "two_poor", "dimension_caps") in faults


@pytest.mark.parametrize(
    ("cap", "members", "told_of", "said"),
    [
        ("rep_weak", {"cap": "N8"}, "rep_weak", "it caps ratings 2, but not the worse 1"),
        ("gov_weak", {"rating": ">= 4"}, "gov_weak", "it caps ratings 4, but not the worse 3"),
        ("mgt_weak", {"count": "0"}, "mgt_weak", "it caps ratings 3, but not the worse 2"),
        ("two_poor", {"cap": "N5"}, "one_poor", "but not the worse 1, 1,"),
        ("two_poor", {"count": "2"}, "two_poor", "but not the worse 1, 1, 1,"),
    ],
)
def test_a_worse_rating_does_not_lift_a_dimension_cap(
    draft: Draft, cap: str, members: dict[str, str], told_of: str, said: str
) -> None:
    faults = told(draft, lambda c: entry(c["dimension_caps"], cap).update(members))
    assert faults == one("cap_not_monotone", told_of, "dimension_caps")
    assert said in draft.messages()[0]


@pytest.mark.parametrize("code", ["LICENCE_MISING", "CLEAN_AUDIT", "AUDIT_EMPHASIS"])
def test_deceit_is_a_critical_or_knock_out_finding(draft: Draft, code: str) -> None:
    assert told(draft, lambda c: c["deceit"]["findings"].append(code)) == one(
        "unknown_finding", code, "deceit.findings"
    )


def test_deceit_that_is_graver_still_is_deceit(draft: Draft) -> None:
    assert told(draft, lambda c: c["deceit"]["findings"].remove("FALSE_STATEMENTS")) == one(
        "deceit_incomplete", "STATEMENTS_MISSTATED", "deceit.findings"
    )
    assert draft.messages() == [
        "FALSE_STATEMENTS of REP-20 is as grave as STATEMENTS_MISSTATED or graver; list it too"
    ]


def test_deceit_that_is_milder_need_not_be_listed(draft: Draft) -> None:
    findings = ["FALSE_STATEMENTS", "MATERIAL_CONCEALMENT"]
    assert told(draft, lambda c: c["deceit"].update(findings=findings)) == []


def test_the_borrowers_word_alone_proves_nothing(draft: Draft) -> None:
    assert told(draft, lambda c: c.update(word_only_sources=[])) == [
        ("word_counts", "policy.yaml", "", "word_only_sources"),
        ("word_counts", "policy.yaml", "borrower_stated", "deceit.void_sources"),
    ]


def test_deceit_voids_what_the_borrower_stated(draft: Draft) -> None:
    assert told(draft, lambda c: c["deceit"].update(void_sources=[])) == one(
        "word_counts", "", "deceit.void_sources"
    )


def test_deceit_voids_no_source_that_is_believed_otherwise(draft: Draft) -> None:
    both = ["borrower_stated", "analyst_judgement"]
    assert told(draft, lambda c: c["deceit"].update(void_sources=both)) == one(
        "word_counts", "analyst_judgement", "deceit.void_sources"
    )


def test_a_finding_of_deceit_cannot_void_itself(draft: Draft) -> None:
    with draft.changed("facts.yaml") as content:
        entry(content["facts"], "reputation.concealment_finding").pop("negative_assurance")
    assert draft.told() == one("word_counts", "MATERIAL_CONCEALMENT", "deceit.findings")


def test_evidence_stays_fresh_for_ten_years_at_most(draft: Draft) -> None:
    found = told(draft, lambda c: entry(c["freshness"], "general").update(months="121"))
    assert [fault[:1] for fault in found] == [("shape",)]
    assert draft.messages() == ["this must be at most 120"]
