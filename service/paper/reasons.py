"""The principal reasons, the strengths and the patterns, each with facts and clauses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from service.paper.pen import ADVERSE, UNKNOWN, Clause, Fact, Found, Grade, Named, Pen
from service.ruleset.model import NOT_RATED

OPEN: Final = 5
"""Reasons told in full at once, at least those that bind and those told to the borrower."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for the grade.

    ``sign`` tells found from not evidenced; ``marks`` say in words what stands out; ``effect``
    are sentences on the cap and on the grade without it. ``made_of`` are the findings of a
    pattern or of a dimension's cap, ``not_shown`` strengths that were not shown. ``first`` is
    true of those that a committee reads before the rest.
    """

    rank: int
    code: str
    title: str
    kind: str
    group: str
    sign: str
    severity: str
    marks: tuple[str, ...]
    effect: tuple[str, ...]
    made_of: tuple[Named, ...]
    not_shown: tuple[Named, ...]
    facts: tuple[Fact, ...]
    clauses: tuple[Clause, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Strength:
    """A strength that counts; ``gain`` is dimension weight x points, with its sign."""

    code: str
    title: str
    dimension: str
    gain: str
    facts: tuple[Fact, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A strength that only the borrower vouches for; ``effect`` says what proof would do."""

    code: str
    title: str
    effect: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A finding that helps to form a pattern; ``assumed`` if only not knowing makes it stand."""

    code: str
    title: str
    assumed: bool
    sign: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Findings that come together; ``told`` says how far they cap the grade."""

    id: str
    code: str
    title: str
    cap: Grade
    binding: bool
    told: str
    suspicion: bool
    members: tuple[Member, ...]
    clauses: tuple[Clause, ...]


def reasons_of(pen: Pen, result: Found, found: Found) -> tuple[Reason, ...]:
    """Return the reasons for the committee, in order; ``found`` are those of an explanation."""
    borrower = {reason["rank"] for reason in found["borrower"]}
    return tuple(
        _reason(pen, result, reason, reason["rank"] in borrower) for reason in found["committee"]
    )


def _reason(pen: Pen, result: Found, reason: Found, told: bool) -> Reason:
    not_evidenced = reason["basis"] == "not_evidenced"
    group = "missing" if reason["kind"] == "missing" else reason["basis"]
    severity = reason["severity"]
    return Reason(
        rank=reason["rank"],
        code=reason["code"],
        title=pen.told(reason),
        kind=pen.say(_KINDS[reason["kind"]]),
        group=group,
        sign=UNKNOWN if not_evidenced else ADVERSE,
        severity=pen.text(pen.ruleset.policy.severity_titles[severity]) if severity else "",
        marks=tuple(_marks(pen, result, reason, told)),
        effect=tuple(_effect(pen, result, reason)),
        made_of=tuple(_made_of(pen, result, reason["findings"])),
        not_shown=pen.all_named(reason["not_shown"]),
        facts=pen.facts(reason["facts"]),
        clauses=pen.clauses(reason["clauses"]),
        first=reason["rank"] <= OPEN or reason["binding"] or group == "missing",
    )


def _made_of(pen: Pen, result: Found, codes: Sequence[str]) -> Iterable[Named]:
    """The findings that a reason comes from; those that are only assumed say so."""
    assumed = {finding["code"] for finding in result["findings"] if finding["assumed"]}
    for one in pen.all_named(codes):
        if one.code in assumed:
            yield Named(one.code, pen.say("made_of_assumed", title=one.title))
        else:
            yield one


def _marks(pen: Pen, result: Found, reason: Found, told: bool) -> Iterable[str]:
    if reason["binding"]:
        # Where there is no grade, what is missing holds it; a cap holds the indicative one.
        rated = result["grade"] != NOT_RATED
        yield pen.say("mark_binding" if rated else "mark_binding_indicative")
    if reason["kind"] == "missing":
        yield pen.say("mark_mandatory")
    elif reason["basis"] == "not_evidenced":
        yield pen.say("mark_not_evidenced")
    if reason["suspicion"]:
        yield pen.say("mark_suspicion")
    if told:
        yield pen.say("mark_told")


