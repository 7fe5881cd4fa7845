"""The exact search for the fewest facts whose moves reach a grade.

Caps of findings and patterns are removed first, by branching on what could remove each; what
is then missing is a matter of points, which every dimension adds up by itself: for each number
of facts its best rating is known exactly, so that no branch is followed that cannot succeed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import product

from service.explanation.components import Borrower, Component, Cutter, Option
from service.explanation.moves import Move
from service.explanation.points import FactSet, Lift, Points
from service.explanation.subject import Subject
from service.explanation.tallies import Ratings
from service.grading.arithmetic import Rating, dimension_caps
from service.ruleset.model import BUSINESS_MODEL, Ruleset

MOST_FACTS = 5
"""Facts changed at once; where so many do not suffice, the answer says that there is none."""

UNREACHABLE = 10**9
"""A composite above every other."""


@dataclass(frozen=True)
class Found:
    """The fewest facts, and the sets of so many, least effort first; ``complete``: all of them."""

    size: int
    sets: tuple[FactSet, ...]
    complete: bool


@dataclass(frozen=True)
class _State:
    """Options chosen for some components; others are closed: they stay as they are."""

    chosen: Mapping[int, Option]
    closed: frozenset[int]
    size: int


class Search:
    """Searches one borrower for moves that lift the grade to ``target`` or better."""

    def __init__(
        self, ruleset: Ruleset, ratings: Ratings, borrower: Borrower, model: str, target: str
    ) -> None:
        """``model`` is the borrower's business model; it picks the row of weights."""
        policy = ruleset.policy
        self._policy = policy
        self._ratings = ratings
        self._weights = policy.weights[model]
        self._components = borrower.components
        self._fixed = borrower.fixed
        self._rank = policy.ranks[target]
        lows = [b.interval.low or 0 for b in policy.bands if policy.ranks[b.label] <= self._rank]
        self._composite = min(lows, default=UNREACHABLE)
        self._patterns = [
            tuple(frozenset(group) for group in pattern.all_of_any)
            for pattern in ruleset.patterns.values()
            if policy.ranks[pattern.cap] > self._rank
        ]
        self._order = {fact: n for n, fact in enumerate(ruleset.facts)}
        self._efforts = {
            move.fact: move.effort
            for component in self._components
            for options in component.all_options.values()
            for option in options
            for move in option.moves
        }
        self._home = {
            fact: n
            for n, component in enumerate(self._components)
            for facts in component.all_options
            for fact in facts
        }
        self._awkward = [n for n, c in enumerate(self._components) if _awkward(c)]
        self._budget = 0
        """Facts that a set may have: what is larger is not followed."""
        self._points = Points(policy, ratings, self._preference)

    def smallest(self, most: int, limit: int) -> Found | None:
        """Return the sets of the fewest facts, at most ``most``; ``limit`` sets at most.

        ``None``: no set of at most ``most`` facts reaches the grade.
        """
        self._budget = most
        size = most + 1
        for state in self._without_caps():
            size = min(size, state.size + self._fewest(state, self._budget - state.size))
            # Only a smaller set is worth looking for now.
            self._budget = size - 1
        if size > most:
            return None
        self._budget = size
        sets: set[FactSet] = set()
        for state in self._without_caps():
            sets.update(self._sets(state, size - state.size, limit + 1))
        kept = nsmallest(limit + 1, sets, key=self._preference)
        return Found(size, tuple(kept[:limit]), len(kept) <= limit)

    def moves(self, facts: FactSet) -> list[tuple[Move, ...]]:
        """Return how far each of ``facts`` must move, fewest steps first.

        Each answer reaches the grade, and with any of its moves shorter it would not, or not
        as shortly as another answer.
        """
        mine: dict[int, list[str]] = {}
        for fact in facts:
            mine.setdefault(self._home[fact], []).append(fact)
        ways = [self._components[n].all_options[tuple(found)] for n, found in mine.items()]
        found: list[tuple[Move, ...]] = []
        for options in sorted(product(*ways), key=_steps):
            moves = [move for option in options for move in option.moves]
            made = tuple(sorted(moves, key=lambda move: self._order[move.fact]))
            if any(_no_farther(other, made) for other in found):
                continue
            if self._reached(dict(zip(mine, options, strict=True))):
                found.append(made)
        return found

    def _reached(self, chosen: Mapping[int, Option]) -> bool:
        state = _State(chosen, frozenset(range(len(self._components))), 0)
        uncapped = self._fixed.cap <= self._rank and self._capping(state) is None
        return uncapped and self._formed(state) is None and self._fewest(state, 0) == 0

    def _preference(self, facts: FactSet) -> tuple[int, list[int]]:
        return sum(self._efforts[f] for f in facts), [self._order[f] for f in facts]

    # --- caps of findings and patterns -------------------------------------------------

    def _without_caps(self) -> Iterator[_State]:
        """Yield states, of no two of which the moves agree, whose findings and patterns cap no
        longer; together with moves of the components still open they are all that reach.
        """
        if self._fixed.cap > self._rank:
            return
        yield from self._unawkward(_State({}, frozenset(), 0))

    def _unawkward(self, state: _State) -> Iterator[_State]:
        """Decide first on the components that points alone cannot decide on."""
        undecided = next((n for n in self._awkward if n not in state.closed), None)
        if undecided is None:
            yield from self._uncapped(state)
            return
        closed = state.closed | {undecided}
        yield from self._unawkward(_State(state.chosen, closed, state.size))
        for option in self._components[undecided].options:
            size = state.size + len(option.moves)
            if size <= self._budget:
                chosen = {**state.chosen, undecided: option}
                yield from self._unawkward(_State(chosen, closed, size))

    def _uncapped(self, state: _State) -> Iterator[_State]:
        if state.size > self._budget:
            return
        capping = self._capping(state)
        if capping is None:
            pattern = self._formed(state)
            if pattern is None:
                yield state
                return
            codes = frozenset().union(*pattern)
            branches = [
                n
                for n, component in enumerate(self._components)
                if n not in state.closed and not codes.isdisjoint(component.now.standing)
            ]
        elif capping in state.closed:
            return
        else:
            branches = [capping]
        closed = state.closed
        for n in branches:
            closed |= {n}
            for option in self._components[n].options:
                size = state.size + len(option.moves)
                if size <= self._budget and option.cap <= self._rank:
                    chosen = {**state.chosen, n: option}
                    yield from self._uncapped(_State(chosen, closed, size))

    def _capping(self, state: _State) -> int | None:
        """The first component of which a finding caps below the target."""
        for n, component in enumerate(self._components):
            if state.chosen.get(n, component.now).cap > self._rank:
                return n
        return None

    def _formed(self, state: _State) -> tuple[frozenset[str], ...] | None:
        """The groups of the first pattern formed that caps below the target."""
        standing = set(self._fixed.standing)
        for n, component in enumerate(self._components):
            standing |= state.chosen.get(n, component.now).standing
        for groups in self._patterns:
            if not any(standing.isdisjoint(group) for group in groups):
                return groups
        return None

    # --- points ------------------------------------------------------------------------

    def _fewest(self, state: _State, most: int) -> int:
        """The fewest further facts that reach the grade, or ``most`` + 1 if ``most`` do not."""
        best = [self._lifts(state, d).best(most) for d in self._policy.dimensions]
        for number in range(most + 1):
            exact = [[[rating] for rating in ratings] for ratings in best]
            if any(True for _ in self._vectors(best, exact, number)):
                return number
        return most + 1

    def _sets(self, state: _State, number: int, limit: int) -> Iterator[FactSet]:
        """Yield the sets of ``state`` and exactly ``number`` further facts that reach the grade.

        Of more than ``limit``, those of the least effort.
        """
        lifts = [self._lifts(state, d) for d in self._policy.dimensions]
        best = [lift.best(number) for lift in lifts]
        exact = [[lift.ratings(j) for j in range(number + 1)] for lift in lifts]
        moved = [fact for option in state.chosen.values() for fact in option.facts]
        for given in self._vectors(best, exact, number):
            sets: list[FactSet] = [tuple(moved)]
            for lift, (facts, rating) in zip(lifts, given, strict=True):
                if facts:
                    ways = lift.sets(facts, rating, limit)
                    merged = (one + other for one in sets for other in ways)
                    sets = nsmallest(limit, merged, key=self._preference)
            yield from (tuple(sorted(found, key=self._order.__getitem__)) for found in sets)

    def _lifts(self, state: _State, dimension: str) -> Lift:
        """What the components still open could do for one dimension."""
        base = self._fixed.tallies[dimension]
        still_open: list[Component] = []
        for n, component in enumerate(self._components):
            if dimension in component.dimensions:
                now = state.chosen.get(n, component.now).tallies[dimension]
                base = base.plus(now)
                if n not in state.closed:
                    still_open.append(component)
        return self._points.lift(dimension, base, still_open)

    def _vectors(
        self, best: list[list[int]], exact: list[list[list[int]]], number: int
    ) -> Iterator[list[tuple[int, int]]]:
        """Yield, for each dimension, how many of ``number`` facts it gets and its rating then.

        ``best`` is each dimension's best rating by number of facts, ``exact`` the ratings that
        it may take. Every answer reaches the composite, and no dimension caps below the target.
        """
        weights = [self._weights[d] for d in self._policy.dimensions]
        # reach[i][b]: the greatest composite of the dimensions from the i-th on with b facts.
        reach = [[0] * (number + 1)]
        for ratings, weight in zip(reversed(best), reversed(weights), strict=True):
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
                        total = composite + rating * weights[i]
                        yield from walk(i + 1, left - facts, total, [*given, (facts, rating)])

        yield from walk(0, number, 0, [])

    def _allowed(self, ratings: list[int]) -> bool:
        """True if dimensions so rated cap nothing below the target."""
        rated = {
            d: Rating(0, 0, 0, rating, self._weights[d])
            for d, rating in zip(self._policy.dimensions, ratings, strict=True)
        }
        ranks = self._policy.ranks
        return all(ranks[c.grade] <= self._rank for c in dimension_caps(self._policy, rated))


def search_for(
    subject: Subject, moves: Mapping[str, Sequence[Move]], target: str, most: int = MOST_FACTS
) -> Search:
    """Return the search of a rated borrower for ``moves`` that lift its grade to ``target``.

    At most ``most`` facts move at once.
    """
    ratings = Ratings(subject.ruleset.policy)
    borrower = Cutter(subject, ratings).cut(moves, most)
    model = str(subject.facts[BUSINESS_MODEL].value)
    return Search(subject.ruleset, ratings, borrower, model, target)


def _awkward(component: Component) -> bool:
    """True unless its moves lift one dimension and do harm to nothing."""
    return len(component.dimensions) > 1 or not all(
        option.no_worse_than(component.now) for option in component.options
    )


def _steps(options: tuple[Option, ...]) -> int:
    return sum(move.steps for option in options for move in option.moves)


def _no_farther(one: tuple[Move, ...], other: tuple[Move, ...]) -> bool:
    """True if no move of ``one`` goes farther than that of ``other`` (the same facts)."""
    return all(mine.steps <= theirs.steps for mine, theirs in zip(one, other, strict=True))
