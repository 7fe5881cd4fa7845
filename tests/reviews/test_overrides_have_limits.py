"""Down as far as anyone likes; up at most one grade, never above a critical or knock-out cap."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.dossier.faults import Faults
from service.records.policy import ReviewPolicy, records_policy
from service.reviews.history import History
from service.reviews.proposal import CappingFinding, CappingPattern, Proposal
from service.reviews.request import Request
from service.reviews.rules import find_faults
from tests.reviews.reviewing import Reviewed

POLICY = records_policy().review
GRADES = [f"N{n}" for n in range(1, 11)]
SEVERITIES = ["W1", "W2", "W3", "KO"]


def refusals(
    grade: str,
    to: str,
    *caps: CappingFinding,
    patterns: tuple[CappingPattern, ...] = (),
    policy: ReviewPolicy = POLICY,
    action: str = "",
) -> list[str]:
    """Why an override from one grade to another is refused."""
    up = GRADES.index(to) < GRADES.index(grade)
    asked = Request(action or ("override_up" if up else "override_down"), "li.na", to)
    faults = Faults()
    find_faults(policy, Proposal("d", grade, (), caps, patterns, ""), History(), asked, faults)
    assert {(fault.code, fault.pointer) for fault in faults.all()} <= {
        ("grade_not_allowed", "/grade")
    }
    return [fault.message for fault in faults.all()]


def test_one_grade_up_is_allowed_where_only_patterns_bind(family: Reviewed) -> None:
    assert family.review("override_up", grade="N4")["notches"] == -1


@pytest.mark.parametrize("grade", ["N3", "N1"])
def test_two_grades_up_are_refused(family: Reviewed, grade: str) -> None:
    [said] = family.messages("override_up", grade=grade)
    assert said == (
        f"{grade} is {5 - int(grade[1:])} better than the proposed N5;"
        " an override may be at most 1 grade better."
    )


@pytest.mark.parametrize("grade", ["N5", "N6"])
def test_up_means_better(family: Reviewed, grade: str) -> None:
    assert family.messages("override_up", grade=grade) == [
        f"{grade} is not better than the proposed N5."
    ]


@pytest.mark.parametrize("grade", ["N5", "N4"])
def test_down_means_worse(family: Reviewed, grade: str) -> None:
    assert family.messages("override_down", grade=grade) == [
        f"{grade} is not worse than the proposed N5."
    ]


def test_the_limit_is_counted_from_the_proposed_grade_not_from_the_human_one(
    family: Reviewed,
) -> None:
    up = family.review("override_up", grade="N4")
    family.review("countersign", "wang", review_id=up["review_id"])
    assert family.messages("override_up", grade="N3")


def test_a_critical_finding_caps_the_human_grade_too(polluter: Reviewed) -> None:
    assert polluter.messages("override_up", grade="N6") == ["ENV_RED (W3) caps the grade at N7."]


def test_every_limit_that_a_grade_is_beyond_is_named(polluter: Reviewed) -> None:
    assert polluter.messages("override_up", grade="N5") == [
        "ENV_RED (W3) caps the grade at N7.",
        "N5 is 2 better than the proposed N7; an override may be at most 1 grade better.",
    ]


def test_up_to_the_cap_itself_is_allowed() -> None:
    assert refusals("N8", "N7", CappingFinding("ENV_RED", "W3", "N7")) == []


@pytest.mark.parametrize(
    ("pattern", "refused"),
    [
        ("PAT-04", ["EVASION (PAT-04) caps the grade at N9."]),
        ("PAT-26", ["EVASION (PAT-26) caps the grade at N9."]),
        ("PAT-05", []),
    ],
)
def test_patterns_of_knock_out_level_bind_a_person_others_do_not(
    pattern: str, refused: list[str]
) -> None:
    formed = (CappingPattern(pattern, "EVASION", "N9"),)
    assert refusals("N9", "N8", patterns=formed) == refused


def test_caps_of_milder_findings_do_not_bind_a_person() -> None:
    assert refusals("N7", "N6", CappingFinding("A", "W2", "N7")) == []


@pytest.mark.parametrize("action", ["override_down", "override_up"])
def test_what_is_not_rated_has_no_override(unrated: Reviewed, action: str) -> None:
    document = {"action": action, "officer": "li.na", "grade": "N9"}
    document |= {"reason_code": "FACT_DISPUTED", "reason": "."}
    assert ("/action", "grade_not_allowed") in unrated.faults(document)
    assert unrated.messages(action, grade="N9") == [
        "The decision is NR, which is no grade that can be overridden. Accept it, or refer it back."
    ]


def test_grades_that_the_policy_does_not_know_are_not_overridden() -> None:
    faults = Faults()
    proposal = Proposal("d", "N11", (), (), (), "")
    find_faults(POLICY, proposal, History(), Request("override_up", "li.na", "N10"), faults)
    assert [fault.message for fault in faults.all()] == [
        "The decision is N11, a grade that the policy of records does not know. Accept it, or refer"
        " it back."
    ]
    assert refusals("N9", "N8", CappingFinding("A", "KO", "N11")) == [
        "A (KO) caps the grade at N11."
    ]


def test_the_limits_are_those_of_the_policy() -> None:
    generous = replace(POLICY, max_notches_up=2, binding_severities=("KO",))
    assert refusals("N7", "N5", CappingFinding("A", "W3", "N7"), policy=generous) == []
    [said] = refusals("N7", "N4", policy=generous)
    assert said.endswith("an override may be at most 2 grades better.")


@given(
    grade=st.sampled_from(GRADES),
    to=st.sampled_from(GRADES),
    caps=st.lists(st.tuples(st.sampled_from(SEVERITIES), st.sampled_from(GRADES)), max_size=4),
)
@settings(max_examples=60)
def test_no_override_is_better_than_policy_and_caps_allow(
    grade: str, to: str, caps: list[tuple[str, str]]
) -> None:
    found = [CappingFinding(f"F{n}", *cap) for n, cap in enumerate(caps)]
    best = max(
        [int(grade[1:]) - 1, *(int(cap[1:]) for severity, cap in caps if severity in ("W3", "KO"))]
    )
    up = refusals(grade, to, *found, action="override_up")
    assert (up == []) == (best <= int(to[1:]) < int(grade[1:]))
    down = refusals(grade, to, *found, action="override_down")
    assert (down == []) == (int(to[1:]) > int(grade[1:]))
