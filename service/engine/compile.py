"""Compiles a ruleset into rules that the engine can run safely, layer upon layer.

Facts are asserted in chunks: the members that a group of tests reads, under one
discriminator ``k``. Tests of a chunk share their applicability, so that a chunk is asserted
only where its tests may apply. Every rule of every layer reads one fact; nothing is joined.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from service.engine import limits
from service.engine.compile_grading import Sheet, branches, grading_rules, pattern_sheets
from service.engine.encode import Encoder, Member, word_variable
from service.engine.evaluation import Finding, Firing
from service.engine.outcomes import (
    Conclusion,
    Conclusions,
    applicability_rules,
    outcome_rules,
)
from service.engine.session import BEGIN, FACT, EngineRules
from service.ruleset.model import Alternative, Ruleset

CLASSIFICATION = "class"
"""Discriminator of the fact that holds the classification facts."""


@dataclass(frozen=True)
class TestRule:
    """What a compiled first-layer rule stands for."""

    __test__ = False

    test: str
    applies: "Told"
    unsure: "Told"
    """What it tells where it is unknown whether the test applies."""


class Told(NamedTuple):
    """What a first-layer rule tells when it fires; made ready as it never changes."""

    conclusion: Conclusion
    finding: Finding | None
    firing: Firing


@dataclass(frozen=True)
class GroupRule:
    """What a compiled applicability rule stands for: tests that apply, or may (``unsure``)."""

    id: str
    group: int
    unsure: bool
    firing: Firing


@dataclass(frozen=True, slots=True)
class Weight:
    """What a finding code weighs: its dimension, severity and points, and codes it implies."""

    dimension: str
    severity: str
    points: int
    implies: tuple[str, ...]


@dataclass(frozen=True)
class Chunk:
    """Facts of some tests that apply together; group 0 always applies."""

    name: str
    group: int
    tests: tuple[str, ...]
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Compiled:
    """A ruleset in the engine, and what each of its rules means.

    The engine holds it in two parts, as looking for a rule to fire takes it time for each rule
    beside it: ``finding`` goes from facts to findings, ``grading`` from findings to the grade.
    """

    ruleset: Ruleset
    finding: EngineRules
    grading: EngineRules
    classification: tuple[Member, ...]
    chunks: tuple[Chunk, ...]
    sheets: tuple[Sheet, ...]
    groups: Mapping[str, GroupRule]
    tests: Mapping[str, TestRule]
    weights: Mapping[str, Weight]
    """Any finding code to what it weighs."""
    capping: tuple[str, ...]
    """Finding codes that cap the grade or void the borrower's statements."""
    ways: Mapping[str, tuple[str, ...]]
    """A pattern's rule to the finding codes that it matches."""
    derives: Mapping[str, tuple[str, str]]
    """Any grading rule to its layer (``pattern``, ``cap``, ...) and what it derives."""

    def close(self) -> None:
        """Free the engine's copy of the rules."""
        self.finding.close()
        self.grading.close()


def compile_ruleset(ruleset: Ruleset) -> Compiled:
    """Compile ``ruleset``.

    Raises :exc:`~service.engine.limits.UnsafeRules` if it would break a limit of the engine.
    """
    encoder = Encoder.of(ruleset)
    patterns: dict[str, limits.Pattern] = {BEGIN: [{"k": BEGIN}]}
    groups: dict[str, GroupRule] = {}
    numbers = _groups(ruleset)
    for applies_when, number in numbers.items():
        if number:
            for name, group_rule, pattern in _group_rules(ruleset, encoder, applies_when, number):
                patterns[name], groups[name] = pattern, group_rule
    tests: dict[str, TestRule] = {}
    chunks: list[Chunk] = []
    for chunk, rules in _chunks(ruleset, encoder, numbers):
        chunks.append(chunk)
        for rule in rules:
            patterns[rule.name] = [{"k": chunk.name}, *rule.conditions]
            tests[rule.name] = rule.meaning
    graded: dict[str, limits.Pattern] = {BEGIN: [{"k": BEGIN}]}
    derives: dict[str, tuple[str, str]] = {}
    sheets = pattern_sheets(ruleset)
    for name, layer, derived, pattern in grading_rules(ruleset, sheets):
        graded[name], derives[name] = pattern, (layer, derived)
    ways = {
        f"{formed.id}/{number}": codes
        for formed in ruleset.patterns.values()
        for number, codes in enumerate(branches(formed), 1)
    }
    limits.check(patterns)
    limits.check(graded)
    classification = _members(ruleset, encoder, frozenset(ruleset.class_facts))
    return Compiled(
        ruleset=ruleset,
        finding=_engine(f"{ruleset.id}-{ruleset.version}-finding", patterns),
        grading=_engine(f"{ruleset.id}-{ruleset.version}-grading", graded),
        classification=classification,
        chunks=tuple(chunks),
        sheets=sheets,
        groups=groups,
        tests=tests,
        weights={code: _weight(ruleset, code) for code in ruleset.outcomes},
        capping=tuple(
            code
            for code, (_, outcome) in ruleset.outcomes.items()
            if outcome.cap or code in ruleset.policy.deceit_findings
        ),
        ways=ways,
        derives=derives,
    )


