"""The rows of the table: this service's evaluators, the whole rating, zen-engine, the floor."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import zen

from bench import zen_tables
from bench.dossiers import Measured
from bench.floor import floor, values_of
from bench.measure import Row
from bench.zen_tables import FORMS, KEY, TRACE, Form
from service.decisions.rate import Rater
from service.engine.compile import compile_ruleset
from service.engine.direct import DirectEvaluator
from service.engine.rete import ReteEvaluator
from service.ruleset.model import Ruleset

RETE, DIRECT, RATE, FLOOR = "rete", "direct", "rate", "floor"


def zen_id(form: Form) -> str:
    """Return the id of the row of one form of zen's tables."""
    return f"zen_{form.kind}_{form.per}"


ZEN = tuple(zen_id(form) for form in FORMS)
ZEN_BY_TEST = tuple(zen_id(form) for form in FORMS if form.per == "test")


def rows(ruleset: Ruleset, dossiers: Sequence[Measured]) -> list[Row]:
    """Return all rows over the same ``dossiers``; whatever can be prepared once is."""
    facts = [dossier.facts for dossier in dossiers]
    rater = Rater(ruleset)
    return [
        Row(
            RETE,
            "Rete evaluation with trace",
            ReteEvaluator(compile_ruleset(ruleset)).evaluate,
            facts,
        ),
        Row(DIRECT, "independent evaluator", DirectEvaluator(ruleset).evaluate, facts),
        Row(
            RATE,
            "whole rate, bytes to bytes",
            lambda body: rater.rate(body).to_json(),
            [dossier.body for dossier in dossiers],
        ),
        *_zen_rows(ruleset, dossiers),
        Row(FLOOR, "bare Python ifs", floor(ruleset), [values_of(known) for known in facts]),
    ]


def _zen_rows(ruleset: Ruleset, dossiers: Sequence[Measured]) -> Iterator[Row]:
    contexts = [zen_tables.context(ruleset, dossier.facts) for dossier in dossiers]
    for form in FORMS:
        title = f"zen with trace, {form.kind}, a table a {form.per}"
        yield Row(zen_id(form), title, _with_trace(zen_tables.engine(ruleset, form)), contexts)


def _with_trace(engine: zen.ZenEngine) -> Callable[[Any], object]:
    return lambda context: engine.evaluate(KEY, context, TRACE)
