"""Turns a conclusion over discrete variables into disjoint rules: a reduced decision diagram."""

import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import TypeVar

from service.engine.limits import UnsafeRules

Conclusion = TypeVar("Conclusion", bound=Hashable)
Option = Hashable

MAX_CASES = 100_000
"""Cases of one table. The largest test of the first ruleset has 144; the loader allows more."""

_MAX_PERMUTED = 5


@dataclass(frozen=True, slots=True)
class Variable:
    """Something a rule can look at: its ``name`` and its exclusive, exhaustive ``options``."""

    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A conjunction ``when`` (variable name to the options that serve) and what it concludes.

    Rules of one table exclude each other, so at most one of them fires on one case.
    """

    when: tuple[tuple[str, tuple[Option, ...]], ...]
    concludes: Hashable


@dataclass(frozen=True, slots=True)
class _Branch:
    variable: str
    arms: "tuple[tuple[tuple[Option, ...], Hashable], ...]"


def rules(
    variables: list[Variable],
    conclude: Callable[[Mapping[str, Option]], Conclusion],
    nothing: Conclusion,
) -> list[Rule]:
    """Return the rules of a table, without those that conclude ``nothing``.

    A rule looks only at the variables that its conclusion depends on; of all orders of
    looking, the one with the fewest rules is taken (the first such, in lexical order). Of
    more than five variables only the given order is tried. Raises :exc:`UnsafeRules` if the
    table has more cases than can be concluded one by one.
    """
    cases = math.prod(len(variable.options) for variable in variables)
    if cases > MAX_CASES:
        raise UnsafeRules(f"{variables[0].name} and others make {cases} cases of one test")
    orders: Iterable[tuple[Variable, ...]] = [tuple(variables)]
    if len(variables) <= _MAX_PERMUTED:
        orders = permutations(sorted(variables, key=lambda v: v.name))
    best: list[Rule] | None = None
    for order in orders:
        found: list[Rule] = []
        _paths(_diagram(order, 0, {}, conclude), (), nothing, found)
        if best is None or _size(found) < _size(best):
            best = found
    return best or []


def _size(found: list[Rule]) -> tuple[int, int]:
    return len(found), sum(len(rule.when) for rule in found)


def _diagram(
    variables: tuple[Variable, ...],
    position: int,
    chosen: dict[str, Option],
    conclude: Callable[[Mapping[str, Option]], Conclusion],
) -> Hashable:
    if position == len(variables):
        return conclude(chosen)
    variable = variables[position]
    arms: dict[Hashable, list[Option]] = {}
    for option in variable.options:
        chosen[variable.name] = option
        arms.setdefault(_diagram(variables, position + 1, chosen, conclude), []).append(option)
    del chosen[variable.name]
    if len(arms) == 1:
        return next(iter(arms))
    return _Branch(variable.name, tuple((tuple(o), below) for below, o in arms.items()))


def _paths(
    diagram: Hashable,
    when: tuple[tuple[str, tuple[Option, ...]], ...],
    nothing: Hashable,
    found: list[Rule],
) -> None:
    if isinstance(diagram, _Branch):
        for options, below in diagram.arms:
            _paths(below, (*when, (diagram.variable, options)), nothing, found)
    elif diagram != nothing:
        found.append(Rule(when, diagram))
