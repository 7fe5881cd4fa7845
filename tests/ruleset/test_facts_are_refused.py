"""Facts whose domain, need or name is wrong."""

from typing import Any

import pytest

from tests.ruleset.drafts import Content, Draft, Told, entry

BASIS = "history.founding_basis"
NAMES = "history.name_changes_5y"
STOP = "environment.stop_order"
HISTORY = {"when": "history", "direction": "either", "effort": "1"}
A_VALUE = {"value": "a", "title": {"en": "A", "zh": "甲"}}


def told(draft: Draft, fact: str, **members: Any) -> list[Told]:
    """Set members of a fact (``None`` removes) and return the faults."""
    with draft.changed("facts.yaml") as content:
        target = entry(content["facts"], fact)
        target |= members
        for name in (name for name, value in members.items() if value is None):
            del target[name]
    return draft.told()


def one(code: str, fact: str, field: str) -> list[Told]:
    return [(code, "facts.yaml", fact, field)]


@pytest.mark.parametrize(
    ("fact", "members", "field", "said"),
    [
        (NAMES, {"unit": None}, "unit", "a number needs unit"),
        (NAMES, {"min": None}, "min", "a number needs min"),
        (NAMES, {"max": None}, "max", "a number needs max"),
        (NAMES, {"max": "0"}, "max", "the greatest value must exceed the least"),
        (NAMES, {"min": "10000"}, "max", "the greatest value must exceed the least"),
        (NAMES, {"max": "99.5"}, "max", "the bounds of a whole number are whole"),
        (NAMES, {"max": "9.00001"}, "max", "9.00001 has more than 4 decimals"),
        (NAMES, {"worse": "upward"}, "worse", "it has higher, lower or none"),
        (NAMES, {"worse": [["0"], ["1"]]}, "worse", "a number gets worse higher, lower or none"),
        (NAMES, {"values": [A_VALUE]}, "values", "a number lists no values"),
        (STOP, {"worse": "higher"}, "worse", "it has none, or groups of values"),
        (STOP, {"worse": [["false"]]}, "worse", "the groups must hold every value once"),
        (STOP, {"worse": [["false", "true", "true"]]}, "worse", "every value once"),
        (STOP, {"worse": [["false"], [], ["true"]]}, "worse", "every value once"),
        (STOP, {"worse": [["false"], ["true", "perhaps"]]}, "worse", "every value once"),
        (STOP, {"unit": "count"}, "unit", "only a number has unit"),
        (STOP, {"min": "0"}, "min", "only a number has min"),
        (STOP, {"max": "1"}, "max", "only a number has max"),
        (STOP, {"whole": "true"}, "whole", "only a number is whole"),
    ],
)
def test_a_domain_must_be_sound(
    draft: Draft, fact: str, members: Content, field: str, said: str
) -> None:
    assert told(draft, fact, **members) == one("bad_domain", fact, field)
    assert said in draft.messages()[0]


def test_an_enum_has_at_least_two_values(draft: Draft) -> None:
    with draft.changed("facts.yaml") as content:
        fact = entry(content["facts"], BASIS)
        fact |= {"values": fact["values"][:1], "worse": [[fact["values"][0]["value"]]]}
    assert draft.told() == one("bad_domain", BASIS, "values")
    assert draft.messages() == ["an enum fact has at least two values"]


def test_a_bool_has_the_values_true_and_false(draft: Draft) -> None:
    with draft.changed("facts.yaml") as content:
        fact = entry(content["facts"], STOP)
        fact["values"][0]["value"] = "yes"
        fact["worse"] = [["false"], ["yes"]]
    assert draft.told() == one("bad_domain", STOP, "values")
    assert draft.messages() == ["a bool fact has the values true and false"]


