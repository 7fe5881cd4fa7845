"""The floor: the tests as bare Python ``if``s, generated once, one function a test.

Two-valued: a condition on an unknown fact does not hold. Nothing is assumed, nothing is
traced; no evaluator that explains itself can be as fast.
"""

from collections.abc import Callable, Mapping

from service.dossier.facts import FactState
from service.ruleset.model import Alternative, Condition, Ruleset, Test, Value

Values = Mapping[str, Value | None]


def values_of(facts: Mapping[str, FactState]) -> dict[str, Value | None]:
    """Return the bare values; ``None`` is unknown."""
    return {fact: state.value for fact, state in facts.items()}


def floor(ruleset: Ruleset) -> Callable[[Values], list[str]]:
    """Return a function from values to the codes of the findings, in the ruleset's order."""
    names = [f"test_{n}" for n in range(len(ruleset.tests))]
    source = "\n".join(
        _function(name, test) for name, test in zip(names, ruleset.tests.values(), strict=True)
    )
    namespace: dict[str, Callable[[Values], str | None]] = {}
    exec(source, {}, namespace)
    tests = tuple(namespace[name] for name in names)

    def findings(values: Values) -> list[str]:
        found = []
        for test in tests:
            code = test(values)
            if code:
                found.append(code)
        return found

    return findings


def _function(name: str, test: Test) -> str:
    lines = [f"def {name}(v):"]
    if test.applies_when:
        lines.append(f"    if not ({_any(test.applies_when)}): return None")
    lines += [
        f"    if {_any(outcome.when)}: return {outcome.code!r}"
        for outcome in (*test.adverse, *test.strengths)
    ]
    return "\n".join([*lines, "    return None"])


def _any(alternatives: tuple[Alternative, ...]) -> str:
    return " or ".join(
        "(" + " and ".join(_condition(c) for c in alternative) + ")" for alternative in alternatives
    )


def _condition(condition: Condition) -> str:
    value = f"v[{condition.fact!r}]"
    if condition.values is not None:
        allowed = sorted(condition.values, key=str)
        return f"{value} == {allowed[0]!r}" if len(allowed) == 1 else f"{value} in {tuple(allowed)}"
    intervals = []
    for low, high in ((i.low, i.high) for i in condition.intervals or ()):
        below = "" if low is None else f"{low} <= "
        above = "" if high is None else f" <= {high}"
        intervals.append(f"{below}{value}{above}")
    return f"({value} is not None and ({' or '.join(intervals)}))"
