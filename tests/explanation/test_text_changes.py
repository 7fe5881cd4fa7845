"""Changes, questions and strengths not shown as text, where there are none and where there are."""

from typing import Any

import pytest

from service.explanation.counterfactuals import counterfactuals
from service.explanation.explain import explain
from service.explanation.questions import information_request, questions
from service.explanation.text.counterfactuals import WAYS, counterfactuals_text, edge_text
from service.explanation.text.explanation import explanation_text
from service.explanation.text.questions import questions_text, request_text
from service.language.catalogue import LANGUAGES
from service.ruleset.model import Ruleset
from tests.engine.borrowers import flawless
from tests.explanation.conftest import ExplainSubject

Found = dict[str, Any]

NOWHERE: Found = {
    "target": "N4",
    "considered_facts": ["governance.succession_plan"],
    "minimal_size": None,
    "sets": [],
    "complete": True,
}

STEP: Found = {"fact": "governance.succession_plan", "from": "none", "to": "documented"}


def test_each_way_is_told_with_all_its_changes(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    found = counterfactuals(explain_subject("family_condiment_maker"))

    lines = counterfactuals_text(ruleset, found, "en")

    assert lines[0] == "The smallest change that reaches N4 (Satisfactory)"
    ways = len(found["sets"])
    assert lines[1] == f"  Fewest facts that must change: 2. Ways to do it: {ways}."
    firsts = [line for line in lines if line.startswith(("  1. ", "  2. ", f"  {ways}. "))]
    assert len(firsts) == 3
    changes = [change for changes in found["sets"] for change in changes]
    assert len([line for line in lines if ": from " in line]) == len(changes)
    decision = "Decision process [governance.decision_process]: from one-person decision to "
    assert lines[2].startswith(f"  1. {decision}")


def test_of_many_ways_the_first_are_told_and_the_rest_counted(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    found = counterfactuals(explain_subject("average_manufacturer"))

    lines = counterfactuals_text(ruleset, found, "en")

    ways = len(found["sets"])
    assert f"Ways to do it: {ways}." in lines[1]
    assert [line for line in lines if line.startswith(f"  {WAYS}. ")]
    assert not [line for line in lines if line.startswith(f"  {WAYS + 1}. ")]
    assert f"  {ways - WAYS} more ways are in the JSON (--format json)." in lines
    cut = counterfactuals_text(ruleset, {**found, "complete": False}, "en")
    assert f"more than {ways}" in cut[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_no_change_suffices_is_told_with_what_was_considered(
    ruleset: Ruleset, lang: str
) -> None:
    better = "\n".join(counterfactuals_text(ruleset, NOWHERE, lang))
    edge = "\n".join(edge_text(ruleset, NOWHERE, lang))

    none = {"en": "None: no change of up to 5", "zh": "无：所考虑的事实中，变动不超过5项"}
    assert none[lang] in better
    worse = {"en": "None: no adverse change of up to 5", "zh": "无：所考虑的事实中，不超过5项"}
    assert worse[lang] in edge
    title = ruleset.facts["governance.succession_plan"].title.in_language(lang)
    assert title in better
    assert title in edge


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_grade_that_cannot_be_bettered_or_lost_is_told(ruleset: Ruleset, lang: str) -> None:
    nothing = {**NOWHERE, "target": None, "considered_facts": []}

    (better,) = counterfactuals_text(ruleset, nothing, lang)
    (edge,) = edge_text(ruleset, nothing, lang)

    assert better != edge


def test_a_search_that_stopped_early_is_told(ruleset: Ruleset) -> None:
    stopped = {**NOWHERE, "complete": False}
    found = {**NOWHERE, "minimal_size": 1, "sets": [[STEP]]}

    for answer, said in (
        (stopped, "The search was given up: it took too long."),
        ({**found, "complete": False}, "Only the ways of least effort are listed; there are more."),
    ):
        lines = counterfactuals_text(ruleset, answer, "en")
        assert f"  {said}" in lines
        assert f"  {said}" not in counterfactuals_text(ruleset, {**answer, "complete": True}, "en")


def test_a_ruleset_that_marks_nothing_says_so(ruleset: Ruleset) -> None:
    unmarked = {**NOWHERE, "considered_facts": []}
    for text in (counterfactuals_text, edge_text):
        (line,) = text(ruleset, unmarked, "en")[1:]
        assert "marks no fact" in line


def test_questions_tell_the_grade_of_each_answer(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    asked = questions(explain_subject("incomplete_dossier"))

    lines = questions_text(ruleset, asked, "en")

    for place, question in enumerate(asked, 1):
        first = (
            f"  {place}. {question['title']} [{question['fact']}]: not known (not in the dossier)"
        )
        (start,) = [n for n, line in enumerate(lines) if line.startswith(first)]
        assert lines[start].endswith("a grade waits for it.") is question["mandatory"]
        answers = lines[start + 2 : start + 5]
        for name, line in zip(("neutral", "favourable", "adverse"), answers, strict=True):
            resolved = question[name]
            assert f"grade {resolved['grade']} (" in line
            assert line.endswith(f"composite {resolved['composite']}.")


def test_the_request_for_facts_tells_what_they_would_give(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    request = information_request(explain_subject("incomplete_dossier"))
    assert request is not None

    lines = request_text(ruleset, request, "en")

    assert f"would be {request['grade']} (" in lines[0]
    assert len(lines) == 1 + len(request["facts"])
    assert request_text(ruleset, None, "en") != request_text(ruleset, None, "zh")


def test_nothing_is_said_of_a_request_where_nothing_is_left_to_ask(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    lines = explanation_text(ruleset, explain(explain_subject("average_manufacturer")), "en")

    assert "Nothing is left to ask: every fact that counts is known." in lines
    assert not any(line.startswith("No request for facts") for line in lines)


def test_a_strength_not_shown_is_told_as_one(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    clean = flawless(ruleset)
    claimed = [f for f in clean.facts if not ruleset.facts[f].negative_assurance]
    found = explain(explain_subject(clean.on_own_word(*claimed).facts))

    lines = explanation_text(ruleset, found, "en")

    shown = [r for r in found["reasons"]["committee"] if r["kind"] == "strength_not_shown"]
    assert shown
    origins = [line for line in lines if "A strength that was not shown, by test " in line]
    assert len(origins) == len(shown)
