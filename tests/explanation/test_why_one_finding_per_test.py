"""An outcome that gives way to another of its test says to which, and which stands for it."""

from dataclasses import replace

from service.decisions.rate import Rater
from service.explanation.subject import Subject
from service.explanation.why import why
from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower
from tests.explanation.conftest import ExplainSubject

VOLUME = "governance.rpt_pct_revenue"
PRICING = "governance.rpt_pricing"


def test_a_graver_finding_of_the_test_comes_before_a_milder_one_that_holds(
    explain_subject: ExplainSubject, flawless: Borrower
) -> None:
    subject = explain_subject(flawless.but({VOLUME: 31, PRICING: "not_arms_length"}).facts)

    answer = why(subject, "RPT_HIGH_UNPROVEN")

    assert answer["alternatives"][0]["holds"] is True
    assert (answer["status"], answer["superseded_by"]) == ("not_fired", "RPT_NOT_ARMS_LENGTH")
    assert why(subject, "RPT_NOT_ARMS_LENGTH")["superseded_by"] is None


def test_an_adverse_finding_comes_before_a_strength_that_holds(
    explain_subject: ExplainSubject, flawless: Borrower
) -> None:
    stages = {"sales.stable_stage_pct": 60, "sales.decline_stage_pct": 31}
    subject = explain_subject(flawless.but(stages).facts)

    answer = why(subject, "STABLE_CUSTOMER_BASE")

    assert (answer["status"], answer["superseded_by"]) == ("not_fired", "CUSTOMERS_IN_DECLINE")
    assert answer["implied_by"] is None


def test_an_adverse_outcome_that_could_hold_gives_way_to_a_graver_one_found(
    explain_subject: ExplainSubject, flawless: Borrower
) -> None:
    subject = explain_subject(flawless.but({PRICING: "not_arms_length"}).without(VOLUME).facts)

    answer = why(subject, "RPT_HIGH_UNPROVEN")

    assert (answer["status"], answer["superseded_by"]) == ("not_evaluable", "RPT_NOT_ARMS_LENGTH")
    assert answer["missing_facts"] == [VOLUME]


def test_a_milder_code_says_which_finding_stands_for_it(
    explain_subject: ExplainSubject, flawless: Borrower
) -> None:
    subject = explain_subject(flawless.but({"sales.dso_ratio_to_industry": 2}).facts)

    answer = why(subject, "COLLECTS_SLOWLY")

    assert (answer["status"], answer["implied_by"]) == ("not_fired", "COLLECTION_VERY_SLOW")
    assert answer["superseded_by"] is None
    assert why(subject, "COLLECTION_VERY_SLOW")["implied_by"] is None
    assert why(subject, "COLLECTS_FAST")["implied_by"] is None


def test_a_greater_strength_that_is_only_claimed_gives_way_to_a_lesser_one_proven(
    ruleset: Ruleset, flawless: Borrower
) -> None:
    owned = ruleset.outcomes["TECHNOLOGY_OWNED"][1]
    test = ruleset.tests["PRD-01"]
    changed = [
        replace(o, when=owned.when) if o.code == "TECHNOLOGY_ADVANCED" else o for o in test.outcomes
    ]
    tests = {**ruleset.tests, test.id: replace(test, outcomes=tuple(changed))}
    rater = Rater(replace(ruleset, tests=tests))
    claimed = flawless.on_own_word("production.technology_level")
    subject = Subject(rater, rater.rate_dossier(claimed.dossier()))

    answer = why(subject, "TECHNOLOGY_LEADING")

    assert answer["alternatives"][0]["holds"] is True
    assert (answer["status"], answer["superseded_by"]) == ("not_fired", "TECHNOLOGY_ADVANCED")
    assert not answer["claimed"]
    assert why(subject, "TECHNOLOGY_ADVANCED")["points"] == 1
