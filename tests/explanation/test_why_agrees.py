"""Whoever the borrower, why and why not agree with what was found, and add up."""

from typing import Any

from hypothesis import given, settings

from service.explanation.subject import Subject
from service.explanation.why import why, why_tests
from tests.engine.borrowers import Borrower, best_value
from tests.engine.strategies import RULESET, borrowers
from tests.explanation.conftest import ExplainSubject

few = settings(max_examples=40)


def every_finding(subject: Subject) -> list[dict[str, Any]]:
    return [why(subject, code) for code in RULESET.outcomes]


@few
@given(borrower=borrowers())
def test_every_test_is_told_of_once_and_every_finding_is_among_them(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(borrower.facts)
    evaluation = subject.evaluation

    told = why_tests(subject)

    assert [entry["test"] for entry in told] == list(RULESET.tests)
    found = [(entry["test"], entry["code"]) for entry in told if entry["code"]]
    assert found == [(f.test, f.code) for f in evaluation.findings]
    by_status: dict[str, list[str]] = {}
    for entry in told:
        by_status.setdefault(entry["status"], []).append(entry["test"])
    mandatory = [m for m in evaluation.missing if m in RULESET.tests]
    assert set(mandatory) <= set(by_status.get("not_evaluable", []))
    fired = [f.test for f in evaluation.findings if f.test not in mandatory]
    assert by_status.get("fired", []) == fired


@few
@given(borrower=borrowers())
def test_the_answers_for_a_test_and_for_its_outcomes_agree(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(borrower.facts)
    findings = {f.code: (f.assumed, f.claimed) for f in subject.evaluation.findings}
    answers = {answer["code"]: answer for answer in every_finding(subject)}

    fired = {c: (a["assumed"], a["claimed"]) for c, a in answers.items() if a["status"] == "fired"}
    assert fired == findings
    undecided = {
        a["test"]
        for a in answers.values()
        if a["status"] == "not_evaluable" and a["severity"] in ("W3", "KO")
    }
    assert undecided == {m for m in subject.evaluation.missing if m in RULESET.tests}
    for entry in why_tests(subject):
        answer = why(subject, entry["test"])
        assert (answer["status"], answer["finding"]) == (entry["status"], entry["code"])
        assert answer["outcomes"] == [answers[o["code"]] for o in answer["outcomes"]]


@few
@given(borrower=borrowers())
def test_every_answer_shows_what_it_rests_on(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(borrower.facts)
    findings = {f.code for f in subject.evaluation.findings}
    for answer in every_finding(subject):
        ways = [alternative["holds"] for alternative in answer["alternatives"]]
        applies = [alternative["holds"] for alternative in answer["applicability"]] or [True]
        certain = True in ways and True in applies
        match answer["status"]:
            case "fired":
                assert certain != answer["assumed"]
            case "not_applicable":
                assert set(applies) == {False}
            case "not_evaluable":
                assert not certain
                assert answer["missing_facts"]
            case "not_fired":
                # It is ruled out, or holds and gives way to another finding of its test.
                assert certain == bool(answer["superseded_by"])
                assert certain or set(ways) == {False}
        assert answer["superseded_by"] in (None, *findings - {answer["code"]})
        assert answer["implied_by"] in (None, *findings - {answer["code"]})
        assert all(subject.facts[fact].value is None for fact in answer["missing_facts"])
        for alternative in (*answer["alternatives"], *answer["applicability"]):
            holds = [condition["holds"] for condition in alternative["conditions"]]
            assert alternative["holds"] is (
                False if False in holds else None if None in holds else True
            )
            if not alternative["holds"]:
                first = holds.index(alternative["holds"])
                assert alternative["failing"] == alternative["conditions"][first]


@few
@given(borrower=borrowers())
def test_learning_the_missing_facts_leaves_nothing_open(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(borrower.facts)
    missing = {fact for answer in every_finding(subject) for fact in answer["missing_facts"]}

    informed = subject.rate({fact: best_value(RULESET.facts[fact]) for fact in sorted(missing)})

    assert all(entry["status"] != "not_evaluable" for entry in why_tests(informed))
    assert not [a["code"] for a in every_finding(informed) if a["missing_facts"]]


@few
@given(borrower=borrowers())
def test_patterns_form_of_what_stands_and_wait_for_what_could(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(borrower.facts)
    evaluation = subject.evaluation
    codes = [f.code for f in evaluation.findings if not f.claimed]
    for pattern in RULESET.patterns.values():
        answer = why(subject, pattern.code)
        assert (answer["status"] == "fired") == (pattern.id in evaluation.patterns)
        assert answer["because"] == list(evaluation.patterns.get(pattern.id, ()))
        assert (answer["status"] == "fired") == (answer["missing_groups"] == [])
        stand = {s["implied_by"] or s["code"] for g in answer["groups"] for s in g["standing"]}
        assert stand <= set(codes)
        assert stand >= set(answer["because"])
        if answer["status"] == "not_evaluable":
            possible = [*codes, *answer["undecided"]]
            assert pattern.id in subject.rater.checker.grade_codes(possible, "trading")[0]
            assert evaluation.grade == "NR"


@few
@given(borrower=borrowers())
def test_every_pattern_that_undecided_outcomes_could_form_is_not_evaluable(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(borrower.facts)
    codes = [f.code for f in subject.evaluation.findings if not f.claimed]
    undecided = [
        answer["code"]
        for answer in every_finding(subject)
        if answer["severity"] in ("W3", "KO") and answer["status"] == "not_evaluable"
    ]
    possible, _ = subject.rater.checker.grade_codes([*codes, *undecided], "trading")

    answers = {pattern: why(subject, pattern)["status"] for pattern in RULESET.patterns}

    not_evaluable = {p for p, status in answers.items() if status == "not_evaluable"}
    assert not_evaluable == possible.keys() - subject.evaluation.patterns.keys()


@few
@given(borrower=borrowers())
def test_caps_dimensions_and_the_composite_add_up(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(borrower.facts)
    evaluation = subject.evaluation
    policy = RULESET.policy

    composite = why(subject, "composite")
    assert sum(t["product"] for t in composite["terms"]) == evaluation.composite
    assert sum(t["weight"] for t in composite["terms"]) == 100
    low, high = composite["band"]["from"], composite["band"]["to"]
    assert low <= evaluation.composite
    assert high is None or evaluation.composite <= high

    told: list[str] = []
    for dimension in policy.dimensions:
        answer = why(subject, dimension)
        points = [term["points"] for term in answer["terms"]]
        strengths = sum(p for p in points if p > 0)
        assert min(strengths, answer["strength_cap"]) == answer["strength_points"]
        assert -sum(p for p in points if p < 0) == answer["adverse_points"]
        assert answer["strength_points"] - answer["adverse_points"] == answer["net"]
        assert all(answer["rating"] <= limit["best_rating"] for limit in answer["limits"])
        told += [term["code"] for term in answer["terms"]]
    assert sorted(told) == sorted(f.code for f in evaluation.findings)

    caps = {cap.reason: cap.grade for cap in evaluation.caps}
    for cap in policy.dimension_caps:
        answer = why(subject, cap.id)
        assert (answer["status"] == "fired") == (cap.reason in caps)
        if answer["status"] == "fired":
            assert answer["binding"] == (cap.cap == evaluation.indicative_grade)
            assert all(d["rating"] in cap.rating for d in answer["dimensions"])
