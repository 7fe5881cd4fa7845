"""Finds the rater of the ruleset that a recorded decision names."""

import threading
from collections.abc import Mapping

from service.decisions.rate import Rater
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.store.port import Decision


class RulesetNotInstalled(Exception):
    """No ruleset of the id, version and digest that a decision names is installed."""

    def __init__(self, reference: Mapping[str, str]) -> None:
        self.reference = dict(reference)
        super().__init__("ruleset {id} {version} ({digest}) is not installed".format(**reference))


class Raters:
    """A rater for each ruleset that a decision names. Build it once; it is safe in threads.

    ``active`` is the rater of the ruleset in force. Another installed ruleset is loaded and
    compiled, which takes seconds, when a decision first names it.
    """

    def __init__(self, active: Rater) -> None:
        self.active = active
        self._lock = threading.Lock()
        self._loaded = {active.ruleset.digest: active}

    def of(self, decision: Decision) -> Rater:
        """Return the rater of the ruleset that ``decision`` was taken by.

        Raises :exc:`RulesetNotInstalled` if none of that id, version and digest is installed,
        and :exc:`~service.ruleset.load.RulesetRejected` if the one installed has faults.
        """
        digest = decision.ruleset_digest
        with self._lock:
            rater = self._loaded.get(digest) or self._load(decision)
            self._loaded[digest] = rater
        return rater

    def _load(self, decision: Decision) -> Rater:
        named = (decision.ruleset_id, decision.ruleset_version)
        for folder in catalogue.available():
            if (folder.parent.name, folder.name) == named:
                ruleset = load_ruleset(folder)
                if ruleset.digest == decision.ruleset_digest:
                    return Rater(ruleset)
        reference = {"id": named[0], "version": named[1], "digest": decision.ruleset_digest}
        raise RulesetNotInstalled(reference)
