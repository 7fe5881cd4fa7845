"""Decides whether a fact is read by no test that may apply to the borrower."""

from collections.abc import Mapping

from service.ruleset.model import Condition, Ruleset, Test, Value


def definitely_inapplicable(
    ruleset: Ruleset, fact: str, classes: Mapping[str, Value | None]
) -> bool:
    """True if every test that reads ``fact`` is switched off by the known ``classes``.

    ``classes`` are the values of the classification facts, ``None`` if unknown. What is
    unknown switches nothing off, and a classification fact is never inapplicable.
    """
    if fact in classes:
        return False
    return all(_switched_off(ruleset.tests[test], classes) for test in ruleset.readers[fact])


def _switched_off(test: Test, classes: Mapping[str, Value | None]) -> bool:
    # No condition at all: the test applies to everybody.
    return bool(test.applies_when) and all(
        any(_false(condition, classes.get(condition.fact)) for condition in alternative)
        for alternative in test.applies_when
    )


def _false(condition: Condition, value: Value | None) -> bool:
    return value is not None and not condition.allows(value)
