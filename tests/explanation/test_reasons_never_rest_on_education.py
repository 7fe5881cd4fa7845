"""Education may stand among reasons; it is never the only one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from service.decisions.rate import Rater
from service.explanation.reasons import reasons
from service.explanation.subject import Subject
from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower, flawless, worked_borrowers

Explain = Callable[[Any], Subject]

ON_THE_EDGE = {
    "governance.board_challenge": "evidenced",
    "governance.independent_directors_pct": 40,
    "governance.independent_director_expertise": True,
    "governance.succession_plan": "documented",
    "performance.principal_share_pct": 70,
}
"""Nothing adverse, composite 395: one more rating lost in management costs the grade N3."""

UNSCHOOLED = {"management.team_qualified_pct": 10}


@pytest.fixture(scope="session")
def on_the_edge(ruleset: Ruleset) -> Borrower:
    return worked_borrowers(ruleset)["average_manufacturer"].but(ON_THE_EDGE)


def test_where_education_alone_costs_a_grade_strengths_not_shown_are_told_too(
    explain_subject: Explain, on_the_edge: Borrower
) -> None:
    subject = explain_subject(on_the_edge.but(UNSCHOOLED).facts)
    assert explain_subject(on_the_edge.facts).evaluation.grade == "N3"
    assert subject.evaluation.grade == "N4"

    told = reasons(subject)

    education, *others = told["committee"]
    assert (education["code"], education["grade_without"]) == ("TEAM_UNQUALIFIED", "N3")
    assert others
    assert {r["kind"] for r in others} == {"strength_not_shown"}
    assert {r["id"] for r in told["borrower"]} != {"MGT-02"}


def test_its_own_strength_is_not_what_stands_beside_it(
    explain_subject: Explain, on_the_edge: Borrower
) -> None:
    found = reasons(explain_subject(on_the_edge.but(UNSCHOOLED).facts))["committee"]

    assert [r["kind"] for r in found if r["id"] == "MGT-02"] == ["finding"]


def test_the_ruleset_says_which_tests_are_never_the_only_reason(
    ruleset: Ruleset, on_the_edge: Borrower
) -> None:
    tests = {name: replace(test, never_sole_reason=False) for name, test in ruleset.tests.items()}
    rater = Rater(replace(ruleset, tests=tests))
    dossier = on_the_edge.but(UNSCHOOLED).dossier()

    found = reasons(Subject(rater, rater.rate_dossier(dossier)))["committee"]

    assert [r["code"] for r in found] == ["TEAM_UNQUALIFIED"]


def test_beside_another_adverse_finding_education_needs_no_strengths(
    explain_subject: Explain, on_the_edge: Borrower
) -> None:
    both = on_the_edge.but({**UNSCHOOLED, "management.bench": "thin"})

    found = reasons(explain_subject(both.facts))["committee"]

    assert {r["kind"] for r in found} == {"finding"}
    assert {r["code"] for r in found} == {"THIN_BENCH", "TEAM_UNQUALIFIED"}


def test_at_the_best_grade_only_the_committee_is_told_of_education_alone(
    explain_subject: Explain, ruleset: Ruleset
) -> None:
    subject = explain_subject(flawless(ruleset).but(UNSCHOOLED).facts)

    assert subject.evaluation.grade == "N1"
    told = reasons(subject)
    assert told["borrower"] == []
    assert [r["code"] for r in told["committee"]] == ["TEAM_UNQUALIFIED"]
