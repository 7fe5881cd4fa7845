"""What a ruleset says for explanations: what can change, what to ask for, how to tell."""

from dataclasses import dataclass
from typing import NamedTuple

from service.ruleset.text import Text

CHANGES = ("now", "with_time", "history")
"""Whether a fact can be changed by acting, changes with time only, or cannot be changed."""

DIRECTIONS = ("better", "worse", "either")
"""Which way a fact can move, in the order that its ``worse`` gives."""

ACTIONS = ("condition", "covenant", "follow_up")
"""What the committee can ask for: a condition precedent, a covenant, an answer."""


class Change(NamedTuple):
    """Whether and how a fact can change.

    ``when`` is one of :data:`CHANGES`, ``direction`` one of :data:`DIRECTIONS`; ``effort``, 1
    (least) to 9, weighs changes against each other where as many facts change.
    """

    when: str
    direction: str
    effort: int


UNMARKED = Change("history", "either", 1)
"""The change of a fact that its ruleset does not mark: none that a borrower could make."""


class Action(NamedTuple):
    """What the committee can ask for; ``kind`` is one of :data:`ACTIONS`."""

    kind: str
    text: Text


@dataclass(frozen=True, slots=True)
class SampleReason:
    """A reason as a regime's sample form words it, and the adverse findings that it suits."""

    id: str
    title: Text
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeRegime:
    """Rules by which a borrower is told of an adverse result.

    ``samples`` ends with the one that suits every finding not named by another; ``incomplete``
    is the id of the one for a dossier that lacks mandatory facts. Both are empty where the regime
    has no sample form. ``source`` cites the rules.
    """

    id: str
    title: Text
    source: Text
    most_reasons: int
    samples: tuple[SampleReason, ...]
    incomplete: str

    def sample(self, finding: str) -> SampleReason | None:
        """The sample reason nearest to ``finding``, a code; ``None`` without a form."""
        for sample in self.samples:
            if finding in sample.findings:
                return sample
        return self.samples[-1] if self.samples else None
