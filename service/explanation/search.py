"""The exact search for the fewest facts whose moves reach a grade.

Caps of findings and patterns are removed first, by branching on what could remove each; what
is then missing is a matter of points, which every dimension adds up by itself: for each number
of facts its best rating is known exactly, so that no branch is followed that cannot succeed.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import product

from service.explanation.components import Borrower, Component, Cutter, Option
from service.explanation.goal import Goal
from service.explanation.moves import Move
from service.explanation.points import FactSet, Lift, Points
from service.explanation.subject import Subject
from service.explanation.tallies import Ratings
from service.ruleset.model import BUSINESS_MODEL, Ruleset

MOST_FACTS = 5
"""Facts changed at once; where so many do not suffice, the answer says that there is none."""


@dataclass(frozen=True)
class Smallest:
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
        self._components = borrower.components
        self._fixed = borrower.fixed
        self._goal = Goal(policy, policy.weights[model], target)
        self._patterns = [
            tuple(frozenset(group) for group in pattern.all_of_any)
            for pattern in ruleset.patterns.values()
            if policy.ranks[pattern.cap] > self._goal.rank
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
        self._lifted = {n: _lifted(self._components[n]) for n in self._awkward}
        self._budget = 0
        """Facts that a set may have: what is larger is not followed."""
        self._points = Points(policy, ratings, self._preference)

    def smallest(self, most: int, limit: int) -> Smallest | None:
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
        return Smallest(size, tuple(kept[:limit]), len(kept) <= limit)

    def moves(self, facts: FactSet) -> list[tuple[Move, ...]]:
        """Return how far each of ``facts`` must move, fewest steps first.

        Each answer reaches the grade, and with any of its moves shorter it would not, or not
        as shortly as another answer.
        """
        mine: dict[int, list[str]] = {}
        for fact in facts:
            mine.setdefault(self._home[fact], []).append(fact)
        ways = [self._components[n].all_options[tuple(f)] for n, f in mine.items()]
        reached = self._reaches(mine)
        found: list[tuple[Move, ...]] = []
        for options in sorted(product(*ways), key=_steps):
            moves = [move for option in options for move in option.moves]
            made = tuple(sorted(moves, key=lambda move: self._order[move.fact]))
            if not any(_no_farther(other, made) for other in found) and reached(options):
                found.append(made)
        return found

    def _reaches(self, moved: Container[int]) -> Callable[[Iterable[Option]], bool]:
        """Return what says whether options of the components ``moved`` reach the grade.

        All others stay as they are, so they are summed up once.
        """
        others = [self._fixed]
        others += [c.now for n, c in enumerate(self._components) if n not in moved]
        tallies = dict(self._fixed.tallies)
        for option in others[1:]:
            tallies |= {d: tallies[d].plus(tally) for d, tally in option.tallies.items()}
        standing = frozenset().union(*(option.standing for option in others))
        capped = any(option.cap > self._goal.rank for option in others)

        def reached(options: Iterable[Option]) -> bool:
            if capped or any(option.cap > self._goal.rank for option in options):
                return False
            stand = standing.union(*(option.standing for option in options))
            if any(not any(map(stand.isdisjoint, groups)) for groups in self._patterns):
                return False
            then = dict(tallies)
            for option in options:
                then |= {d: then[d].plus(tally) for d, tally in option.tallies.items()}
            ratings = [self._ratings.rating(then[d]) for d in self._policy.dimensions]
            return self._goal.reached(ratings)

        return reached

    def _preference(self, facts: FactSet) -> tuple[int, list[int]]:
        return sum(self._efforts[f] for f in facts), sorted(self._order[f] for f in facts)

    # --- caps of findings and patterns -------------------------------------------------

    def _without_caps(self) -> Iterator[_State]:
        """Yield states, of no two of which the moves agree, whose findings and patterns cap no
        longer; together with moves of the components still open they are all that reach.
        """
        if self._fixed.cap > self._goal.rank:
            return
        yield from self._unawkward(_State({}, frozenset(), 0))

    def _unawkward(self, state: _State) -> Iterator[_State]:
        """Decide first on the components that points alone cannot decide on."""
        if self._hopeless(state):
            return
        undecided = next((n for n in self._awkward if n not in state.closed), None)
        if undecided is None:
            yield from self._uncapped(state)
            return
        closed = state.closed | {undecided}
        yield from self._unawkward(_State(state.chosen, closed, state.size))
        for option in self._components[undecided].options:
            size = state.size + len(option.moves)
            if size <= self._budget and option.cap <= self._goal.rank:
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
                if size <= self._budget and option.cap <= self._goal.rank:
                    chosen = {**state.chosen, n: option}
                    yield from self._uncapped(_State(chosen, closed, size))

    def _capping(self, state: _State) -> int | None:
        """The first component of which a finding caps below the target."""
        for n, component in enumerate(self._components):
            if state.chosen.get(n, component.now).cap > self._goal.rank:
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

    def _hopeless(self, state: _State) -> bool:
        """True if no moves of the components still open reach the composite and the ratings.

        Every dimension is given its best rating, as if no move harmed another; a move that
        lifts several dimensions is counted in each, so that many times as many may be made.
        """
        most = self._budget - state.size
        if most < 0:
            return True
        best = [self._lifts(state, d).best(most) for d in self._policy.dimensions]
        times = max((self._lifted[n] for n in self._awkward if n not in state.closed), default=1)
        return self._goal.hopeless(best, most, times)

    # --- points ------------------------------------------------------------------------

    def _fewest(self, state: _State, most: int) -> int:
        """The fewest further facts that reach the grade, or ``most`` + 1 if ``most`` do not."""
        best = [self._lifts(state, d).best(most) for d in self._policy.dimensions]
        for number in range(most + 1):
            exact = [[[rating] for rating in ratings] for ratings in best]
            if any(True for _ in self._goal.shares(best, exact, number)):
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
        for given in self._goal.shares(best, exact, number):
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


def _lifted(component: Component) -> int:
    """How many dimensions one of its options lifts, at most; at least 1."""
    now = component.now.tallies
    lifted = (
        sum(not now[d].no_worse_than(tally) for d, tally in option.tallies.items())
        for option in component.options
    )
    return max(1, *lifted)


def _steps(options: tuple[Option, ...]) -> int:
    return sum(move.steps for option in options for move in option.moves)


def _no_farther(one: tuple[Move, ...], other: tuple[Move, ...]) -> bool:
    """True if no move of ``one`` goes farther than that of ``other`` (the same facts)."""
    return all(mine.steps <= theirs.steps for mine, theirs in zip(one, other, strict=True))
