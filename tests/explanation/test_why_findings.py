"""Why a finding was made, or why not: by which condition, on which fact, from which clause."""

from dataclasses import replace
from typing import Any

from service.decisions.rate import Rater
from service.explanation.subject import Subject
from service.explanation.why import why
from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower
from tests.explanation.conftest import ExplainSubject

VOLUME = "governance.rpt_pct_revenue"
PRICING = "governance.rpt_pricing"
OWNERSHIP = "borrower.ownership_type"


def failing(answer: dict[str, Any]) -> list[tuple[str, Any, str]]:
    """Of each alternative: the fact that fails it, its value, and the condition."""
    found = [alternative["failing"] for alternative in answer["alternatives"]]
    return [(f["fact"]["fact"], f["fact"]["value"], f["condition"]) for f in found]


def test_a_finding_shows_fact_condition_and_clauses(explain_subject: ExplainSubject) -> None:
    answer = why(explain_subject("family_condiment_maker"), "ONE_MAN_RULE")

    assert answer["status"] == "fired"
    assert not answer["assumed"]
    assert not answer["claimed"]
    assert answer["points"] == -3
    assert answer["clauses"] == ["GV-2.0-c", "GV-2.1-c", "GV-2.3-a", "GV-2.3-b", "T-GV-5"]
    assert answer["missing_facts"] == []
    (alternative,) = answer["alternatives"]
    assert alternative["holds"] is True
    assert alternative["failing"] is None
    assert alternative["conditions"] == [
        {
            "fact": {
                "fact": "governance.decision_process",
                "value": "one_person",
                "as_of": "2026-10-20",
                "source": "third_party",
                "obtained_on": "2026-10-25",
            },
            "condition": '"one_person", "undocumented"',
            "holds": True,
        }
    ]


def test_each_alternative_names_the_first_condition_that_fails(
    explain_subject: ExplainSubject,
) -> None:
    answer = why(explain_subject("strong_private_manufacturer"), "BOARD_NOT_CHALLENGING")

    assert answer["status"] == "not_fired"
    assert failing(answer) == [
        ("governance.board_challenge", "evidenced", '"none"'),
        ("governance.board_challenge", "evidenced", '"formal_only"'),
    ]
    assert [c["holds"] for c in answer["alternatives"][0]["conditions"]] == [True, False]


def test_a_false_condition_is_named_before_an_earlier_one_that_is_unknown(
    explain_subject: ExplainSubject, flawless: Borrower
) -> None:
    unpriced = flawless.but({PRICING: "arms_length_evidenced"}).without(VOLUME)

    answer = why(explain_subject(unpriced.facts), "RPT_HIGH_UNPROVEN")

    assert answer["status"] == "not_fired"
    assert failing(answer) == [(PRICING, "arms_length_evidenced", 'not("arms_length_evidenced")')]
    assert [c["holds"] for c in answer["alternatives"][0]["conditions"]] == [None, False]


def test_numbers_are_shown_as_people_write_them(
    explain_subject: ExplainSubject, flawless: Borrower
) -> None:
    answer = why(explain_subject(flawless.but({VOLUME: "12.25"}).facts), "RPT_HIGH_UNPROVEN")

    assert failing(answer) == [(VOLUME, 12.25, "> 30")]


def test_an_undecided_knock_out_names_the_fact_that_is_missing(
    explain_subject: ExplainSubject,
) -> None:
    answer = why(explain_subject("incomplete_dossier"), "NON_PERFORMING")

    assert (answer["status"], answer["cap"]) == ("not_evaluable", "N10")
    assert answer["missing_facts"] == ["reputation.five_tier_current"]
    assert answer["superseded_by"] is None
    (alternative,) = answer["alternatives"]
    assert alternative["holds"] is None
    assert alternative["failing"]["fact"] == {
        "fact": "reputation.five_tier_current",
        "value": None,
        "unknown": "absent",
    }


def test_an_assumed_finding_names_the_fact_that_could_disprove_it(
    explain_subject: ExplainSubject,
) -> None:
    answer = why(explain_subject("incomplete_dossier"), "SPECIAL_MENTION")

    assert (answer["status"], answer["assumed"]) == ("fired", True)
    assert answer["missing_facts"] == ["reputation.five_tier_current"]


def test_a_fact_that_could_settle_nothing_is_not_missing(
    explain_subject: ExplainSubject, flawless: Borrower
) -> None:
    modest = flawless.but({VOLUME: 5}).without(PRICING)

    subject = explain_subject(modest.facts)

    assert why(subject, "RPT_HIGH_UNPROVEN")["status"] == "not_fired"
    assert why(subject, "RPT_HIGH_UNPROVEN")["missing_facts"] == []
    assert why(subject, "RPT_NOT_ARMS_LENGTH")["missing_facts"] == [PRICING]


