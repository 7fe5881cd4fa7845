"""How often, how far and by whom people depart from proposed grades: counted from the records."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from service.decimal4 import SCALE, plain
from service.records.verified import verified
from service.reviews.history import KIND, SIGNATURES, History, Review, review_of
from service.ruleset.model import NOT_RATED
from service.store.port import RecordStore

NO_CODE: Final = "(no reason code)"
NO_CAP: Final = "(no cap)"
"""The group of proposals that no cap made: the sum of the ratings did."""
UNRATED: Final = "(not rated)"

_IN_EFFECT = ("in_force", "superseded")


def _rules(review: Review) -> tuple[str, ...]:
    if review.model_grade == NOT_RATED:
        return (UNRATED,)
    return review.binding or (NO_CAP,)


KEYS: Final[Mapping[str, Callable[[Review], tuple[str, ...]]]] = {
    "officer": lambda review: (review.officer.casefold(),),
    "rule": _rules,
    "reason": lambda review: (review.reason_code or NO_CODE,),
    "grade": lambda review: (review.model_grade,),
    "month": lambda review: (review.recorded_at[:7],),
}
"""What reviews can be grouped by. A review stands in every group of the rules that made its
proposed grade; in any other it stands in one."""


@dataclass(slots=True)
class Tally:
    """Counts of reviews; a signature is no review of its own.

    ``notches_down`` and ``notches_up`` are grades, summed over the overrides that came into
    effect: every one down, and those up that were countersigned, whatever followed them.
    """

    reviews: int = 0
    accepted: int = 0
    overridden_down: int = 0
    overridden_up: int = 0
    pending: int = 0
    declined: int = 0
    lapsed: int = 0
    referred_back: int = 0
    notches_down: int = 0
    notches_up: int = 0

    def add(self, review: Review, state: str) -> None:
        """Count one review, which is in ``state`` of its history."""
        self.reviews += 1
        notches = review.notches or 0
        if review.action == "accept":
            self.accepted += 1
        elif review.action == "refer_back":
            self.referred_back += 1
        elif review.action == "override_down":
            self.overridden_down += 1
            self.notches_down += notches
        elif state in _IN_EFFECT:
            self.overridden_up += 1
            self.notches_up -= notches
        elif state == "pending":
            self.pending += 1
        elif state == "declined":
            self.declined += 1
        else:
            self.lapsed += 1

    def to_json(self) -> dict[str, Any]:
        """Return the counts, and rate and averages as decimal texts of at most 4 decimals.

        ``override_rate`` is the share of reviews that are overrides in effect; ``None`` stands
        where there is nothing to divide by.
        """
        return {
            "reviews": self.reviews,
            "accepted": self.accepted,
            "overridden_down": self.overridden_down,
            "overridden_up": self.overridden_up,
            "pending": self.pending,
            "declined": self.declined,
            "lapsed": self.lapsed,
            "referred_back": self.referred_back,
            "override_rate": _ratio(self.overridden_down + self.overridden_up, self.reviews),
            "average_notches_down": _ratio(self.notches_down, self.overridden_down),
            "average_notches_up": _ratio(self.notches_up, self.overridden_up),
        }


def _ratio(part: int, whole: int) -> str | None:
    """Return ``part / whole``, rounded half to even at 4 decimals; no float is involved."""
    return plain(round(Fraction(part * SCALE, whole))) if whole else None


def overrides(
    store: RecordStore, by: Iterable[str], since: str | None = None, until: str | None = None
) -> dict[str, Any]:
    """Return the statistics of all reviews that were recorded from ``since`` to ``until``.

    Both are ISO dates in UTC, included, or ``None`` for no bound; ``by`` are keys of
    :data:`KEYS`. Whether an upward override came into effect is told as it is now. Of
    ``erased`` review records, signatures among them, nothing is known but how many went with how
    many decisions, whenever they were recorded: they are in no other count. Raises
    :exc:`~service.store.port.StoreUnavailable` and :exc:`~service.store.port.RecordDamaged`.
    """
    histories: dict[str, list[Review]] = {}
    with store.snapshot():
        for record in store.records(kind=KIND):
            histories.setdefault(str(record.subject), []).append(review_of(verified(store, record)))
        erased = _erased(store)
        corrected = {of for of in histories if store.correcting(of)}
    total = Tally()
    groups: dict[str, dict[str, Tally]] = {name: {} for name in by}
    decisions: set[str] = set()
    for decision_id, reviews in histories.items():
        history = History(reviews)
        history.close([decision_id] if decision_id in corrected else [])
        states = history.states
        for review in reviews:
            if review.action in SIGNATURES or not _between(review.recorded_at, since, until):
                continue
            decisions.add(decision_id)
            total.add(review, states[review.review_id])
            for name, tallies in groups.items():
                for key in KEYS[name](review):
                    tallies.setdefault(key, Tally()).add(review, states[review.review_id])
    return {
        "since": since,
        "until": until,
        "decisions": len(decisions),
        "erased": erased,
        "total": total.to_json(),
        "groups": [
            {"by": name, "key": key, **tally.to_json()}
            for name, tallies in groups.items()
            for key, tally in sorted(tallies.items(), key=lambda group: _place(name, group[0]))
        ],
    }


def _place(by: str, key: str) -> tuple[bool, int, str]:
    """Return what groups are ordered by: grades by their number, NR last, all else as text."""
    if by == "grade":
        return key == NOT_RATED, len(key), key
    return False, 0, key


def _erased(store: RecordStore) -> dict[str, int]:
    """Count the review records that went with erased decisions, by the certificates."""
    gone = [
        sum(entry["kind"] == KIND for entry in verified(store, certificate).body["erased"])
        for certificate in store.records(kind="erasure")
    ]
    return {"reviews": sum(gone), "decisions": sum(count > 0 for count in gone)}


def _between(recorded_at: str, since: str | None, until: str | None) -> bool:
    day = recorded_at[:10]
    return (since is None or since <= day) and (until is None or day <= until)
