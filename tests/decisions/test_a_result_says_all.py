"""The result: the members of the contract, and what each conclusion names."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.decisions.rate import Rater
from service.ruleset.model import Ruleset

DOSSIERS = Path(__file__).resolve().parents[2] / "fixtures/dossiers"
EVERY = sorted(DOSSIERS.glob("*.json"))
MEMBERS = [
    "grade",
    "indicative_grade",
    "base_grade",
    "best_case_grade",
    "composite",
    "dimensions",
    "findings",
    "patterns",
    "caps",
    "mandatory_missing",
    "unknown_facts",
    "warnings",
    "borrower_statements_void",
    "dossier_id",
    "application_ref",
    "rating_date",
    "ruleset",
    "engine",
    "dossier_digest",
    "label",
    "trace",
]

pytestmark = pytest.mark.parametrize("path", EVERY, ids=lambda p: p.stem)


@pytest.fixture
def result(path: Path, rater: Rater) -> dict[str, Any]:
    return json.loads(rater.rate(path.read_bytes()).to_json())


def test_it_has_the_members_of_the_contract_in_their_order(result: dict[str, Any]) -> None:
    assert list(result) == MEMBERS
    assert result["label"] == "ordinal non-financial assessment, not a probability of default"
    assert result["engine"] == {"name": "durable_rules", "version": "2.0.28"}


def test_it_names_the_ruleset_by_id_version_and_digest(
    result: dict[str, Any], ruleset: Ruleset
) -> None:
    assert result["ruleset"] == {
        "id": "nonfinancial",
        "version": "1.1.0",
        "digest": ruleset.digest,
    }


def test_every_finding_names_its_facts_its_test_and_its_clauses(
    result: dict[str, Any], ruleset: Ruleset
) -> None:
    assert result["findings"]
    for finding in result["findings"]:
        test, outcome = ruleset.outcomes[finding["code"]]
        assert finding["test"] == test.id
        assert finding["dimension"] == test.dimension
        assert finding["clauses"] == list(test.clauses)
        assert finding["title"] == outcome.title.en
        assert finding.get("cap") == outcome.cap
        assert finding["facts"]
        for fact in finding["facts"]:
            assert fact["value"] is None or {"as_of", "source"} <= set(fact)
        unknown = any(fact["value"] is None for fact in finding["facts"])
        assert finding["assumed"] == unknown


def test_points_add_up_to_the_dimensions_and_these_to_the_composite(
    result: dict[str, Any],
) -> None:
    total = 0
    for dimension, rated in result["dimensions"].items():
        points = [f["points"] for f in result["findings"] if f["dimension"] == dimension]
        assert rated["strength_points"] == min(5, sum(p for p in points if p > 0))
        assert rated["adverse_points"] == -sum(p for p in points if p < 0)
        assert rated["net"] == rated["strength_points"] - rated["adverse_points"]
        total += rated["rating"] * rated["weight"]
    assert sum(rated["weight"] for rated in result["dimensions"].values()) == 100
    assert result["composite"] == total


def test_the_indicative_grade_is_the_worst_of_base_and_caps(
    result: dict[str, Any], ruleset: Ruleset
) -> None:
    ranks = ruleset.policy.ranks
    grades = [result["base_grade"], *(cap["grade"] for cap in result["caps"])]
    assert result["indicative_grade"] == max(grades, key=ranks.__getitem__)
    for cap in result["caps"]:
        assert cap["binding"] == (cap["grade"] == result["indicative_grade"])
    missing = bool(result["mandatory_missing"])
    assert result["grade"] == ("NR" if missing else result["indicative_grade"])
    assert ranks[result["grade"]] >= ranks[result["best_case_grade"]]


def test_every_pattern_names_findings_that_were_made(result: dict[str, Any]) -> None:
    made = {finding["code"] for finding in result["findings"]}
    for pattern in result["patterns"]:
        assert pattern["because"]
        assert set(pattern["because"]) <= made
        assert {"grade": pattern["cap"], "reason": f"{pattern['id']} {pattern['code']}"} in [
            {"grade": cap["grade"], "reason": cap["reason"]} for cap in result["caps"]
        ]
        assert len(pattern["actions"]) == len(pattern["actions_zh"]) > 0


def test_every_conclusion_has_its_step_in_the_trace(result: dict[str, Any]) -> None:
    trace = result["trace"]
    assert [step["sequence"] for step in trace] == list(range(1, len(trace) + 1))
    derived = [step["derived"] for step in trace]
    assert [d["finding"] for d in derived if "finding" in d] == [
        finding["code"] for finding in result["findings"]
    ]
    assert {d["pattern"] for d in derived if "pattern" in d} == {
        pattern["id"] for pattern in result["patterns"]
    }
    assert sorted((d["cap"], d["reason"]) for d in derived if "cap" in d) == [
        (cap["grade"], cap["reason"]) for cap in result["caps"]
    ]
    assert trace[-1]["derived"] == {"grade": result["grade"]}
    rated = {
        step["derived"]["dimension"]: step["derived"]["rating"]
        for step in trace
        if step["layer"] == "dimensions"
    }
    assert list(rated) == list(result["dimensions"])
    assert rated == {d: r["rating"] for d, r in result["dimensions"].items()}


def test_unknown_facts_say_why_and_who_asks(result: dict[str, Any], ruleset: Ruleset) -> None:
    for unknown in result["unknown_facts"]:
        assert unknown["unknown"] in {
            "absent",
            "not_assessed",
            "not_applicable",
            "stale",
            "borrower_word_only",
            "void",
        }
        assert unknown["tests"] or unknown["fact"] in ruleset.class_facts
    mandatory = {unknown["fact"] for unknown in result["unknown_facts"] if unknown["mandatory"]}
    assert bool(mandatory) == bool(result["mandatory_missing"])
