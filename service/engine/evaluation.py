"""What an evaluator concludes: the common result of both, and where two results differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple


class Finding(NamedTuple):
    """The outcome that one test yields.

    ``assumed``: adverse because an unknown fact does not rule it out. ``claimed``: a strength
    on the borrower's word alone, worth no points.
    """

    test: str
    code: str
    assumed: bool
    claimed: bool


class Rating(NamedTuple):
    """A dimension's sums (strength points after the cap, adverse points, both >= 0) and rating."""

    strength_points: int
    adverse_points: int
    net: int
    rating: int
    weight: int


class Cap(NamedTuple):
    """A cap on the grade and the policy's name for its reason."""

    grade: str
    reason: str


@dataclass(frozen=True, slots=True)
class Firing:
    """One firing of the rule engine: layer, rule, what it matched and what was derived.

    ``matched`` holds facts for applicability and findings; else finding codes, patterns,
    dimensions or grades.
    """

    layer: str
    rule: str
    matched: tuple[str, ...]
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
    tainted_by: tuple[str, ...]
    """False-statement findings that voided the borrower's own statements."""


def differences(one: Evaluation, other: Evaluation) -> Iterator[str]:
    """Yield a sentence for each part in which two evaluations differ."""
    for part in fields(Evaluation):
        mine, theirs = getattr(one, part.name), getattr(other, part.name)
        if mine != theirs:
            yield f"{part.name}: {mine!r} against {theirs!r}"