def test_a_value_is_listed_once(draft: Draft) -> None:
    with draft.changed("facts.yaml") as content:
        values = entry(content["facts"], BASIS)["values"]
        values.append(values[0] | {"title": {"en": "once more", "zh": "再次"}})
    assert draft.told() == one("duplicate_code", BASIS, "values")
    assert draft.messages() == ["industry_margin stands here 2 times"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_two_values_of_a_fact_are_not_called_alike(draft: Draft, lang: str) -> None:
    with draft.changed("facts.yaml") as content:
        first, second, *_ = entry(content["facts"], BASIS)["values"]
        second["title"][lang] = first["title"][lang]
        title = first["title"][lang]
    assert draft.told() == one("duplicate_title", BASIS, f"values.title.{lang}")
    assert draft.messages() == [f"2 values are called {title!r}"]


def test_a_fact_is_defined_once(draft: Draft) -> None:
    with draft.changed("facts.yaml") as content:
        content["facts"].append(dict(entry(content["facts"], BASIS)))
    assert draft.told() == one("duplicate_code", BASIS, "id")
    assert draft.messages() == [f"{BASIS} is defined twice"]


def test_a_section_is_defined_once(draft: Draft) -> None:
    with draft.changed("facts.yaml") as content:
        content["sections"].append(content["sections"][0])
    assert draft.told() == one("duplicate_code", "borrower", "sections.id")


def test_a_fact_belongs_to_a_section(draft: Draft) -> None:
    with draft.changed("facts.yaml") as content:
        content["facts"].append(entry(content["facts"], NAMES) | {"id": "logistics.trucks"})
    assert draft.told() == one("unknown_section", "logistics.trucks", "id")


def test_a_fact_goes_stale_by_a_period_of_the_policy(draft: Draft) -> None:
    assert told(draft, NAMES, freshness="yearly") == one("unknown_freshness", NAMES, "freshness")
    assert draft.messages() == [
        "there is no freshness yearly; "
        "the policy has audited_accounts, environment, general, registry_check"
    ]


@pytest.mark.parametrize(
    ("fact", "need", "said"),
    [
        (NAMES, "gate", "need is gate, but no outcome of a gate test reads it"),
        (STOP, "scored", "need is scored, but an outcome of a gate test reads it"),
        ("governance.rpt_pct_revenue", "scored", "an outcome of a gate test reads it"),
    ],
)
def test_the_need_of_a_fact_says_whether_a_gate_reads_it(
    draft: Draft, fact: str, need: str, said: str
) -> None:
    assert told(draft, fact, need=need) == one("need_mismatch", fact, "need")
    assert said in draft.messages()[0]


def test_a_classification_fact_decides_which_tests_apply(draft: Draft) -> None:
    members = {"need": "class", "worse": "none", "change": HISTORY}
    assert told(draft, NAMES, **members) == one("need_mismatch", NAMES, "need")
    assert draft.messages() == ["need is class, but no test applies by it"]


def test_the_business_model_is_a_classification_fact(draft: Draft) -> None:
    faults = told(draft, "borrower.business_model", need="scored")
    assert one("need_mismatch", "borrower.business_model", "need")[0] in faults
    assert {code for code, *_ in faults} == {"need_mismatch", "not_a_class_fact"}
    assert "need is scored, but it picks the row of weights" in draft.messages()


def test_a_classification_fact_is_not_the_outcome_of_a_check(draft: Draft) -> None:
    fact = "borrower.ownership_type"
    assert told(draft, fact, negative_assurance="true") == one(
        "class_fact_misused", fact, "negative_assurance"
    )


def test_a_classification_fact_has_no_worse_value(draft: Draft) -> None:
    fact = "borrower.long_development_cycle"
    assert told(draft, fact, worse=[["false"], ["true"]]) == one(
        "class_fact_misused", fact, "worse"
    )


@pytest.mark.parametrize(
    "name",
    [
        "management.age",
        "management.principal_age",
        "management.average_age_years",
        "shareholders.marital_status",
        "management.principal_political_party_member",
        "governance.directors_sex",
        "shareholders.race",
    ],
)
def test_no_fact_names_a_prohibited_characteristic(draft: Draft, name: str) -> None:
    with draft.changed("facts.yaml") as content:
        content["facts"].append(entry(content["facts"], NAMES) | {"id": name})
    assert draft.told() == one("prohibited_characteristic", name, "id")
    assert draft.messages() == [f"{name} names a prohibited characteristic of a person"]


def test_no_section_names_a_prohibited_characteristic(draft: Draft) -> None:
    with draft.changed("facts.yaml") as content:
        content["sections"].append({"id": "religion", "title": {"en": "Faith", "zh": "信仰"}})
        content["facts"].append(entry(content["facts"], NAMES) | {"id": "religion.house"})
    assert draft.told() == one("prohibited_characteristic", "religion.house", "id")


@pytest.mark.parametrize("name", ["sales.storage_cost", "supply.language", "history.sextant"])
def test_words_that_only_contain_such_a_name_are_allowed(draft: Draft, name: str) -> None:
    with draft.changed("facts.yaml") as content:
        content["facts"].append(entry(content["facts"], NAMES) | {"id": name})
    assert draft.told() == []
