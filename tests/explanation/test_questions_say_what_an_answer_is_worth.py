"""Every unknown fact that counts is asked for once, with what its best and worst answer bring."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.decimal4 import scale
from service.dossier.applicability import definitely_inapplicable
from service.engine.evaluation import Evaluation
from service.explanation.questions import questions
from service.explanation.subject import Subject
from service.ruleset.model import Ruleset, Value
from tests.engine.borrowers import Borrower
from tests.engine.strategies import FACTS, RANK, RULESET, anyhow, mostly_clean, values
from tests.explanation.conftest import ExplainSubject

RESOLUTIONS = ("neutral", "favourable", "adverse")


def asked(subject: Subject) -> dict[str, dict[str, Any]]:
    found = questions(subject)
    assert len({q["fact"] for q in found}) == len(found)
    return {q["fact"]: q for q in found}


def standing(evaluation: Evaluation) -> tuple[int, int, int]:
    ranks = (RANK[evaluation.grade], RANK[evaluation.indicative_grade])
    return (*ranks, -evaluation.composite)


def told(resolution: dict[str, Any]) -> tuple[int, int, int]:
    grades = (RANK[resolution["grade"]], RANK[resolution["indicative_grade"]])
    return (*grades, -resolution["composite"])


def test_nothing_is_asked_of_a_borrower_of_whom_all_is_known(
    explain_subject: ExplainSubject,
) -> None:
    assert questions(explain_subject("average_manufacturer")) == []


@settings(max_examples=15)
@given(borrower=anyhow())
def test_unknown_facts_are_asked_for_unless_no_test_may_read_them(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(borrower.facts)
    classes = {fact: subject.facts[fact].value for fact in RULESET.class_facts}
    unknown = {f for f, state in subject.facts.items() if state.value is None}
    idle = {f for f in unknown if definitely_inapplicable(RULESET, f, classes)}
    assert set(asked(subject)) == unknown - idle


@settings(max_examples=25)
@given(borrower=mostly_clean(), left_out=st.lists(st.sampled_from(FACTS), max_size=4, unique=True))
def test_no_answer_is_better_than_the_favourable_or_worse_than_the_adverse(
    explain_subject: ExplainSubject, borrower: Borrower, left_out: list[str]
) -> None:
    subject = explain_subject(borrower.without(*left_out).facts)
    for fact, question in asked(subject).items():
        outcomes = {value: standing(subject.check({fact: value})) for value in values(fact)}
        assert told(question["favourable"]) == min(outcomes.values()), fact
        assert told(question["adverse"]) == max(outcomes.values()), fact


@settings(max_examples=25)
@given(borrower=mostly_clean(), left_out=st.lists(st.sampled_from(FACTS), max_size=4, unique=True))
def test_the_neutral_answer_is_the_one_of_which_least_follows(
    explain_subject: ExplainSubject, borrower: Borrower, left_out: list[str]
) -> None:
    subject = explain_subject(borrower.without(*left_out).facts)
    for fact, question in asked(subject).items():
        outcomes = [subject.check({fact: value}) for value in values(fact)]
        if fact in RULESET.class_facts:
            assert told(question["neutral"])[1:] == max(standing(o)[1:] for o in outcomes)
        else:
            least = min((weight(fact, o), o.composite) for o in outcomes)
            found = subject.check({fact: supposed(question, "neutral")})
            assert (weight(fact, found), found.composite) == least, fact


def weight(fact: str, evaluation: Evaluation) -> int:
    """Points, without their signs, of what the tests that read ``fact`` find or leave open."""
    readers = RULESET.readers[fact]
    found = [f.code for f in evaluation.findings if f.test in readers and not f.claimed]
    open_gates = len([test for test in evaluation.missing if test in readers])
    points = [abs(RULESET.policy.points[RULESET.outcomes[code][1].severity]) for code in found]
    return sum(points) + open_gates * abs(RULESET.policy.points["W3"])


def supposed(question: dict[str, Any], resolution: str) -> Value:
    value = question[resolution]["value"]
    known: Value = value if isinstance(value, bool | str) else scale(str(value))
    return known


@settings(max_examples=15)
@given(borrower=mostly_clean(), left_out=st.lists(st.sampled_from(FACTS), max_size=3, unique=True))
def test_what_an_answer_is_said_to_bring_is_what_both_evaluators_give_for_it(
    explain_subject: ExplainSubject, borrower: Borrower, left_out: list[str]
) -> None:
    subject = explain_subject(borrower.without(*left_out).facts)
    for fact, question in asked(subject).items():
        for resolution in RESOLUTIONS:
            found = subject.confirm({fact: supposed(question, resolution)})
            assert told(question[resolution]) == standing(found), (fact, resolution)


def test_mandatory_facts_come_first_and_then_those_that_bring_most(
    explain_subject: ExplainSubject,
) -> None:
    found = questions(explain_subject("incomplete_dossier"))
    assert [q["fact"] for q in found if q["mandatory"]] == [q["fact"] for q in found[:5]]
    assert len([q for q in found if q["mandatory"]]) == 5
    for mandatory in (True, False):
        gains = [
            (told(q["neutral"]), told(q["favourable"]))
            for q in found
            if q["mandatory"] is mandatory
        ]
        assert gains == sorted(gains)


def test_a_question_names_its_fact_why_it_is_unknown_and_who_reads_it(
    explain_subject: ExplainSubject,
) -> None:
    question = asked(explain_subject("incomplete_dossier"))["reputation.current_dpd"]
    assert question["title"] == "Current days past due"
    assert question["title_zh"] == "当前逾期天数"
    assert question["unknown"] == "absent"
    assert question["tests"] == ["REP-02"]
    assert list(question)[-3:] == list(RESOLUTIONS)


def test_a_fact_of_another_type_of_company_is_asked_for_only_while_the_type_is_unknown(
    explain_subject: ExplainSubject,
) -> None:
    average = explain_subject("average_manufacturer")
    fact, type_ = "governance.free_float_pct", "borrower.ownership_type"
    private = Borrower(RULESET, average.dossier.facts).without(fact)
    assert asked(explain_subject(private.facts)).keys() == set()
    unclassified = asked(explain_subject(private.without(type_).facts))
    assert unclassified.keys() == {fact, type_}
    assert unclassified[fact]["tests"] == ["GOV-16"]
    assert not unclassified[fact]["mandatory"]
    assert unclassified[type_]["mandatory"]


def test_to_leave_a_gate_open_is_not_neutral(explain_subject: ExplainSubject) -> None:
    # Two disclosure sanctions would be critical for a listed company, and nobody knows the type.
    average = Borrower(RULESET, explain_subject("average_manufacturer").dossier.facts)
    fact = "governance.disclosure_sanctions_36m"
    question = asked(explain_subject(average.without(fact, "borrower.ownership_type").facts))[fact]
    assert question["neutral"]["value"] == 0


def test_a_statement_that_deceit_made_void_is_asked_for(explain_subject: ExplainSubject) -> None:
    average = Borrower(RULESET, explain_subject("average_manufacturer").dossier.facts)
    deceiver = average.but({"reputation.false_statement_finding": "deliberate"})
    found = asked(explain_subject(deceiver.on_own_word("sales.csi_trend").facts))
    assert {fact: q["unknown"] for fact, q in found.items()} == {"sales.csi_trend": "void"}


@pytest.mark.parametrize(
    ("fact", "neutral", "favourable", "adverse"),
    [
        ("reputation.current_dpd", 0, 0, 91),
        ("reputation.tax_class", "B", "A", "D"),
        ("history.principal_business_years", 2, 8, 1),
        ("supply.incoming_reject_pct", 1, 0.5, 4),
        ("performance.growth_gap_pp", -3, 3, -11),
        ("production.rd_ratio_to_industry", 0.5, 1.2, 0.4),
        ("governance.board_challenge", "none", "evidenced", "none"),
        ("borrower.business_model", "trading", "services", "trading"),
    ],
)
def test_the_values_told_are_ones_that_a_person_would_name(
    explain_subject: ExplainSubject, fact: str, neutral: Any, favourable: Any, adverse: Any
) -> None:
    average = Borrower(RULESET, explain_subject("average_manufacturer").dossier.facts)
    question = asked(explain_subject(average.without(fact).facts))[fact]
    assert [question[r]["value"] for r in RESOLUTIONS] == [neutral, favourable, adverse]


def test_the_answers_are_inside_the_range_of_their_fact_and_whole_where_it_is(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    nothing = Borrower(
        ruleset,
        {
            f: s._replace(value=None, unknown="absent", word_only=False)
            for f, s in explain_subject("average_manufacturer").dossier.facts.items()
        },
    )
    found = asked(explain_subject(nothing.facts))
    assert found.keys() == ruleset.facts.keys()
    for fact, question in found.items():
        entry = ruleset.facts[fact]
        for resolution in RESOLUTIONS:
            value = supposed(question, resolution)
            if entry.kind == "number":
                assert (entry.minimum or 0) <= int(value) <= (entry.maximum or 0)
                assert not entry.whole or int(value) % 10_000 == 0
            else:
                assert value in entry.domain()
