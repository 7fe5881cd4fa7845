"""What the unknown facts of a borrower could turn out to be, and how it would then be graded."""

from functools import cached_property

from service.decimal4 import SCALE
from service.engine.evaluation import Evaluation
from service.explanation.subject import Subject
from service.ruleset.cells import cut
from service.ruleset.model import BUSINESS_MODEL, Fact, Ruleset, Test, Value
from service.ruleset.unary import Interval

Standing = tuple[int, int, int]
"""How good an evaluation is, for comparisons: the smaller, the better."""


class Prospects:
    """The unknown facts of one borrower that a test may read, with the values they could have.

    Of the values that no test tells apart one stands for all. Each value is supposed by
    itself, all other facts being as they are, and evaluated at most once.
    """

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._ruleset = subject.ruleset
        self._known = {fact: state.value for fact, state in subject.facts.items()}
        self._word_only = frozenset(f for f, state in subject.facts.items() if state.word_only)
        self._evaluations: dict[tuple[str, Value], Evaluation] = {}

    @cached_property
    def tests(self) -> dict[str, tuple[str, ...]]:
        """Unknown fact to the tests that read it and may apply, in the order of the dictionary.

        Left out are facts that no such test reads, but for those of the classification.
        """
        ruleset = self._ruleset
        readers = {
            fact: tuple(t for t in ruleset.readers[fact] if self._may_apply(ruleset.tests[t]))
            for fact, value in self._known.items()
            if value is None
        }
        classes = ruleset.class_facts
        return {fact: tests for fact, tests in readers.items() if tests or fact in classes}

    def evaluation(self, fact: str, value: Value) -> Evaluation:
        """Return what the borrower's evaluation would be if ``fact`` had ``value``."""
        known = self._evaluations.get((fact, value))
        if known is None:
            known = self._evaluations[fact, value] = self.subject.check({fact: value})
        return known

    def favourable(self, fact: str) -> Value:
        """Return the value with the best :func:`standing`; of equals the best of the dictionary."""
        values = candidates(self._ruleset, fact)
        return min(values, key=lambda value: self._standing(fact, value))

    def adverse(self, fact: str) -> Value:
        """Return the value with the worst :func:`standing`; of equals the dictionary's worst."""
        values = candidates(self._ruleset, fact)[::-1]
        return max(values, key=lambda value: self._standing(fact, value))

    def neutral(self, fact: str) -> Value:
        """Return the value of which least follows, for good or ill.

        It is the one for which the points of the findings of the tests that read the fact add
        up, without their signs, to the least, a critical or knock-out outcome that it leaves
        open counting as found; of equals the one with the lowest composite, then the
        dictionary's worst. Facts of the classification earn no points: theirs is the value with
        the worst indicative grade, then the lowest composite.
        """
        values = candidates(self._ruleset, fact)
        if self._ruleset.facts[fact].need == "class":
            return max(values, key=lambda value: self._standing(fact, value)[1:])
        weights = {value: self._points(fact, value) for value in values}
        least = min(weights.values())
        lightest = [value for value in reversed(values) if weights[value] == least]
        if len(lightest) == 1:
            return lightest[0]
        return min(lightest, key=lambda value: self.evaluation(fact, value).composite)

    def undecided(self, test: str, resolved: dict[str, Value]) -> bool:
        """True if a critical or knock-out outcome of ``test`` stays open with ``resolved``."""
        values = {**self._known, **resolved}
        return self.subject.rater.checker.answer(test, values, self._word_only)[2]

    def _standing(self, fact: str, value: Value) -> Standing:
        return standing(self._ruleset, self.evaluation(fact, value))

    def _points(self, fact: str, value: Value) -> int:
        checker = self.subject.rater.checker
        values = {**self._known, fact: value}
        codes: list[str] = []
        for test in self.tests[fact]:
            finding, _, undecided = checker.answer(test, values, self._word_only)
            if undecided:
                codes.append(self._ruleset.tests[test].adverse[0].code)
            if finding is not None and not finding.claimed:
                codes.append(finding.code)
        points = self._ruleset.policy.points
        return sum(abs(points[self._ruleset.outcomes[code][1].severity]) for code in codes)

    def _may_apply(self, test: Test) -> bool:
        """True unless what is known of the borrower switches ``test`` off."""
        values = self._known
        return not test.applies_when or any(
            all((value := values[c.fact]) is None or c.allows(value) for c in alternative)
            for alternative in test.applies_when
        )


def standing(ruleset: Ruleset, evaluation: Evaluation) -> Standing:
    """Return ranks of grade and indicative grade, then the composite: less is better in each."""
    ranks = ruleset.policy.ranks
    indicative = ranks[evaluation.indicative_grade]
    return ranks[evaluation.grade], indicative, -evaluation.composite


def candidates(ruleset: Ruleset, fact: str) -> tuple[Value, ...]:
    """Return one value of ``fact`` for each cell that its tests tell apart, best first.

    "Best" is as the dictionary says; where it says nothing, its own order or ascending. Every
    business model stands for itself: not tests alone tell them apart, but weights.
    """
    entry = ruleset.facts[fact]
    if fact == BUSINESS_MODEL:
        return entry.domain()
    conditions = [
        condition
        for test in (ruleset.tests[name] for name in ruleset.readers[fact])
        for alternatives in (test.applies_when, *(outcome.when for outcome in test.outcomes))
        for alternative in alternatives
        for condition in alternative
    ]
    cells = cut(entry, conditions)
    if entry.kind == "number":
        numbers = [_representative(entry, cell.interval) for cell in cells if cell.interval]
        return tuple(reversed(numbers) if entry.worse == "lower" else numbers)
    domain = _best_first(entry)
    firsts = (min(cell.values, key=domain.index) for cell in cells if cell.values)
    return tuple(sorted(firsts, key=domain.index))


def _best_first(fact: Fact) -> tuple[Value, ...]:
    if isinstance(fact.worse, str):
        return fact.domain()
    spelled = [value for group in fact.worse for value in group]
    return tuple(value == "true" if fact.kind == "bool" else value for value in spelled)


def _representative(fact: Fact, interval: Interval) -> int:
    """Return the number that stands for ``interval``, a cell of ``fact``.

    It is the end on the fact's worse side (the lower one where neither is worse), or the other
    where that is the end of the fact's whole range: 30 of 1 to 30 days past due, 91 of more
    than 90. An end just beyond a bound (90.0001) is drawn in to the next number with as many
    decimals as the bound (91), where the interval has one.
    """
    step = SCALE if fact.whole else 1
    low = -(-(interval.low or 0) // step) * step
    high = (interval.high or 0) // step * step
    if fact.worse == "higher":
        end = low if high == fact.maximum else high
    else:
        end = high if low == fact.minimum else low
    for unit in (SCALE, SCALE // 10, SCALE // 100, SCALE // 1000):
        for bound, drawn in ((end - 1, end - 1 + unit), (end + 1, end + 1 - unit)):
            if bound % unit == 0 and low <= drawn <= high:
                return drawn
    return end
