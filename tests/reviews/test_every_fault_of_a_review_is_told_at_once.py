"""A review is read as strictly as a dossier, and refused with every fault."""

from typing import Any

import pytest

from service.reviews.rules import ReviewRejected
from tests.reviews.reviewing import WORDS, Reviewed

SOUND = {"action": "override_down", "officer": "li.na", "grade": "N6", **WORDS["override_down"]}


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in SOUND.items() if name not in names}


@pytest.mark.parametrize(
    ("document", "faults"),
    [
        ([], [("", "wrong_type")]),
        ("accept", [("", "wrong_type")]),
        ({}, [("/action", "missing_member"), ("/officer", "missing_member")]),
        (
            without("officer", "grade", "reason_code", "reason"),
            [
                (f"/{name}", "missing_member")
                for name in ("grade", "officer", "reason", "reason_code")
            ],
        ),
        (
            {"action": "refer_back", "officer": "li.na"},
            [("/reason", "missing_member"), ("/reason_code", "missing_member")],
        ),
        ({"action": "decline", "officer": "li.na"}, [("/review_id", "missing_member")]),
        (SOUND | {"grades": "N6"}, [("/grades", "unknown_member")]),
        (SOUND | {"action": "override"}, [("/action", "unknown_value")]),
        (SOUND | {"grade": "NR"}, [("/grade", "unknown_value")]),
        (SOUND | {"grade": 6}, [("/grade", "wrong_type")]),
        (SOUND | {"reason": None}, [("/reason", "wrong_type")]),
        (SOUND | {"reason": " "}, [("/reason", "empty_text")]),
        (SOUND | {"reason": "\u200b"}, [("/reason", "empty_text")]),
        (SOUND | {"reason": "Good.\u202edab"}, [("/reason", "control_character")]),
        (SOUND | {"reason": "Good.\u2028Bad."}, [("/reason", "control_character")]),
        (SOUND | {"reason": "x" * 2001}, [("/reason", "too_long")]),
        (SOUND | {"reason": "a\u001bb"}, [("/reason", "control_character")]),
        (SOUND | {"officer": "li na"}, [("/officer", "bad_format")]),
        (SOUND | {"officer": "=li"}, [("/officer", "bad_format")]),
        (SOUND | {"reason_code": "BECAUSE"}, [("/reason_code", "unknown_value")]),
        (SOUND | {"reason_code": "FACT_DISPUTED"}, [("/reason_code", "value_not_allowed")]),
        (SOUND | {"review_id": "0" * 32}, [("/review_id", "value_not_allowed")]),
        (
            {"action": "accept", "officer": "li.na", "grade": "N5"},
            [("/grade", "value_not_allowed")],
        ),
        (
            {"action": "accept", "officer": "li.na", "reason_code": "RISK_NOT_COVERED"},
            [("/reason_code", "value_not_allowed")],
        ),
        (
            {"action": "countersign", "officer": "li.na", "review_id": "1"},
            [("/review_id", "bad_format")],
        ),
        (
            {"action": "override_up", "grade": "N1", "reason_code": "FACT_DISPUTED", "why": ""},
            [
                ("/grade", "grade_not_allowed"),
                ("/officer", "missing_member"),
                ("/reason", "missing_member"),
                ("/reason_code", "value_not_allowed"),
                ("/why", "unknown_member"),
            ],
        ),
    ],
    ids=str,
)
def test_a_review_with_faults_is_refused_with_all_of_them(
    family: Reviewed, document: Any, faults: list[tuple[str, str]]
) -> None:
    assert family.faults(document) == faults


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (b"", [("", "not_json")]),
        (b"{", [("", "not_json")]),
        (b"NaN", [("", "not_finite")]),
        (
            b'{"action": "accept", "action": "accept", "officer": "a"}',
            [("/action", "duplicate_member")],
        ),
        (
            b'{"action": "accept", "officer": "\\ud800"}',
            [("/officer", "bad_format"), ("/officer", "lone_surrogate")],
        ),
    ],
)
def test_a_body_that_is_no_strict_json_is_refused(
    family: Reviewed, body: bytes, faults: list[tuple[str, str]]
) -> None:
    assert family.faults(body) == faults


def test_the_nearest_action_is_suggested(family: Reviewed) -> None:
    with pytest.raises(ReviewRejected, match='did you mean "override_up"'):
        family.send({"action": "overide_up", "officer": "li.na"})


def test_a_missing_reason_code_is_told_with_those_that_serve(family: Reviewed) -> None:
    with pytest.raises(ReviewRejected) as refused:
        family.send(without("reason_code"))
    [fault] = refused.value.faults
    assert fault.message == (
        "override_down needs a reason_code: NEW_ADVERSE_INFORMATION, FACT_STATED_TOO_WELL,"
        " EVIDENCE_DOUBTED, RISK_NOT_COVERED, GROUP_CONTAGION."
    )


def test_a_blank_reason_that_is_required_is_not_told_to_be_left_out(family: Reviewed) -> None:
    assert family.messages("override_down", grade="N6", reason=" ") == [
        "The reason says nothing: it has no letter, digit or sign."
    ]


def test_who_accepts_may_say_why(family: Reviewed) -> None:
    assert family.review("accept", reason="与实地走访一致。")["reason"] == "与实地走访一致。"


def test_null_is_not_a_way_to_leave_out(family: Reviewed) -> None:
    with pytest.raises(ReviewRejected, match="null says nothing: leave the member out"):
        family.send({"action": "accept", "officer": "li.na", "reason": None})
