"""The grade to be reached, as a composite and ratings: which ways to share out facts reach it."""

from collections.abc import Iterator, Mapping

from service.grading.arithmetic import Rating, dimension_caps
from service.ruleset.model import Policy

UNREACHABLE = 10**9
"""A composite above every other."""

DimensionRatings = list[int]
"""A rating for each dimension, in the order of the policy."""


class Goal:
    """A grade or better, under one policy and one row of its weights."""

    def __init__(self, policy: Policy, weights: Mapping[str, int], target: str) -> None:
        self.rank = policy.ranks[target]
        self._policy = policy
        self._weights = [weights[d] for d in policy.dimensions]
        lows = [b.interval.low or 0 for b in policy.bands if policy.ranks[b.label] <= self.rank]
        self._composite = min(lows, default=UNREACHABLE)

    def reached(self, ratings: DimensionRatings) -> bool:
        """True if dimensions so rated have the composite, and cap nothing below the grade."""
        composite = sum(map(int.__mul__, ratings, self._weights))
        return composite >= self._composite and self._allowed(ratings)

    def hopeless(self, best: list[list[int]], most: int, times: int) -> bool:
        """True if ``most`` facts cannot reach the grade, though each counts ``times`` times.

        ``best`` is each dimension's best rating by number of facts, 0 to ``most``.
        """
        if not self._allowed([ratings[most] for ratings in best]):
            return True
        reach = [0] * (most * times + 1)
        for ratings, weight in zip(best, self._weights, strict=True):
            reach = [
                max(reach[b - j] + weight * ratings[j] for j in range(min(b, most) + 1))
                for b in range(len(reach))
            ]
        return reach[-1] < self._composite

    def shares(
        self, best: list[list[int]], exact: list[list[list[int]]], number: int
    ) -> Iterator[list[tuple[int, int]]]:
        """Yield, for each dimension, how many of ``number`` facts it gets and its rating then.

        ``best`` is each dimension's best rating by number of facts, ``exact`` the ratings that
        it may take. Every answer reaches the composite, and no dimension caps below the target.
        """
        # reach[i][b]: the greatest composite of the dimensions from the i-th on with b facts.
        reach = [[0] * (number + 1)]
        for ratings, weight in zip(reversed(best), reversed(self._weights), strict=True):
            products = [rating * weight for rating in ratings]
            below = reach[0]
            reach.insert(
                0,
                [max(products[j] + below[b - j] for j in range(b + 1)) for b in range(number + 1)],
            )

        def walk(
            i: int, left: int, composite: int, given: list[tuple[int, int]]
        ) -> Iterator[list[tuple[int, int]]]:
            if composite + reach[i][left] < self._composite:
                return
            if i == len(best):
                if left == 0 and self._allowed([rating for _, rating in given]):
                    yield given
                return
            for facts in range(left + 1):
                for rating in exact[i][facts]:
                    # Facts that lift a rating no higher than fewer facts do are not needed.
                    if facts == 0 or rating > best[i][facts - 1]:
                        total = composite + rating * self._weights[i]
                        yield from walk(i + 1, left - facts, total, [*given, (facts, rating)])

        yield from walk(0, number, 0, [])

    def _allowed(self, ratings: DimensionRatings) -> bool:
        """True if dimensions so rated cap nothing below the target."""
        rated = {
            d: Rating(0, 0, 0, rating, weight)
            for d, rating, weight in zip(
                self._policy.dimensions, ratings, self._weights, strict=True
            )
        }
        ranks = self._policy.ranks
        return all(ranks[c.grade] <= self.rank for c in dimension_caps(self._policy, rated))
