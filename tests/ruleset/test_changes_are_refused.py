"""What a ruleset says of how facts can change, and says wrongly."""

import pytest

from tests.ruleset.drafts import Draft, Told, entry

NAMES = "history.name_changes_5y"
CAPACITY = "production.capacity_use_pct"
OWNER = "governance.owner_managed"
NOW = {"when": "now", "direction": "either", "effort": "2"}


def told(draft: Draft, fact: str, **members: str) -> list[Told]:
    """Set members of the change of a fact and return the faults."""
    with draft.changed("facts.yaml") as content:
        entry(content["facts"], fact)["change"].update(members)
    return draft.told()


def one(code: str, fact: str, field: str) -> list[Told]:
    return [(code, "facts.yaml", fact, field)]


@pytest.mark.parametrize(
    ("member", "value", "said"),
    [
        ("when", "soon", "this must be one of now, with_time, history"),
        ("direction", "up", "this must be one of better, worse, either"),
        ("effort", "0", "this must be at least 1"),
        ("effort", "10", "this must be at most 9"),
        ("effort", "2.5", "a whole number"),
        ("cost", "2", "there is no such member here"),
    ],
)
def test_a_change_has_a_time_a_direction_and_an_effort(
    draft: Draft, member: str, value: str, said: str
) -> None:
    assert told(draft, NAMES, **{member: value}) == one("shape", NAMES, f"change.{member}")
    assert said in draft.messages()[0]


@pytest.mark.parametrize("member", ["when", "direction", "effort"])
def test_nothing_of_a_change_is_left_out(draft: Draft, member: str) -> None:
    with draft.changed("facts.yaml") as content:
        del entry(content["facts"], NAMES)["change"][member]
    assert draft.told() == one("shape", NAMES, f"change.{member}")


@pytest.mark.parametrize("when", ["now", "with_time"])
def test_nobody_is_told_to_become_another_kind_of_borrower(draft: Draft, when: str) -> None:
    assert told(draft, OWNER, when=when) == one("class_fact_misused", OWNER, "change.when")


@pytest.mark.parametrize("when", ["now", "with_time"])
@pytest.mark.parametrize(
    ("fact", "finding"),
    [
        ("reputation.false_statement_finding", "FALSE_STATEMENTS|STATEMENTS_MISSTATED"),
        ("reputation.concealment_finding", "MATERIAL_CONCEALMENT"),
    ],
)
def test_nobody_is_told_to_unmake_deceit(draft: Draft, when: str, fact: str, finding: str) -> None:
    assert told(draft, fact, when=when) == one("deceit_undone", fact, "change.when")
    (message,) = draft.messages()
    assert any(f"the test of {code} reads it" in message for code in finding.split("|"))


def test_a_classification_fact_of_a_test_of_deceit_is_one_fault(draft: Draft) -> None:
    with draft.changed("reputation.yaml") as content:
        entry(content["tests"], "REP-20")["applies_when"] = [{OWNER: "true"}]
    assert told(draft, OWNER, when="now") == one("class_fact_misused", OWNER, "change.when")


@pytest.mark.parametrize("direction", ["better", "worse"])
@pytest.mark.parametrize("fact", [CAPACITY, OWNER])
def test_a_direction_needs_an_order(draft: Draft, fact: str, direction: str) -> None:
    faults = told(draft, fact, direction=direction)
    assert faults == one("direction_without_order", fact, "change.direction")
    assert draft.messages() == [f"the fact has no worse value, so it cannot move {direction} only"]


@pytest.mark.parametrize("direction", ["better", "worse", "either"])
def test_a_fact_with_an_order_may_move_any_way(draft: Draft, direction: str) -> None:
    assert told(draft, NAMES, when="now", direction=direction) == []


def test_faults_of_changes_and_of_grading_are_told_at_once(draft: Draft) -> None:
    with draft.changed("facts.yaml") as content:
        facts = content["facts"]
        entry(facts, OWNER)["change"] |= {"when": "now", "direction": "better"}
        entry(facts, "reputation.concealment_finding")["change"] = NOW
        entry(facts, "environment.stop_order")["need"] = "scored"
    assert draft.told() == [
        ("need_mismatch", "facts.yaml", "environment.stop_order", "need"),
        ("direction_without_order", "facts.yaml", OWNER, "change.direction"),
        ("class_fact_misused", "facts.yaml", OWNER, "change.when"),
        ("deceit_undone", "facts.yaml", "reputation.concealment_finding", "change.when"),
    ]
