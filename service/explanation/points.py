"""What so many facts can do for the rating of one dimension: its best, and by which facts."""

from collections.abc import Callable, Iterable, Sequence
from heapq import nsmallest
from itertools import accumulate

from service.explanation.components import Component
from service.explanation.tallies import Ratings, Tally
from service.ruleset.model import Policy

FactSet = tuple[str, ...]
"""Facts to move."""

Preference = Callable[[FactSet], tuple[int, list[int]]]
"""What orders sets of as many facts: the least effort first."""


class Points:
    """Keeps the lifts of dimensions that were asked for."""

    def __init__(self, policy: Policy, ratings: Ratings, preference: Preference) -> None:
        self._cap = policy.strength_cap
        self._ratings = ratings
        self._preference = preference
        self._known: dict[tuple[object, ...], Lift] = {}

    def lift(self, dimension: str, base: Tally, components: Sequence[Component]) -> "Lift":
        """Return what ``components`` could do for ``dimension``, with tally ``base`` now."""
        key = (dimension, base, *(id(component) for component in components))
        if key not in self._known:
            deltas = [_deltas(dimension, component) for component in components]
            self._known[key] = Lift(base, deltas, self._ratings, self._cap, self._preference)
        return self._known[key]


Delta = tuple[FactSet, Tally]
"""Facts moved, and what that adds to a tally: strengths, less adverse points and findings."""


class Lift:
    """One dimension: its tally now, and the moves open to it, which only ever lift it."""

    def __init__(
        self,
        base: Tally,
        components: list[list[Delta]],
        ratings: Ratings,
        strength_cap: int,
        preference: Preference,
    ) -> None:
        self._base = base
        self._components = components
        self._ratings = ratings
        self._cap = strength_cap
        self._preference = preference
        self._best: list[int] = []
        self._by_rating: dict[int, dict[int, list[FactSet]]] = {}

    def best(self, most: int) -> list[int]:
        """Return the best rating with at most 0, 1, ... ``most`` facts moved."""
        if len(self._best) <= most:
            reached: list[set[Tally]] = [{self._base}, *(set() for _ in range(most))]
            for deltas in self._components:
                for number in range(most, -1, -1):
                    for facts, delta in deltas:
                        if len(facts) <= number:
                            reached[number].update(
                                self._capped(tally.plus(delta))
                                for tally in reached[number - len(facts)]
                            )
                reached = [_undominated(tallies) for tallies in reached]
            rated = [max(map(self._ratings.rating, t), default=0) for t in reached]
            self._best = list(accumulate(rated, max))
        return self._best[: most + 1]

    def ratings(self, number: int) -> list[int]:
        """Return the ratings that exactly ``number`` facts can give, if they lift it at all."""
        if number == 0:
            return self.best(0)
        best = self.best(number)
        return list(self._sets_by_rating(number)) if best[number] > best[number - 1] else []

    def sets(self, number: int, rating: int, limit: int) -> list[FactSet]:
        """Return the sets of ``number`` facts that give ``rating`` at best.

        Of more than ``limit``, those of the least effort.
        """
        return nsmallest(limit, self._sets_by_rating(number)[rating], key=self._preference)

    def _sets_by_rating(self, number: int) -> dict[int, list[FactSet]]:
        if number not in self._by_rating:
            best: dict[FactSet, int] = {}
            for facts, tally in self._combined(number, 0, (), self._base):
                rating = self._ratings.rating(tally)
                best[facts] = max(rating, best.get(facts, rating))
            found: dict[int, list[FactSet]] = {}
            for facts, rating in best.items():
                found.setdefault(rating, []).append(facts)
            self._by_rating[number] = found
        return self._by_rating[number]

    def _combined(
        self, number: int, start: int, facts: FactSet, tally: Tally
    ) -> Iterable[tuple[FactSet, Tally]]:
        """Every way to move exactly ``number`` facts of the components from ``start`` on."""
        if number == 0:
            yield facts, tally
            return
        for n in range(start, len(self._components)):
            for moved, delta in self._components[n]:
                if len(moved) <= number:
                    yield from self._combined(
                        number - len(moved), n + 1, facts + moved, tally.plus(delta)
                    )

    def _capped(self, tally: Tally) -> Tally:
        return tally._replace(strength=min(tally.strength, self._cap))


def _deltas(dimension: str, component: Component) -> list[Delta]:
    now = component.now.tallies[dimension]
    found = []
    for option in component.options:
        then = option.tallies[dimension]
        # What would harm counts as nothing: only the search's bound asks of such components.
        grave = tuple(min(0, t - n) for t, n in zip(then.grave, now.grave, strict=True))
        strength, adverse = then.strength - now.strength, then.adverse - now.adverse
        delta = Tally(max(0, strength), min(0, adverse), grave)
        found.append((option.facts, delta))
    return found


def _undominated(tallies: Iterable[Tally]) -> set[Tally]:
    kept: list[Tally] = []
    for tally in sorted(tallies):
        if not any(other.no_worse_than(tally) for other in kept):
            kept = [other for other in kept if not tally.no_worse_than(other)] + [tally]
    return set(kept)
