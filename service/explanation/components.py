"""Cuts a borrower's tests into components that no fact connects, each with what it could become.

A change of facts in one component never touches the findings of another; so the search adds
up components instead of evaluating the whole borrower for every combination of changes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from service.engine.direct import Answer
from service.explanation.moves import Move
from service.explanation.subject import Subject
from service.explanation.tallies import Ratings, Tally
from service.ruleset.model import NOT_RATED, Outcome, Ruleset, Value

Moves = Mapping[str, Sequence[Move]]
"""Fact to where it could move."""


@dataclass(frozen=True, slots=True)
class Option:
    """What a component's findings count for if ``moves`` (at most one a fact) are made.

    ``standing``: adverse codes found or implied by a graver one; ``cap``: rank of the worst
    cap of a finding, 0 without one.
    """

    moves: tuple[Move, ...]
    tallies: Mapping[str, Tally]
    standing: frozenset[str]
    cap: int

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts moved, in the order of the dictionary."""
        return tuple(move.fact for move in self.moves)

    def no_worse_than(self, other: "Option") -> bool:
        """True if, whatever the other components hold, this gives no worse grade."""
        return (
            self.cap <= other.cap
            and self.standing <= other.standing
            and all(t.no_worse_than(other.tallies[d]) for d, t in self.tallies.items())
        )


@dataclass(frozen=True, slots=True)
class Component:
    """Tests connected by the facts that could move, as they are (``now``) and could be.

    ``options``: for each set of facts the moves of which no others of the same facts, or of
    fewer, are better. ``all_options``: every combination of moves, by the facts moved.
    """

    dimensions: tuple[str, ...]
    now: Option
    options: tuple[Option, ...]
    all_options: Mapping[tuple[str, ...], Sequence[Option]]


@dataclass(frozen=True)
class Borrower:
    """A borrower as components, and what the findings count for that no move touches."""

    components: tuple[Component, ...]
    fixed: Option


class Cutter:
    """Cuts one borrower."""

    def __init__(self, subject: Subject, ratings: Ratings) -> None:
        self._ruleset = subject.ruleset
        self._ratings = ratings
        self._checker = subject.rater.checker
        self._values: dict[str, Value | None] = {
            fact: state.value for fact, state in subject.facts.items()
        }
        self._word_only = {fact for fact, state in subject.facts.items() if state.word_only}
        self._evaluation = subject.evaluation
        self._answers: dict[tuple[object, ...], Answer] = {}

    def cut(self, moves: Moves, most: int) -> Borrower:
        """Return the borrower as components under ``moves``, at most ``most`` facts at once."""
        components = [
            (tests, self._component(facts, tests, moves, most))
            for facts, tests in _connected(self._ruleset, moves)
        ]
        touched = {test for tests, component in components for test in tests if component.options}
        rest = [
            f.code for f in self._evaluation.findings if f.test not in touched and not f.claimed
        ]
        fixed = self._option((), rest, self._ruleset.policy.dimensions)
        return Borrower(tuple(c for _, c in components if c.options), fixed)

    def _component(
        self, facts: Sequence[str], tests: Sequence[str], moves: Moves, most: int
    ) -> Component:
        dimensions = tuple(dict.fromkeys(self._ruleset.tests[test].dimension for test in tests))
        by_facts: dict[tuple[str, ...], list[Option]] = {}
        for number in range(min(most, len(facts)) + 1):
            for moved in combinations(facts, number):
                made = product(*(moves[fact] for fact in moved))
                by_facts[moved] = [self._made(tests, chosen, dimensions) for chosen in made]
        (now,) = by_facts.pop(())
        return Component(dimensions, now, tuple(_best(now, by_facts)), by_facts)

    def _made(
        self, tests: Sequence[str], chosen: tuple[Move, ...], dimensions: Iterable[str]
    ) -> Option:
        answers = [self._answer(test, chosen) for test in tests]
        codes = [f.code for f, _, _ in answers if f is not None and not f.claimed]
        option = self._option(chosen, codes, dimensions)
        if any(undecided for _, _, undecided in answers):
            # The borrower would not be rated: NR is worse than every grade.
            return replace(option, cap=self._ruleset.policy.ranks[NOT_RATED])
        return option

    def _answer(self, test: str, chosen: Iterable[Move]) -> Answer:
        read = self._ruleset.tests[test].facts
        changed = {move.fact: move.value for move in chosen if move.fact in read}
        key = (test, *changed.items())
        if key not in self._answers:
            values = {**self._values, **changed}
            word_only = self._word_only - changed.keys()
            self._answers[key] = self._checker.answer(test, values, word_only)
        return self._answers[key]

    def _option(
        self, moves: tuple[Move, ...], codes: Iterable[str], dimensions: Iterable[str]
    ) -> Option:
        ranks = self._ruleset.policy.ranks
        by_dimension: dict[str, list[Outcome]] = {d: [] for d in dimensions}
        standing: set[str] = set()
        cap = 0
        for code in codes:
            test, outcome = self._ruleset.outcomes[code]
            by_dimension[test.dimension].append(outcome)
            if outcome.adverse:
                standing.update(test.milder(outcome))
            if outcome.cap:
                cap = max(cap, ranks[outcome.cap])
        tallies = {d: self._ratings.tally(o) for d, o in by_dimension.items()}
        return Option(moves, tallies, frozenset(standing), cap)


def _connected(ruleset: Ruleset, moves: Moves) -> list[tuple[list[str], list[str]]]:
    """Facts that could move, and the tests that read them, in groups that share no test."""
    group: dict[str, list[str]] = {}
    owner: dict[str, str] = {}
    for fact in moves:
        mine = [fact]
        for test in ruleset.readers[fact]:
            if test in owner and owner[test] not in mine:
                mine += group.pop(owner[test])
        group[fact] = mine
        owner |= {test: fact for one in mine for test in ruleset.readers[one]}
    order = {fact: n for n, fact in enumerate(ruleset.facts)}
    found = []
    for facts in group.values():
        tests = {test for fact in facts for test in ruleset.readers[fact]}
        in_order = [test for test in ruleset.tests if test in tests]
        found.append((sorted(facts, key=order.__getitem__), in_order))
    return found


def _best(now: Option, by_facts: Mapping[tuple[str, ...], Sequence[Option]]) -> Iterable[Option]:
    """Yield, fewest facts first, the options that no option of the same or fewer facts beats."""
    kept = [now]
    for facts in sorted(by_facts, key=len):
        within = set(facts)
        rivals = [o for o in kept if within.issuperset(o.facts)]
        found: list[Option] = []
        for option in by_facts[facts]:
            if any(rival.no_worse_than(option) for rival in (*rivals, *found)):
                continue
            found = [o for o in found if not option.no_worse_than(o)] + [option]
        kept += found
        yield from found
