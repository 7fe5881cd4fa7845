"""The trace: every conclusion has its step, and no step rests on what was not concluded before."""

from itertools import pairwise
from typing import Any

import pytest

from service.decisions.rate import Rater
from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower, worked_dossiers

DECEIT = {"reputation.false_statement_finding": "deliberate"}
WORKED = list(worked_dossiers())

Step = dict[str, Any]


@pytest.fixture(scope="module")
def results(rater: Rater, worked: dict[str, Borrower]) -> dict[str, dict[str, Any]]:
    """The results of the worked borrowers, and of one that deceived on its own word."""
    spoken = worked["strong_private_manufacturer"]
    deceitful = spoken.on_own_word(*spoken.section("sales")).but(DECEIT)
    shown = {**worked, "deceitful": deceitful}
    return {n: rater.rate_dossier(b.dossier()).result for n, b in shown.items()}


@pytest.fixture(params=[*WORKED, "deceitful"])
def result(request: pytest.FixtureRequest, results: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return results[request.param]


def steps(result: dict[str, Any], layer: str) -> list[Step]:
    return [step for step in result["trace"] if step["layer"] == layer]


def test_steps_are_numbered_from_one_without_gaps(result: dict[str, Any]) -> None:
    numbers = [step["sequence"] for step in result["trace"]]

    assert numbers == list(range(1, len(numbers) + 1))


def test_layers_follow_one_another_from_classification_to_grade(result: dict[str, Any]) -> None:
    layers = [step["layer"] for step in result["trace"]]
    if result["borrower_statements_void"] and layers[0] == "findings":
        # What was found of deceit comes first; then all begins anew.
        layers = layers[layers.index("deceit") + 1 :]

    last = {layer: len(layers) - layers[::-1].index(layer) for layer in layers}
    first = {layer: layers.index(layer) for layer in layers}
    chain = ["applicability", "findings", "patterns", "dimensions", "base_grade", "grade"]
    present = [layer for layer in chain if layer in first]
    for before, after in pairwise(present):
        assert last[before] <= first[after]


def test_every_step_rests_on_what_an_earlier_step_derived(result: dict[str, Any]) -> None:
    derived: set[tuple[str, str]] = set()
    for step in result["trace"]:
        for matched in step["matched"]:
            for kind in ("finding", "pattern"):
                if kind in matched:
                    made = matched.get("implied_by", matched[kind])
                    assert (kind, made) in derived, step
            if "dimension" in matched and step["layer"] == "caps":
                assert ("dimension", matched["dimension"]) in derived
            if step["rule"].startswith("grade/"):
                assert ("grade", matched["candidate"]) in derived
        for kind in ("finding", "pattern"):
            derived.add((kind, step["derived"].get(kind)))
        if step["layer"] == "dimensions":
            derived.add(("dimension", step["derived"]["dimension"]))
        derived.add(("grade", step["derived"].get("base_grade") or step["derived"].get("cap")))


def test_every_finding_has_the_step_of_its_test(result: dict[str, Any]) -> None:
    derived = {
        (s["rule"].partition("/")[0], s["derived"]["finding"])
        for s in steps(result, "findings")
        if "finding" in s["derived"]
    }

    assert derived == {(f["test"], f["code"]) for f in result["findings"]}


def test_every_pattern_has_a_step_with_the_findings_that_formed_it(result: dict[str, Any]) -> None:
    formed: dict[str, set[str]] = {}
    for step in steps(result, "patterns"):
        findings = {m.get("implied_by", m["finding"]) for m in step["matched"]}
        formed.setdefault(step["derived"]["pattern"], set()).update(findings)

    assert formed == {p["id"]: set(p["because"]) for p in result["patterns"]}


def test_every_cap_has_a_step(result: dict[str, Any]) -> None:
    derived = [(s["derived"]["cap"], s["derived"]["reason"]) for s in steps(result, "caps")]

    assert sorted(derived) == sorted((c["grade"], c["reason"]) for c in result["caps"])


def test_every_dimension_has_a_step_with_its_findings_and_sums(result: dict[str, Any]) -> None:
    for step in steps(result, "dimensions"):
        derived = dict(step["derived"])
        dimension = derived.pop("dimension")
        counted = [
            {"finding": f["code"]}
            for f in result["findings"]
            if f["dimension"] == dimension and not f["claimed"]
        ]
        assert step["matched"] == counted
        assert derived == {name: result["dimensions"][dimension][name] for name in derived}

    rated = [step["derived"]["dimension"] for step in steps(result, "dimensions")]
    assert rated == list(result["dimensions"])


def test_the_base_grade_names_every_term_of_the_composite(result: dict[str, Any]) -> None:
    (base,) = steps(result, "base_grade")

    terms = base["matched"]
    assert [term["dimension"] for term in terms] == list(result["dimensions"])
    assert sum(term["rating"] * term["weight"] for term in terms) == result["composite"]
    assert base["derived"] == {
        "composite": result["composite"],
        "base_grade": result["base_grade"],
    }


def test_caps_of_dimensions_rest_on_ratings_that_were_counted(result: dict[str, Any]) -> None:
    counted = [
        (step["derived"]["counts_for"], matched["dimension"], matched["rating"])
        for step in steps(result, "counts")
        for matched in step["matched"]
    ]
    for step in steps(result, "caps"):
        for matched in step["matched"]:
            if "dimension" in matched:
                reason = step["derived"]["reason"]
                assert (reason, matched["dimension"], matched["rating"]) in counted
                assert result["dimensions"][matched["dimension"]]["rating"] == matched["rating"]


def test_the_last_steps_derive_base_grade_indicative_grade_and_grade(
    result: dict[str, Any],
) -> None:
    (base,) = steps(result, "base_grade")
    indicative, final = steps(result, "grade")

    assert base["derived"]["base_grade"] == result["base_grade"]
    assert indicative["derived"] == {"indicative_grade": result["indicative_grade"]}
    assert final["derived"] == {"grade": result["grade"]}
    assert result["trace"][-1] == final


def test_the_step_that_leaves_a_borrower_unrated_names_all_that_is_missing(
    result: dict[str, Any],
) -> None:
    assert all(list(matched) == ["mandatory_missing"] for matched in result["trace"][-1]["matched"])
    named = [name for matched in result["trace"][-1]["matched"] for name in matched.values()]

    assert named == result["mandatory_missing"]


def test_facts_matched_carry_value_date_and_source(result: dict[str, Any]) -> None:
    for step in [*steps(result, "applicability"), *steps(result, "findings")]:
        assert step["matched"]
        for fact in step["matched"]:
            known = {"fact", "value", "as_of", "source"} <= set(fact)
            assert known if fact["value"] is not None else fact["unknown"]


def test_every_step_of_a_test_cites_its_clauses(ruleset: Ruleset, result: dict[str, Any]) -> None:
    for step in steps(result, "findings"):
        test = ruleset.tests[step["rule"].partition("/")[0]]
        assert tuple(step["clauses"]) == test.clauses != ()


def test_an_assumption_is_told_beside_the_unknown_fact_it_was_made_for(
    results: dict[str, dict[str, Any]],
) -> None:
    result = results["incomplete_dossier"]
    assumed = {f["code"] for f in result["findings"] if f["assumed"]}

    told = [s for s in steps(result, "findings") if s["derived"].get("assumed")]

    assert {step["derived"]["finding"] for step in told} == assumed != set()
    for step in told:
        assert [fact for fact in step["matched"] if fact["value"] is None]


def test_a_gate_left_undecided_has_a_step_that_says_so(result: dict[str, Any]) -> None:
    told = {
        step["derived"]["mandatory_missing"]
        for step in steps(result, "findings")
        if "mandatory_missing" in step["derived"]
    }

    assert told == {name for name in result["mandatory_missing"] if "." not in name}


def test_after_deceit_the_trace_tells_it_and_shows_void_statements_as_unknown(
    results: dict[str, dict[str, Any]],
) -> None:
    result = results["deceitful"]

    found, deceit, *_ = result["trace"]
    assert found["derived"]["finding"] == "FALSE_STATEMENTS"
    assert deceit["layer"] == "deceit"
    assert deceit["matched"] == [{"finding": "FALSE_STATEMENTS"}]
    assert len(steps(result, "deceit")) == 1
    assert result["borrower_statements_void"] == ["FALSE_STATEMENTS"]
    sales = [
        fact
        for step in steps(result, "findings")
        for fact in step["matched"]
        if fact["fact"].startswith("sales.")
    ]
    assert sales
    assert {fact.get("unknown") for fact in sales} == {"void"}


def test_numbers_are_shown_as_they_were_given(rater: Rater, flawless: Borrower) -> None:
    slow = flawless.but({"sales.dso_ratio_to_industry": "1.2501"})

    result = rater.rate_dossier(slow.dossier()).result

    (step,) = [s for s in steps(result, "findings") if s["rule"].startswith("SAL-08/")]
    assert [fact["value"] for fact in step["matched"]] == [1.2501]


def test_a_claimed_strength_is_told_as_one(rater: Rater, flawless: Borrower) -> None:
    said = flawless.on_own_word("performance.share_trend")

    result = rater.rate_dossier(said.dossier()).result

    (step,) = [s for s in steps(result, "findings") if s["rule"].startswith("PRF-03/")]
    assert step["derived"]["claimed"] is True
    assert step["matched"][0]["source"] == "borrower_stated"
    (finding,) = [f for f in result["findings"] if f["test"] == "PRF-03"]
    assert (finding["claimed"], finding["points"]) == (True, 0)


def test_changing_one_result_changes_no_later_one(rater: Rater, flawless: Borrower) -> None:
    dossier = flawless.dossier()
    first = rater.rate_dossier(dossier)
    before = first.to_json()
    for step in first.result["trace"]:
        step["derived"].clear()
    for finding in first.result["findings"]:
        finding["clauses"].clear()

    assert rater.rate_dossier(dossier).to_json() == before
