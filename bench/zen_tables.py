"""The same tests as decision tables of GoRules zen-engine, in each form that it offers.

Every form takes the same input and gives the same findings: at most one a test, the gravest
adverse outcome that holds or is not disproved, else the best strength that is proved. The
rows of a test exclude each other, so that a table that collects hits needs no order.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import zen

from service.decimal4 import SCALE, plain, to_json
from service.dossier.facts import FactState
from service.engine.decision_table import Option, Variable, rules
from service.ruleset.cells import Cell, cut
from service.ruleset.model import Alternative, Fact, Ruleset, Test, Value

Truth = bool | None
Row = tuple[str, dict[str, str]]
"""A finding code, and the unary test on each fact that yields it."""

KEY = "tests"
TRACE: "zen.DecisionEvaluateOptions" = {"trace": True}
_FINDINGS = "findings"


class Form(NamedTuple):
    """``kind``: a ``policy`` document or a ``graph``; ``per``: a table a ``test`` or ``dimension``.

    A table a test stops at the first hit, a table a dimension collects all hits.
    """

    kind: str
    per: str


FORMS = tuple(Form(kind, per) for kind in ("policy", "graph") for per in ("dimension", "test"))


def engine(ruleset: Ruleset, form: Form) -> zen.ZenEngine:
    """Return an engine that holds the tests under :data:`KEY`.

    Its static loader compiles the tables once; ``create_decision`` does so less fully.
    """
    content = (_policy if form.kind == "policy" else _graph)(ruleset, form)
    return zen.ZenEngine({"loader": {"type": "static", "content": {KEY: content}}})


def context(ruleset: Ruleset, facts: Mapping[str, FactState]) -> dict[str, dict[str, Any]]:
    """Return the input for the facts, by section.

    Types are checked by policy documents, and none allows comparing a number that may be
    null: so an unknown text is ``?``, an unknown number lies one below its range, and
    booleans are texts.
    """
    found: dict[str, dict[str, Any]] = {}
    for fact in ruleset.facts.values():
        value = facts[fact.id].value
        written: Any = value
        if fact.kind == "number":
            written = to_json(_unknown_number(fact) if value is None else int(value))
        elif value is None or fact.kind == "bool":
            written = "?" if value is None else _text(value)
        found.setdefault(fact.section, {})[fact.name] = written
    return found


def findings(form: Form, response: Mapping[str, Any]) -> list[str]:
    """Return the finding codes of an evaluation, sorted."""
    found = response["result"].get(_FINDINGS, {}).values()
    if form.per == "test":
        return sorted(code for code in found if code)
    if form.kind == "policy":
        return sorted(code for codes in found for code in codes)
    return sorted(row["finding"] for rows in found for row in rows)


def table_rows(ruleset: Ruleset, test: Test) -> list[Row]:
    """Return the rows of a test's table; they exclude each other."""
    conditions = [c for o in test.outcomes for alternative in o.when for c in alternative]
    conditions += [c for alternative in test.applies_when for c in alternative]
    variables = [
        Variable(fact, (None, *cut(ruleset.facts[fact], conditions))) for fact in test.facts
    ]
    return [
        (str(rule.concludes), {f: _cell(ruleset.facts[f], options) for f, options in rule.when})
        for rule in rules(variables, lambda case: _conclude(test, case), "")
    ]


def _cell(fact: Fact, options: Iterable[Option]) -> str:
    """Write options of a fact as one unary test of the engine's expression language."""
    parts: list[str] = []
    for option in options:
        if not isinstance(option, Cell):
            parts.append(plain(_unknown_number(fact)) if fact.kind == "number" else '"?"')
        elif option.interval is not None:
            low, high = plain(option.interval.low or 0), plain(option.interval.high or 0)
            parts.append(low if low == high else f"[{low}..{high}]")
        else:
            parts += [f'"{_text(v)}"' for v in fact.domain() if v in (option.values or ())]
    return ", ".join(parts)


