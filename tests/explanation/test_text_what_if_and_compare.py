"""What if and comparisons as text: hypothetical where it is, and every difference told."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from service.explanation.compare import compare
from service.explanation.text.compare import compare_text
from service.explanation.text.what_if import what_if_text
from service.explanation.what_if import parse_assignments, what_if
from service.language.catalogue import LANGUAGES
from tests.engine.borrowers import Borrower
from tests.engine.strategies import RULESET, borrowers
from tests.explanation.conftest import ExplainSubject

CODE = re.compile(r"[A-Z][A-Z0-9_]{4,}|[A-Z]{3}-\d\d")


def named(part: Any, key: str = "") -> Iterator[str]:
    """Facts, codes and ids that a difference names."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield from named(value, name)
    elif isinstance(part, list):
        for value in part:
            yield from named(value, key)
    elif isinstance(part, str) and (part in RULESET.facts or CODE.fullmatch(part)):
        yield part


def supposed(explain_subject: ExplainSubject, *assignments: str) -> dict[str, Any]:
    changes = parse_assignments(RULESET, assignments)
    return what_if(explain_subject("family_condiment_maker"), changes)


@pytest.mark.parametrize(("lang", "word"), [("en", "hypothetical"), ("zh", "假设")])
def test_a_supposition_says_that_it_is_hypothetical_first_and_last(
    explain_subject: ExplainSubject, lang: str, word: str
) -> None:
    lines = what_if_text(RULESET, supposed(explain_subject, "reputation.current_dpd=45"), lang)

    assert word in lines[0].lower()
    assert word in lines[-1].lower()


def test_a_supposition_tells_what_changes_and_what_follows(
    explain_subject: ExplainSubject,
) -> None:
    found = supposed(explain_subject, "reputation.current_dpd=45", "governance.decision_process=")

    lines = what_if_text(RULESET, found, "en")

    days = "Current days past due [reputation.current_dpd]: from 0 days to 45 days"
    assert f"  {days}" in lines
    decided = "Decision process [governance.decision_process]"
    assert f"  {decided}: from one-person decision to not known" in lines
    assert "  Grade: from N5 (Acceptable with conditions) to N7 (Weak)." in lines
    assert "    New: Payments 31 to 90 days past due [PAST_DUE_31_90, REP-02, W3, -6]" in lines


def test_a_comparison_says_whether_borrower_and_rules_are_the_same(
    explain_subject: ExplainSubject,
) -> None:
    one, other = explain_subject("average_manufacturer"), explain_subject("polluting_dye_maker")

    same = compare_text(RULESET, compare(one, one), "en")
    different = compare_text(RULESET, compare(one, other), "en")

    assert same[0] == "Both ratings are of the same borrower."
    assert "  Nothing differs." in same
    assert different[0] == "The ratings are of two borrowers."
    assert "  Nothing differs." not in different
    assert same[1] == different[1] == "Both are by the same ruleset."
    across = compare_text(RULESET, {**compare(one, other), "same_ruleset": False}, "en")
    assert across[1].startswith("They are by two rulesets")


def test_what_only_another_ruleset_has_is_told_by_its_title_or_code(
    explain_subject: ExplainSubject,
) -> None:
    one, other = explain_subject("incomplete_dossier"), explain_subject("polluting_dye_maker")
    found = compare(one, other)
    ruleset = replace(
        RULESET,
        facts={i: f for i, f in RULESET.facts.items() if i != "sales.retention_pct"},
        tests={i: t for i, t in RULESET.tests.items() if i != "SAL-04"},
    )

    text = "\n".join(compare_text(ruleset, found, "en"))

    only = "Only one of the two rulesets has this fact"
    assert f"{only}: Customer retention by value [sales.retention_pct]" in text
    assert "Gone: CUSTOMER_CHURN_HIGH" in text


def test_dimensions_of_one_ruleset_only_are_told(explain_subject: ExplainSubject) -> None:
    one, other = explain_subject("average_manufacturer"), explain_subject("polluting_dye_maker")
    found = compare(one, other)
    first = found["difference"]["dimensions"][0]
    first["from"] = {"rating": None, "net": None}

    text = "\n".join(compare_text(RULESET, found, "en"))

    assert f"{first['title']} [{first['dimension']}]: from no such dimension to " in text


@settings(max_examples=20)
@given(one=borrowers(), other=borrowers())
def test_every_fact_and_code_of_a_difference_is_told_in_both_languages(
    explain_subject: ExplainSubject, one: Borrower, other: Borrower
) -> None:
    found = compare(explain_subject(one.facts), explain_subject(other.facts))
    for lang in LANGUAGES:
        lines = compare_text(RULESET, found, lang)
        text = "\n".join(lines)
        assert [name for name in named(found["difference"]) if name not in text] == []
        for fact in found["difference"]["facts"]:
            assert fact["title_zh" if lang == "zh" else "title"] in text
