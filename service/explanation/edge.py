"""The fewest facts that, getting worse, cost a grade."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from service.explanation.moves import Move
from service.explanation.subject import Subject

MOST_CHECKS = 10_000
"""Evaluations of one search, which takes about 2 seconds; one fact needs a few hundred."""


class _TooMany(Exception):
    """The search has used up its evaluations."""


def smallest_worsenings(
    subject: Subject, moves: Mapping[str, Sequence[Move]], target: str, most: int
) -> tuple[list[tuple[Move, ...]], bool]:
    """Return the smallest sets of moves that lead to ``target`` or worse, shortest first.

    The second answer is whether the search came to its end: of a policy under which no single
    fact costs a grade, it may give up without having found any.

    A worse fact never improves a grade: where all the facts still open, at their worst, do not
    suffice, none of them need be tried, and what moves a fact farther than a set that suffices
    suffices too. Where a critical finding can still be made, as in every grade of the shipped
    policy but the last, one fact is enough.
    """
    rank = subject.ruleset.policy.ranks
    facts = list(moves)
    ordered = {fact for fact in facts if subject.ruleset.facts[fact].worse != "none"}

    checks = count(1)

    def reached(made: Sequence[Move]) -> bool:
        if next(checks) > MOST_CHECKS:
            raise _TooMany
        grade = subject.check({move.fact: move.value for move in made}).grade
        return rank[grade] >= rank[target]

    def hopeless(made: tuple[Move, ...], rest: Sequence[str]) -> bool:
        return ordered.issuperset(rest) and not reached((*made, *(moves[f][-1] for f in rest)))

    def sets(number: int, start: int, made: tuple[Move, ...]) -> Iterator[tuple[Move, ...]]:
        for n in range(start, len(facts) - number + 1):
            if number > 1 and hopeless(made, facts[n:]):
                return
            for move in moves[facts[n]]:
                if number > 1:
                    yield from sets(number - 1, n + 1, (*made, move))
                elif reached((*made, move)):
                    yield (*made, move)
                    if facts[n] in ordered:
                        break

    try:
        for number in range(1, most + 1):
            found = list(sets(number, 0, ()))
            if found:
                return _shortest(found), True
    except _TooMany:
        return [], False
    return [], True


def _shortest(found: Iterable[tuple[Move, ...]]) -> list[tuple[Move, ...]]:
    """Leave out what moves the same facts no less far than another; fewest steps come first."""
    kept: dict[tuple[str, ...], list[tuple[Move, ...]]] = {}
    for made in found:
        rivals = kept.setdefault(tuple(move.fact for move in made), [])
        if not any(all(r.steps <= m.steps for r, m in zip(o, made, strict=True)) for o in rivals):
            rivals.append(made)
    in_order = [made for rivals in kept.values() for made in rivals]
    return sorted(in_order, key=lambda made: sum(move.steps for move in made))
