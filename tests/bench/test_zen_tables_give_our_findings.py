"""The tables that zen-engine is timed on do the same work: the same findings, in every form."""

import json
from collections.abc import Mapping

import pytest

from bench.dossiers import FIXTURES, Measured, examples
from bench.zen_tables import FORMS, KEY, TRACE, Form, context, engine, findings
from service.dossier.facts import FactState
from service.engine.direct import DirectEvaluator
from service.ruleset.model import Ruleset

forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.kind}-{form.per}")


def well_evidenced(facts: Mapping[str, FactState]) -> dict[str, FactState]:
    """Zen's tables read values only: no source, so no claimed strength and no deceit."""
    return {
        fact: state._replace(source="third_party", word_only=False) for fact, state in facts.items()
    }


@forms
def test_worked_borrowers_have_the_findings_of_the_reference(ruleset: Ruleset, form: Form) -> None:
    reference = json.loads((FIXTURES.parent / "reference.json").read_text(encoding="utf-8"))
    facts = {dossier.name: dossier.facts for dossier in examples(ruleset)}
    tables = engine(ruleset, form)
    for name, expected in reference.items():
        response = tables.evaluate(KEY, context(ruleset, facts[name]), TRACE)
        assert findings(form, response) == sorted(expected["findings"]), name


@forms
def test_unknown_facts_are_assumed_as_in_our_evaluators(
    ruleset: Ruleset, dossiers: list[Measured], form: Form
) -> None:
    evaluator = DirectEvaluator(ruleset)
    tables = engine(ruleset, form)
    for dossier in dossiers:
        facts = well_evidenced(dossier.facts)
        expected = sorted(finding.code for finding in evaluator.evaluate(facts).findings)
        response = tables.evaluate(KEY, context(ruleset, facts), TRACE)
        assert findings(form, response) == expected, dossier.name


@forms
def test_a_trace_is_given(ruleset: Ruleset, dossiers: list[Measured], form: Form) -> None:
    response = engine(ruleset, form).evaluate(KEY, context(ruleset, dossiers[0].facts), TRACE)
    assert response["trace"]
