"""Finds the fewest unknown facts that, resolved neutrally, make a borrower rated or lift its grade.

Both searches are exact. They rest on two properties of every ruleset: what is known besides
decides no less, and to know a fact, where all gates are decided, makes neither grade nor
composite worse.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from service.engine.evaluation import Evaluation, Finding
from service.explanation.prospects import Prospects
from service.explanation.subject import Subject
from service.ruleset.model import DimensionCap, Ruleset, Value

MOST = 5
"""More facts than these are not asked for to lift a grade."""

_NEVER = -1
"""A composite that no number of facts reaches."""

Neutral = Mapping[str, Value]
"""Unknown fact to its neutral value, in the order of the dictionary."""


def deciding(prospects: Prospects, neutral: Neutral) -> list[str]:
    """Return the fewest facts of ``neutral`` that leave no gate test undecided.

    The classification of the borrower is known. Tests that share no unknown fact are decided
    each by itself; of equally small sets the first in the order of the dictionary is taken.
    """
    subject = prospects.subject
    found: set[str] = set()
    for facts, tests in _connected(subject.ruleset, subject.evaluation.missing, neutral):
        for chosen in _subsets(facts):
            resolved = {fact: neutral[fact] for fact in chosen}
            if not any(prospects.undecided(test, resolved) for test in tests):
                found.update(chosen)
                break
    return [fact for fact in neutral if fact in found]


def _connected(
    ruleset: Ruleset, tests: Iterable[str], neutral: Neutral
) -> list[tuple[list[str], list[str]]]:
    """Return the undecided ``tests`` in groups that share no unknown fact, each with its facts."""
    groups: list[tuple[list[str], list[str]]] = []
    for test in tests:
        gating = [o for o in ruleset.tests[test].outcomes if o.gating]
        read = {c.fact for outcome in gating for alternative in outcome.when for c in alternative}
        joined = ([fact for fact in neutral if fact in read], [test])
        apart = []
        for group in groups:
            if read.isdisjoint(group[0]):
                apart.append(group)
            else:
                facts = {*joined[0], *group[0]}
                joined = ([f for f in neutral if f in facts], [*group[1], *joined[1]])
        groups = [*apart, joined]
    return groups


def _subsets(facts: Sequence[str]) -> Iterable[tuple[str, ...]]:
    for size in range(1, len(facts) + 1):
        yield from combinations(facts, size)


def lifting(subject: Subject, neutral: Neutral) -> list[str] | None:
    """Return the fewest facts of ``neutral``, at most :data:`MOST`, that lift the grade.

    The borrower is rated. Of equally small sets one is taken, the same for the same borrower.
    ``None`` if there is no such set.
    """
    search = _Search(subject, neutral)
    for picks in range(1, MOST + 1):
        found = search.within(frozenset(), tuple(neutral), picks)
        if found is not None:
            return [fact for fact in neutral if fact in found]
    return None


def _counts(finding: Finding | None) -> str:
    """The code of a finding that counts; a strength on the borrower's word alone does not."""
    return "" if finding is None or finding.claimed else finding.code


class _Gains(NamedTuple):
    """What is left to gain of the facts still open.

    ``alone``: for each dimension the points of each fact that gains in no other, largest
    first; ``shared``: those of facts that gain in several dimensions.
    """

    facts: dict[str, set[str]]
    """Fact to the dimensions in which it gains; none if it only changes a finding's code."""
    alone: dict[str, list[int]]
    shared: dict[str, int]


