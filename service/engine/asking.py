"""Conditions made ready to be asked of a dossier's values, in three-valued (Kleene) logic."""

from collections.abc import Callable, Mapping
from functools import partial

from service.ruleset.model import Alternative, Condition, Value

BEYOND = 10**18
"""Beyond every scaled number of a dossier."""

Truth = bool | None
"""Kleene truth: ``None`` is unknown."""

Values = Mapping[str, Value | None]
"""Facts to their values, ``None`` where unknown."""

Ask = Callable[[Values], Truth]
"""A disjunction of conditions made ready to be asked."""


def ready(alternatives: tuple[Alternative, ...]) -> Ask:
    """Return the Kleene OR over alternatives of the AND over their conditions."""
    if len(alternatives) > 1:
        return partial(_either, tuple(ready((a,)) for a in alternatives))
    conditions = tuple((c.fact, _meets(c)) for c in alternatives[0])
    if len(conditions) > 1:
        return partial(_all, conditions)
    ((fact, meets),) = conditions

    def ask(values: Values) -> Truth:
        value = values[fact]
        return None if value is None else meets(value)

    return ask


def _either(alternatives: tuple[Ask, ...], values: Values) -> Truth:
    unknown = False
    for ask in alternatives:
        truth = ask(values)
        if truth:
            return True
        unknown = unknown or truth is None
    return None if unknown else False


def _all(conditions: tuple[tuple[str, Callable[[Value], bool]], ...], values: Values) -> Truth:
    unknown = False
    for fact, meets in conditions:
        value = values[fact]
        if value is None:
            unknown = True
        elif not meets(value):
            return False
    return None if unknown else True


def _meets(condition: Condition) -> Callable[[Value], bool]:
    if condition.values is not None:
        return condition.values.__contains__
    if len(condition.intervals or ()) != 1:
        return condition.allows
    (interval,) = condition.intervals or ()
    low = -BEYOND if interval.low is None else interval.low
    high = BEYOND if interval.high is None else interval.high
    # A number's value is an int; the dossier's schema and the fact's kind see to that.
    return lambda value: low <= int(value) <= high
