"""Changes are read as strictly as a dossier's facts, every fault told at once with its pointer."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.decimal4 import plain
from service.dossier.door import parse
from service.engine.trace import value_json
from service.explanation.what_if import ChangesRejected, parse_assignments, parse_changes
from service.ruleset.model import Ruleset, Value
from tests.engine.strategies import FACTS, RULESET, values


def faults_of(call: Any, *arguments: Any) -> list[tuple[str, str]]:
    with pytest.raises(ChangesRejected) as rejected:
        call(*arguments)
    assert all(fault.message.endswith((".", "?")) for fault in rejected.value.faults)
    return [(fault.pointer, fault.code) for fault in rejected.value.faults]


def words(value: Value | None) -> str:
    if value is None:
        return ""
    return plain(value) if type(value) is int else json.dumps(value).strip('"')


@settings(max_examples=200)
@given(st.data())
def test_every_value_of_every_fact_is_read_back_exactly(data: st.DataObject) -> None:
    facts = data.draw(st.lists(st.sampled_from(FACTS), min_size=1, max_size=6, unique=True))
    changes = {f: data.draw(st.sampled_from((None, *values(f)))) for f in facts}
    in_json = {f: value_json(RULESET.facts[f], v) for f, v in changes.items()}
    for given_changes in (in_json, parse(json.dumps(in_json).encode())):
        assert parse_changes(RULESET, given_changes) == changes
    assert parse_assignments(RULESET, [f"{f}={words(v)}" for f, v in changes.items()]) == changes


def test_changes_come_in_the_order_of_the_dictionary(ruleset: Ruleset) -> None:
    backwards = dict.fromkeys(reversed(ruleset.facts))
    assert list(parse_changes(ruleset, backwards)) == list(ruleset.facts)


@pytest.mark.parametrize(
    ("number", "scaled"),
    [
        (0.1 + 0.2, None),
        (0.3, 3_000),
        (Decimal("0.8512"), 8_512),
        (Decimal("0.85120"), 8_512),
        (Decimal("0.85125"), None),
        (1, 10_000),
    ],
)
def test_a_number_is_taken_exactly_or_not_at_all(
    ruleset: Ruleset, number: Any, scaled: int | None
) -> None:
    fact = "sales.dso_ratio_to_industry"
    if scaled is None:
        faults = faults_of(parse_changes, ruleset, {fact: number})
        assert faults == [(f"/changes/{fact}", "too_many_decimals")]
    else:
        assert parse_changes(ruleset, {fact: number}) == {fact: scaled}


@pytest.mark.parametrize("given_changes", [[], None, "x", 1, 0.5, True])
def test_changes_are_an_object(ruleset: Ruleset, given_changes: Any) -> None:
    assert faults_of(parse_changes, ruleset, given_changes) == [("/changes", "wrong_type")]


def test_no_changes_at_all_are_refused(ruleset: Ruleset) -> None:
    assert faults_of(parse_changes, ruleset, {}) == [("/changes", "missing_member")]
    assert faults_of(parse_assignments, ruleset, []) == [("/changes", "missing_member")]


def test_every_fault_of_the_changes_is_told_at_once(ruleset: Ruleset) -> None:
    body = b"""{
        "governance.succession_plan": "documentd", "reputation.curent_dpd": 1, "a/b": 1,
        "history.name_changes_5y": 1.5, "reputation.current_dpd": -1,
        "production.capacity_use_pct": 1e-9, "sales.retention_pct": NaN, "sales.csi_trend": 3,
        "sales.key_customer_lost_12m": "yes", "sales.channel": {"value": "direct"},
        "supply.pass_through": "full", "supply.pass_through": "none", "religion": "none"
    }"""
    assert faults_of(parse_changes, ruleset, parse(body)) == [
        ("/changes/a~1b", "unknown_member"),
        ("/changes/governance.succession_plan", "unknown_value"),
        ("/changes/history.name_changes_5y", "not_whole"),
        ("/changes/production.capacity_use_pct", "too_many_decimals"),
        ("/changes/religion", "prohibited_member"),
        ("/changes/reputation.curent_dpd", "unknown_member"),
        ("/changes/reputation.current_dpd", "out_of_range"),
        ("/changes/sales.channel", "wrong_type"),
        ("/changes/sales.csi_trend", "wrong_type"),
        ("/changes/sales.key_customer_lost_12m", "wrong_type"),
        ("/changes/sales.retention_pct", "not_finite"),
        ("/changes/supply.pass_through", "duplicate_member"),
    ]


def test_every_fault_of_the_assignments_is_told_at_once(ruleset: Ruleset) -> None:
    assignments = [
        "governance.succession_plan=documentd",
        "current_dpd=1",
        "reputation.current_dpd",
        "history.name_changes_5y=1.5",
        "production.capacity_use_pct=40%",
        "sales.retention_pct=NaN",
        "sales.return_rate_pct=５",
        "sales.dso_ratio_to_industry=0.85125",
        "sales.key_customer_lost_12m=yes",
        "sales.top1_customer_pct=101",
        "supply.pass_through=full",
        "supply.pass_through=none",
        "sales.csi_trend=\udcff",
    ]
    assert faults_of(parse_assignments, ruleset, assignments) == [
        ("/changes/current_dpd", "unknown_member"),
        ("/changes/governance.succession_plan", "unknown_value"),
        ("/changes/history.name_changes_5y", "not_whole"),
        ("/changes/production.capacity_use_pct", "wrong_type"),
        ("/changes/reputation.current_dpd", "bad_format"),
        ("/changes/sales.csi_trend", "lone_surrogate"),
        ("/changes/sales.csi_trend", "unknown_value"),
        ("/changes/sales.dso_ratio_to_industry", "too_many_decimals"),
        ("/changes/sales.key_customer_lost_12m", "wrong_type"),
        ("/changes/sales.retention_pct", "not_finite"),
        ("/changes/sales.return_rate_pct", "wrong_type"),
        ("/changes/sales.top1_customer_pct", "out_of_range"),
        ("/changes/supply.pass_through", "duplicate_member"),
    ]


@pytest.mark.parametrize(
    ("assignment", "nearest"),
    [
        ("current_dpd=1", 'did you mean "reputation.current_dpd"?'),
        ("governance.succession_plan=documentd", 'did you mean "documented"?'),
    ],
)
def test_the_nearest_known_name_is_suggested(
    ruleset: Ruleset, assignment: str, nearest: str
) -> None:
    with pytest.raises(ChangesRejected, match=nearest.replace("?", r"\?")):
        parse_assignments(ruleset, [assignment])


@pytest.mark.parametrize("assignment", ["sales.csi_trend=", "sales.csi_trend=null"])
def test_an_assignment_of_nothing_supposes_that_the_fact_is_not_known(
    ruleset: Ruleset, assignment: str
) -> None:
    assert parse_assignments(ruleset, [assignment]) == {"sales.csi_trend": None}
    assert parse_changes(ruleset, {"sales.csi_trend": None}) == {"sales.csi_trend": None}


@settings(max_examples=200)
@given(st.lists(st.text(st.characters(), max_size=40), max_size=4))
def test_no_assignment_breaks_the_reader(assignments: list[str]) -> None:
    try:
        parse_assignments(RULESET, assignments)
    except ChangesRejected as rejected:
        for fault in rejected.faults:
            (fault.pointer + fault.message).encode()
