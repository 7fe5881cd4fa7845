"""Why a pattern formed, a cap holds, a dimension is rated so, and what the composite sums."""

from dataclasses import replace
from typing import Any

import pytest

from service.decisions.rate import Rater
from service.explanation.subject import Subject
from service.explanation.why import why
from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower
from tests.explanation.conftest import ExplainSubject

SLOW = {"sales.dso_ratio_to_industry": 2}


def with_pattern(ruleset: Ruleset, code: str) -> Ruleset:
    """The ruleset with PAT-27 formed by the finding ``code`` alone."""
    pattern = replace(ruleset.patterns["PAT-27"], all_of_any=((code,),))
    return replace(ruleset, patterns={**ruleset.patterns, pattern.id: pattern})


def standing(answer: dict[str, Any]) -> list[list[tuple[str, str | None]]]:
    return [[(s["code"], s["implied_by"]) for s in g["standing"]] for g in answer["groups"]]


def test_a_pattern_shows_what_stands_in_each_group(explain_subject: ExplainSubject) -> None:
    answer = why(explain_subject("family_condiment_maker"), "CLOSED_FAMILY_CONTROL")

    assert (answer["id"], answer["status"], answer["cap"]) == ("PAT-02", "fired", "N5")
    assert answer["groups"][0]["any_of"] == ["FAMILY_DECISION", "ONE_MAN_RULE"]
    # One person's decision is the graver answer of the test that finds a family's.
    assert standing(answer) == [
        [("FAMILY_DECISION", "ONE_MAN_RULE"), ("ONE_MAN_RULE", None)],
        [("FAMILY_HOLDS_KEY_POSTS", None)],
        [("NO_OUTSIDE_DIRECTOR", None)],
        [("NO_SUCCESSION", None)],
    ]
    assert answer["missing_groups"] == []
    assert "FAMILY_DECISION" not in answer["because"]


def test_a_pattern_has_the_clauses_of_the_findings_that_form_it(
    explain_subject: ExplainSubject,
) -> None:
    subject = explain_subject("trading")

    answer = why(subject, "PAT-08")

    formed_by = [why(subject, code)["clauses"] for code in answer["because"]]
    assert answer["because"] == ["COLLECTS_SLOWLY", "NO_SUPPLIER_CREDIT"]
    assert answer["clauses"] == [clause for clauses in formed_by for clause in clauses]


def test_a_pattern_that_did_not_form_names_the_groups_that_nothing_stands_for(
    explain_subject: ExplainSubject, flawless: Borrower
) -> None:
    answer = why(explain_subject(flawless.but(SLOW).facts), "PAT-12")

    assert (answer["status"], answer["missing_groups"]) == ("not_fired", [1])
    assert standing(answer) == [
        [("COLLECTION_VERY_SLOW", None), ("COLLECTS_SLOWLY", "COLLECTION_VERY_SLOW")],
        [],
    ]
    assert answer["because"] == []
    assert answer["clauses"]


def test_a_pattern_waits_for_a_critical_outcome_that_is_undecided(
    explain_subject: ExplainSubject, flawless: Borrower
) -> None:
    occupied = flawless.but({"governance.fund_occupation_pct_na": 3})
    unknown = occupied.without("shareholders.controller_strength")

    answer = why(explain_subject(unknown.facts), "GROUP_CONTAGION")

    assert (answer["status"], answer["missing_groups"]) == ("not_evaluable", [0])
    assert answer["undecided"] == ["CONTROLLER_DISTRESSED"]


def test_a_pattern_does_not_wait_while_another_group_is_ruled_out(
    explain_subject: ExplainSubject, flawless: Borrower
) -> None:
    unknown = flawless.without("shareholders.controller_strength")

    answer = why(explain_subject(unknown.facts), "GROUP_CONTAGION")

    assert (answer["status"], answer["missing_groups"]) == ("not_fired", [0, 1])
    assert answer["undecided"] == []


