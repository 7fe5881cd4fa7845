"""What differs between two ratings: by fact, finding, pattern, cap, dimension, reason and grade."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from service.dossier.facts import ABSENT, FactState
from service.engine.evaluation import Finding
from service.engine.trace import fact_json
from service.explanation.reasons import reasons
from service.explanation.subject import Subject
from service.grading.arithmetic import Rating
from service.ruleset.text import Text

_T = TypeVar("_T")


def head(subject: Subject) -> dict[str, Any]:
    """Return which rating it is, with its grades and its composite (100 to 500)."""
    evaluation = subject.evaluation
    return {
        "dossier_id": subject.dossier.dossier_id,
        "application_ref": subject.dossier.application_ref,
        "rating_date": subject.dossier.rating_date.isoformat(),
        "grade": evaluation.grade,
        "indicative_grade": evaluation.indicative_grade,
        "base_grade": evaluation.base_grade,
        "composite": evaluation.composite,
        "ruleset": subject.ruleset.reference,
    }


def difference(one: Subject, other: Subject) -> dict[str, Any]:
    """Return what differs ``from`` one rating ``to`` the other; equal entries are left out.

    A fact differs if its value as it counted does, or why it is unknown, or whether only the
    borrower vouches for it; other evidence for the same value is no difference. Where one
    ruleset lacks a fact, that is absent there; where it lacks a dimension, its rating and net
    are ``null``; titles are those of the other ruleset, where it has them. ``reasons`` are the
    codes of all reasons of the committee, ranks aside. Raises
    :exc:`~service.explanation.reasons.ReasonsDoNotHold`.
    """
    before, after = one.evaluation, other.evaluation
    return {
        "grade": {"from": before.grade, "to": after.grade},
        "composite": {"from": before.composite, "to": after.composite},
        "facts": _facts(one, other),
        "findings": _findings(one, other),
        "patterns": _appeared_and_gone(_patterns(one), _patterns(other), _untitled),
        "caps": _appeared_and_gone(_caps(one), _caps(other)),
        "dimensions": _dimensions(one, other),
        "reasons": _appeared_and_gone(_reasons(one), _reasons(other)),
        "missing": _appeared_and_gone(before.missing, after.missing),
    }


def _appeared_and_gone(
    before: Iterable[_T], after: Iterable[_T], meaning: Callable[[_T], object] = lambda entry: entry
) -> dict[str, list[_T]]:
    mine, theirs = list(before), list(after)
    meant, means = list(map(meaning, mine)), list(map(meaning, theirs))
    return {
        "appeared": [entry for entry in theirs if meaning(entry) not in meant],
        "gone": [entry for entry in mine if meaning(entry) not in means],
    }


def _facts(one: Subject, other: Subject) -> list[dict[str, Any]]:
    found = []
    for fact, entry in {**one.ruleset.facts, **other.ruleset.facts}.items():
        mine, theirs = one.facts.get(fact, ABSENT), other.facts.get(fact, ABSENT)
        if _counts_as(mine) != _counts_as(theirs):
            found.append(
                {
                    "fact": fact,
                    **_titles(entry.title),
                    "from": fact_json(one.ruleset, fact, mine),
                    "to": fact_json(other.ruleset, fact, theirs),
                }
            )
    return found


def _counts_as(state: FactState) -> tuple[object, ...]:
    return state.value, state.unknown, state.word_only


def _findings(one: Subject, other: Subject) -> dict[str, Any]:
    before = {f.test: _finding(one, f) for f in one.evaluation.findings}
    after = {f.test: _finding(other, f) for f in other.evaluation.findings}
    return {
        "appeared": [found for test, found in after.items() if test not in before],
        "gone": [found for test, found in before.items() if test not in after],
        "changed": [
            {"test": test, "from": found, "to": after[test]}
            for test, found in before.items()
            if test in after and _untitled(found) != _untitled(after[test])
        ],
    }


def _finding(subject: Subject, finding: Finding) -> dict[str, Any]:
    _, outcome = subject.ruleset.outcomes[finding.code]
    points = subject.ruleset.policy.points[outcome.severity]
    return {
        "code": finding.code,
        "test": finding.test,
        "severity": outcome.severity,
        "points": 0 if finding.claimed else points,
        **_titles(outcome.title),
        "assumed": finding.assumed,
        "claimed": finding.claimed,
    }


def _untitled(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry means: a ruleset may only have worded its title otherwise."""
    return {name: value for name, value in entry.items() if name not in ("title", "title_zh")}


def _patterns(subject: Subject) -> list[dict[str, Any]]:
    patterns = (subject.ruleset.patterns[name] for name in subject.evaluation.patterns)
    return [{"id": p.id, "code": p.code, "cap": p.cap, **_titles(p.title)} for p in patterns]


def _caps(subject: Subject) -> list[dict[str, str]]:
    return [{"grade": cap.grade, "reason": cap.reason} for cap in subject.evaluation.caps]


def _dimensions(one: Subject, other: Subject) -> list[dict[str, Any]]:
    before, after = one.evaluation.dimensions, other.evaluation.dimensions
    found = []
    for dimension in {**before, **after}:
        mine, theirs = _rated(before.get(dimension)), _rated(after.get(dimension))
        if mine != theirs:
            ruleset = other.ruleset if dimension in after else one.ruleset
            titles = _titles(ruleset.dimensions[dimension])
            found.append({"dimension": dimension, **titles, "from": mine, "to": theirs})
    return found


def _rated(rating: Rating | None) -> dict[str, int | None]:
    if rating is None:
        return {"rating": None, "net": None}
    return {"rating": rating.rating, "net": rating.net}


def _reasons(subject: Subject) -> list[str]:
    codes = (reason["code"] for reason in reasons(subject)["committee"])
    return list(dict.fromkeys(codes))


def _titles(title: Text) -> dict[str, str]:
    return {"title": title.en, "title_zh": title.zh}
