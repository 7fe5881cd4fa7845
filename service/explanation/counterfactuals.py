"""What would change the grade: the smallest changes for the better, and for the worse."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from service.engine.trace import value_json
from service.explanation.edge import smallest_worsenings
from service.explanation.moves import Move, improvements, worsenings
from service.explanation.search import MOST_FACTS, search_for
from service.explanation.subject import Subject
from service.ruleset.model import NOT_RATED

MOST_SETS = 500
"""Sets of changes given; where there are more, those of the least effort. The typical answer has
fewer than 20; each is confirmed by both evaluators, which takes about 2 ms.
"""


class ImpossibleTarget(Exception):
    """No change of facts could lead to the grade asked for; ``reason`` is a stable code.

    ``unknown_grade``, ``not_rated`` (the borrower, or the target, is NR) or ``not_better``.
    """

    def __init__(self, target: str, reason: str, possible: tuple[str, ...]) -> None:
        super().__init__(target, reason)
        self.target = target
        self.reason = reason
        self.possible = possible


class NotConfirmed(Exception):
    """A change that the search found does not lead where it should: the search is at fault."""


def counterfactuals(subject: Subject, target: str | None = None) -> dict[str, Any]:
    """Return the smallest changes that reach ``target`` (by default one grade better) or better.

    Every set names as few facts as possible, at most 5: the search is exhaustive, so that no
    smaller set exists. Each was confirmed by both evaluators. Sets come in order of total
    effort, then of the facts in the dictionary; of the same facts, fewest steps first.
    Raises :exc:`ImpossibleTarget`.
    """
    ranks = subject.ruleset.policy.ranks
    goal = _better(subject, target)
    moves = improvements(subject) if goal else {}
    answer = _answer(goal, moves)
    if goal is None:
        return answer
    search = search_for(subject, moves, goal)
    found = search.smallest(MOST_FACTS, MOST_SETS)
    if found is None:
        return answer
    every = (way for facts in found.sets for way in search.moves(facts))
    ways = list(islice(every, MOST_SETS + 1))
    complete = found.complete and len(ways) <= MOST_SETS
    ways = ways[:MOST_SETS]
    for way in ways:
        grade = _confirmed(subject, way)
        if ranks[grade] > ranks[goal]:
            raise NotConfirmed(f"{[move.fact for move in way]} lead to {grade}, not {goal}")
    answer["minimal_size"] = found.size
    answer["sets"] = [_set(subject, way) for way in ways]
    answer["complete"] = complete
    return answer


def edge(subject: Subject) -> dict[str, Any]:
    """Return the smallest changes for the worse that cost a grade: how close to the edge it is.

    To be left without a grade (NR) costs it too. Members are those of :func:`counterfactuals`;
    sets come with the fewest steps moved first, and each was confirmed by both evaluators.
    """
    policy = subject.ruleset.policy
    rated = policy.rated
    grade = subject.evaluation.grade
    if grade in (NOT_RATED, rated[-1]):
        return _answer(None, {})
    goal = rated[rated.index(grade) + 1]
    moves = worsenings(subject)
    answer = _answer(goal, moves)
    ways, answer["complete"] = smallest_worsenings(subject, moves, goal, MOST_FACTS)
    for way in ways:
        found = _confirmed(subject, way)
        if policy.ranks[found] < policy.ranks[goal]:
            raise NotConfirmed(f"{[move.fact for move in way]} lead to {found}, not {goal}")
    if ways:
        answer["minimal_size"] = len(ways[0])
        answer["sets"] = [_set(subject, way) for way in ways]
    return answer


def _better(subject: Subject, target: str | None) -> str | None:
    policy = subject.ruleset.policy
    grade = subject.evaluation.grade
    possible = policy.rated[: policy.rated.index(grade)] if grade != NOT_RATED else ()
    if target is None:
        return possible[-1] if possible else None
    if target in possible:
        return target
    if target not in policy.grades:
        raise ImpossibleTarget(target, "unknown_grade", possible)
    not_rated = NOT_RATED in (target, grade)
    raise ImpossibleTarget(target, "not_rated" if not_rated else "not_better", possible)


def _confirmed(subject: Subject, way: Iterable[Move]) -> str:
    return subject.confirm({move.fact: move.value for move in way}).grade


def _answer(goal: str | None, considered: Iterable[str]) -> dict[str, Any]:
    return {
        "target": goal,
        "considered_facts": list(considered),
        "minimal_size": None,
        "sets": [],
        "complete": True,
    }


def _set(subject: Subject, way: Iterable[Move]) -> list[dict[str, Any]]:
    facts = subject.ruleset.facts
    return [
        {
            "fact": move.fact,
            "from": value_json(facts[move.fact], subject.facts[move.fact].value),
            "to": value_json(facts[move.fact], move.value),
        }
        for move in way
    ]
