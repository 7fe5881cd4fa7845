"""The fewest unknown facts that, resolved neutrally, make a borrower rated or lift its grade."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from service.explanation.moves import Move
from service.explanation.prospects import Prospects
from service.explanation.search import MOST_FACTS, search_for
from service.explanation.subject import Subject
from service.ruleset.model import Ruleset, Value

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
    """Return the fewest facts of ``neutral`` that lift the grade of a rated borrower.

    They are at most :data:`~service.explanation.search.MOST_FACTS`; of equally small sets the
    first in the order of the dictionary is taken. ``None`` if there is no such set.
    """
    rated = subject.ruleset.policy.rated
    place = rated.index(subject.evaluation.grade)
    if place == 0:
        return None
    # To know a fact is a move too, and of all facts as easy.
    moves = {fact: [Move(fact, value, 1, 1)] for fact, value in neutral.items()}
    found = search_for(subject, moves, rated[place - 1]).smallest(MOST_FACTS, 1)
    return None if found is None else list(found.sets[0])
