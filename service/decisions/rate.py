"""Rates a dossier: read it, evaluate it twice, insist on agreement, build the result."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from service.decisions.result import ResultBuilder
from service.dossier.facts import Dossier, FactState
from service.dossier.read import DossierReader
from service.engine.compile import compile_ruleset
from service.engine.direct import DirectEvaluator
from service.engine.evaluation import Evaluation, Firing, differences
from service.engine.rete import ReteEvaluator
from service.errors import EngineFailure, EvaluatorsDisagree
from service.records.running import ENGINE
from service.ruleset.model import Ruleset
from service.watching import noticed, timed

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rating:
    """A dossier, what the evaluators conclude of it, and its result."""

    dossier: Dossier
    evaluation: Evaluation
    result: dict[str, Any]

    def to_json(self) -> bytes:
        """Return the result as one JSON object: the same bytes for the same input."""
        return orjson.dumps(self.result)


class Rater:
    """Rates dossiers by one ruleset. Build it once, before forking; it is safe in threads."""

    def __init__(self, ruleset: Ruleset, checker: DirectEvaluator | None = None) -> None:
        """Compile ``ruleset``; ``checker`` is the evaluator that must agree, by default its own."""
        self.ruleset = ruleset
        self.checker = checker or DirectEvaluator(ruleset)
        self._reader = DossierReader(ruleset)
        self._rete = ReteEvaluator(compile_ruleset(ruleset))
        self._builder = ResultBuilder(ruleset, ENGINE)

    def rate(self, body: bytes) -> Rating:
        """Rate the dossier in ``body`` (JSON, UTF-8, at most 1 MiB).

        Raises :exc:`~service.errors.DossierRejected` with every fault of the input,
        :exc:`~service.errors.EvaluatorsDisagree` if the two evaluators differ anywhere, and
        :exc:`~service.errors.EngineFailure` if the rule engine fails.
        """
        with timed("read"):
            dossier = self._reader.read(body)
        return self.rate_dossier(dossier)

    def rate_dossier(self, dossier: Dossier) -> Rating:
        """Rate a dossier that was read already; raises as :meth:`rate` does."""
        evaluation, firings = self._agree(dossier.facts, dossier.digest)
        with timed("build"):
            result = self._builder.build(dossier, evaluation, firings)
        return Rating(dossier, evaluation, result)

    def evaluate(self, facts: Mapping[str, FactState], digest: str) -> Evaluation:
        """Return what both evaluators conclude of ``facts``, supposed or found.

        ``digest`` is that of the dossier they began as; it leads there from the log. Raises
        as :meth:`rate` does.
        """
        return self._agree(facts, digest)[0]

    def _agree(
        self, facts: Mapping[str, FactState], digest: str
    ) -> tuple[Evaluation, list[Firing]]:
        try:
            with timed("rules"):
                evaluation, firings = self._rete.evaluate(facts)
        except EngineFailure:
            noticed("engine_failed")
            raise
        with timed("check"):
            different = list(differences(evaluation, self.checker.evaluate(facts)))
        if different:
            noticed("disagreed")
            # The digest leads to the dossier; its contents stay out of the log.
            log.error("evaluators disagree on dossier %s", digest)
            raise EvaluatorsDisagree(digest, different)
        return evaluation, firings
