"""Actions that are no actions, and what stands on tests that find nothing adverse."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.ruleset.drafts import Content, Draft, Told, entry

ACTION = {"kind": "condition", "en": "Report on the site", "zh": "现场报告"}
CAPEX = "CMP-04"
"""A test that has strengths only."""


def told(draft: Draft, file: str, test: str, **members: Any) -> list[Told]:
    with draft.changed(file) as content:
        entry(content["tests"], test).update(members)
    return draft.told()


@pytest.mark.parametrize(
    ("actions", "field", "said"),
    [
        ([], "actions", "this must not be empty"),
        ("Report on the site", "actions", "this must be a list"),
        ([ACTION | {"kind": "advice"}], "actions.0.kind", "one of condition, covenant, follow_up"),
        ([ACTION | {"en": " "}], "actions.0.en", "one line of English"),
        ([ACTION | {"zh": "Report"}], "actions.0.zh", "one line of Chinese"),
        ([ACTION | {"by": "2027"}], "actions.0.by", "there is no such member here"),
        ([{"en": "Report", "zh": "报告"}], "actions.0.kind", "the member is missing"),
        (["Report"], "actions.0", "this must be a group of members"),
    ],
)
def test_an_action_has_a_kind_and_a_text(draft: Draft, actions: Any, field: str, said: str) -> None:
    assert told(draft, "history.yaml", "HIS-03", actions=actions) == [
        ("shape", "history.yaml", "HIS-03", field)
    ]
    assert said in draft.messages()[0]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda a: a.update(kind="advice"), "actions.0.kind"),
        (lambda a: a.pop("zh"), "actions.0.zh"),
    ],
)
def test_an_action_of_a_pattern_has_a_kind_and_a_text(
    draft: Draft, change: Callable[[Content], Any], field: str
) -> None:
    with draft.changed("patterns.yaml") as content:
        change(entry(content["patterns"], "PAT-01")["actions"][0])
    assert draft.told() == [("shape", "patterns.yaml", "PAT-01", field)]


def test_only_what_can_be_adverse_has_actions(draft: Draft) -> None:
    assert told(draft, "competitiveness.yaml", CAPEX, actions=[ACTION]) == [
        ("nothing_adverse", "competitiveness.yaml", CAPEX, "actions")
    ]


def test_only_what_can_be_adverse_is_never_the_sole_reason(draft: Draft) -> None:
    assert told(draft, "competitiveness.yaml", CAPEX, never_sole_reason="true") == [
        ("nothing_adverse", "competitiveness.yaml", CAPEX, "never_sole_reason")
    ]


def test_what_can_be_adverse_may_have_both(draft: Draft) -> None:
    assert told(draft, "history.yaml", "HIS-05", actions=[ACTION], never_sole_reason="true") == []
    test = draft.load().tests["HIS-05"]
    assert test.never_sole_reason
    assert [(a.kind, a.text.en, a.text.zh) for a in test.actions] == [
        ("condition", "Report on the site", "现场报告")
    ]
