"""Why, or why not: one answer for every code that a result or a ruleset names."""

from difflib import get_close_matches
from typing import Any

from service.explanation.subject import Subject
from service.explanation.why_findings import judge, test_status, why_finding, why_test
from service.explanation.why_grade import why_cap, why_composite, why_dimension, why_pattern
from service.ruleset.model import Ruleset

COMPOSITE = "composite"
"""The code that asks for the sum behind the base grade."""


class UnknownCode(Exception):
    """Nothing in the ruleset has this code; ``nearest`` are codes spelled like it, best first."""

    def __init__(self, code: str, nearest: tuple[str, ...]) -> None:
        self.code = code
        self.nearest = nearest
        hint = f"; the nearest are {', '.join(nearest)}" if nearest else ""
        super().__init__(f"no finding, pattern, test, cap or dimension is called {code!r}{hint}")


def why(subject: Subject, code: str) -> dict[str, Any]:
    """Return why ``code`` is part of the grade of ``subject``, or why it is not.

    ``code`` names a finding, a pattern (code, id, or both as the reason of its cap), a test, a
    cap by ratings (reason or id), a dimension, or ``composite``; ``kind`` of the answer says
    which. Facts are those that counted: after deceit, void where only the borrower vouches
    for them. Raises :exc:`UnknownCode`.
    """
    ruleset = subject.ruleset
    if code in ruleset.outcomes:
        judged = judge(subject, ruleset.outcomes[code][0])
        return why_finding(subject, next(j for j in judged if j.outcome.code == code))
    for pattern in ruleset.patterns.values():
        if code in (pattern.code, pattern.id, f"{pattern.id} {pattern.code}"):
            return why_pattern(subject, pattern)
    if code in ruleset.tests:
        return why_test(subject, ruleset.tests[code])
    for cap in ruleset.policy.dimension_caps:
        if code in (cap.reason, cap.id):
            return why_cap(subject, cap)
    if code in ruleset.policy.dimensions:
        return why_dimension(subject, code)
    if code == COMPOSITE:
        return why_composite(subject)
    raise UnknownCode(code, _nearest(ruleset, code))


def why_tests(subject: Subject) -> list[dict[str, Any]]:
    """Return what became of every test of the ruleset, each once, in its order.

    ``code`` is the finding or ``null``; ``status`` is ``not_evaluable`` where a W3 or KO
    outcome is undecided, even beside a milder finding.
    """
    found = []
    for test in subject.ruleset.tests.values():
        judged = judge(subject, test)
        finding = judged[0].finding
        found.append(
            {
                "test": test.id,
                "status": test_status(judged),
                "code": finding.code if finding else None,
            }
        )
    return found


def known_codes(ruleset: Ruleset) -> tuple[str, ...]:
    """Return every code that :func:`why` answers to, in the order in which it looks them up."""
    patterns = ruleset.patterns.values()
    caps = ruleset.policy.dimension_caps
    return (
        *ruleset.outcomes,
        *(name for pattern in patterns for name in (pattern.code, pattern.id)),
        *ruleset.tests,
        *(name for cap in caps for name in (cap.reason, cap.id)),
        *ruleset.policy.dimensions,
        COMPOSITE,
    )


def _nearest(ruleset: Ruleset, code: str) -> tuple[str, ...]:
    """Codes spelled like ``code``, whatever its case."""
    spelled = {known.casefold(): known for known in known_codes(ruleset)}
    return tuple(spelled[match] for match in get_close_matches(code.casefold(), spelled, n=3))
