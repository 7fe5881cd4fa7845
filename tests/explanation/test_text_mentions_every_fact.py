"""The text of an explanation, in both languages, leaves out nothing that the JSON names."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings

from service.explanation.explain import explain
from service.explanation.text.counterfactuals import WAYS
from service.explanation.text.explanation import explanation_text
from service.language.catalogue import LANGUAGES
from service.language.values import fact_text, value_text
from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower, worked_borrowers, worked_dossiers
from tests.engine.strategies import RULESET, borrowers
from tests.explanation.conftest import ExplainSubject

Explained = dict[str, Any]

# An explanation takes some tenths of a second, most of it for the counterfactuals.
few = settings(max_examples=8)


@cache
def worked(explain_subject: ExplainSubject, name: str) -> Explained:
    return explain(explain_subject(name))


def strings(part: Any) -> Iterator[str]:
    """Every text in a part of the JSON."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from strings(value)
    elif isinstance(part, list):
        for value in part:
            yield from strings(value)


def facts_named(part: Any) -> set[str]:
    return {text for text in strings(part) if text in RULESET.facts}


def check(found: Explained) -> None:
    for lang in LANGUAGES:
        lines = explanation_text(RULESET, found, lang)
        text = "\n".join(lines)
        facts = facts_named({n: part for n, part in found.items() if n != "narrative"})
        untitled = [f for f in facts if RULESET.facts[f].title.in_language(lang) not in text]
        assert untitled == []
        check_identified(found, lines)
        for reason in found["reasons"]["committee"]:
            check_reason(reason, lines, lang)
        check_values(found, text, lang)


def check_identified(found: Explained, lines: list[str]) -> None:
    """All facts have their id in brackets, but for those that are told only as considered."""
    only = {
        name: dict(found[name], considered_facts=[], sets=found[name]["sets"][:WAYS])
        for name in ("counterfactuals", "edge")
    }
    facts = facts_named({n: part for n, part in (found | only).items() if n != "narrative"})
    text = "\n".join(lines)
    assert [fact for fact in facts if f"[{fact}]" not in text] == []


def check_reason(reason: Explained, lines: list[str], lang: str) -> None:
    """A reason has its code, rule, clauses and facts, in lines of its own."""
    title = reason["title_zh" if lang == "zh" else "title"]
    start = f"{reason['rank']}. {title} [{reason['code']}]"
    (first,) = [n for n, line in enumerate(lines) if line.strip() == start]
    depth = len(lines[first]) - len(lines[first].lstrip())
    own = []
    for line in lines[first + 1 :]:
        if len(line) - len(line.lstrip()) <= depth:
            break
        own.append(line)
    text = "\n".join(own)
    assert reason["id"] in text
    assert reason["grade_without"] in text
    assert [clause for clause in reason["clauses"] if clause not in text] == []
    assert [code for code in reason["findings"] if code not in text] == []
    told = [fact_text(RULESET, fact, lang) for fact in reason["facts"]]
    assert [fact for fact in told if fact not in text] == []


def check_values(found: Explained, text: str, lang: str) -> None:
    """Changes and answers are told with their values."""
    for name in ("counterfactuals", "edge"):
        listed = found[name]["sets"][:WAYS]
        for change in (change for changes in listed for change in changes):
            fact = RULESET.facts[change["fact"]]
            assert value_text(fact, change["from"], lang) in text
            assert value_text(fact, change["to"], lang) in text
    for question in found["questions"]:
        fact = RULESET.facts[question["fact"]]
        for answer in ("neutral", "favourable", "adverse"):
            if question[answer] is not None:
                assert value_text(fact, question[answer]["value"], lang) in text


@pytest.mark.parametrize("name", worked_dossiers())
def test_the_text_of_a_worked_borrower_mentions_every_fact(
    explain_subject: ExplainSubject, name: str
) -> None:
    check(worked(explain_subject, name))


@few
@given(borrower=borrowers())
def test_the_text_of_any_borrower_mentions_every_fact(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    check(explain(explain_subject(borrower.facts)))


def test_the_text_begins_with_the_narrative(explain_subject: ExplainSubject) -> None:
    found = worked(explain_subject, "family_condiment_maker")

    lines = explanation_text(RULESET, found, "en")

    sections = found["narrative"]["sections"]
    assert lines[0] == sections[0]["heading"]
    told = [paragraph for section in sections for paragraph in section["paragraphs"]]
    places = [lines.index(f"  {paragraph}") for paragraph in told]
    assert places == sorted(places)
    assert places[-1] < lines.index("Reasons, the weightiest first")


def test_found_and_not_evidenced_stand_apart(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    start_up = worked_borrowers(ruleset)["software_start_up"]
    found = explain(explain_subject(start_up.without("management.bench").facts))

    lines = explanation_text(RULESET, found, "en")

    border = lines.index("  Not evidenced, and therefore assumed:")
    basis = {}
    for reason in found["reasons"]["committee"]:
        first = f"    {reason['rank']}. {reason['title']} [{reason['code']}]"
        basis[reason["code"]] = "not_evidenced" if lines.index(first) > border else "found"
    assert basis == {r["code"]: r["basis"] for r in found["reasons"]["committee"]}
    assert set(basis.values()) == {"found", "not_evidenced"}


def test_actions_say_what_they_are_for(explain_subject: ExplainSubject) -> None:
    found = worked(explain_subject, "family_condiment_maker")

    text = "\n".join(explanation_text(RULESET, found, "en"))

    named = [a for kind in found["actions"].values() for a in kind]
    assert named
    for action in named:
        (line,) = [ln for ln in text.splitlines() if ln.startswith(f"  {action['text']} (because")]
        assert [code for code in action["for"] if f"[{code}]" not in line] == []


def test_the_text_ends_by_saying_what_it_is_not(explain_subject: ExplainSubject) -> None:
    found = worked(explain_subject, "average_manufacturer")

    assert explanation_text(RULESET, found, "en")[-1].endswith("not a probability of default")
    assert explanation_text(RULESET, found, "zh")[-1].endswith("不是违约概率")


def test_a_recorded_decision_is_named(explain_subject: ExplainSubject) -> None:
    found = worked(explain_subject, "average_manufacturer")

    text = "\n".join(explanation_text(RULESET, {"decision_id": "0123abcd", **found}, "en"))

    assert "Decision 0123abcd." in text


def test_lines_hold_no_line_ends_nor_trailing_blanks(explain_subject: ExplainSubject) -> None:
    for name in ("software_start_up", "incomplete_dossier"):
        for lang in LANGUAGES:
            lines = explanation_text(RULESET, worked(explain_subject, name), lang)
            assert [line for line in lines if line != line.rstrip() or "\n" in line] == []


def test_evidence_is_named_where_the_dossier_names_it(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    start_up = worked_borrowers(ruleset)["software_start_up"]
    name = "management.bench"
    referenced = start_up.facts[name]._replace(evidence_ref="doc-0193#p4")

    found = explain(explain_subject(start_up.with_states({name: referenced}).facts))

    for lang in LANGUAGES:
        lines = explanation_text(ruleset, found, lang)
        assert any("doc-0193#p4]" in line and f"[{name}" in line for line in lines)
