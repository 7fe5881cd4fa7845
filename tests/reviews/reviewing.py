"""A decision with its reviews, as the tests ask for them."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.records.policy import records_policy
from service.reviews.review import Answer, add_review, reviews_of
from service.reviews.rules import ReviewConflict, ReviewRejected
from service.store.port import Client
from service.store.sqlite import SqliteStore

DOSSIERS = Path(__file__).resolve().parents[2] / "fixtures" / "dossiers"

FAMILY = "family_condiment_maker"
"""Graded N5 by patterns and a weak dimension: no critical finding caps it."""
POLLUTER = "polluting_dye_maker"
"""Graded N7 by a critical finding, among others."""
UNRATED = "incomplete_dossier"

WORDS: dict[str, dict[str, str]] = {
    "accept": {},
    "override_down": {"reason_code": "RISK_NOT_COVERED", "reason": "One customer buys it all."},
    "override_up": {"reason_code": "MITIGANT_NOT_COVERED", "reason": "The son took over in May."},
    "refer_back": {"reason_code": "EVIDENCE_INCOMPLETE", "reason": "The tax record is missing."},
    "countersign": {},
    "decline": {},
}
"""What each action needs to be said beside officer, grade and the review that is signed."""

CLIENT = Client("los")


class Reviewed:
    """A decision on a worked borrower, to be reviewed."""

    def __init__(self, store: SqliteStore, rater: Rater, name: str) -> None:
        self.store = store
        self.rater = rater
        self.dossier = (DOSSIERS / f"{name}.json").read_bytes()
        self.decision_id = decide(rater, store, self.dossier).decision_id

    def send(self, document: Any) -> Answer:
        """Send any body."""
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        answer = add_review(self.store, records_policy(), self.decision_id, body, CLIENT)
        assert answer is not None
        return answer

    def review(self, action: str, officer: str = "li.na", **members: str) -> Answer:
        """Send a review with everything that its action needs to be said."""
        return self.send({"action": action, "officer": officer, **WORDS[action], **members})

    def faults(self, document: Any) -> list[tuple[str, str]]:
        """Pointer and code of every fault that a body is refused for; nothing is recorded."""
        before = self.store.size()
        with pytest.raises(ReviewRejected) as refused:
            self.send(document)
        assert self.store.size() == before
        return [(fault.pointer, fault.code) for fault in refused.value.faults]

    def messages(self, action: str, officer: str = "li.na", **members: str) -> list[str]:
        """The sentences of every fault."""
        with pytest.raises(ReviewRejected) as refused:
            self.review(action, officer, **members)
        return [fault.message for fault in refused.value.faults]

    def conflict(self, action: str, officer: str = "li.na", **members: str) -> str:
        """What a review that comes too late is told; nothing is recorded."""
        before = self.store.size()
        with pytest.raises(ReviewConflict) as refused:
            self.review(action, officer, **members)
        assert self.store.size() == before
        return str(refused.value)

    def correct(self) -> str:
        """Decide on the dossier again, as a correction; return the newer decision's id."""
        newer = decide(self.rater, self.store, self.dossier, CLIENT, self.decision_id)
        return newer.decision_id

    def history(self) -> Answer:
        """The history as it is read."""
        history = reviews_of(self.store, self.decision_id)
        assert history is not None
        return history

    def states(self) -> list[tuple[str, str]]:
        """Action and state of every review, oldest first."""
        return [(review["action"], review["state"]) for review in self.history()["reviews"]]
