"""What differs between two rulesets is told by kind, all of it, and whether a grade rests on it."""

from collections.abc import Callable
from typing import Any

import pytest

from service.ruleset import catalogue
from service.ruleset.differences import ABSENT, KINDS, Difference, differences
from service.ruleset.load import load_ruleset
from service.ruleset.model import Ruleset
from tests.ruleset.drafts import FIRST, Content, Draft, entry, outcome, samples

Told = dict[tuple[str, str, tuple[str, ...]], Difference]


@pytest.fixture(scope="module")
def first() -> Ruleset:
    return load_ruleset(FIRST)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    """A draft that differs in one thing of every kind."""
    draft = Draft(tmp_path_factory.mktemp("draft") / "nonfinancial" / "1.1.0")
    with draft.changed("reputation.yaml") as content:
        outcome(content, "PAST_DUE_OVER_90")["cap"] = "N9"
        outcome(content, "PAST_DUE_1_30")["when"][0]["reputation.current_dpd"] = "[2..30]"
        entry(content["tests"], "REP-01")["title"]["en"] = "The class of loans"
        entry(content["tests"], "REP-01")["clauses"] = ["RP-5.1-a"]
        entry(content["tests"], "REP-03")["outcomes"].pop(0)
    with draft.changed("patterns.yaml") as content:
        pattern = entry(content["patterns"], "PAT-01")
        pattern["title"]["zh"] += "（新）"
    with draft.changed("policy.yaml") as content:
        weights = entry_of_models(content["weights"], "manufacturing")["weights"]
        weights["REP"], weights["SUP"] = "21", "8"
        content["grades"][3]["word"]["en"] = "Quite good"
    with draft.changed("facts.yaml") as content:
        fact = entry(content["facts"], "reputation.current_dpd")
        fact["title"]["en"] = "Days late"
        fact["max"] = "3000"
        basis = entry(content["facts"], "history.founding_basis")["values"]
        basis[0]["title"]["en"] = "Reworded"
    with draft.changed("clauses.yaml") as content:
        entry(content["clauses"], "CH-1.1-a")["favourable"] = "still held"
    with draft.changed("ruleset.yaml") as content:
        content["version"] = "1.1.0"
        content["effective_from"] = "2027-01-01"
    return draft.load()


def entry_of_models(rows: list[dict[str, Any]], model: str) -> dict[str, Any]:
    (row,) = [row for row in rows if model in row["business_models"]]
    return row


@pytest.fixture(scope="module")
def told(other: Ruleset) -> Told:
    return {(d.kind, d.of, d.path): d for d in differences(catalogue.active(), other)}


def test_a_ruleset_does_not_differ_from_itself(ruleset: Ruleset, first: Ruleset) -> None:
    assert differences(ruleset, ruleset) == ()
    assert differences(first, first) == ()


def test_what_was_changed_is_told_and_nothing_else(told: Told) -> None:
    assert sorted(told) == sorted(
        [
            ("head", "", ("effective_from",)),
            ("fact", "reputation.current_dpd", ("title",)),
            ("fact", "reputation.current_dpd", ("maximum",)),
            ("fact", "history.founding_basis", ("values", "industry_margin")),
            ("test", "REP-01", ("title",)),
            ("test", "REP-01", ("clauses",)),
            ("outcome", "REP-02/PAST_DUE_OVER_90", ("cap",)),
            ("outcome", "REP-02/PAST_DUE_1_30", ("when",)),
            ("outcome", "REP-03/PAST_SPECIAL_MENTION", ()),
            ("pattern", "PAT-01", ("title",)),
            ("policy", "", ("weights", "manufacturing", "REP")),
            ("policy", "", ("weights", "manufacturing", "SUP")),
            ("policy", "", ("weights", "construction", "REP")),
            ("policy", "", ("weights", "construction", "SUP")),
            ("policy", "", ("weights", "other", "REP")),
            ("policy", "", ("weights", "other", "SUP")),
            ("policy", "", ("words", "N4")),
            ("clause", "CH-1.1-a", ("favourable",)),
        ]
    )


def test_the_two_sides_are_told_as_each_ruleset_says_them(told: Told) -> None:
    cap = told["outcome", "REP-02/PAST_DUE_OVER_90", ("cap",)]
    assert (cap.before, cap.after, cap.change) == ("N10", "N9", "changed")
    weight = told["policy", "", ("weights", "manufacturing", "REP")]
    assert (weight.before, weight.after) == (22, 21)
    when = told["outcome", "REP-02/PAST_DUE_1_30", ("when",)]
    assert when.before == [{"reputation.current_dpd": "[1..30]"}]
    assert when.after == [{"reputation.current_dpd": "[2..30]"}]


