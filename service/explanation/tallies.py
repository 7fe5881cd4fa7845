"""Points of a dimension as they add up, and the rating that they give: the search's arithmetic."""

from collections.abc import Iterable
from typing import NamedTuple

from service.ruleset.model import Outcome, Policy


class Tally(NamedTuple):
    """Sums of one dimension: strength and adverse points (both >= 0, uncapped), and how many
    findings there are of each severity that limits a rating, in the order of :class:`Ratings`.
    """

    strength: int
    adverse: int
    grave: tuple[int, ...]

    def plus(self, other: "Tally") -> "Tally":
        """The sums of both."""
        grave = tuple(map(int.__add__, self.grave, other.grave))
        return Tally(self.strength + other.strength, self.adverse + other.adverse, grave)

    def no_worse_than(self, other: "Tally") -> bool:
        """True if no arithmetic of a policy could rate this below ``other``."""
        return (
            self.strength >= other.strength
            and self.adverse <= other.adverse
            and all(mine <= theirs for mine, theirs in zip(self.grave, other.grave, strict=True))
        )


class Ratings:
    """Tallies and ratings under one policy; agrees with ``grading.arithmetic``."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._severities = tuple(dict.fromkeys(s for s, _, _ in policy.rating_limits))
        self._limits = tuple(
            (self._severities.index(s), number, best) for s, number, best in policy.rating_limits
        )
        self._floors = [(int(band.label), band.interval.low) for band in policy.ratings]
        self._known: dict[Tally, int] = {}
        self.none = Tally(0, 0, (0,) * len(self._severities))

    def tally(self, outcomes: Iterable[Outcome]) -> Tally:
        """Sum the points of findings of one dimension."""
        found = list(outcomes)
        points = [self._policy.points[o.severity] for o in found]
        return Tally(
            sum(p for p in points if p > 0),
            -sum(p for p in points if p < 0),
            tuple(sum(o.severity == s for o in found) for s in self._severities),
        )

    def rating(self, tally: Tally) -> int:
        """Return the rating of a dimension with this tally."""
        known = self._known.get(tally)
        if known is not None:
            return known
        net = min(tally.strength, self._policy.strength_cap) - tally.adverse
        rating = next(label for label, low in self._floors if low is None or net >= low)
        for place, number, best in self._limits:
            if tally.grave[place] >= number:
                rating = min(rating, best)
        self._known[tally] = rating
        return rating
