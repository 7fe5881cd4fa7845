"""The evaluator that checks: the same ruleset in plain Python, without the rule engine.

It walks every condition of every test in three-valued (Kleene) logic on the values
themselves, where the other evaluator runs compiled rules over cut domains.
"""

from collections.abc import Container, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from service.dossier.facts import FactState
from service.engine.asking import Ask, Truth, Values, ready
from service.engine.evaluation import Evaluation, Finding
from service.grading.arithmetic import Cap, Grading, grade
from service.ruleset.model import BUSINESS_MODEL, Outcome, Ruleset, Test, Value

Answer = tuple[Finding | None, str, bool]
"""What a test yields: its finding, its best-case code ("" for none), a gate left undecided."""

NO_ANSWER: Answer = (None, "", False)
"""What a test yields that does not apply."""


class _Adverse(NamedTuple):
    """An adverse outcome made ready, with the findings that it may become."""

    code: str
    gating: bool
    ask: Ask
    finding: Finding
    assumed: Finding


class _Strength(NamedTuple):
    """A favourable outcome made ready, with the findings that it may become."""

    code: str
    ask: Ask
    alternatives: tuple[tuple[tuple[str, ...], Ask], ...]
    """Each alternative by itself, with its facts: to see whose word it rests on."""
    finding: Finding
    claimed: Finding


@dataclass(frozen=True, slots=True)
class _Ladder:
    """A test made ready: applicability, adverse rungs gravest first, strengths best first."""

    test: str
    applies: Ask | None
    adverse: tuple[_Adverse, ...]
    strengths: tuple[_Strength, ...]
    fact: str | None
    """The only fact read, where it has finitely many values: answers are worth keeping."""
    answers: dict[tuple[Truth, Value | None, bool], Answer]


@dataclass(frozen=True, slots=True)
class _Code:
    """What a finding code counts for."""

    dimension: str
    outcome: Outcome
    implied: tuple[str, ...]
    cap: Cap | None


@dataclass(slots=True)
class _Found:
    """What the tests yield: findings, undecided gates, codes that count, strictly and at best."""

    findings: list[Finding]
    missing: list[str]
    strict: list[str]
    best: list[str]


