"""The trace: every firing as a step that names its rule, what it matched and what it derived."""

from collections.abc import Iterable, Mapping
from typing import Any

from service.decimal4 import to_json
from service.dossier.facts import FactState
from service.engine.evaluation import Firing
from service.ruleset.model import Fact, Ruleset, Value

_OF_FACTS = ("applicability", "findings")
"""Layers whose rules match facts of the dossier."""


def value_json(fact: Fact, value: Value | None) -> Any:
    """Return a fact's value as JSON: text, boolean, number (exact to 4 decimals) or null."""
    if isinstance(value, int) and fact.kind == "number":
        return to_json(value)
    return value


def fact_json(ruleset: Ruleset, fact: str, state: FactState) -> dict[str, Any]:
    """Return a fact with its value, date and source; an unknown one says why it is unknown."""
    if state.value is None:
        return {"fact": fact, "value": None, "unknown": state.unknown}
    value = state.value
    found = {
        "fact": fact,
        # Most values are texts, and those are shown as they are.
        "value": value if type(value) is str else value_json(ruleset.facts[fact], value),
        "as_of": state.as_of,
        "source": state.source,
    }
    if state.obtained_on is not None:
        found["obtained_on"] = state.obtained_on
    if state.evidence_ref is not None:
        found["evidence_ref"] = state.evidence_ref
    return found


def trace(
    ruleset: Ruleset, facts: Mapping[str, Mapping[str, Any]], firings: Iterable[Firing]
) -> list[dict[str, Any]]:
    """Return the steps in order; ``facts`` holds :func:`fact_json` of every fact matched.

    A pattern may match a code milder than the finding made; the step names that finding.

    Layers, in the order in which they first appear: ``applicability``, ``findings``, then
    ``deceit``, ``patterns`` and the ``caps`` of findings, ``dimensions``, ``base_grade``,
    ``counts`` of dimensions for their caps, the ``caps`` of patterns and dimensions, ``grade``.
    If deceit voids statements, the findings of deceit and their steps come first, and all else
    follows from what is left.
    """
    steps: list[dict[str, Any]] = []
    made: dict[str, str] = {}
    tests = ruleset.tests
    for sequence, firing in enumerate(firings, 1):
        layer, rule, matched, derived = firing.layer, firing.rule, firing.matched, firing.derived
        step: dict[str, Any] = {"sequence": sequence, "layer": layer, "rule": rule}
        if layer in _OF_FACTS:
            step["matched"] = [facts[name] for name in matched if isinstance(name, str)]
        else:
            step["matched"] = [_matched(ruleset, firing, one, made) for one in matched]
        if layer == "findings":
            test = rule.partition("/")[0]
            step["clauses"] = tests[test].clauses
            made[test] = str(derived.get("finding"))
        step["derived"] = dict(derived)
        steps.append(step)
    return steps


def _matched(
    ruleset: Ruleset,
    firing: Firing,
    matched: str | Mapping[str, object],
    made: Mapping[str, str],
) -> Mapping[str, Any]:
    """Return one thing that a rule matched, under the name of what it is."""
    if not isinstance(matched, str):
        return dict(matched)
    if firing.layer == "patterns":
        return _standing(ruleset, matched, made)
    if firing.layer == "grade":
        missing = firing.derived.get("grade") == "NR"
        return {"mandatory_missing" if missing else "candidate": matched}
    return {"pattern" if matched in ruleset.patterns else "finding": matched}


def _standing(ruleset: Ruleset, code: str, made: Mapping[str, str]) -> dict[str, str]:
    finding = made[ruleset.outcomes[code][0].id]
    return {"finding": code} if finding == code else {"finding": code, "implied_by": finding}
