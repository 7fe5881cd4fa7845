"""Every question about a rated borrower with its answer: the same JSON whoever asks, and how."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.explanation.compare import compare
from service.explanation.counterfactuals import counterfactuals
from service.explanation.explain import explain
from service.explanation.notice import notice
from service.explanation.questions import claims, information_request, questions
from service.explanation.subject import Changes, Subject
from service.explanation.what_if import what_if
from service.explanation.why import why

Answer = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A rated borrower, and the decision on it where one is recorded.

    Answers about a recorded decision begin with its ``decision_id``. ``recorded_at`` is an ISO
    8601 time in UTC.
    """

    subject: Subject
    decision_id: str | None = None
    recorded_at: str | None = None

    def explanation(self, lang: str = "en", target: str | None = None) -> Answer:
        """Answer with the whole explanation; see :func:`service.explanation.explain.explain`."""
        return self._named(explain(self.subject, lang, target))

    def why(self, code: str) -> Answer:
        """Answer why ``code`` holds, or why not; see :func:`service.explanation.why.why`."""
        return self._named(why(self.subject, code))

    def counterfactuals(self, target: str | None = None) -> Answer:
        """Answer with the smallest changes that reach the grade ``target``."""
        return self._named(counterfactuals(self.subject, target))

    def questions(self) -> Answer:
        """Answer with what is worth asking for next."""
        asked = {
            "questions": questions(self.subject),
            "information_request": information_request(self.subject),
            "claims": claims(self.subject),
        }
        return self._named(asked)

    def notice(self, regime: str = "none") -> Answer:
        """Answer with the data of a letter to the borrower under ``regime``."""
        return self._named(notice(self.subject, regime, self.recorded_at))

    def what_if(self, changes: Changes) -> Answer:
        """Answer with what would follow if ``changes`` were so; only ``before`` was decided."""
        answer = what_if(self.subject, changes)
        return answer | {"before": self._named(answer["before"])}

    def compare(self, other: "Case") -> Answer:
        """Answer with what differs from this case to the ``other``."""
        answer = compare(self.subject, other.subject)
        heads = {"one": self._named(answer["one"]), "other": other._named(answer["other"])}
        return answer | heads

    def _named(self, answer: Mapping[str, Any]) -> Answer:
        known = {} if self.decision_id is None else {"decision_id": self.decision_id}
        return {**known, **answer}