def test_an_alternative_that_is_ruled_out_makes_no_fact_missing(
    ruleset: Ruleset, flawless: Borrower
) -> None:
    test = ruleset.tests["GOV-16"]
    (outcome,) = test.outcomes
    float_alone, holder = outcome.when
    board = ruleset.tests["GOV-06"].outcomes[0].when[0]
    narrower = replace(outcome, when=((*float_alone, *board), holder))
    tests = {**ruleset.tests, test.id: replace(test, outcomes=(narrower,))}
    rater = Rater(replace(ruleset, tests=tests))
    floated = flawless.but({OWNERSHIP: "listed", "governance.free_float_pct": 60})
    unknown = floated.without("governance.largest_holder_pct", "governance.board_challenge")
    subject = Subject(rater, rater.rate_dossier(unknown.dossier()))

    answer = why(subject, "SHARE_STRUCTURE_CONCENTRATED")

    assert [alternative["holds"] for alternative in answer["alternatives"]] == [False, None]
    assert answer["missing_facts"] == ["governance.largest_holder_pct"]


def test_an_outcome_that_holds_misses_only_whether_its_test_applies(
    explain_subject: ExplainSubject, flawless: Borrower
) -> None:
    floated = flawless.but({"governance.free_float_pct": 10})
    subject = explain_subject(floated.without(OWNERSHIP, "governance.largest_holder_pct").facts)

    answer = why(subject, "SHARE_STRUCTURE_CONCENTRATED")

    assert [alternative["holds"] for alternative in answer["alternatives"]] == [True, None]
    assert (answer["assumed"], answer["missing_facts"]) == (True, [OWNERSHIP])


def test_a_test_that_does_not_apply_shows_the_classification(
    explain_subject: ExplainSubject,
) -> None:
    answer = why(explain_subject("average_manufacturer"), "INSIDER_CONTROL")

    assert answer["status"] == "not_applicable"
    (alternative,) = answer["applicability"]
    assert alternative["holds"] is False
    assert alternative["failing"]["condition"] == '"listed", "state_owned_sole"'
    assert alternative["failing"]["fact"]["value"] == "private"


def test_a_test_that_may_not_apply_misses_the_classification_too(
    explain_subject: ExplainSubject, flawless: Borrower
) -> None:
    subject = explain_subject(flawless.without(OWNERSHIP, "governance.insider_control").facts)

    assert why(subject, "INSIDER_CONTROL")["missing_facts"] == [
        OWNERSHIP,
        "governance.insider_control",
    ]
    assert why(subject, "INSIDER_CONTROL")["assumed"]


def test_a_strength_of_a_test_that_may_not_apply_waits_for_the_classification(
    explain_subject: ExplainSubject, flawless: Borrower
) -> None:
    subject = explain_subject(flawless.without("borrower.business_model").facts)

    answer = why(subject, "TECHNOLOGY_LEADING")

    assert answer["status"] == "not_evaluable"
    assert answer["missing_facts"] == ["borrower.business_model"]
    assert answer["alternatives"][0]["holds"] is True


def test_a_strength_on_the_borrowers_word_is_claimed_and_earns_nothing(
    explain_subject: ExplainSubject,
) -> None:
    answer = why(explain_subject("services"), "DEEP_BENCH")

    assert (answer["status"], answer["claimed"], answer["points"]) == ("fired", True, 0)
    (condition,) = answer["alternatives"][0]["conditions"]
    assert condition["fact"]["source"] == "borrower_stated"


def test_after_deceit_the_borrowers_statements_count_as_void(
    explain_subject: ExplainSubject, flawless: Borrower
) -> None:
    level = "production.technology_level"
    deceitful = flawless.but({"reputation.false_statement_finding": "deliberate"})
    subject = explain_subject(deceitful.on_own_word(level).facts)

    answer = why(subject, "TECHNOLOGY_BACKWARD")

    assert (answer["status"], answer["assumed"]) == ("fired", True)
    assert answer["alternatives"][0]["failing"]["fact"] == {
        "fact": level,
        "value": None,
        "unknown": "void",
    }


def test_a_test_tells_of_all_its_outcomes(explain_subject: ExplainSubject) -> None:
    answer = why(explain_subject("family_condiment_maker"), "GOV-20")

    assert (answer["kind"], answer["status"]) == ("test", "fired")
    assert answer["finding"] == "NO_SUCCESSION"
    assert {o["code"]: o["status"] for o in answer["outcomes"]} == {
        "NO_SUCCESSION": "fired",
        "SUCCESSION_INFORMAL": "not_fired",
        "SUCCESSION_PLANNED": "not_fired",
    }


def test_a_test_with_an_undecided_knock_out_is_not_evaluable_whatever_it_assumes(
    explain_subject: ExplainSubject,
) -> None:
    answer = why(explain_subject("incomplete_dossier"), "REP-01")

    assert answer["status"] == "not_evaluable"
    assert answer["finding"] == "SPECIAL_MENTION"
