"""What an evaluator concludes: the common result of both, and where two results differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple

from service.grading.arithmetic import Cap, Rating


class Finding(NamedTuple):
    """The outcome that one test yields.

    ``assumed``: adverse because an unknown fact does not rule it out. ``claimed``: a strength
    on the borrower's word alone, worth no points.
    """

    test: str
    code: str
    assumed: bool
    claimed: bool


class Firing(NamedTuple):
    """One firing of the rule engine: layer, rule, what it matched and what was derived.

    ``matched`` holds names of facts for applicability and findings; finding codes for deceit,
    patterns and dimensions; findings, patterns or rated dimensions for caps; rated dimensions
    for the base grade; grades, and what is missing, for the grade. A rated dimension is a
    mapping with its rating, all else a name.
    """

    layer: str
    rule: str
    matched: tuple[str | Mapping[str, object], ...]
    derived: Mapping[str, object]


@dataclass(frozen=True)
class Evaluation:
    """Everything both evaluators must agree on, in the order of the ruleset."""

    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    """Gate tests with an undecided W3 or KO outcome, then unknown classification facts."""
    patterns: Mapping[str, tuple[str, ...]]
    """Pattern to the findings that formed it, sorted; a finding stands for its milder codes."""
    dimensions: Mapping[str, Rating]
    composite: int
    base_grade: str
    caps: tuple[Cap, ...]
    indicative_grade: str
    grade: str
    best_case_grade: str
    deceit: tuple[str, ...]
    """False-statement findings that voided the borrower's own statements."""


def differences(one: Evaluation, other: Evaluation) -> Iterator[str]:
    """Yield a sentence for each part in which two evaluations differ."""
    if one == other:
        return
    for part in fields(Evaluation):
        mine, theirs = getattr(one, part.name), getattr(other, part.name)
        if mine != theirs:
            yield f"{part.name}: {mine!r} against {theirs!r}"
