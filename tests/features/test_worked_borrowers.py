"""The worked borrowers, as ``features/worked_borrowers.zh.feature`` states them in Chinese."""

import json
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from service.decisions.rate import Rater
from service.ruleset.model import Ruleset
from tests.features.borrowers import FIXTURES, Borrower, fixture_dossier

scenarios("worked_borrowers.zh.feature")

GRADES = {"等级": "grade", "基础等级": "base_grade", "指示性等级": "indicative_grade"}


def entries(cell: str) -> list[str]:
    return [] if cell == "无" else cell.split("、")


@pytest.fixture(scope="session")
def references() -> dict[str, Any]:
    """The reference results, by dossier."""
    loaded: dict[str, Any] = json.loads((FIXTURES / "reference.json").read_text("utf-8"))
    return loaded


@given(parsers.parse('借款人档案为"{name}"'), target_fixture="borrower")
def of_dossier(ruleset: Ruleset, name: str) -> Borrower:
    borrower = Borrower(ruleset, fixture_dossier(name))
    borrower.name = name
    return borrower


@given(parsers.parse('其"{title}"为{words}'))
def fact_is(borrower: Borrower, title: str, words: str) -> None:
    borrower.say(title, words)


@when("对借款人评级")
def rated(borrower: Borrower, rater: Rater) -> None:
    borrower.rate(rater)


@then(parsers.parse("综合分为{composite:d}"))
def composite_is(borrower: Borrower, composite: int) -> None:
    assert borrower.result["composite"] == composite


@then(parsers.re("(?P<kind>等级|基础等级|指示性等级)为(?P<grade>N.+)"))
def grade_is(borrower: Borrower, kind: str, grade: str) -> None:
    assert borrower.result[GRADES[kind]] == grade


@then(parsers.parse('"{title}"评级为{rating:d}'))
def rating_is(borrower: Borrower, title: str, rating: int) -> None:
    titles = {d["title_zh"]: d["rating"] for d in borrower.result["dimensions"].values()}
    assert titles[title] == rating


@then(parsers.parse("模式为{patterns}"))
def patterns_are(borrower: Borrower, patterns: str) -> None:
    assert [p["id"] for p in borrower.result["patterns"]] == entries(patterns)


@then(parsers.parse("认定中有{codes}"))
def findings_contain(borrower: Borrower, codes: str) -> None:
    assert set(entries(codes)) <= {f["code"] for f in borrower.result["findings"]}


@then(parsers.parse("尚缺的必备测试为{tests}"))
def missing_tests_are(borrower: Borrower, tests: str) -> None:
    assert sorted(borrower.result["mandatory_missing"]) == entries(tests)


@then("全部认定与参考结果相等")
def findings_equal(borrower: Borrower, references: dict[str, Any]) -> None:
    reference = references[borrower.name]
    assert sorted(f["code"] for f in borrower.result["findings"]) == reference["findings"]
    assert [p["id"] for p in borrower.result["patterns"]] == reference["patterns"]
    assert sorted(borrower.result["mandatory_missing"]) == reference["mandatory_missing"]


@then("各维度的优势分、不利分、净分与参考结果相等")
def points_equal(borrower: Borrower, references: dict[str, Any]) -> None:
    points = {
        dimension: {
            "strengths": found["strength_points"],
            "adverse": found["adverse_points"],
            "net": found["net"],
            "rating": found["rating"],
        }
        for dimension, found in borrower.result["dimensions"].items()
    }
    assert points == references[borrower.name]["dimensions"]


@then("封顶与参考结果相等")
def caps_equal(borrower: Borrower, references: dict[str, Any]) -> None:
    caps = [[cap["grade"], cap["reason"]] for cap in borrower.result["caps"]]
    assert sorted(caps) == sorted(references[borrower.name]["caps"])
