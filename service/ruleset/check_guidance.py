"""Checks what a ruleset of format 2 says for explanations: changes, actions, reviews, notices."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from service.ruleset.build import nearest
from service.ruleset.faults import RulesetFault
from service.ruleset.guidance import NoticeRegime
from service.ruleset.model import Ruleset

NO_REGIME = "none"
"""The regime of borrowers to whom no rules on notices apply."""

_POLICY = "policy.yaml"


def check_guidance(
    ruleset: Ruleset, home: Mapping[str, str], broken: set[str]
) -> Iterator[RulesetFault]:
    """Yield every fault of what explanations rest on.

    ``home`` maps keys of tests to the file that holds them; ``broken`` names parts of the policy
    that hold earlier faults. Doubled reviews are not judged again, for one would hide the other.
    """
    yield from _changes(ruleset)
    yield from _false_statements(ruleset)
    yield from _tests(ruleset, home)
    if "reviews" not in broken:
        yield from _reviews(ruleset)
    yield from _adverse_from(ruleset)
    yield from _notices(ruleset)


def _changes(ruleset: Ruleset) -> Iterator[RulesetFault]:
    file = "facts.yaml"
    for fact in ruleset.facts.values():
        if fact.need == "class" and fact.change.when != "history":
            message = "a classification fact says what the borrower is; its change is history"
            yield RulesetFault(file, fact.id, "change.when", "class_fact_misused", message)
        if fact.worse == "none" and fact.change.direction != "either":
            message = f"the fact has no worse value, so it cannot move {fact.change.direction} only"
            yield RulesetFault(
                file, fact.id, "change.direction", "direction_without_order", message
            )


def _false_statements(ruleset: Ruleset) -> Iterator[RulesetFault]:
    """A false statement cannot be unmade, so nobody is told to do so."""
    found = {code: ruleset.outcomes.get(code) for code in ruleset.policy.deceit_findings}
    tests = {code: one[0] for code, one in found.items() if one and one[1].gating}
    readers = {fact: code for code, test in tests.items() for fact in test.facts}
    for fact in map(ruleset.facts.__getitem__, readers):
        if fact.need != "class" and fact.change.when != "history":
            message = f"the test of {readers[fact.id]} reads it; deceit cannot be undone"
            yield RulesetFault("facts.yaml", fact.id, "change.when", "deceit_undone", message)


def _tests(ruleset: Ruleset, home: Mapping[str, str]) -> Iterator[RulesetFault]:
    for key, test in ruleset.tests.items():
        for field, said in (
            ("actions", bool(test.actions)),
            ("never_sole_reason", test.never_sole_reason),
        ):
            if said and not test.adverse:
                message = "no outcome of this test is adverse, so this never comes to bear"
                yield RulesetFault(home[key], test.id, field, "nothing_adverse", message)


def _reviews(ruleset: Ruleset) -> Iterator[RulesetFault]:
    months = ruleset.policy.review_months
    given = ruleset.policy.rated
    for grade in (g for g in months if g not in given):
        message = f"{grade!r} is no grade to review"
        yield RulesetFault(_POLICY, grade, "reviews.grades", "unknown_grade", message)
    for grade in (g for g in given if g not in months):
        message = f"grade {grade} has no review"
        yield RulesetFault(_POLICY, grade, "reviews.grades", "reviews_broken", message)
    for better, worse in pairwise(g for g in given if g in months):
        if months[worse] > months[better]:
            message = (
                f"{worse} is reviewed after {months[worse]} months, "
                f"later than {better} after {months[better]}"
            )
            yield RulesetFault(_POLICY, worse, "reviews.months", "reviews_broken", message)


def _adverse_from(ruleset: Ruleset) -> Iterator[RulesetFault]:
    grade = ruleset.policy.adverse_from
    if grade not in ruleset.policy.rated[1:]:
        message = f"{grade!r} is no grade to call adverse"
        yield RulesetFault(_POLICY, "", "adverse_from", "unknown_grade", message)


def _notices(ruleset: Ruleset) -> Iterator[RulesetFault]:
    regimes = ruleset.policy.notice_regimes
    adverse = {code for code, (_, outcome) in ruleset.outcomes.items() if outcome.adverse}
    if NO_REGIME not in regimes:
        message = f"no regime is called {NO_REGIME}: that of borrowers to whom no rules apply"
        yield RulesetFault(_POLICY, NO_REGIME, "notices.id", "notices_broken", message)
    for regime in regimes.values():
        for field, message in _samples(regime):
            yield RulesetFault(_POLICY, regime.id, f"notices.{field}", "notices_broken", message)
        for sample in regime.samples:
            for code in (c for c in sample.findings if c not in adverse):
                message = f"{sample.id}: there is no adverse finding {code}{nearest(code, adverse)}"
                field = "notices.samples.findings"
                yield RulesetFault(_POLICY, regime.id, field, "unknown_finding", message)


def _samples(regime: NoticeRegime) -> Iterator[tuple[str, str]]:
    """Yield the member of a regime that is wrong, and what is wrong with it."""
    names = [sample.id for sample in regime.samples]
    if names and regime.samples[-1].findings:
        message = "the last sample suits every finding not named before; it names none itself"
        yield "samples", message
    if names and regime.incomplete not in names:
        yield (
            "incomplete",
            f"one of the samples suits a dossier that lacks facts: {', '.join(names)}",
        )
    if not names and regime.incomplete:
        yield "incomplete", f"the regime has no samples, so it has no {regime.incomplete}"
