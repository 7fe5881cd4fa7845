"""The rows of explanations: what would change a grade, how close the edge is, the whole of it."""

from collections.abc import Sequence

from bench.dossiers import Measured
from bench.measure import Row
from service.decisions.rate import Rater
from service.explanation.counterfactuals import counterfactuals, edge
from service.explanation.explain import explain
from service.explanation.subject import Subject
from service.ruleset.model import Ruleset

COUNTERFACTUALS, EDGE, EXPLAIN = "counterfactuals", "edge", "explain"

FEWER = 62
"""Dossiers of the rows that nothing is promised of: the examples and some random ones."""


def explaining_rows(ruleset: Ruleset, dossiers: Sequence[Measured]) -> list[Row]:
    """Return the rows over ``dossiers``, which were rated before."""
    rater = Rater(ruleset)
    subjects = [Subject(rater, rater.rate(dossier.body)) for dossier in dossiers]
    fewer = subjects[:FEWER]
    return [
        Row(COUNTERFACTUALS, "smallest changes, one grade better", counterfactuals, subjects),
        Row(EDGE, "smallest changes, one grade worse", edge, fewer),
        Row(EXPLAIN, "whole explanation", explain, fewer),
    ]