def _effect(pen: Pen, result: Found, reason: Found) -> Iterable[str]:
    """What a reason does to the grade; of a borrower not rated, to the indicative one."""
    if reason["cap"]:
        yield pen.say("holds_at", grade=reason["cap"])
    indicative = result["grade"] == NOT_RATED and reason["kind"] != "missing"
    now = result["indicative_grade"] if indicative else result["grade"]
    without = reason["grade_without"]
    if without == now:
        if reason["kind"] == "missing":
            yield pen.say("missing_with_others")
        elif reason["binding"]:
            even = "even_without_indicative" if indicative else "even_without"
            yield pen.say(even, grade=without)
    elif reason["kind"] == "missing":
        yield pen.say("once_known", grade=without)
    elif reason["kind"] == "strength_not_shown":
        yield pen.say("with_it_indicative" if indicative else "with_it", grade=without)
    else:
        yield pen.say("without_it_indicative" if indicative else "without_it", grade=without)
    if reason["loss"]:
        weight = result["dimensions"][reason["dimension"]]["weight"]
        points = reason["loss"] // weight
        yield pen.say("loss", loss=str(reason["loss"]), weight=str(weight), points=str(points))


def strengths_of(pen: Pen, result: Found) -> tuple[Strength, ...]:
    """Return the strengths that count, the greatest gain first."""
    counted = [f for f in result["findings"] if f["points"] > 0 and _gain(result, f)]
    counted.sort(key=lambda finding: -_gain(result, finding))
    return tuple(
        Strength(
            code=finding["code"],
            title=pen.told(finding),
            dimension=pen.title(finding["dimension"]),
            gain=pen.signed(_gain(result, finding)),
            facts=pen.facts(finding["facts"]),
            clauses=pen.clauses(finding["clauses"]),
        )
        for finding in counted
    )


def _gain(result: Found, finding: Found) -> int:
    return int(finding["points"] * result["dimensions"][finding["dimension"]]["weight"])


def claims_of(pen: Pen, result: Found, claims: Sequence[Found]) -> tuple[Claim, ...]:
    """Return the strengths that earn nothing until others than the borrower vouch for them."""
    found = []
    for claim in claims:
        then = claim["evidenced"]["grade"]
        effect = "claim_same" if then == result["grade"] else "claim_moves"
        found.append(
            Claim(
                code=claim["code"],
                title=pen.told(claim),
                effect=pen.say(effect, grade=then),
                facts=pen.facts(claim["facts"]),
            )
        )
    return tuple(found)


def patterns_of(pen: Pen, result: Found) -> tuple[Pattern, ...]:
    """Return the patterns that formed, the lowest cap first."""
    findings = {finding["code"]: finding for finding in result["findings"]}
    ranks = pen.ruleset.policy.ranks
    formed = sorted(result["patterns"], key=lambda found: (-ranks[found["cap"]], found["id"]))
    return tuple(_pattern(pen, result, found, findings) for found in formed)


def _pattern(pen: Pen, result: Found, found: Found, findings: dict[str, Found]) -> Pattern:
    made_of = [findings[code] for code in found["because"]]
    binding = found["cap"] == result["indicative_grade"]
    return Pattern(
        id=found["id"],
        code=found["code"],
        title=pen.told(found),
        cap=pen.grade(found["cap"]),
        binding=binding,
        told=_pattern_told(pen, result, found["cap"], binding),
        suspicion=pen.ruleset.patterns[found["id"]].suspicion,
        members=tuple(
            Member(
                code=finding["code"],
                title=pen.told(finding),
                assumed=finding["assumed"],
                sign=UNKNOWN if finding["assumed"] else ADVERSE,
                facts=pen.facts(finding["facts"]),
            )
            for finding in made_of
        ),
        clauses=pen.clauses(clause for finding in made_of for clause in finding["clauses"]),
    )


def _pattern_told(pen: Pen, result: Found, cap: str, binding: bool) -> str:
    if result["grade"] == NOT_RATED:
        message = "pattern_binds_indicative" if binding else "pattern_caps_indicative"
    else:
        message = "pattern_binds" if binding else "pattern_caps"
    return pen.say(message, grade=cap)


_KINDS: Final = {
    "finding": "kind_finding",
    "pattern": "kind_pattern",
    "dimension": "kind_dimension",
    "strength_not_shown": "kind_strength_not_shown",
    "missing": "kind_missing",
}