def test_what_is_gone_is_removed_and_the_other_way_round_added(
    ruleset: Ruleset, other: Ruleset
) -> None:
    def of_outcome(before: Ruleset, after: Ruleset) -> Difference:
        found = differences(before, after)
        return next(d for d in found if d.of == "REP-03/PAST_SPECIAL_MENTION")

    gone, came = of_outcome(ruleset, other), of_outcome(other, ruleset)
    assert (gone.change, gone.after) == ("removed", ABSENT)
    assert (came.change, came.before) == ("added", ABSENT)
    assert came.after == gone.before
    assert gone.decides


@pytest.mark.parametrize(
    ("kind", "of", "path", "decides"),
    [
        ("outcome", "REP-02/PAST_DUE_OVER_90", ("cap",), True),
        ("outcome", "REP-02/PAST_DUE_1_30", ("when",), True),
        ("fact", "reputation.current_dpd", ("maximum",), True),
        ("policy", "", ("weights", "other", "REP"), True),
        ("fact", "reputation.current_dpd", ("title",), False),
        ("fact", "history.founding_basis", ("values", "industry_margin"), False),
        ("test", "REP-01", ("clauses",), False),
        ("pattern", "PAT-01", ("title",), False),
        ("policy", "", ("words", "N4"), False),
        ("clause", "CH-1.1-a", ("favourable",), False),
        ("head", "", ("effective_from",), False),
    ],
)
def test_whether_a_grade_may_rest_on_it_is_told(
    told: Told, kind: str, of: str, path: tuple[str, ...], decides: bool
) -> None:
    assert told[kind, of, path].decides is decides


@pytest.mark.parametrize(
    ("file", "change", "kind", "path"),
    [
        ("facts.yaml", lambda c: c["sections"].reverse(), "name", ()),
        ("facts.yaml", lambda c: c["sections"][0]["title"].update(zh="客户"), "name", ()),
        (
            "facts.yaml",
            lambda c: entry(c["facts"], "history.licence_status")["worse"][0].reverse(),
            "fact",
            ("worse",),
        ),
        ("history.yaml", lambda c: c["title"].update(zh="历史"), "name", ()),
        (
            "patterns.yaml",
            lambda c: c["patterns"][0]["actions"].reverse(),
            "pattern",
            ("actions",),
        ),
        (
            "policy.yaml",
            lambda c: samples(c).append(samples(c).pop(0)),
            "policy",
            ("notices", "us_reg_b", "order"),
        ),
        ("policy.yaml", lambda c: c["dimensions"].reverse(), "policy", ("dimensions",)),
        (
            "policy.yaml",
            lambda c: c["freshness"][0]["title"].update(zh="名单"),
            "name",
            (),
        ),
        (
            "policy.yaml",
            lambda c: c["dimension_caps"][0]["title"].update(en="Poor"),
            "policy",
            ("dimension_caps", "rep_not_good", "title"),
        ),
    ],
)
def test_an_order_or_a_name_that_means_something_is_not_missed(
    draft: Draft,
    ruleset: Ruleset,
    file: str,
    change: Callable[[Content], Any],
    kind: str,
    path: tuple[str, ...],
) -> None:
    with draft.changed(file) as content:
        change(content)
    changed = draft.load()
    assert changed.digest != ruleset.digest

    found = differences(ruleset, changed)

    assert [(d.kind, d.path) for d in found] == [(kind, path)]


def test_they_come_kind_by_kind(ruleset: Ruleset, other: Ruleset) -> None:
    kinds = [d.kind for d in differences(ruleset, other)]
    assert kinds == sorted(kinds, key=KINDS.index)


def test_from_the_first_release_to_the_second_nothing_that_decides_was_changed(
    first: Ruleset, ruleset: Ruleset
) -> None:
    found = differences(first, ruleset)

    assert [d for d in found if d.decides] == []
    assert {d.path[0] for d in found if d.kind == "fact"} == {"change", "worse"}
    assert {d.path[0] for d in found if d.kind == "test"} == {"actions", "never_sole_reason"}
    # A format that can say more is no difference where nothing more is said.
    assert len([d for d in found if d.kind == "test" and d.path == ("actions",)]) < len(
        ruleset.tests
    )
