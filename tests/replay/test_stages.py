"""Whatever is changed in a result, and wherever, is found at the stage that it belongs to."""

from copy import deepcopy
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.decisions.rate import Rater
from service.replay.stages import (
    ABSENT,
    IDENTITY,
    Difference,
    compare_facts,
    compare_results,
    deciding,
    same_result,
)
from tests.dossiers import ROOT

DECIDING = {
    "findings": ("code", "dimension", "severity", "points", "cap", "assumed", "claimed", "test"),
    "patterns": ("code", "cap", "because", "id"),
    "dimensions": ("strength_points", "adverse_points", "net", "rating", "weight"),
    "caps": ("grade", "reason"),
}
STAGES = {
    "findings": "finding",
    "mandatory_missing": "finding",
    "borrower_statements_void": "finding",
    "patterns": "pattern",
    "dimensions": "dimension",
    "composite": "dimension",
    "caps": "cap",
    "base_grade": "grade",
    "indicative_grade": "grade",
    "grade": "grade",
    "best_case_grade": "grade",
    **dict.fromkeys(IDENTITY, "input"),
}

Path = tuple[str | int, ...]


@pytest.fixture(scope="module")
def results(rater: Rater) -> dict[str, dict[str, Any]]:
    """Results of borrowers with patterns and caps, with deceit, and with what is missing."""
    names = "family_condiment_maker", "defaulter_with_false_statements", "incomplete_dossier"
    bodies = {name: ROOT / "fixtures" / "dossiers" / f"{name}.json" for name in names}
    return {
        name: {"decision_id": "0" * 32, **orjson.loads(rater.rate(path.read_bytes()).to_json())}
        for name, path in bodies.items()
    }


def belongs(path: Path) -> str:
    """The stage that a member at ``path`` of a result belongs to."""
    top = str(path[0])
    if top in DECIDING:
        own = path[2:3]
        return STAGES[top] if not own or own[0] in DECIDING[top] else "explanation"
    return STAGES.get(top, "explanation")


@settings(max_examples=60)
@given(data=st.data())
def test_one_change_anywhere_is_found_at_its_stage(
    results: dict[str, dict[str, Any]], data: st.DataObject
) -> None:
    then = results[data.draw(st.sampled_from(sorted(results)))]
    now = deepcopy(then)
    path: Path = ()
    at: Any = now
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        path = (*path, key)
        if not isinstance(at[key], (dict, list)) or not at[key] or data.draw(st.booleans()):
            break
        at = at[key]
    if data.draw(st.booleans()) and path != ("engine",):
        del at[key]
    else:
        at[key] = "changed"
    if path == ("engine",):
        path = ("engine", "name")
    found = list(compare_results(orjson.dumps(then), now))
    if path[0] == "engine" and len(path) > 1:
        assert found == []
    else:
        assert not same_result(orjson.dumps(then), now)
        assert found[0].stage == belongs(path)


def test_nothing_changed_is_no_difference(results: dict[str, dict[str, Any]]) -> None:
    for result in results.values():
        assert list(compare_results(orjson.dumps(result), result)) == []


def test_a_result_of_whatever_json_is_compared(results: dict[str, dict[str, Any]]) -> None:
    for recorded in (b"", b"[]", b"null", b'{"findings":[1],"dimensions":[],"caps":{}}', b"\xff"):
        found = list(compare_results(recorded, next(iter(results.values()))))
        assert found[0].stage == "input"
        assert [d.stage for d in found][1:3] == ["finding", "pattern"]


def test_numbers_that_are_equal_but_spelt_otherwise_are_told() -> None:
    assert list(compare_results(b'{"composite":1.0}', {"composite": 1})) == [
        Difference("dimension", "/composite", 1.0, 1)
    ]


def test_true_is_not_one() -> None:
    assert list(compare_results(b'{"composite":true}', {"composite": 1})) == [
        Difference("dimension", "/composite", True, 1)
    ]


def test_null_is_not_nothing() -> None:
    (difference,) = compare_results(b'{"label":null}', {})
    assert difference == Difference("explanation", "/label", None, ABSENT)
    assert difference.to_json() == {"stage": "explanation", "element": "/label", "recorded": None}


def test_names_are_escaped_as_in_json_pointers() -> None:
    (difference,) = compare_results(b'{"a/b~c":1}', {"a/b~c": 2})
    assert difference.element == "/a~1b~0c"


def test_facts_in_another_order_are_told_by_their_bytes() -> None:
    (difference,) = compare_facts(b'{"a":1,"b":2}', b'{"b":2,"a":1}')
    assert (difference.stage, difference.element) == ("normalisation", "/bytes/2")


def test_a_byte_at_the_end_is_told() -> None:
    (difference,) = compare_results(b'{"label":1} ', {"label": 1})
    assert difference == Difference("explanation", "/bytes/11", " ", "")


def test_all_that_decides_is_named_by_what_it_is_of(results: dict[str, dict[str, Any]]) -> None:
    parts = deciding(results["family_condiment_maker"])
    assert list(parts) == ["finding", "pattern", "dimension", "cap", "grade"]
    assert "PAT-01" in parts["pattern"]["patterns"]
    assert parts["cap"]["caps"]["GOV weak"] == {"grade": "N5"}
