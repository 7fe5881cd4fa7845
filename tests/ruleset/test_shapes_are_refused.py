"""Members that are missing, unknown or of the wrong type, in every file."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.ruleset.drafts import Content, Draft, entry, outcome

Change = Callable[[Content], Any]
REMOVED = object()
TITLE = {"en": "A title", "zh": "标题"}


def put(target: Content, member: str, value: Any) -> None:
    if value is REMOVED:
        del target[member]
    else:
        target[member] = value


def is_one_fault(draft: Draft, file: str, of: str, field: str, said: str) -> None:
    assert draft.told() == [("shape", file, of, field)]
    assert said in draft.messages()[0]


@pytest.mark.parametrize(
    ("member", "value", "said"),
    [
        ("format", "3", "the format is 1 or 2"),
        ("format", "two", "a whole number"),
        ("format", REMOVED, "the member is missing"),
        ("id", "Non Financial", "small letters"),
        ("version", "1.0", "three numbers such as 1.0.0"),
        ("version", "1.0.0\n", "three numbers such as 1.0.0"),
        ("effective_from", "1 May", "a date such as 2026-11-01"),
        ("title", REMOVED, "the member is missing"),
        ("author", "x", "there is no such member here"),
    ],
)
def test_of_the_ruleset(draft: Draft, member: str, value: Any, said: str) -> None:
    with draft.changed("ruleset.yaml") as content:
        put(content, member, value)
        of = content["id"]
    is_one_fault(draft, "ruleset.yaml", of, member, said)


@pytest.mark.parametrize(
    ("fact", "member", "value", "said"),
    [
        ("history.founding_basis", "kind", "text", "this must be one of enum, bool, number"),
        ("history.founding_basis", "need", "vital", "this must be one of class, gate, scored"),
        ("history.founding_basis", "worse", ["human", "technology"], "a list of lists of values"),
        ("history.founding_basis", "worse", {"best": "human"}, "a list of lists of values"),
        ("history.founding_basis", "worse", [[{"value": "human"}]], "a list of lists of values"),
        ("history.founding_basis", "worse", REMOVED, "the member is missing"),
        ("history.founding_basis", "freshness", " ", "this must be one line of text"),
        ("history.name_changes_5y", "unit", "times", "one of count, days, months"),
        ("history.name_changes_5y", "max", "1e9", "this must be a number"),
        ("history.name_changes_5y", "max", "1_000", "this must be a number"),
        ("history.name_changes_5y", "max", "NaN", "this must be a number"),
        ("history.name_changes_5y", "max", "123456789012", "this must be a number"),
        ("history.name_changes_5y", "whole", "yes", "this must be true or false"),
        ("history.name_changes_5y", "default", "0", "there is no such member here"),
    ],
)
def test_of_a_fact(draft: Draft, fact: str, member: str, value: Any, said: str) -> None:
    with draft.changed("facts.yaml") as content:
        put(entry(content["facts"], fact), member, value)
    is_one_fault(draft, "facts.yaml", fact, member, said)


def test_of_the_name_of_a_fact(draft: Draft) -> None:
    with draft.changed("facts.yaml") as content:
        entry(content["facts"], "history.founding_basis")["id"] = "History.Basis"
    is_one_fault(draft, "facts.yaml", "History.Basis", "id", "named as section.name")


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        (lambda v: v.update(value="a b"), "values.0.value", "letters, digits and _"),
        (lambda v: v["title"].pop("zh"), "values.0.title.zh", "the member is missing"),
    ],
)
def test_of_a_value(draft: Draft, change: Change, field: str, said: str) -> None:
    with draft.changed("facts.yaml") as content:
        change(entry(content["facts"], "history.founding_basis")["values"][0])
    is_one_fault(draft, "facts.yaml", "history.founding_basis", field, said)


@pytest.mark.parametrize(
    ("member", "value", "said"),
    [
        ("source", "hearsay", "this must be one of manual, textbook, other_source"),
        ("section", " ", "this must be one line of text"),
        ("frame", "no", "this must be true or false"),
    ],
)
def test_of_a_clause(draft: Draft, member: str, value: Any, said: str) -> None:
    with draft.changed("clauses.yaml") as content:
        put(entry(content["clauses"], "CH-1.1-a"), member, value)
    is_one_fault(draft, "clauses.yaml", "CH-1.1-a", member, said)


@pytest.mark.parametrize(
    ("member", "value", "said"),
    [
        ("dimension", "History", "three capitals"),
        ("tests", [], "this must not be empty"),
        ("weight", "6", "there is no such member here"),
    ],
)
def test_of_a_dimension(draft: Draft, member: str, value: Any, said: str) -> None:
    with draft.changed("history.yaml") as content:
        put(content, member, value)
        of = content["dimension"]
    is_one_fault(draft, "history.yaml", of, member, said)


@pytest.mark.parametrize(
    ("member", "value", "field", "said"),
    [
        ("clauses", [], "clauses", "this must not be empty"),
        ("clauses", "CH-1.2-a", "clauses", "this must be a list"),
        ("threshold", REMOVED, "threshold", "the member is missing"),
        (
            "threshold",
            {"sources": ["guess"], "note": TITLE},
            "threshold.sources.0",
            "one of manual",
        ),
        ("threshold", {"sources": [], "note": TITLE}, "threshold.sources", "must not be empty"),
        ("threshold", {"sources": ["manual"]}, "threshold.note", "the member is missing"),
        ("gate", "yes", "gate", "this must be true or false"),
        ("outcomes", [], "outcomes", "this must not be empty"),
    ],
)
def test_of_a_test(draft: Draft, member: str, value: Any, field: str, said: str) -> None:
    with draft.changed("history.yaml") as content:
        put(entry(content["tests"], "HIS-03"), member, value)
    is_one_fault(draft, "history.yaml", "HIS-03", field, said)


@pytest.mark.parametrize("name", ["HIS3", "his-03", "HIS-3", "HIS-03\n", "HIS-０３"])
def test_of_the_name_of_a_test(draft: Draft, name: str) -> None:
    with draft.changed("history.yaml") as content:
        entry(content["tests"], "HIS-03")["id"] = name
    is_one_fault(draft, "history.yaml", name, "id", "its dimension and a number: HIS-01")


LICENCE = "history.licence_status"


@pytest.mark.parametrize(
    ("member", "value", "field", "said"),
    [
        ("severity", "W4", "severity", "this must be one of S1, S2, W1, W2, W3, KO"),
        ("points", "-9", "points", "there is no such member here"),
        ("when", [], "when", "this must not be empty"),
        ("when", [{}], "when.0", "this must not be empty"),
        ("when", {LICENCE: '"missing"'}, "when", "this must be a list"),
        ("when", [f'{LICENCE}: "missing"'], "when.0", "this must be a group of members"),
        ("when", [{LICENCE: ["missing"]}], f"when.0.{LICENCE}.value", "this must be a text"),
        ("title", "Licence missing", "title", "this must be a group of members"),
        ("title", TITLE | {"en": "缺少许可证"}, "title.en", "one line of English"),
        ("title", TITLE | {"en": "Licence\nmissing"}, "title.en", "one line of English"),
        ("title", TITLE | {"en": ""}, "title.en", "one line of English"),
        ("title", TITLE | {"zh": "Licence missing"}, "title.zh", "one line of Chinese"),
        ("title", TITLE | {"zh": "缺少\0许可证"}, "title.zh", "one line of Chinese"),
        ("title", TITLE | {"de": "Lizenz fehlt"}, "title.de", "there is no such member here"),
    ],
)
def test_of_an_outcome(draft: Draft, member: str, value: Any, field: str, said: str) -> None:
    with draft.changed("history.yaml") as content:
        put(outcome(content, "LICENCE_MISSING"), member, value)
    is_one_fault(draft, "history.yaml", "LICENCE_MISSING", field, said)


def test_of_the_code_of_a_finding(draft: Draft) -> None:
    with draft.changed("history.yaml") as content:
        outcome(content, "LICENCE_MISSING")["finding"] = "licence missing"
    is_one_fault(draft, "history.yaml", "licence missing", "finding", "capitals, digits and _")


@pytest.mark.parametrize(
    ("member", "value", "field", "said"),
    [
        ("actions", [], "actions", "this must not be empty"),
        ("all_of_any", [[]], "all_of_any.0", "this must not be empty"),
        ("all_of_any", ["ONE_MAN_RULE"], "all_of_any.0", "this must be a list"),
        ("cap", REMOVED, "cap", "the member is missing"),
        ("suspicion", "perhaps", "suspicion", "this must be true or false"),
    ],
)
def test_of_a_pattern(draft: Draft, member: str, value: Any, field: str, said: str) -> None:
    with draft.changed("patterns.yaml") as content:
        put(entry(content["patterns"], "PAT-01"), member, value)
    is_one_fault(draft, "patterns.yaml", "PAT-01", field, said)


@pytest.mark.parametrize(
    ("change", "of", "field", "said"),
    [
        (lambda c: c["severities"][0].update(points="one"), "S1", "points", "a whole number"),
        (lambda c: c["severities"][0].update(points="1_0"), "S1", "points", "a whole number"),
        (lambda c: c["severities"][0].update(points="1.5"), "S1", "points", "a whole number"),
        (lambda c: c["severities"][0].update(points="1" * 30), "S1", "points", "at most 6 digits"),
        (lambda c: c["ratings"][0].update(net="\n"), "5", "net", "one line of text"),
        (lambda c: c["grades"][0].update(id="A1"), "A1", "id", "N and a number"),
        (
            lambda c: c["freshness"][1].update(months="3"),
            "environment",
            "",
            "either days or months",
        ),
        (lambda c: c["freshness"][1].pop("days"), "environment", "", "either days or months"),
        (lambda c: c["freshness"][1].update(days="-1"), "environment", "days", "at least 0"),
        (
            lambda c: c.update(strength_cap_per_dimension="-1"),
            "",
            "strength_cap_per_dimension",
            "at least 0",
        ),
        (
            lambda c: c["rating_limits"][0].update(findings="0"),
            "",
            "rating_limits.0.findings",
            "at least 1",
        ),
        (
            lambda c: c["weights"][0]["weights"].update(HIS="6.5"),
            "",
            "weights.0.weights.HIS.value",
            "a whole number",
        ),
        (
            lambda c: c.update(word_only_sources=["borower_stated"]),
            "",
            "word_only_sources.0",
            "borrower_stated",
        ),
        (
            lambda c: c["deceit"].update(void_sources=["the borrower"]),
            "",
            "deceit.void_sources.0",
            "borrower_stated",
        ),
        (lambda c: c.pop("bands"), "", "bands", "the member is missing"),
    ],
)
def test_of_the_policy(draft: Draft, change: Change, of: str, field: str, said: str) -> None:
    with draft.changed("policy.yaml") as content:
        change(content)
    is_one_fault(draft, "policy.yaml", of, field, said)


def test_a_file_that_is_a_list_is_one_fault(draft: Draft) -> None:
    draft.write("history.yaml", "- HIS\n- GOV\n")
    assert draft.told() == [("shape", "history.yaml", "", "")]


def test_a_stray_file_is_taken_for_a_dimension(draft: Draft) -> None:
    draft.write("notes.yaml", "remark: to be discussed\n")
    assert draft.told() == [
        ("shape", "notes.yaml", "", field) for field in ("dimension", "remark", "tests", "title")
    ]


def test_wrong_members_of_several_files_are_told_at_once(draft: Draft) -> None:
    with draft.changed("history.yaml") as content:
        outcome(content, "LICENCE_MISSING")["severity"] = "grave"
        del entry(content["tests"], "HIS-05")["clauses"]
    with draft.changed("policy.yaml") as content:
        del content["deceit"]
    assert draft.told() == [
        ("shape", "history.yaml", "HIS-05", "clauses"),
        ("shape", "history.yaml", "LICENCE_MISSING", "severity"),
        ("shape", "policy.yaml", "", "deceit"),
    ]