def test_a_pattern_waits_for_a_graver_outcome_that_would_stand_for_the_one_it_names(
    ruleset: Ruleset, flawless: Borrower
) -> None:
    rater = Rater(with_pattern(ruleset, "PAST_ADVANCE"))
    unknown = flawless.without("reputation.advances_outstanding")
    subject = Subject(rater, rater.rate_dossier(unknown.dossier()))

    answer = why(subject, "PAT-27")

    assert why(subject, "PAST_ADVANCE")["status"] == "not_fired"
    assert (answer["status"], answer["undecided"]) == ("not_evaluable", ["ADVANCE_OUTSTANDING"])
    advanced = subject.rate({"reputation.advances_outstanding": True})
    assert why(advanced, "PAT-27")["groups"][0]["standing"] == [
        {"code": "PAST_ADVANCE", "implied_by": "ADVANCE_OUTSTANDING", "assumed": False}
    ]


def test_a_pattern_does_not_wait_for_an_outcome_milder_than_the_one_it_names(
    ruleset: Ruleset, flawless: Borrower
) -> None:
    test = ruleset.tests["REP-06"]
    graver = [
        replace(o, severity="W3", when=(o.when[0][:1],)) if o.code == "PAST_ADVANCE" else o
        for o in test.outcomes
    ]
    tests = {**ruleset.tests, test.id: replace(test, outcomes=tuple(graver))}
    changed = replace(with_pattern(ruleset, "ADVANCE_OUTSTANDING"), tests=tests)
    rater = Rater(changed)
    unknown = flawless.without("reputation.advances_24m")
    subject = Subject(rater, rater.rate_dossier(unknown.dossier()))

    answer = why(subject, "PAT-27")

    assert why(subject, "PAST_ADVANCE")["status"] == "not_evaluable"
    assert (answer["status"], answer["undecided"]) == ("not_fired", [])


@pytest.mark.parametrize("name", ["PAT-01", "KEY_PERSON_RISK", "PAT-01 KEY_PERSON_RISK"])
def test_a_pattern_answers_to_its_id_its_code_and_the_reason_of_its_cap(
    name: str, explain_subject: ExplainSubject
) -> None:
    assert why(explain_subject("family_condiment_maker"), name)["code"] == "KEY_PERSON_RISK"


def test_a_pattern_that_is_a_suspicion_says_so(explain_subject: ExplainSubject) -> None:
    subject = explain_subject("average_manufacturer")

    assert why(subject, "DEBT_EVASION_SUSPECTED")["suspicion"]
    assert not why(subject, "KEY_PERSON_RISK")["suspicion"]


@pytest.mark.parametrize("name", ["GOV weak", "gov_weak"])
def test_a_cap_names_the_dimension_and_the_findings_it_comes_from(
    name: str, explain_subject: ExplainSubject
) -> None:
    assert why(explain_subject("family_condiment_maker"), name) == {
        "code": "GOV weak",
        "kind": "cap",
        "title": "Governance rated Weak or Poor",
        "title_zh": "法人治理结构评级为弱或差",
        "cap": "N5",
        "status": "fired",
        "binding": True,
        "dimensions": [{"dimension": "GOV", "rating": 2}],
        "findings": [
            "ONE_MAN_RULE",
            "BOARD_NOT_CHALLENGING",
            "NO_OUTSIDE_DIRECTOR",
            "NO_SUCCESSION",
            "FAMILY_HOLDS_KEY_POSTS",
        ],
    }


def test_a_cap_over_any_dimension_names_only_those_rated_so(
    explain_subject: ExplainSubject,
) -> None:
    answer = why(explain_subject("listed_pharma"), "one dimension poor")

    assert (answer["status"], answer["binding"]) == ("fired", True)
    assert answer["dimensions"] == [{"dimension": "GOV", "rating": 1}]
    assert "INSIDER_CONTROL" in answer["findings"]
    assert "SHARE_STRUCTURE_CONCENTRATED" in answer["findings"]


def test_a_cap_that_another_undercuts_does_not_bind(explain_subject: ExplainSubject) -> None:
    answer = why(explain_subject("listed_pharma"), "GOV weak")

    assert (answer["status"], answer["binding"]) == ("fired", False)