def _unknown_number(fact: Fact) -> int:
    return int((fact.minimum or 0) - SCALE)


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _conclude(test: Test, case: Mapping[str, Option]) -> str:
    applies = _any(test.applies_when, case) if test.applies_when else True
    for outcome in test.adverse:
        truth = _and(applies, _any(outcome.when, case))
        if truth is True or (truth is None and not outcome.gating):
            return outcome.code
    for outcome in test.strengths:
        if _and(applies, _any(outcome.when, case)) is True:
            return outcome.code
    return ""


# Three-valued logic of its own, so that a fault of our compiler cannot pass into zen's tables.
def _any(alternatives: tuple[Alternative, ...], case: Mapping[str, Option]) -> Truth:
    truths = [_all(alternative, case) for alternative in alternatives]
    return True if True in truths else None if None in truths else False


def _all(alternative: Alternative, case: Mapping[str, Option]) -> Truth:
    truth: Truth = True
    for condition in alternative:
        option = case[condition.fact]
        truth = _and(truth, option.meets(condition) if isinstance(option, Cell) else None)
    return truth


def _and(one: Truth, other: Truth) -> Truth:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _tables(ruleset: Ruleset, form: Form) -> Iterable[tuple[str, dict[str, Any]]]:
    groups: dict[str, list[Test]] = {}
    for test in ruleset.tests.values():
        name = test.dimension if form.per == "dimension" else test.id.replace("-", "_")
        groups.setdefault(name, []).append(test)
    for name, tests in groups.items():
        facts = list(dict.fromkeys(fact for test in tests for fact in test.facts))
        rows = [row for test in tests for row in table_rows(ruleset, test)]
        # A graph collects hits at the path of the node, not of the column.
        field = "finding" if form == Form("graph", "dimension") else f"{_FINDINGS}.{name}"
        yield (
            name,
            {
                "hitPolicy": "first" if form.per == "test" else "collect",
                "inputs": [{"id": f, "name": f, "field": f} for f in facts],
                "outputs": [{"id": "finding", "name": "finding", "field": field}],
                "rules": [
                    {"_id": f"{name}/{n}", "finding": json.dumps(code)}
                    | {fact: when.get(fact, "") for fact in facts}
                    for n, (code, when) in enumerate(rows)
                ],
            },
        )


def _policy(ruleset: Ruleset, form: Form) -> dict[str, Any]:
    sections: dict[str, list[Fact]] = {_FINDINGS: []}
    for fact in ruleset.facts.values():
        sections.setdefault(fact.section, []).append(fact)
    models = [
        {"name": section, "properties": [_property(fact) for fact in facts]}
        for section, facts in sections.items()
    ]
    blocks = [(f"model-{m['name']}", "dataModel", m) for m in models]
    blocks += [(name, "decisionTable", table) for name, table in _tables(ruleset, form)]
    return {
        "blocks": [
            {"id": name, "type": kind, "props": {"data": data}, "children": []}
            for name, kind, data in blocks
        ]
    }


def _property(fact: Fact) -> dict[str, Any]:
    kind = "number" if fact.kind == "number" else "string"
    return {"id": fact.id, "name": fact.name, "type": kind, "array": False, "optional": False}


def _graph(ruleset: Ruleset, form: Form) -> dict[str, Any]:
    nodes: list[dict[str, Any]] = [{"id": "in", "name": "in", "type": "inputNode"}]
    edges: list[dict[str, str]] = []
    for name, table in _tables(ruleset, form):
        path = f"{_FINDINGS}.{name}" if form.per == "dimension" else None
        how = {"passThrough": False, "inputField": None, "outputPath": path}
        content = table | how | {"executionMode": "single"}
        nodes.append({"id": name, "name": name, "type": "decisionTableNode", "content": content})
        for source, target in (("in", name), (name, "out")):
            edge = {"id": f"{source}-{target}", "sourceId": source, "targetId": target}
            edges.append(edge | {"type": "edge"})
    nodes.append({"id": "out", "name": "out", "type": "outputNode"})
    return {"nodes": nodes, "edges": edges}
