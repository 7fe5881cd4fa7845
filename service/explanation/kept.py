"""Explanations of recorded decisions, the newest of them kept: a committee opens one repeatedly."""

from collections import OrderedDict
from typing import Final

import orjson

from service.decisions.raters import Raters
from service.explanation.answers import Case
from service.explanation.recorded import subject_of
from service.store.port import Decision

KEPT: Final = 256
"""Explanations that a process keeps, some 30 kB each."""


class Explained:
    """Explains decisions, each by the rater that ``raters`` have for its own ruleset."""

    def __init__(self, raters: Raters) -> None:
        self._raters = raters
        self._kept: OrderedDict[tuple[str, str, str | None], bytes] = OrderedDict()

    def case(self, decision: Decision) -> Case:
        """Take ``decision`` up; raises what
        :func:`~service.explanation.recorded.subject_of` raises."""
        subject = subject_of(self._raters, decision)
        return Case(subject, decision.decision_id, decision.recorded_at)

    def explanation(self, decision: Decision, lang: str, target: str | None = None) -> bytes:
        """Return the explanation as JSON; raises what :meth:`Case.explanation` raises, too.

        ``decision`` was read, and so verified, now: what is kept is a function of its record.
        """
        asked = decision.record.digest, lang, target
        if asked in self._kept:
            self._kept.move_to_end(asked)
        else:
            self._kept[asked] = orjson.dumps(self.case(decision).explanation(lang, target))
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return self._kept[asked]