def _engine(name: str, patterns: Mapping[str, limits.Pattern]) -> EngineRules:
    text = json.dumps(
        {
            name: {"pri": priority, "all": [{FACT: {"$and": p} if len(p) > 1 else p[0]}]}
            for priority, (name, p) in enumerate(patterns.items())
        }
    )
    return EngineRules(name, text)


def _weight(ruleset: Ruleset, code: str) -> Weight:
    test, outcome = ruleset.outcomes[code]
    implied = test.milder(outcome) if outcome.adverse else ()
    points = ruleset.policy.points[outcome.severity]
    return Weight(test.dimension, outcome.severity, points, implied)


def _groups(ruleset: Ruleset) -> dict[tuple[Alternative, ...], int]:
    """Number the distinct applicabilities; "always" is 0."""
    found: dict[tuple[Alternative, ...], int] = {(): 0}
    for test in ruleset.tests.values():
        found.setdefault(test.applies_when, len(found))
    return found


def _group_rules(
    ruleset: Ruleset, encoder: Encoder, applies_when: tuple[Alternative, ...], number: int
) -> Iterator[tuple[str, GroupRule, limits.Pattern]]:
    for place, rule in enumerate(applicability_rules(ruleset, applies_when), 1):
        looks_at = tuple(name for name, _ in rule.when)
        unsure = rule.concludes is None
        tests = tuple(t.id for t in ruleset.tests.values() if t.applies_when == applies_when)
        derived = {"applies": "unknown" if unsure else True, "tests": tests}
        name = f"applies/{number}/{place}"
        firing = Firing("applicability", name, looks_at, derived)
        meaning = GroupRule(name, number, unsure, firing)
        choices = [encoder.branches(name, options) for name, options in rule.when]
        for branch, conditions in enumerate(product(*choices)):
            pattern = [{"k": CLASSIFICATION}, *(c for cs in conditions for c in cs)]
            yield f"{meaning.id}/{branch}", meaning, pattern


@dataclass(frozen=True)
class _Branch:
    """One rule as the engine gets it, but for the discriminator of its chunk."""

    name: str
    meaning: TestRule
    variables: frozenset[str]
    conditions: limits.Pattern


def _chunks(
    ruleset: Ruleset, encoder: Encoder, numbers: Mapping[tuple[Alternative, ...], int]
) -> Iterator[tuple[Chunk, list[_Branch]]]:
    """Divide the tests of a dimension that apply together, as the engine's limits demand."""
    for dimension in ruleset.dimensions:
        for applies_when, group in numbers.items():
            rules = {
                t.id: list(_test_rules(ruleset, encoder, t.id))
                for t in ruleset.tests.values()
                if t.dimension == dimension and t.applies_when == applies_when
            }
            conditions = {test: [rule.conditions for rule in rules[test]] for test in rules}
            for part, tests in enumerate(limits.divide(conditions), 1):
                found = [rule for test in tests for rule in rules[test]]
                variables = frozenset().union(*(rule.variables for rule in found))
                members = _members(ruleset, encoder, variables)
                yield Chunk(f"{dimension}.{group}.{part}", group, tests, members), found


def _test_rules(ruleset: Ruleset, encoder: Encoder, test: str) -> Iterator[_Branch]:
    for number, rule in enumerate(outcome_rules(ruleset, ruleset.tests[test]), 1):
        looks_at = tuple(name for name, _ in rule.when if not name.endswith("!"))
        conclusions = rule.concludes
        assert isinstance(conclusions, Conclusions)
        name = f"{test}/{number}"
        applies = _told(name, test, looks_at, conclusions.applies)
        meaning = TestRule(test, applies, _told(name, test, looks_at, conclusions.unsure))
        variables = frozenset(variable for variable, _ in rule.when)
        choices = [encoder.branches(variable, options) for variable, options in rule.when]
        for branch, conditions in enumerate(product(*choices)):
            flat = [condition for together in conditions for condition in together]
            yield _Branch(f"{name}/{branch}", meaning, variables, flat)


def _told(rule: str, test: str, looks_at: tuple[str, ...], conclusion: Conclusion) -> Told:
    code, assumed, claimed, missing, best = conclusion
    finding = Finding(test, code, assumed, claimed) if code else None
    derived: dict[str, object] = {}
    if code:
        derived = {"finding": code, "assumed": assumed, "claimed": claimed}
    if missing:
        derived["mandatory_missing"] = test
    if best != code or claimed:
        derived["best_case"] = best or None
    return Told(conclusion, finding, Firing("findings", rule, looks_at, derived))


def _members(ruleset: Ruleset, encoder: Encoder, variables: frozenset[str]) -> tuple[Member, ...]:
    members = tuple(
        encoder.members(f, word_variable(f) in variables) for f in ruleset.facts if f in variables
    )
    if limits.member_count([m for f in members for m in (f.value, f.word)]) > limits.MAX_MEMBERS:
        raise limits.UnsafeRules("a chunk of facts has too many members")
    return members
