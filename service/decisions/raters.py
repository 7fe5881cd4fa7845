"""Finds the rater of the ruleset that a recorded decision names: from what was recorded with it."""

import threading
from collections.abc import Mapping

from service.canonical import digest
from service.decisions.rate import Rater
from service.ruleset.load import load_source
from service.store.port import Decision, RecordDamaged, RecordStore


class RulesetNotStored(Exception):
    """The files of the ruleset that a decision names were not recorded with it."""

    def __init__(self, reference: Mapping[str, str]) -> None:
        self.reference = dict(reference)
        super().__init__("ruleset {id} {version} ({digest}) is not stored".format(**reference))


class SourceRaters:
    """Raters of rulesets loaded from their files, side by side. It is safe in threads."""

    def __init__(self, *ready: Rater) -> None:
        """Begin with ``ready``; another takes half a second when it is first asked for."""
        self._lock = threading.Lock()
        self._loaded = {rater.ruleset.source_digest: rater for rater in ready}

    def __call__(self, source: bytes) -> Rater:
        """Return the rater of the ruleset whose files are ``source``, damaged or not.

        Raises :exc:`RulesetRejected` and :exc:`ValueError` as :func:`load_source` does.
        """
        of = digest(source)
        with self._lock:
            rater = self._loaded.get(of)
            if rater is None:
                rater = self._loaded[of] = Rater(load_source(source))
        return rater


class Raters:
    """A rater for each ruleset that a decision names. Build it once; it is safe in threads.

    ``active`` is the rater of the ruleset in force. Another is loaded from its files in
    ``store`` and compiled, which takes half a second, when a decision first names it.
    """

    def __init__(self, active: Rater, store: RecordStore) -> None:
        self.active = active
        self.by_source = SourceRaters(active)
        self._store = store

    def of(self, decision: Decision) -> Rater:
        """Return the rater of the ruleset that ``decision`` was taken by.

        Raises :exc:`RulesetNotStored`, :exc:`~service.store.port.RecordDamaged` where the
        stored files are not those that were recorded, and
        :exc:`~service.ruleset.load.RulesetRejected` if they have faults.
        """
        of = decision.source_digest
        source = None
        if of == self.active.ruleset.source_digest:
            source = self.active.ruleset.source
        elif of is not None:
            source = self._store.source(of)
        if source is None:
            raise RulesetNotStored(decision.ruleset)
        if digest(source) != of:
            what = "the files of its ruleset have another digest than recorded"
            raise RecordDamaged(decision.decision_id, what)
        rater = self.by_source(source)
        if rater.ruleset.digest != decision.ruleset["digest"]:
            what = "its ruleset has another digest than recorded"
            raise RecordDamaged(decision.decision_id, what)
        return rater
