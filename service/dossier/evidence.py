"""From envelopes to facts: what is known at the rating date, on whose word, and what is not."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from service.dossier.applicability import definitely_inapplicable
from service.dossier.dates import add_period
from service.dossier.facts import ABSENT, FactState
from service.dossier.faults import Faults, child
from service.dossier.schema import Envelope
from service.errors import Fault
from service.ruleset.model import Fact, Ruleset, Value

DEFAULT_SOURCE = "borrower_stated"
"""Whose word a fact is that names no source."""

_NOTHING: Mapping[str, Any] = {}


class _Defaults(NamedTuple):
    source: str
    as_of: date
    obtained_on: date | None


class Evidence:
    """The rules of evidence of one ruleset."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._ruleset = ruleset
        self._word_only = frozenset(ruleset.policy.word_only_sources)
        # Facts of one section mostly follow upon each other; their order is kept.
        self._sections = [
            (section, [(f, f.id, f.name, f.freshness, f.negative_assurance) for f in facts])
            for section, facts in groupby(ruleset.facts.values(), key=lambda f: f.section)
        ]

    def judge(
        self, loaded: Mapping[str, Any], rating_date: date, faults: Faults, warnings: list[Fault]
    ) -> dict[str, FactState]:
        """Return the state of every fact of the dictionary, in its order.

        ``loaded`` comes from :meth:`DossierSchema.load`. Adds the faults
        ``not_applicable_refused`` and, for evidence without its date, ``missing_member``, and the
        warnings ``check_not_named`` and ``source_not_named``. Staleness is measured
        against ``rating_date`` only: a fact is fresh while ``rating_date`` is not after
        ``as_of`` plus the period of its policy.
        """
        stated = loaded.get("evidence_defaults", {})
        defaults = _Defaults(
            stated.get("source", DEFAULT_SOURCE),
            stated.get("as_of", rating_date),
            stated.get("obtained_on"),
        )
        if "as_of" not in stated:
            self._check_dated(stated.get("source"), "/evidence_defaults/as_of", faults)
        periods = self._ruleset.policy.freshness

        @cache
        def stale(freshness: str, as_of: date) -> bool:
            return rating_date > add_period(as_of, periods[freshness])

        source = defaults.source
        day = defaults.as_of.isoformat()
        obtained = defaults.obtained_on.isoformat() if defaults.obtained_on else None
        word_only = source in self._word_only
        too_old = {name for name in periods if stale(name, defaults.as_of)}
        make = tuple.__new__
        facts: dict[str, FactState] = {}
        inapplicable: list[Fact] = []
        for section, listed in self._sections:
            given_in = loaded.get(section, _NOTHING)
            for fact, name, member, freshness, negative_assurance in listed:
                given = given_in.get(member)
                if given is None:
                    facts[name] = ABSENT
                elif type(given) is Envelope:
                    facts[name] = self._enveloped(fact, given, defaults, stale)
                    if given.status == "not_applicable":
                        inapplicable.append(fact)
                    elif given.status == "assessed":
                        at = child("", section, member)
                        if given.as_of is None:
                            self._check_dated(given.source, child(at, "as_of"), faults)
                        _check_named(fact, given, at, warnings)
                elif freshness in too_old or (word_only and negative_assurance):
                    unknown = self._unknown(fact, source, freshness in too_old)
                    facts[name] = FactState(None, unknown, source, day, obtained)
                else:
                    # Of most facts: as the named tuple would, at half the cost.
                    facts[name] = make(
                        FactState, (given, None, source, day, obtained, None, word_only)
                    )
        if inapplicable:
            self._check_inapplicable(inapplicable, facts, faults)
        return facts

    def _enveloped(
        self,
        fact: Fact,
        given: Envelope,
        defaults: _Defaults,
        stale: Callable[[str, date], bool],
    ) -> FactState:
        # An envelope speaks for itself: with the defaults' source, to leave out that only the
        # borrower vouches would turn his word into evidence.
        source = given.source or DEFAULT_SOURCE
        as_of = given.as_of or defaults.as_of
        obtained_on = given.obtained_on or defaults.obtained_on
        unknown: str | None = given.status
        if given.status == "assessed":
            unknown = self._unknown(fact, source, stale(fact.freshness, as_of))
        value: Value | None = None if unknown else given.value
        return FactState(
            value,
            unknown,
            source,
            as_of.isoformat(),
            obtained_on.isoformat() if obtained_on else None,
            given.evidence_ref,
            not unknown and source in self._word_only,
        )

    def _check_dated(self, source: str | None, at: str, faults: Faults) -> None:
        """Whoever but the borrower vouches for a fact does so as of a date.

        A date that may be left out would make old evidence fresh.
        """
        if source is not None and source not in self._word_only and at not in faults.pointers():
            faults.add("missing_member", at, f"Evidence from {source} needs the date it holds for.")

    def _unknown(self, fact: Fact, source: str, stale: bool) -> str | None:
        if stale:
            return "stale"
        if fact.negative_assurance and source in self._word_only:
            return "borrower_word_only"
        return None

    def _check_inapplicable(
        self, inapplicable: list[Fact], facts: Mapping[str, FactState], faults: Faults
    ) -> None:
        classes = {fact: facts[fact].value for fact in self._ruleset.class_facts}
        at_fault = faults.pointers()
        if any(child("", *fact.split(".")) in at_fault for fact in classes):
            return  # the fault of the classification comes first
        for fact in inapplicable:
            if not definitely_inapplicable(self._ruleset, fact.id, classes):
                message = (
                    f"{fact.id} cannot be not_applicable: by the classification of this borrower "
                    "a test may read it. Give a value, or not_assessed with a reason."
                )
                at = child("", fact.section, fact.name)
                faults.add("not_applicable_refused", at, message)


def _check_named(fact: Fact, given: Envelope, at: str, warnings: list[Fault]) -> None:
    if given.source is None:
        message = f"The envelope of {fact.id} names no source: it counts as the borrower's word."
        warnings.append(Fault("source_not_named", at, message))
    if fact.negative_assurance and given.evidence_ref is None and given.comment is None:
        message = f"{fact.id} is the outcome of a check: name the check in evidence_ref or comment."
        warnings.append(Fault("check_not_named", at, message))