def test_a_cap_that_does_not_hold_shows_the_ratings_it_looks_at(
    explain_subject: ExplainSubject,
) -> None:
    subject = explain_subject("trading")

    assert why(subject, "MGT weak")["status"] == "not_fired"
    assert why(subject, "MGT weak")["dimensions"] == [{"dimension": "MGT", "rating": 4}]
    # A trading company's production weighs nothing, so that no cap looks at it.
    watched = [d["dimension"] for d in why(subject, "two dimensions poor")["dimensions"]]
    assert len(watched) == 10
    assert "PRD" not in watched


def test_a_dimension_is_summed_finding_by_finding(explain_subject: ExplainSubject) -> None:
    answer = why(explain_subject("family_condiment_maker"), "GOV")

    assert [(t["code"], t["points"]) for t in answer["terms"]] == [
        ("ONE_MAN_RULE", -3),
        ("BOARD_NOT_CHALLENGING", -1),
        ("NO_OUTSIDE_DIRECTOR", -1),
        ("CLEAN_AUDIT", 1),
        ("NO_SUCCESSION", -3),
        ("FAMILY_HOLDS_KEY_POSTS", -1),
    ]
    assert (answer["strength_points"], answer["adverse_points"], answer["net"]) == (1, 9, -8)
    assert (answer["rating"], answer["weight"], answer["limits"]) == (2, 12, [])


def test_a_claimed_strength_is_a_term_that_does_not_count(
    explain_subject: ExplainSubject,
) -> None:
    terms = {t["code"]: t for t in why(explain_subject("services"), "MGT")["terms"]}

    assert terms["DEEP_BENCH"] == {
        "code": "DEEP_BENCH",
        "test": "MGT-12",
        "points": 0,
        "counts": False,
    }


def test_a_critical_finding_limits_the_rating_whatever_the_points(
    explain_subject: ExplainSubject, flawless: Borrower
) -> None:
    hidden = flawless.but({"shareholders.ultimate_owner_identified": False})
    listed = hidden.but({"shareholders.controller_dishonest_listed": True})

    once = why(explain_subject(hidden.facts), "SHR")
    twice = why(explain_subject(listed.facts), "SHR")

    assert once["limits"] == [{"severity": "W3", "findings": 1, "best_rating": 2}]
    assert (once["net"], once["rating"]) == (-2, 2)
    assert [limit["best_rating"] for limit in twice["limits"]] == [2, 1]
    assert twice["rating"] == 1


def test_the_composite_is_the_sum_of_its_terms_and_lies_in_a_band(
    explain_subject: ExplainSubject,
) -> None:
    answer = why(explain_subject("average_manufacturer"), "composite")

    assert [(t["dimension"], t["weight"], t["rating"], t["product"]) for t in answer["terms"]] == [
        ("HIS", 6, 4, 24),
        ("GOV", 12, 3, 36),
        ("SHR", 8, 3, 24),
        ("MGT", 12, 4, 48),
        ("REP", 22, 5, 110),
        ("SUP", 7, 3, 21),
        ("PRD", 9, 4, 36),
        ("ENV", 6, 3, 18),
        ("SAL", 9, 3, 27),
        ("CMP", 5, 3, 15),
        ("PRF", 4, 4, 16),
    ]
    assert (answer["composite"], answer["base_grade"]) == (375, "N4")
    assert answer["band"] == {"from": 340, "to": 384}


def test_the_best_band_has_no_end(explain_subject: ExplainSubject) -> None:
    answer = why(explain_subject("strong_private_manufacturer"), "composite")

    assert (answer["composite"], answer["band"]) == (500, {"from": 455, "to": None})


def test_a_pattern_marks_what_stands_only_because_it_is_assumed(
    explain_subject: ExplainSubject, flawless: Borrower
) -> None:
    values = {"governance.succession_plan": "none", "governance.board_challenge": "none"}
    borrower = flawless.but(values).without("governance.decision_process")

    answer = why(explain_subject(borrower.facts), "PAT-01")

    assert answer["status"] == "fired"
    assumed = {s["code"]: s["assumed"] for group in answer["groups"] for s in group["standing"]}
    assert assumed["ONE_MAN_RULE"] is True
    assert assumed["NO_SUCCESSION"] is False
