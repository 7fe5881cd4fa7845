"""The reviews of one decision, oldest first, and what they come to: the human grade."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from service.store.port import Record

KIND = "review"
"""The kind of the records that are reviews."""

STATES: Final = {
    "accept": "accepted",
    "override_down": "overridden_down",
    "override_up": "overridden_up",
    "refer_back": "referred_back",
}
"""Action to the state of a decision that it leads to."""

SIGNATURES: Final = ("countersign", "decline")
"""Actions that are about an upward override, not about the proposal."""

NOT_REVIEWED: Final = "not_reviewed"


@dataclass(frozen=True, slots=True)
class Review:
    """One recorded review.

    ``signs`` is the upward override that a signature is about. ``model_grade`` and ``binding``
    are the proposal that was reviewed; ``notches`` says by how many grades an override departs
    from it, worse being positive.
    """

    review_id: str
    decision_id: str
    action: str
    officer: str
    grade: str | None
    notches: int | None
    reason_code: str | None
    reason: str | None
    signs: str | None
    model_grade: str
    binding: tuple[str, ...]
    policy: dict[str, str]
    client: dict[str, Any]
    recorded_at: str
    leaf_index: int


def review_of(record: Record) -> Review:
    """Return the review that ``record``, of the kind ``review``, holds."""
    body = record.body
    return Review(
        review_id=record.record_id,
        decision_id=str(record.subject),
        action=body["action"],
        officer=body["officer"],
        grade=body["grade"],
        notches=body["notches"],
        reason_code=body["reason_code"],
        reason=body["reason"],
        signs=body["signs"],
        model_grade=body["model"]["grade"],
        binding=tuple(body["model"]["binding"]),
        policy=body["policy"],
        client=record.document["client"],
        recorded_at=record.recorded_at,
        leaf_index=record.leaf_index,
    )


class History:
    """What the reviews of a decision, oldest first, come to.

    The latest review in force gives the human grade. An upward override is pending, and
    changes nothing, until it is countersigned; whatever else is decided meanwhile lets it lapse.
    """

    def __init__(self, reviews: Iterable[Review] = ()) -> None:
        self.reviews = tuple(reviews)
        self.states: dict[str, str] = {}
        """Review to ``in_force``, ``superseded``, ``pending``, ``declined``, ``lapsed``, or
        ``signed`` for a signature and a refusal of it."""
        self.grades: dict[str, str | None] = {}
        """Review to the human grade that stood after it."""
        self.standing: Review | None = None
        """The review in force."""
        self.pending: Review | None = None
        """The upward override that waits for a second person."""
        for review in self.reviews:
            self._add(review)
            self.grades[review.review_id] = self.effective_grade

    def close(self, corrected_by: Sequence[str]) -> None:
        """Let the pending override lapse where the decision was corrected: nobody can sign it."""
        if corrected_by and self.pending is not None:
            self.states[self.pending.review_id] = "lapsed"
            self.pending = None

    def _add(self, review: Review) -> None:
        waiting = self.pending
        if review.action in SIGNATURES:
            self.states[review.review_id] = "signed"
            if waiting is None or waiting.review_id != review.signs:
                return
            self.pending = None
            if review.action == "countersign":
                self._stand(waiting)
            else:
                self.states[waiting.review_id] = "declined"
            return
        if waiting is not None:
            self.states[waiting.review_id] = "lapsed"
            self.pending = None
        if review.action == "override_up":
            self.states[review.review_id] = "pending"
            self.pending = review
        else:
            self._stand(review)

    def _stand(self, review: Review) -> None:
        if self.standing is not None:
            self.states[self.standing.review_id] = "superseded"
        self.states[review.review_id] = "in_force"
        self.standing = review

    @property
    def state(self) -> str:
        """State of the decision: a value of :data:`STATES`, or ``not_reviewed``."""
        return STATES[self.standing.action] if self.standing else NOT_REVIEWED

    @property
    def effective_grade(self) -> str | None:
        """The human grade; ``None`` before a review, and while the decision is referred back."""
        if self.standing is None or self.standing.action == "refer_back":
            return None
        return self.standing.grade or self.standing.model_grade

    def find(self, review_id: str) -> Review | None:
        """Return the review of that id, if it is one of this decision."""
        return next((r for r in self.reviews if r.review_id == review_id), None)
