"""What is explained: a rated borrower, and the same borrower with other facts supposed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from service.decisions.rate import Rater, Rating
from service.dossier.facts import ABSENT, Dossier, FactState
from service.engine.evaluation import Evaluation
from service.ruleset.model import Ruleset, Value

SUPPOSED = "supposed"
"""Source of a value that nobody vouches for: it is only supposed."""

Changes = Mapping[str, Value | None]
"""Fact to the value supposed of it (numbers scaled by 10,000); ``None``: it is not known."""


@dataclass(frozen=True)
class Subject:
    """A rated borrower, with the rater that rated it."""

    rater: Rater
    rating: Rating

    @property
    def ruleset(self) -> Ruleset:
        """The ruleset of the rating."""
        return self.rater.ruleset

    @property
    def dossier(self) -> Dossier:
        """The dossier that was rated."""
        return self.rating.dossier

    @property
    def evaluation(self) -> Evaluation:
        """What both evaluators concluded."""
        return self.rating.evaluation

    @cached_property
    def facts(self) -> Mapping[str, FactState]:
        """Every fact as it counted: after deceit, void where only the borrower vouches for it."""
        states = self.dossier.facts
        if not self.evaluation.deceit:
            return states
        void = self.ruleset.policy.void_sources
        return {f: s.voided() if s.source in void else s for f, s in states.items()}

    def suppose(self, changes: Changes) -> dict[str, FactState]:
        """Return the facts of the dossier with ``changes`` in place of what it says.

        A supposed value counts as one that others than the borrower vouch for on the rating
        date: it may earn a strength, and deceit does not void it.
        """
        as_of = self.dossier.rating_date.isoformat()
        states = dict(self.dossier.facts)
        for fact, value in changes.items():
            known = FactState(value, None, SUPPOSED, as_of)
            states[fact] = ABSENT if value is None else known
        return states

    def check(self, changes: Changes) -> Evaluation:
        """Return what the evaluator in plain Python alone concludes if ``changes`` are supposed."""
        return self.rater.checker.evaluate(self.suppose(changes))

    def confirm(self, changes: Changes) -> Evaluation:
        """Return what both evaluators conclude if ``changes`` are supposed.

        Raises what :meth:`Rater.evaluate` raises.
        """
        return self.rater.evaluate(self.suppose(changes), self.dossier.digest)

    def rate(self, changes: Changes) -> "Subject":
        """Return the borrower rated anew with ``changes`` supposed: never to be recorded.

        Raises what :meth:`Rater.evaluate` raises.
        """
        dossier = replace(self.dossier, facts=self.suppose(changes))
        return Subject(self.rater, self.rater.rate_dossier(dossier))
