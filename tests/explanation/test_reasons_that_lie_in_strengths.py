"""Where nothing adverse explains a grade, the strengths that the borrower does not show do."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from service.decisions.rate import Rater
from service.explanation.reasons import ReasonsDoNotHold, reasons
from service.explanation.subject import Subject
from service.ruleset.model import Band, Ruleset
from service.ruleset.unary import Interval
from tests.engine.borrowers import Borrower, flawless, worked_borrowers

Explain = Callable[[Any], Subject]

CURED = {
    "governance.board_challenge": "evidenced",
    "governance.independent_directors_pct": 40,
    "governance.independent_director_expertise": True,
    "governance.succession_plan": "documented",
}
"""What cures the adverse findings of the average manufacturer: N3, with nothing adverse."""

OF_REPUTATION = (
    "reputation.credit_history_months",
    "reputation.overdue_episodes_24m",
    "reputation.tax_class",
    "reputation.data_reconciliation",
    "reputation.supplier_payment",
    "reputation.bank_cooperation",
)
"""The facts behind every strength of reputation."""


@pytest.fixture(scope="session")
def unblemished(ruleset: Ruleset) -> Borrower:
    return worked_borrowers(ruleset)["average_manufacturer"].but(CURED)


def committee(subject: Subject) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reasons(subject)["committee"]
    return found


def test_without_anything_adverse_the_strengths_not_shown_are_the_reasons(
    explain_subject: Explain, unblemished: Borrower
) -> None:
    subject = explain_subject(unblemished.facts)

    found = committee(subject)

    assert subject.evaluation.grade == "N3"
    assert {r["kind"] for r in found} == {"strength_not_shown"}
    assert found[0]["code"] == "TECHNOLOGY_LEADING"
    assert found[0]["facts"][0]["value"] == "average"


def test_they_are_ranked_by_what_they_would_gain(
    explain_subject: Explain, unblemished: Borrower, ruleset: Ruleset
) -> None:
    subject = explain_subject(unblemished.facts)
    weights = {d: r.weight for d, r in subject.evaluation.dimensions.items()}

    found = committee(subject)

    points = ruleset.policy.points
    gains = [(-weights[r["dimension"]] * points[r["severity"]], r["id"]) for r in found]
    assert gains == sorted(gains)


def test_a_strength_that_could_gain_nothing_is_no_reason(
    explain_subject: Explain, unblemished: Borrower
) -> None:
    """Reputation and governance have the best rating: what else they could show is idle."""
    dimensions = {r["dimension"] for r in committee(explain_subject(unblemished.facts))}

    assert dimensions == {"HIS", "SHR", "MGT", "SUP", "PRD", "ENV", "SAL", "CMP", "PRF"}


def test_a_dimension_with_all_the_strength_points_that_count_could_show_no_more(
    explain_subject: Explain, unblemished: Borrower
) -> None:
    """Five strengths of governance, one of them not shown, and two watch signs beside them."""
    watched = unblemished.but(
        {
            "governance.decision_process": "board_collective",
            "governance.rpt_pricing": "unclear",
            "governance.disclosure_to_bank": "late",
        }
    )

    subject = explain_subject(watched.facts)

    assert subject.evaluation.dimensions["GOV"].strength_points == 5
    assert subject.evaluation.dimensions["GOV"].rating == 4
    shown = [r["dimension"] for r in committee(subject) if r["kind"] == "strength_not_shown"]
    assert shown
    assert "GOV" not in shown


def test_a_test_that_does_not_apply_gives_no_reason(
    explain_subject: Explain, unblemished: Borrower, ruleset: Ruleset
) -> None:
    found = {r["id"] for r in committee(explain_subject(unblemished.facts))}

    facts = unblemished.facts
    for test in found:
        switches = ruleset.tests[test].applies_when
        assert not switches or any(
            all(c.allows(facts[c.fact].value or False) for c in alternative)
            for alternative in switches
        )


def test_a_strength_on_the_borrowers_word_alone_is_not_evidenced(
    explain_subject: Explain, unblemished: Borrower
) -> None:
    leading = unblemished.but({"production.technology_level": "leading"})

    found = committee(explain_subject(leading.on_own_word("production.technology_level").facts))

    claimed = next(r for r in found if r["code"] == "TECHNOLOGY_LEADING")
    assert claimed["basis"] == "not_evidenced"
    assert claimed["facts"][0]["source"] == "borrower_stated"


def test_a_dimension_that_shows_no_strength_is_told_strength_by_strength(
    explain_subject: Explain, ruleset: Ruleset
) -> None:
    """Every good conduct is the borrower's word: reputation is Adequate, the grade at most N3.

    That the support of shareholders is only claimed, too, changes nothing: it is no reason.
    """
    claimed = flawless(ruleset).on_own_word(*OF_REPUTATION, "shareholders.support_record")

    subject = explain_subject(claimed.facts)
    cap, *rest = committee(subject)

    assert subject.evaluation.grade == "N3"
    assert (cap["kind"], cap["code"], cap["findings"]) == ("dimension", "REP not good", [])
    assert cap["basis"] == "not_evidenced"
    assert {f["fact"] for f in cap["facts"]} >= set(OF_REPUTATION)
    assert cap["grade_without"] == "N1"
    assert {r["dimension"] for r in rest} == {"REP"}
    assert {r["kind"] for r in rest} == {"strength_not_shown"}
    assert [r["code"] for r in rest][:2] == ["CLEAN_REPAYMENT_RECORD", "TAX_CLASS_A"]


def rated_best_only_from(composite: int, borrower: Borrower) -> Subject:
    """The borrower under a policy that asks a higher composite of the best grade."""
    ruleset = borrower.ruleset
    best, second, *others = ruleset.policy.bands
    dearer = Band(best.label, Interval(composite, None))
    wider = Band(second.label, Interval(second.interval.low, composite - 1))
    policy = replace(ruleset.policy, bands=(dearer, wider, *others))
    rater = Rater(replace(ruleset, policy=policy))
    return Subject(rater, rater.rate_dossier(borrower.dossier()))


def test_a_test_is_named_twice_only_where_nothing_else_explains_the_grade(
    ruleset: Ruleset,
) -> None:
    """Without its weakness the controller still shows no strength, and only that is wanting."""
    lacking = flawless(ruleset).but({"shareholders.controller_strength": "weak"})

    subject = rated_best_only_from(500, lacking)

    assert subject.evaluation.grade == "N2"
    assert [(r["kind"], r["id"], r["grade_without"]) for r in committee(subject)] == [
        ("finding", "SHR-03", "N2"),
        ("strength_not_shown", "SHR-03", "N1"),
    ]


def test_reasons_that_would_not_change_the_grade_are_never_told(ruleset: Ruleset) -> None:
    """A policy whose best grade nobody can reach leaves a flawless borrower without a reason."""
    subject = rated_best_only_from(501, flawless(ruleset))

    assert subject.evaluation.grade == "N2"
    with pytest.raises(ReasonsDoNotHold) as failed:
        reasons(subject)
    assert failed.value.codes == ()
    assert "do not hold" in str(failed.value)
