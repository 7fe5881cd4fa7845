"""Format 1 has no guidance for explanations; format 2 needs it; no other format is known."""

from collections.abc import Callable
from typing import Any

import pytest

from service.ruleset.guidance import UNMARKED
from service.ruleset.model import Ruleset
from tests.ruleset.drafts import Content, Draft, entry

Change = Callable[[Content], Any]

CHANGE = {"when": "now", "direction": "either", "effort": "2"}
ACTION = {"kind": "follow_up", "en": "Ask why", "zh": "询问原因"}
NAMES = "history.name_changes_5y"


def _later(file: str, of: str, field: str) -> tuple[str, str, str, str]:
    return ("not_in_format", file, of, field)


@pytest.mark.parametrize(
    ("file", "change", "of", "field"),
    [
        ("facts.yaml", lambda c: entry(c["facts"], NAMES).update(change=CHANGE), NAMES, "change"),
        (
            "history.yaml",
            lambda c: entry(c["tests"], "HIS-05").update(actions=[ACTION]),
            "HIS-05",
            "actions",
        ),
        (
            "history.yaml",
            lambda c: entry(c["tests"], "HIS-05").update(never_sole_reason="false"),
            "HIS-05",
            "never_sole_reason",
        ),
        (
            "patterns.yaml",
            lambda c: entry(c["patterns"], "PAT-12")["actions"][1].update(kind="covenant"),
            "PAT-12",
            "actions.1.kind",
        ),
        (
            "patterns.yaml",
            lambda c: entry(c["patterns"], "PAT-12").update(suspicion="true"),
            "PAT-12",
            "suspicion",
        ),
        ("policy.yaml", lambda c: c.update(reviews=[]), "", "reviews"),
        ("policy.yaml", lambda c: c.update(adverse_from="N5"), "", "adverse_from"),
        ("policy.yaml", lambda c: c.update(notices=[]), "", "notices"),
    ],
)
def test_format_1_holds_no_member_of_format_2(
    first: Draft, file: str, change: Change, of: str, field: str
) -> None:
    with first.changed(file) as content:
        change(content)
    assert first.told() == [_later(file, of, field)]
    assert first.messages() == ["this member needs format: 2 in ruleset.yaml"]


def test_members_of_format_2_and_other_faults_are_told_at_once(first: Draft) -> None:
    with first.changed("facts.yaml") as content:
        entry(content["facts"], NAMES).update(change={}, kind="text")
    with first.changed("policy.yaml") as content:
        content |= {"adverse_from": "N5", "notes": "x"}
    assert first.told() == [
        _later("facts.yaml", NAMES, "change"),
        ("shape", "facts.yaml", NAMES, "kind"),
        _later("policy.yaml", "", "adverse_from"),
        ("shape", "policy.yaml", "", "notes"),
    ]


@pytest.mark.parametrize(
    ("file", "change", "of", "field"),
    [
        ("facts.yaml", lambda c: entry(c["facts"], NAMES).pop("change"), NAMES, "change"),
        (
            "patterns.yaml",
            lambda c: entry(c["patterns"], "PAT-12")["actions"][1].pop("kind"),
            "PAT-12",
            "actions.1.kind",
        ),
        ("policy.yaml", lambda c: c.pop("reviews"), "", "reviews"),
        ("policy.yaml", lambda c: c.pop("adverse_from"), "", "adverse_from"),
        ("policy.yaml", lambda c: c.pop("notices"), "", "notices"),
    ],
)
def test_format_2_needs_its_members(
    draft: Draft, file: str, change: Change, of: str, field: str
) -> None:
    with draft.changed(file) as content:
        change(content)
    assert draft.told() == [("shape", file, of, field)]
    assert draft.messages() == ["the member is missing"]


def test_raising_the_format_tells_every_member_that_is_missing(first: Draft) -> None:
    with first.changed("ruleset.yaml") as content:
        content["format"] = "2"
    faults = first.told()
    assert {(code, field.rpartition(".")[2]) for code, _, _, field in faults} == {
        ("shape", member) for member in ("change", "kind", "reviews", "adverse_from", "notices")
    }
    assert [field for _, file, _, field in faults if file == "facts.yaml"] == ["change"] * 167


def test_nothing_is_said_of_files_whose_format_is_unknown(draft: Draft) -> None:
    with draft.changed("ruleset.yaml") as content:
        content |= {"format": "3", "id": "X"}
    with draft.changed("facts.yaml") as content:
        del content["facts"]
    assert draft.told() == [
        ("shape", "ruleset.yaml", "X", "format"),
        ("shape", "ruleset.yaml", "X", "id"),
    ]


def test_format_1_lets_nothing_change_and_follows_actions_up(first: Draft) -> None:
    ruleset = first.load()
    assert {fact.change for fact in ruleset.facts.values()} == {UNMARKED}
    actions = [action for p in ruleset.patterns.values() for action in p.actions]
    assert {action.kind for action in actions} == {"follow_up"}
    assert not any(t.actions or t.never_sole_reason for t in ruleset.tests.values())
    assert not any(p.suspicion for p in ruleset.patterns.values())
    policy = ruleset.policy
    assert (policy.review_months, policy.adverse_from, policy.notice_regimes) == ({}, None, {})


def test_both_formats_grade_alike(first: Draft, ruleset: Ruleset) -> None:
    """What decides a grade is the same in 1.0.0 and in the ruleset in force."""
    old, new = first.load(), ruleset
    for test in old.tests.values():
        other = new.tests[test.id]
        assert (test.outcomes, test.applies_when) == (other.outcomes, other.applies_when)
    for pattern in old.patterns.values():
        other_pattern = new.patterns[pattern.id]
        assert (pattern.all_of_any, pattern.cap) == (other_pattern.all_of_any, other_pattern.cap)
    assert list(old.facts) == list(new.facts)
    assert old.policy.weights == new.policy.weights
    assert old.policy.points == new.policy.points
    assert old.policy.bands == new.policy.bands
    assert old.policy.dimension_caps == new.policy.dimension_caps
