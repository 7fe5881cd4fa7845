"""The single reasons that a grade can have: what each is, rests on, and would take away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from service.explanation.removal import Removal, regrade
from service.explanation.shortfalls import NotShown, strengths_not_shown, undecided_facts
from service.explanation.subject import Subject
from service.explanation.why_grade import why_cap
from service.grading.arithmetic import Cap
from service.ruleset.model import DimensionCap, Outcome, Pattern
from service.ruleset.text import Text


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason before it is told; members as :func:`service.explanation.reasons.reasons` has them.

    ``tests`` are those that it rests on, none for a classification fact; ``removal`` is what
    to take away to be without it.
    """

    kind: str
    code: str
    id: str
    not_evidenced: bool
    title: Text
    clauses: tuple[str, ...]
    facts: tuple[str, ...]
    tests: tuple[str, ...]
    removal: Removal
    dimension: str | None = None
    severity: str | None = None
    binding: bool = False
    cap: str | None = None
    loss: int | None = None
    findings: tuple[str, ...] = ()
    not_shown: tuple[str, ...] = ()
    suspicion: bool = False


def of_missing(subject: Subject, name: str) -> Reason:
    """Return the reason that a gate test is undecided, or a classification fact not known."""
    ruleset = subject.ruleset
    test = ruleset.tests.get(name)
    return Reason(
        kind="missing",
        code=name,
        id=name,
        not_evidenced=True,
        title=test.title if test else ruleset.facts[name].title,
        clauses=test.clauses if test else (),
        facts=tuple(undecided_facts(subject, test)) if test else (name,),
        tests=(name,) if test else (),
        removal=Removal(missing=frozenset({name})),
        dimension=test.dimension if test else None,
    )


def of_findings(subject: Subject) -> list[Reason]:
    """Return the reasons that adverse findings are, in their order."""
    evaluation, ruleset = subject.evaluation, subject.ruleset
    facts = _facts_of_findings(subject)
    found = []
    for finding in evaluation.findings:
        test, outcome = ruleset.outcomes[finding.code]
        if not outcome.adverse:
            continue
        weight = evaluation.dimensions[test.dimension].weight
        reason = Reason(
            kind="finding",
            code=outcome.code,
            id=test.id,
            not_evidenced=finding.assumed,
            title=outcome.title,
            clauses=test.clauses,
            facts=facts[outcome.code],
            tests=(test.id,),
            removal=Removal(findings=frozenset({outcome.code})),
            dimension=test.dimension,
            severity=outcome.severity,
            binding=outcome.cap == evaluation.indicative_grade,
            cap=outcome.cap,
            loss=weight * -ruleset.policy.points[outcome.severity],
        )
        found.append(reason)
    return found


def of_pattern(subject: Subject, pattern: Pattern) -> Reason:
    """Return the reason that a pattern is which formed."""
    codes = subject.evaluation.patterns[pattern.id]
    rests = _rests(subject, codes)
    cap = Cap(pattern.cap, f"{pattern.id} {pattern.code}")
    return Reason(
        kind="pattern",
        code=pattern.code,
        id=pattern.id,
        not_evidenced=not _evidenced(subject, cap),
        title=pattern.title,
        clauses=rests.clauses,
        facts=rests.facts,
        tests=rests.tests,
        removal=Removal(patterns=frozenset({pattern.id})),
        binding=cap.grade == subject.evaluation.indicative_grade,
        cap=cap.grade,
        findings=codes,
        suspicion=pattern.suspicion,
    )


