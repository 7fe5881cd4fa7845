"""The evaluator that checks: the same ruleset in plain Python, without the rule engine.

It walks every condition of every test in three-valued (Kleene) logic on the values
themselves, where the other evaluator runs compiled rules over cut domains.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial

from service.dossier.facts import FactState
from service.engine.evaluation import Evaluation, Finding
from service.grading.arithmetic import Cap, Grading, grade
from service.ruleset.model import (
    BUSINESS_MODEL,
    Alternative,
    Condition,
    Outcome,
    Ruleset,
    Test,
    Value,
)

BEYOND = 10**18
"""Beyond every scaled number of a dossier."""

Truth = bool | None
Values = Mapping[str, Value | None]


Answer = tuple[Finding | None, str, bool]
"""What a test yields: its finding, its best-case code ("" for none), a gate left undecided."""

NO_ANSWER: Answer = (None, "", False)
"""What a test yields that does not apply."""

Ask = Callable[[Values], Truth]
"""A disjunction of conditions made ready to be asked of a dossier's values."""


@dataclass(frozen=True, slots=True)
class _Rung:
    code: str
    gating: bool
    ask: Ask
    alternatives: tuple[tuple[tuple[str, ...], Ask], ...]
    """Each alternative by itself, with its facts: to see whose word it rests on."""


@dataclass(frozen=True, slots=True)
class _Ladder:
    """A test made ready: applicability, adverse rungs gravest first, strengths best first."""

    test: str
    applies: Ask | None
    adverse: tuple[_Rung, ...]
    strengths: tuple[_Rung, ...]
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
                answer = known or _climb(ladder, applies, values, word_only)
                ladder.answers[case] = answer
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
        for pattern, groups in self._patterns:
            if pattern.id in ignored or any(standing.keys().isdisjoint(g) for g in groups):
                continue
            formed = [c for group in pattern.all_of_any for c in group if c in standing]
            patterns[pattern.id] = tuple(sorted({standing[c] for c in formed}))
            caps.append(Cap(pattern.cap, f"{pattern.id} {pattern.code}"))
        named = None if model is None else str(model)
        return patterns, grade(self._policy, by_dimension, caps, named, favourable)


def _climb(ladder: _Ladder, applies: Truth, values: Values, word_only: AbstractSet[str]) -> Answer:
    test = ladder.test
    finding: Finding | None = None
    best = ""
    undecided = False
    for rung in ladder.adverse:
        if best and not rung.gating:
            break
        truth = rung.ask(values)
        if truth is False:
            continue
        if truth and applies:
            finding = finding or Finding(test, rung.code, False, False)
            best = best or rung.code
        elif rung.gating:
            undecided = True
        elif finding is None:
            finding = Finding(test, rung.code, True, False)
    if best:
        return finding, best, undecided
    claimed: Finding | None = None
    for rung in ladder.strengths:
        truth = rung.ask(values)
        if truth is False:
            continue
        best = best or rung.code
        if truth and applies and finding is None:
            if not word_only or _evidenced(rung, values, word_only):
                finding = Finding(test, rung.code, False, False)
            elif claimed is None:
                claimed = Finding(test, rung.code, False, True)
    return finding or claimed, best, undecided


def _evidenced(rung: _Rung, values: Values, word_only: AbstractSet[str]) -> bool:
    return any(word_only.isdisjoint(facts) and ask(values) for facts, ask in rung.alternatives)


def _ladder(ruleset: Ruleset, test: Test) -> _Ladder:
    read = {c.fact for o in test.outcomes for alternative in o.when for c in alternative}
    single = ruleset.facts[read.pop()] if len(read) == 1 else None
    return _Ladder(
        test.id,
        _ready(test.applies_when) if test.applies_when else None,
        tuple(map(_rung, test.adverse)),
        tuple(map(_rung, test.strengths)),
        single.id if single and single.kind != "number" else None,
        {},
    )


def _rung(outcome: Outcome) -> _Rung:
    alone = tuple((tuple(c.fact for c in a), _ready((a,))) for a in outcome.when)
    return _Rung(outcome.code, outcome.gating, _ready(outcome.when), alone)


def _ready(alternatives: tuple[Alternative, ...]) -> Ask:
    """Return the Kleene OR over alternatives of the AND over their conditions."""
    if len(alternatives) > 1:
        return partial(_either, tuple(_ready((a,)) for a in alternatives))
    conditions = tuple((c.fact, _meets(c)) for c in alternatives[0])
    if len(conditions) > 1:
        return partial(_all, conditions)
    ((fact, meets),) = conditions

    def ask(values: Values) -> Truth:
        value = values[fact]
        return None if value is None else meets(value)

    return ask


def _either(alternatives: tuple[Ask, ...], values: Values) -> Truth:
    unknown = False
    for ask in alternatives:
        truth = ask(values)
        if truth:
            return True
        unknown = unknown or truth is None
    return None if unknown else False


def _all(conditions: tuple[tuple[str, Callable[[Value], bool]], ...], values: Values) -> Truth:
    unknown = False
    for fact, meets in conditions:
        value = values[fact]
        if value is None:
            unknown = True
        elif not meets(value):
            return False
    return None if unknown else True


def _meets(condition: Condition) -> Callable[[Value], bool]:
    if condition.values is not None:
        return condition.values.__contains__
    if len(condition.intervals or ()) != 1:
        return condition.allows
    (interval,) = condition.intervals or ()
    low = -BEYOND if interval.low is None else interval.low
    high = BEYOND if interval.high is None else interval.high
    # A number's value is an int; the dossier's schema and the fact's kind see to that.
    return lambda value: low <= int(value) <= high
