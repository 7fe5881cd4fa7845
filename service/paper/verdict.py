"""What was decided: the grade, what it means, where it stands, and in a sentence what binds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from service.language.values import label, listed
from service.paper.pen import Found, Grade, Pen
from service.ruleset.model import NOT_RATED

FULL: Final = 500
"""The composite of a borrower who is rated Strong in every dimension."""

NAMED: Final = 3
"""Causes named in the sentence on what binds, at most: the rest are counted."""


@dataclass(frozen=True, slots=True)
class Step:
    """One grade of the scale, and in words what stands at it (nothing, mostly)."""

    grade: Grade
    marks: tuple[str, ...]
    reached: bool
    """True of the grade that was given."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The grade and its neighbours.

    ``indicative`` is given beside NR only. ``composite`` is 100 to 500, ``full`` its greatest.
    ``binding`` is one sentence; ``notes`` are what a reader must know before the rest.
    """

    grade: Grade
    rated: bool
    indicative: Grade | None
    base: Grade
    best_case: Grade
    best_case_told: str
    composite: int
    full: int
    label: str
    binding: str
    scale: tuple[Step, ...]
    notes: tuple[str, ...]


def verdict_of(pen: Pen, result: Found, human_grade: str = "") -> Verdict:
    """Return what ``result`` decided; ``human_grade`` is that of people, if any."""
    rated = result["grade"] != NOT_RATED
    best = result["best_case_grade"]
    if best == result["grade"]:
        best_told = pen.say("best_case_same")
    else:
        best_told = pen.say("best_case_better", grade=best)
    return Verdict(
        grade=pen.grade(result["grade"]),
        rated=rated,
        indicative=None if rated else pen.grade(result["indicative_grade"]),
        base=pen.grade(result["base_grade"]),
        best_case=pen.grade(best),
        best_case_told=best_told,
        composite=result["composite"],
        full=FULL,
        label=label(pen.lang),
        binding=binding(pen, result),
        scale=_scale(pen, result, human_grade),
        notes=tuple(_notes(pen, result)),
    )


def binding(pen: Pen, result: Found) -> str:
    """Return in one sentence what made the grade what it is, and no better."""
    base, composite = result["base_grade"], str(result["composite"])
    if result["grade"] == NOT_RATED:
        missing = result["mandatory_missing"]
        return pen.say("binding_missing", n=len(missing), what=_causes(pen, missing))
    causes = [cap["reason"] for cap in result["caps"] if cap["binding"]]
    if causes:
        told = {"what": _causes(pen, causes), "grade": result["grade"], "composite": composite}
        if base == result["grade"]:
            return pen.say("binding_caps_and_base", n=len(causes), **told)
        return pen.say("binding_caps", n=len(causes), base=base, **told)
    better = _next_better(pen, base)
    if better is None:
        return pen.say("binding_none_best", grade=base, composite=composite)
    grade, least = better
    return pen.say("binding_none", grade=base, composite=composite, better=grade, least=str(least))


def _causes(pen: Pen, codes: Sequence[str]) -> str:
    named = [pen.quoted(pen.title(code)) for code in codes[:NAMED]]
    if len(codes) > NAMED:
        named.append(pen.say("more_causes", n=len(codes) - NAMED))
    return listed(named, pen.lang)


def _next_better(pen: Pen, grade: str) -> tuple[str, int] | None:
    """The grade above ``grade``, and the least composite that gives it."""
    bands = pen.ruleset.policy.bands
    place = next(n for n, band in enumerate(bands) if band.label == grade)
    if place == 0:
        return None
    above = bands[place - 1]
    return above.label, above.interval.low or 0


def _scale(pen: Pen, result: Mapping[str, Any], human_grade: str) -> tuple[Step, ...]:
    """Every grade, best first, each with the marks of the grades that this rating has."""
    grade = result["grade"]
    stands = {"mark_model": grade, "mark_base": result["base_grade"]}
    if grade == NOT_RATED:
        stands["mark_indicative"] = result["indicative_grade"]
    if result["best_case_grade"] != grade:
        stands["mark_best_case"] = result["best_case_grade"]
    if human_grade:
        stands["mark_human"] = human_grade
    return tuple(
        Step(
            pen.grade(code),
            tuple(pen.say(mark) for mark, at in stands.items() if at == code),
            code == grade,
        )
        for code in pen.ruleset.policy.grades
    )


def _notes(pen: Pen, result: Found) -> list[str]:
    notes = []
    void = result["borrower_statements_void"]
    if void:
        notes.append(pen.say("statements_void", findings=_causes(pen, void)))
    if result["grade"] == NOT_RATED:
        notes.append(pen.say("not_a_refusal", grade=result["indicative_grade"]))
    return notes
