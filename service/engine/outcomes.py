"""What a test concludes in every case, in three-valued (Kleene) logic: the table of its rules."""

from collections.abc import Mapping
from typing import NamedTuple

from service.engine.decision_table import Option, Rule, Variable, rules
from service.engine.encode import word_variable
from service.ruleset.cells import Cell, cut
from service.ruleset.model import Alternative, Outcome, Ruleset, Test

Truth = bool | None
"""Kleene truth: ``None`` is unknown."""


class Conclusion(NamedTuple):
    """What a test derives, strictly and in the best case.

    ``code``: the finding ("" for none), with ``assumed`` and ``claimed``; ``missing``: a W3
    or KO outcome is undecided; ``best``: the finding if every unknown resolved favourably.
    """

    code: str
    assumed: bool
    claimed: bool
    missing: bool
    best: str


NOTHING = Conclusion("", False, False, False, "")


class Conclusions(NamedTuple):
    """What a test's rule derives if the test applies, and if that is unknown."""

    applies: Conclusion
    unsure: Conclusion


def outcome_rules(ruleset: Ruleset, test: Test) -> list[Rule]:
    """Return the rules of ``test``; each concludes :class:`Conclusions`."""
    conditions = [c for o in test.outcomes for alternative in o.when for c in alternative]
    facts = dict.fromkeys(c.fact for c in conditions)
    variables = [Variable(fact, (None, *cut(ruleset.facts[fact], conditions))) for fact in facts]
    proving = {c.fact for o in test.strengths for alternative in o.when for c in alternative}
    variables += [Variable(word_variable(f), (False, True)) for f in facts if f in proving]

    def conclude(case: Mapping[str, Option]) -> Conclusions:
        # Whether the test applies is decided by rules of its own, one layer below.
        unsure = _conclude(test, None, case) if test.applies_when else NOTHING
        return Conclusions(_conclude(test, True, case), unsure)

    return rules(variables, conclude, Conclusions(NOTHING, NOTHING))


def applicability_rules(ruleset: Ruleset, applies_when: tuple[Alternative, ...]) -> list[Rule]:
    """Return rules over classification facts: they conclude ``True`` or ``None`` (unknown)."""
    conditions = [c for alternative in applies_when for c in alternative]
    facts = dict.fromkeys(c.fact for c in conditions)
    variables = [Variable(fact, (None, *cut(ruleset.facts[fact], conditions))) for fact in facts]

    def conclude(case: Mapping[str, Option]) -> Truth:
        return _any(applies_when, case)

    never: Truth = False
    return rules(variables, conclude, never)


def _conclude(test: Test, applies: Truth, case: Mapping[str, Option]) -> Conclusion:
    truths = {o.code: _and(applies, _any(o.when, case)) for o in test.outcomes}
    missing = any(o.gating and truths[o.code] is None for o in test.adverse)
    best = next((o.code for o in test.adverse if truths[o.code] is True), None) or next(
        (o.code for o in test.strengths if truths[o.code] is not False), ""
    )
    for outcome in test.adverse:
        truth = truths[outcome.code]
        # An undecided critical outcome is not assumed: it makes the borrower NR.
        if truth is True or (truth is None and not outcome.gating):
            return Conclusion(outcome.code, truth is None, False, missing, best)
    proved = [o for o in test.strengths if truths[o.code] is True]
    for claimed in (False, True):
        for outcome in proved:
            if claimed or _evidenced(outcome, case):
                return Conclusion(outcome.code, False, claimed, missing, best)
    return Conclusion("", False, False, missing, best)


def _evidenced(outcome: Outcome, case: Mapping[str, Option]) -> bool:
    """True if an alternative holds of which no fact rests on the borrower's word alone."""
    return any(
        _all(alternative, case) is True
        and not any(case[word_variable(c.fact)] for c in alternative)
        for alternative in outcome.when
    )


def _any(alternatives: tuple[Alternative, ...], case: Mapping[str, Option]) -> Truth:
    truths = [_all(alternative, case) for alternative in alternatives]
    if True in truths:
        return True
    return None if None in truths else False


def _all(alternative: Alternative, case: Mapping[str, Option]) -> Truth:
    truth: Truth = True
    for condition in alternative:
        cell = case[condition.fact]
        truth = _and(truth, cell.meets(condition) if isinstance(cell, Cell) else None)
    return truth


def _and(one: Truth, other: Truth) -> Truth:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True