class _Search:
    """A depth-first search with bounds; every node is evaluated with its facts resolved."""

    def __init__(self, subject: Subject, neutral: Neutral) -> None:
        policy = subject.ruleset.policy
        self._subject = subject
        self._ruleset = subject.ruleset
        self._policy = policy
        self._neutral = neutral
        self._target = policy.ranks[subject.evaluation.grade] - 1
        lows = [b.interval.low or 0 for b in policy.bands if policy.ranks[b.label] <= self._target]
        self._threshold = min(lows, default=10**9)
        self._evaluations: dict[frozenset[str], Evaluation] = {}
        self._barred: dict[str, set[int]] = {d: set() for d in policy.dimensions}
        self._counting: list[DimensionCap] = []
        for cap in policy.dimension_caps:
            if policy.ranks[cap.cap] > self._target:
                self._bar(cap)
        self._limits: list[DimensionCap | None] = [*self._counting] or [None]

    def _bar(self, cap: DimensionCap) -> None:
        """Note a cap below the target: ratings that none of its dimensions may keep, or that
        only fewer of them may keep than it counts.
        """
        if (cap.count.low or 0) > 1:
            self._counting.append(cap)
            return
        labels = [int(band.label) for band in self._policy.ratings]
        for dimension in self._dimensions(cap):
            self._barred[dimension].update(r for r in labels if r in cap.rating)

    def _dimensions(self, cap: DimensionCap) -> Sequence[str]:
        rated = self._subject.evaluation.dimensions
        return cap.dimensions or [d for d, rating in rated.items() if rating.weight]

    def within(
        self, chosen: frozenset[str], left: tuple[str, ...], picks: int
    ) -> frozenset[str] | None:
        """Return ``chosen`` with up to ``picks`` facts of ``left`` that reach the target."""
        now = self._evaluate(chosen)
        if self._reached(now):
            return chosen
        full = self._evaluate(chosen.union(left))
        if not picks or not self._reached(full):
            return None
        gains = self._gains(now, full, left)
        ratings = self._best_ratings(now, full, gains, picks)
        if any(self._highest(now, ratings, cap) < self._threshold for cap in self._limits):
            return None
        for fact in self._branches(now, gains, ratings):
            left = tuple(f for f in left if f != fact and f in gains.facts)
            found = self.within(chosen | {fact}, left, picks - 1)
            if found is not None:
                return found
        return None

    def _evaluate(self, chosen: frozenset[str]) -> Evaluation:
        known = self._evaluations.get(chosen)
        if known is None:
            resolved = {fact: self._neutral[fact] for fact in chosen}
            known = self._evaluations[chosen] = self._subject.check(resolved)
        return known

    def _reached(self, evaluation: Evaluation) -> bool:
        return self._policy.ranks[evaluation.grade] <= self._target

    def _gains(self, now: Evaluation, full: Evaluation, left: tuple[str, ...]) -> _Gains:
        """Return the most that each fact can gain: what all facts together gain of its tests."""
        before = {finding.test: finding for finding in now.findings}
        after = {finding.test: finding for finding in full.findings}
        facts: dict[str, set[str]] = {}
        alone: dict[str, list[int]] = {d: [] for d in self._policy.dimensions}
        shared = dict.fromkeys(alone, 0)
        for fact in left:
            gained: dict[str, int] = {}
            for test in self._ruleset.readers[fact]:
                old, new = before.get(test), after.get(test)
                if _counts(old) == _counts(new):
                    continue
                points = self._points(new) - self._points(old)
                dimension = self._ruleset.tests[test].dimension
                facts.setdefault(fact, set())
                if points:
                    gained[dimension] = gained.get(dimension, 0) + points
            if gained:
                facts[fact].update(gained)
            if len(gained) == 1:
                ((dimension, points),) = gained.items()
                alone[dimension].append(points)
            else:
                for dimension, points in gained.items():
                    shared[dimension] += points
        for found in alone.values():
            found.sort(reverse=True)
        return _Gains(facts, alone, shared)

    def _points(self, finding: Finding | None) -> int:
        code = _counts(finding)
        return self._policy.points[self._ruleset.outcomes[code][1].severity] if code else 0

    def _best_ratings(
        self, now: Evaluation, full: Evaluation, gains: _Gains, picks: int
    ) -> dict[str, list[int]]:
        """Return, for 0 to ``picks`` facts, a rating that no dimension exceeds with so many."""
        found = {}
        for dimension, rating in now.dimensions.items():
            net = rating.net + gains.shared[dimension]
            alone = gains.alone[dimension]
            most = full.dimensions[dimension].rating
            nets = [net + sum(alone[:number]) for number in range(picks + 1)]
            found[dimension] = [min(most, max(rating.rating, self._rating(n))) for n in nets]
        return found

    def _rating(self, net: int) -> int:
        bands = self._policy.ratings
        return next(int(b.label) for b in bands if b.interval.low is None or net >= b.interval.low)

    def _highest(
        self, now: Evaluation, ratings: Mapping[str, list[int]], cap: DimensionCap | None
    ) -> int:
        """Return the highest composite of ``ratings``, the facts shared out among dimensions
        so that none keeps a barred rating and fewer than ``cap`` counts keep one of its own;
        :data:`_NEVER` if they do not suffice for that.
        """
        picks = len(next(iter(ratings.values())))
        counted = self._dimensions(cap) if cap else ()
        counts = (cap.count.low or 1) if cap else 1
        # best[k][n]: the highest with n facts, k dimensions keeping a rating of the cap.
        best = [[0] * picks, *([_NEVER] * picks for _ in range(1, counts))]
        for dimension, by_number in ratings.items():
            rated = now.dimensions[dimension]
            after = [[_NEVER] * picks for _ in best]
            for number, rating in enumerate(by_number):
                span = range(rated.rating, rating + 1)
                reachable = [r for r in span if r not in self._barred[dimension]]
                if not reachable:
                    continue
                keeps = int(
                    cap is not None
                    and dimension in counted
                    and all(r in cap.rating for r in reachable)
                )
                for k in range(keeps, counts):
                    for total in range(number, picks):
                        before = best[k - keeps][total - number]
                        if before != _NEVER:
                            composite = before + rated.weight * rating
                            after[k][total] = max(after[k][total], composite)
            best = after
        return max(map(max, best))

    def _branches(
        self, now: Evaluation, gains: _Gains, ratings: Mapping[str, list[int]]
    ) -> list[str]:
        """Return facts of which every smallest set that reaches the target has at least one.

        A pattern that caps below the target falls only with one of its findings; without such
        a pattern the rating of a dimension must rise, first of one with a barred rating.
        """
        by_test = {finding.code: finding.test for finding in now.findings}
        ranks = self._policy.ranks
        patterns = [
            [f for f in gains.facts if not formed_by.isdisjoint(self._ruleset.readers[f])]
            for pattern, because in now.patterns.items()
            if ranks[self._ruleset.patterns[pattern].cap] > self._target
            for formed_by in [{by_test[code] for code in because}]
        ]
        if patterns:
            return min(patterns, key=len)
        rising = self._barring(now) or [
            d for d, best in ratings.items() if best[-1] > now.dimensions[d].rating
        ]
        useful = [f for f, gaining in gains.facts.items() if not gaining.isdisjoint(rising)]
        return sorted(useful, key=lambda fact: -self._worth(now, gains, fact))

    def _barring(self, now: Evaluation) -> list[str]:
        """Return dimensions one of which at least must rise for a cap to fall; none if no cap."""
        for dimension, rated in now.dimensions.items():
            if rated.rating in self._barred[dimension]:
                return [dimension]
        for cap in self._counting:
            keeping = [d for d in self._dimensions(cap) if now.dimensions[d].rating in cap.rating]
            if len(keeping) in cap.count:
                return keeping[: cap.count.low]
        return []

    def _worth(self, now: Evaluation, gains: _Gains, fact: str) -> int:
        """Return weights of the dimensions in which ``fact`` gains: the heavier, the sooner."""
        return sum(now.dimensions[dimension].weight for dimension in gains.facts[fact])
