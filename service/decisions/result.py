"""The result of a rating as one JSON object: the stable contract of command line and API."""

from collections.abc import Iterable, Mapping
from typing import Any

from service.dossier.facts import Dossier, FactState
from service.engine.evaluation import Evaluation, Finding, Firing
from service.engine.trace import fact_json, trace
from service.ruleset.model import Outcome, Ruleset, Test

LABEL = "ordinal non-financial assessment, not a probability of default"


class _Shown(dict[str, Mapping[str, Any]]):
    """Facts as the result shows them; each is made when it is first asked for, as many are not."""

    def __init__(self, ruleset: Ruleset, states: Mapping[str, FactState]) -> None:
        super().__init__()
        self._ruleset, self._states = ruleset, states

    def __missing__(self, fact: str) -> Mapping[str, Any]:
        shown = self[fact] = fact_json(self._ruleset, fact, self._states[fact])
        return shown


class ResultBuilder:
    """Builds results of one ruleset; members that never change are prepared once."""

    def __init__(self, ruleset: Ruleset, engine: Mapping[str, str]) -> None:
        self._ruleset = ruleset
        self._engine = engine
        self._outcomes = {o.code: _static(ruleset, t, o) for t, o in ruleset.outcomes.values()}
        # Where there is one alternative, it decides: the finding is not made where it is false.
        self._deciding = {
            code: tuple(dict.fromkeys(c.fact for c in outcome.when[0]))
            for code, (_, outcome) in ruleset.outcomes.items()
            if len(outcome.when) == 1
        }
        self._always = {t.id for t in ruleset.tests.values() if not t.applies_when}

    def build(
        self, dossier: Dossier, evaluation: Evaluation, firings: list[Firing]
    ) -> dict[str, Any]:
        """Return the result; members come in the order of the contract."""
        states = dossier.facts
        if evaluation.deceit:
            void = self._ruleset.policy.void_sources
            states = {f: s.voided() if s.source in void else s for f, s in states.items()}
        shown = _Shown(self._ruleset, states)
        return {
            "grade": evaluation.grade,
            "indicative_grade": evaluation.indicative_grade,
            "base_grade": evaluation.base_grade,
            "best_case_grade": evaluation.best_case_grade,
            "composite": evaluation.composite,
            "dimensions": self._dimensions(evaluation),
            "findings": [self._finding(f, states, shown) for f in evaluation.findings],
            "patterns": self._patterns(evaluation),
            "caps": [
                {
                    "grade": cap.grade,
                    "reason": cap.reason,
                    "binding": cap.grade == evaluation.indicative_grade,
                }
                for cap in evaluation.caps
            ],
            "mandatory_missing": list(evaluation.missing),
            "unknown_facts": self._unknown(evaluation, states, firings),
            "warnings": [warning.to_json() for warning in dossier.warnings],
            "borrower_statements_void": list(evaluation.deceit),
            "dossier_id": dossier.dossier_id,
            "application_ref": dossier.application_ref,
            "rating_date": dossier.rating_date.isoformat(),
            "ruleset": self._ruleset.reference,
            "engine": self._engine,
            "dossier_digest": dossier.digest,
            "label": LABEL,
            "trace": trace(self._ruleset, shown, firings),
        }

    def _dimensions(self, evaluation: Evaluation) -> dict[str, Any]:
        titles = self._ruleset.policy.rating_titles
        return {
            dimension: {
                "title": self._ruleset.dimensions[dimension].en,
                "title_zh": self._ruleset.dimensions[dimension].zh,
                "strength_points": rating.strength_points,
                "adverse_points": rating.adverse_points,
                "net": rating.net,
                "rating": rating.rating,
                "word": titles[rating.rating].en,
                "word_zh": titles[rating.rating].zh,
                "weight": rating.weight,
            }
            for dimension, rating in evaluation.dimensions.items()
        }

    def _finding(
        self,
        finding: Finding,
        states: Mapping[str, FactState],
        shown: Mapping[str, Mapping[str, Any]],
    ) -> dict[str, Any]:
        test, outcome = self._ruleset.outcomes[finding.code]
        found = dict(self._outcomes[finding.code])
        if finding.claimed:
            found["points"] = 0
        found["clauses"] = list(found["clauses"])
        found["assumed"] = finding.assumed
        found["claimed"] = finding.claimed
        deciding = list(self._deciding.get(finding.code) or deciding_facts(outcome, states))
        if finding.assumed:
            # It may rest on not knowing whether the test applies at all.
            switches = (c.fact for alternative in test.applies_when for c in alternative)
            deciding += [f for f in switches if states[f].value is None and f not in deciding]
        found["facts"] = [shown[fact] for fact in deciding]
        return found

    def _patterns(self, evaluation: Evaluation) -> list[dict[str, Any]]:
        found = []
        for name, because in evaluation.patterns.items():
            pattern = self._ruleset.patterns[name]
            found.append(
                {
                    "id": pattern.id,
                    "code": pattern.code,
                    "cap": pattern.cap,
                    "because": list(because),
                    "actions": [action.text.en for action in pattern.actions],
                    "actions_zh": [action.text.zh for action in pattern.actions],
                    "title": pattern.title.en,
                    "title_zh": pattern.title.zh,
                }
            )
        return found

    def _unknown(
        self, evaluation: Evaluation, states: Mapping[str, FactState], firings: Iterable[Firing]
    ) -> list[dict[str, Any]]:
        """Unknown facts that an applicable test reads, and whether a grade waits for them."""
        applicable = set(self._always)
        for firing in firings:
            tests = firing.derived.get("tests")
            if isinstance(tests, tuple):
                applicable.update(tests)
        mandatory = set(self._ruleset.class_facts)
        for missing in evaluation.missing:
            test = self._ruleset.tests.get(missing)
            for outcome in test.outcomes if test else ():
                if outcome.gating:
                    mandatory.update(c.fact for a in outcome.when for c in a)
        found = []
        for fact, state in states.items():
            if state.value is not None:
                continue
            readers = [t for t in self._ruleset.readers[fact] if t in applicable]
            if readers or fact in self._ruleset.class_facts:
                found.append(
                    {
                        "fact": fact,
                        "unknown": state.unknown,
                        "mandatory": fact in mandatory,
                        "tests": readers,
                    }
                )
        return found


def deciding_facts(outcome: Outcome, states: Mapping[str, FactState]) -> list[str]:
    """Facts of those alternatives of ``outcome`` that hold or are not ruled out."""
    deciding: dict[str, None] = {}
    for alternative in outcome.when:
        values = [(c, states[c.fact].value) for c in alternative]
        if all(v is None or c.allows(v) for c, v in values):
            deciding.update(dict.fromkeys(c.fact for c, _ in values))
    return list(deciding)


def _static(ruleset: Ruleset, test: Test, outcome: Outcome) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": outcome.code,
        "test": test.id,
        "dimension": test.dimension,
        "severity": outcome.severity,
        "points": ruleset.policy.points[outcome.severity],
    }
    if outcome.cap:
        found["cap"] = outcome.cap
    found |= {
        "assumed": False,
        "claimed": False,
        "title": outcome.title.en,
        "title_zh": outcome.title.zh,
        "clauses": list(test.clauses),
    }
    return found
