"""The information request is the smallest set of unknown facts that helps, and it does help."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service.decimal4 import scale
from service.decisions.rate import Rater
from service.explanation.questions import information_request, questions
from service.explanation.subject import Subject
from service.ruleset.model import Test, Value
from tests.engine.borrowers import Borrower
from tests.engine.strategies import FACTS, RANK, RULESET, SCORED, mostly_clean
from tests.explanation.conftest import ExplainSubject
from tests.features.borrowers import causes
from tests.features.profiles import PROFILES

GATE_FACTS = tuple(fact.id for fact in RULESET.facts.values() if fact.need == "gate")


def neutral(subject: Subject) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for question in questions(subject):
        value = question["neutral"]["value"]
        found[question["fact"]] = value if isinstance(value, bool | str) else scale(str(value))
    return found


def helped(subject: Subject, resolved: dict[str, Value]) -> bool:
    return RANK[subject.check(resolved).grade] < RANK[subject.evaluation.grade]


def smallest(subject: Subject, most: int) -> int | None:
    """The size of the smallest set of unknown facts that helps, by trying every set."""
    values = neutral(subject)
    for size in range(1, most + 1):
        for chosen in combinations(values, size):
            if helped(subject, {fact: values[fact] for fact in chosen}):
                return size
    return None


def average(explain_subject: ExplainSubject) -> Borrower:
    return Borrower(RULESET, explain_subject("average_manufacturer").dossier.facts)


@settings(max_examples=60)
@given(
    borrower=mostly_clean(12),
    left_out=st.lists(st.sampled_from(SCORED), min_size=6, max_size=10, unique=True),
)
def test_no_smaller_set_of_unknown_facts_lifts_a_grade(
    explain_subject: ExplainSubject, borrower: Borrower, left_out: list[str]
) -> None:
    subject = explain_subject(borrower.without(*left_out).facts)
    assume(not subject.evaluation.missing and len(neutral(subject)) <= 10)
    request = information_request(subject)
    assert (len(request["facts"]) if request else None) == smallest(subject, 5)


@settings(max_examples=40)
@given(
    borrower=mostly_clean(6),
    left_out=st.lists(st.sampled_from(GATE_FACTS), min_size=1, max_size=4, unique=True),
)
def test_no_smaller_set_of_unknown_facts_makes_a_borrower_rated(
    explain_subject: ExplainSubject, borrower: Borrower, left_out: list[str]
) -> None:
    subject = explain_subject(borrower.without(*left_out).facts)
    unknown_class = any(subject.facts[fact].value is None for fact in RULESET.class_facts)
    assume(subject.evaluation.missing and not unknown_class and len(neutral(subject)) <= 9)
    request = information_request(subject)
    assert request is not None
    assert len(request["facts"]) == smallest(subject, 9)


@settings(max_examples=40)
@given(borrower=mostly_clean(), left_out=st.lists(st.sampled_from(FACTS), max_size=60, unique=True))
def test_a_request_leads_to_the_grade_that_it_names_and_each_of_its_facts_is_needed(
    explain_subject: ExplainSubject, borrower: Borrower, left_out: list[str]
) -> None:
    subject = explain_subject(borrower.without(*left_out).facts)
    request = information_request(subject)
    if request is None:
        return
    values = {
        r["fact"]: r["to"] if isinstance(r["to"], bool | str) else scale(str(r["to"]))
        for r in request["resolution"]
    }
    assert list(values) == request["facts"]
    assert all(subject.facts[fact].value is None for fact in values)
    reached = subject.confirm(values)
    assert (reached.grade, reached.composite) == (request["grade"], request["composite"])
    assert helped(subject, values)
    for fact in values:
        assert not helped(subject, {f: v for f, v in values.items() if f != fact}), fact


def test_a_borrower_of_whom_all_is_known_is_asked_for_nothing(
    explain_subject: ExplainSubject,
) -> None:
    assert information_request(explain_subject("average_manufacturer")) is None


def test_the_incomplete_dossier_needs_a_fact_for_each_gate_it_waits_for(
    explain_subject: ExplainSubject,
) -> None:
    request = information_request(explain_subject("incomplete_dossier"))
    assert request is not None
    assert request["facts"] == [
        "shareholders.ultimate_owner_identified",
        "reputation.current_dpd",
        "reputation.five_tier_current",
        "reputation.worst_class_5y",
        "environment.credit_class",
    ]
    assert (request["grade"], request["composite"]) == ("N3", 423)


def test_one_fact_is_enough_where_either_of_two_would_decide_a_gate(
    explain_subject: ExplainSubject,
) -> None:
    borrower = average(explain_subject).without(
        "governance.rpt_pct_revenue", "governance.rpt_pricing"
    )
    subject = explain_subject(borrower.facts)
    assert subject.evaluation.missing == ("GOV-02",)
    request = information_request(subject)
    assert request is not None
    assert len(request["facts"]) == 1


def test_an_unknown_classification_is_always_asked_for(explain_subject: ExplainSubject) -> None:
    borrower = average(explain_subject).without(
        "borrower.ownership_type", "borrower.business_model", "governance.disclosure_sanctions_36m"
    )
    request = information_request(explain_subject(borrower.facts))
    assert request is not None
    assert set(request["facts"]) >= {"borrower.ownership_type", "borrower.business_model"}
    assert request["grade"] != "NR"


def test_a_gate_that_the_classification_switches_off_needs_no_fact(
    explain_subject: ExplainSubject,
) -> None:
    trading = average(explain_subject).but({"borrower.business_model": "trading"})
    subject = explain_subject(
        trading.without("borrower.business_model", "environment.waste_treatment").facts
    )
    assert set(subject.evaluation.missing) == {"ENV-07", "borrower.business_model"}
    request = information_request(subject)
    assert request is not None
    assert request["resolution"] == [{"fact": "borrower.business_model", "to": "trading"}]


def test_both_facts_of_a_pattern_are_not_needed_where_one_breaks_it(
    explain_subject: ExplainSubject,
) -> None:
    # A start-up with a thin credit file is capped at N5: to know of the file is enough.
    unknown = ("history.years_operating", "reputation.credit_history_months")
    subject = explain_subject(average(explain_subject).without(*unknown).facts)
    assert "PAT-23" in subject.evaluation.patterns
    request = information_request(subject)
    assert request is not None
    assert len(request["facts"]) == 1
    assert request["grade"] == "N4"


@pytest.mark.parametrize("pattern", RULESET.patterns)
def test_no_smaller_set_of_unknown_facts_breaks_a_pattern(
    explain_subject: ExplainSubject, pattern: str
) -> None:
    groups = RULESET.patterns[pattern].all_of_any
    tests = {RULESET.outcomes[code][0].id for group in groups for code in group}
    facts = [fact for fact in SCORED if not tests.isdisjoint(RULESET.readers[fact])]
    subject = explain_subject(average(explain_subject).without(*facts).facts)
    request = information_request(subject)
    assert (len(request["facts"]) if request else None) == smallest(subject, 5)


def test_a_fact_that_counts_in_two_dimensions_is_asked_for_once(
    explain_subject: ExplainSubject,
) -> None:
    # Unknown, the share of related-party sales counts against governance and shareholders.
    borrower = average(explain_subject).but({"governance.rpt_pricing": "unclear"})
    subject = explain_subject(borrower.without("governance.rpt_pct_revenue").facts)
    request = information_request(subject)
    assert subject.evaluation.grade == "N5"
    assert request is not None
    assert (request["facts"], request["grade"]) == (["governance.rpt_pct_revenue"], "N4")


def test_of_several_poor_dimensions_the_one_that_an_answer_can_lift_is_found(
    explain_subject: ExplainSubject,
) -> None:
    poor = [code for d in ("HIS", "CMP") for code in PROFILES[d][1].split()]
    borrower = average(explain_subject).but(causes(RULESET, poor))
    subject = explain_subject(borrower.without("competitiveness.launch_timing").facts)
    request = information_request(subject)
    assert subject.evaluation.grade == "N7"
    assert request is not None
    assert (request["facts"], request["grade"]) == (["competitiveness.launch_timing"], "N6")


def test_one_fact_that_several_gates_wait_for_is_asked_for_alone(
    explain_subject: ExplainSubject,
) -> None:
    # Under these rules related sales and supplies at unproven prices are critical, and nothing
    # else is that reads the price; it comes last in the dictionary.
    graver = {"SUP-11": "W3", "SAL-17": "W3", "GOV-02": "W2"}
    tests = {name: with_severity(t, graver.get(name)) for name, t in RULESET.tests.items()}
    facts = dict(reversed(RULESET.facts.items()))
    rater = Rater(replace(RULESET, tests=tests, facts=facts))
    borrower = average(explain_subject).without(
        "governance.rpt_pricing", "supply.related_supplier_pct", "sales.related_sales_pct"
    )
    states = {fact: borrower.facts[fact] for fact in facts}
    dossier = replace(explain_subject("average_manufacturer").dossier, facts=states)
    subject = Subject(rater, rater.rate_dossier(dossier))
    assert subject.evaluation.missing == ("SUP-11", "SAL-17")
    request = information_request(subject)
    assert request is not None
    assert request["facts"] == ["governance.rpt_pricing"]


def with_severity(test: Test, severity: str | None) -> Test:
    """The test with all its adverse outcomes of one ``severity``, where that is given."""
    if severity is None:
        return test
    outcomes = [replace(o, severity=severity) if o.adverse else o for o in test.outcomes]
    return replace(test, outcomes=tuple(outcomes))


def test_nobody_is_asked_for_more_than_five_facts_to_lift_a_grade(
    explain_subject: ExplainSubject,
) -> None:
    subject = explain_subject(average(explain_subject).without(*SCORED).facts)
    assert subject.evaluation.grade == "N9"
    assert helped(subject, neutral(subject))
    assert information_request(subject) is None
