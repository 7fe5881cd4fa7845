"""The worked borrowers come out as worked, by either evaluator."""

import json
from typing import Any

import pytest

from tests.engine.borrowers import FIXTURES, Borrower, Judge, codes

REFERENCE: dict[str, Any] = json.loads((FIXTURES / "reference.json").read_text("utf-8"))


@pytest.mark.parametrize("name", REFERENCE)
def test_both_evaluators_reach_the_worked_result(
    name: str, judge: Judge, worked: dict[str, Borrower]
) -> None:
    expected = REFERENCE[name]

    found = judge(worked[name])

    assert found.grade == expected["grade"]
    assert found.indicative_grade == expected["indicative_grade"]
    assert found.base_grade == expected["base_grade"]
    assert found.composite == expected["composite"]
    assert sorted(codes(found)) == sorted(expected["findings"])
    assert {
        dimension: {
            "strengths": rating.strength_points,
            "adverse": rating.adverse_points,
            "net": rating.net,
            "rating": rating.rating,
        }
        for dimension, rating in found.dimensions.items()
    } == expected["dimensions"]
    assert list(found.patterns) == expected["patterns"]
    assert sorted(found.caps) == sorted(map(tuple, expected["caps"]))
    assert sorted(found.missing) == sorted(expected["mandatory_missing"])


def test_every_worked_borrower_has_a_dossier(worked: dict[str, Borrower]) -> None:
    assert len(worked) == len(REFERENCE) >= 8