def of_dimension_cap(subject: Subject, dimension_cap: DimensionCap) -> Reason:
    """Return the reason that a cap by ratings of dimensions is which holds.

    It is made of the adverse findings of the dimensions; and, where these alone do not make
    it, of the strengths that the dimensions do not show, too.
    """
    cap = Cap(dimension_cap.cap, dimension_cap.reason)
    why = why_cap(subject, dimension_cap)
    dimensions = [made["dimension"] for made in why["dimensions"]]
    codes = tuple(why["findings"])
    strengths: list[NotShown] = []
    if cap in regrade(subject, Removal(findings=frozenset(codes))).caps:
        tests = subject.ruleset.tests
        strengths = [
            s for s in strengths_not_shown(subject) if tests[s.test].dimension in dimensions
        ]
    rests = _rests(subject, codes, strengths)
    return Reason(
        kind="dimension",
        code=dimension_cap.reason,
        id=dimension_cap.id,
        not_evidenced=not _evidenced(subject, cap, strengths),
        title=dimension_cap.title,
        clauses=rests.clauses,
        facts=rests.facts,
        tests=rests.tests,
        removal=Removal(findings=frozenset(codes), shown=frozenset(s.code for s in strengths)),
        dimension=dimensions[0] if len(dimensions) == 1 else None,
        binding=cap.grade == subject.evaluation.indicative_grade,
        cap=cap.grade,
        findings=codes,
        not_shown=tuple(s.code for s in strengths),
    )


def of_strength(subject: Subject, strength: NotShown) -> Reason:
    """Return the reason that a strength is not shown."""
    test, outcome = subject.ruleset.outcomes[strength.code]
    return Reason(
        kind="strength_not_shown",
        code=strength.code,
        id=test.id,
        not_evidenced=not strength.ruled_out,
        title=outcome.title,
        clauses=test.clauses,
        facts=_facts_read(outcome),
        tests=(test.id,),
        removal=Removal(shown=frozenset({strength.code})),
        dimension=test.dimension,
        severity=outcome.severity,
    )


class _Rests(NamedTuple):
    """What a reason made of several findings rests on, each thing once."""

    tests: tuple[str, ...]
    clauses: tuple[str, ...]
    facts: tuple[str, ...]


def _rests(subject: Subject, codes: Iterable[str], strengths: Iterable[NotShown] = ()) -> _Rests:
    outcomes = subject.ruleset.outcomes
    known = _facts_of_findings(subject)
    facts = {code: known[code] for code in codes}
    facts |= {s.code: _facts_read(outcomes[s.code][1]) for s in strengths}
    tests = [outcomes[code][0] for code in facts]
    return _Rests(
        tuple(dict.fromkeys(test.id for test in tests)),
        tuple(dict.fromkeys(clause for test in tests for clause in test.clauses)),
        tuple(dict.fromkeys(fact for read in facts.values() for fact in read)),
    )


def _facts_of_findings(subject: Subject) -> dict[str, tuple[str, ...]]:
    return {f["code"]: shown_by(subject, f) for f in subject.rating.result["findings"]}


def shown_by(subject: Subject, finding: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the facts that show a finding of the result.

    The result names the facts of every way to it that is not ruled out. Only a finding that is
    assumed rests on ways that are open; any other is shown by those that hold.
    """
    if finding["assumed"]:
        return tuple(fact["fact"] for fact in finding["facts"])
    values = {fact: state.value for fact, state in subject.facts.items()}
    outcome = subject.ruleset.outcomes[finding["code"]][1]
    holding = [
        alternative
        for alternative in outcome.when
        if all((value := values[c.fact]) is not None and c.allows(value) for c in alternative)
    ]
    return tuple(dict.fromkeys(c.fact for alternative in holding for c in alternative))


def _facts_read(outcome: Outcome) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.fact for alternative in outcome.when for c in alternative))


def _evidenced(subject: Subject, cap: Cap, strengths: Iterable[NotShown] = ()) -> bool:
    """True if ``cap`` would hold even if all turned out well of which nothing is known."""
    assumed = frozenset(f.code for f in subject.evaluation.findings if f.assumed)
    possible = frozenset(s.code for s in strengths if not s.ruled_out)
    return cap in regrade(subject, Removal(findings=assumed, shown=possible)).caps