class DirectEvaluator:
    """Evaluates facts against one ruleset in plain Python."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._ruleset = ruleset
        self._policy = ruleset.policy
        self._ladders = tuple(_ladder(ruleset, test) for test in ruleset.tests.values())
        self._by_test = {ladder.test: ladder for ladder in self._ladders}
        self._codes = {
            code: _Code(
                test.dimension,
                outcome,
                test.milder(outcome) if outcome.adverse else (),
                Cap(outcome.cap, code) if outcome.cap else None,
            )
            for code, (test, outcome) in ruleset.outcomes.items()
        }
        self._patterns = tuple(
            (p, tuple(frozenset(group) for group in p.all_of_any))
            for p in ruleset.patterns.values()
        )

    def evaluate(self, facts: Mapping[str, FactState]) -> Evaluation:
        """Return the evaluation of ``facts`` (every fact of the dictionary)."""
        found = self._find(facts)
        void = self._policy.void_sources
        if any(code in found.strict for code in self._policy.deceit_findings):
            # After deceit the borrower's own statements count as unknown.
            facts = {f: s.voided() if s.source in void else s for f, s in facts.items()}
            found = self._find(facts)
        return self._conclude(found, facts)

    def answer(self, test: str, values: Values, word_only: AbstractSet[str]) -> Answer:
        """Return what ``test`` alone yields from ``values`` (every fact that it reads).

        ``word_only`` names the facts that nobody but the borrower vouches for.
        """
        ladder = self._by_test[test]
        applies = ladder.applies(values) if ladder.applies else True
        return NO_ANSWER if applies is False else _climb(ladder, applies, values, word_only)

    def findings(self, facts: Mapping[str, FactState]) -> tuple[Finding, ...]:
        """Return what the tests alone yield of ``facts``: deceit voids nothing here."""
        return tuple(self._find(facts).findings)

    def _find(self, facts: Mapping[str, FactState]) -> _Found:
        values = {fact: state.value for fact, state in facts.items()}
        word_only = {fact for fact, state in facts.items() if state.word_only}
        found = _Found([], [], [], [])
        for ladder in self._ladders:
            applies = ladder.applies(values) if ladder.applies else True
            if applies is False:
                continue
            if ladder.fact is None:
                answer = _climb(ladder, applies, values, word_only)
            else:
                case = (applies, values[ladder.fact], ladder.fact in word_only)
                known = ladder.answers.get(case)
                if known is None:
                    known = ladder.answers[case] = _climb(ladder, applies, values, word_only)
                answer = known
            finding, best, undecided = answer
            if undecided:
                found.missing.append(ladder.test)
            if finding is not None:
                found.findings.append(finding)
                if not finding.claimed:
                    found.strict.append(finding.code)
            if best:
                found.best.append(best)
        return found

    def _conclude(self, found: _Found, facts: Mapping[str, FactState]) -> Evaluation:
        unknown = [f for f in self._ruleset.class_facts if facts[f].value is None]
        missing = (*found.missing, *unknown)
        model = facts[BUSINESS_MODEL].value
        patterns, grading = self.grade_codes(found.strict, model)
        best_case = grading
        if found.best != found.strict or missing:
            _, best_case = self.grade_codes(found.best, model, favourable=True)
        return Evaluation(
            findings=tuple(found.findings),
            missing=missing,
            patterns=patterns,
            dimensions=grading.dimensions,
            composite=grading.composite,
            base_grade=grading.base_grade,
            caps=grading.caps,
            indicative_grade=grading.grade,
            grade="NR" if missing else grading.grade,
            best_case_grade=best_case.grade,
            deceit=tuple(c for c in self._policy.deceit_findings if c in found.strict),
        )

    def grade_codes(
        self,
        codes: Iterable[str],
        model: Value | None,
        *,
        favourable: bool = False,
        ignored: Container[str] = (),
    ) -> tuple[dict[str, tuple[str, ...]], Grading]:
        """Return the patterns that ``codes`` form, with what formed each, and the grading.

        ``codes`` are findings that count, one a test. ``model`` is the business model; where
        it is unknown, the worst row of weights counts (``favourable``: the best). Patterns in
        ``ignored`` (ids) neither form nor cap.
        """
        by_dimension: dict[str, list[Outcome]] = {d: [] for d in self._policy.dimensions}
        caps: list[Cap] = []
        standing: dict[str, str] = {}
        for code in codes:
            counts = self._codes[code]
            by_dimension[counts.dimension].append(counts.outcome)
            for implied in counts.implied:
                standing[implied] = code
            if counts.cap:
                caps.append(counts.cap)
        patterns: dict[str, tuple[str, ...]] = {}
        stands = standing.keys()
        for pattern, groups in self._patterns:
            if pattern.id in ignored or any(map(stands.isdisjoint, groups)):
                continue
            formed = [c for group in pattern.all_of_any for c in group if c in standing]
            patterns[pattern.id] = tuple(sorted({standing[c] for c in formed}))
            caps.append(Cap(pattern.cap, f"{pattern.id} {pattern.code}"))
        named = None if model is None else str(model)
        return patterns, grade(self._policy, by_dimension, caps, named, favourable)


def _climb(ladder: _Ladder, applies: Truth, values: Values, word_only: AbstractSet[str]) -> Answer:
    found: Finding | None = None
    best = ""
    undecided = False
    for code, gating, ask, finding, assumed in ladder.adverse:
        if best and not gating:
            break
        truth = ask(values)
        if truth is False:
            continue
        if truth and applies:
            found = found or finding
            best = best or code
        elif gating:
            undecided = True
        elif found is None:
            found = assumed
    if best:
        return found, best, undecided
    on_his_word: Finding | None = None
    for code, ask, alternatives, finding, claimed in ladder.strengths:
        truth = ask(values)
        if truth is False:
            continue
        best = best or code
        if truth and applies and found is None:
            if not word_only or _evidenced(alternatives, values, word_only):
                found = finding
            elif on_his_word is None:
                on_his_word = claimed
    return found or on_his_word, best, undecided


def _evidenced(
    alternatives: tuple[tuple[tuple[str, ...], Ask], ...],
    values: Values,
    word_only: AbstractSet[str],
) -> bool:
    return any(word_only.isdisjoint(facts) and ask(values) for facts, ask in alternatives)


def _ladder(ruleset: Ruleset, test: Test) -> _Ladder:
    read = {c.fact for o in test.outcomes for alternative in o.when for c in alternative}
    single = ruleset.facts[read.pop()] if len(read) == 1 else None
    return _Ladder(
        test.id,
        ready(test.applies_when) if test.applies_when else None,
        tuple(_adverse(test.id, outcome) for outcome in test.adverse),
        tuple(_strength(test.id, outcome) for outcome in test.strengths),
        single.id if single and single.kind != "number" else None,
        {},
    )


def _adverse(test: str, outcome: Outcome) -> _Adverse:
    code = outcome.code
    sure, assumed = Finding(test, code, False, False), Finding(test, code, True, False)
    return _Adverse(code, outcome.gating, ready(outcome.when), sure, assumed)


def _strength(test: str, outcome: Outcome) -> _Strength:
    code = outcome.code
    alone = tuple((tuple(c.fact for c in a), ready((a,))) for a in outcome.when)
    sure, claimed = Finding(test, code, False, False), Finding(test, code, False, True)
    return _Strength(code, ready(outcome.when), alone, sure, claimed)
