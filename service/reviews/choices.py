"""What an officer may decide on a proposed grade now: found by asking the rules, case by case."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.dossier.faults import Faults
from service.records.policy import RecordsPolicy, ReviewPolicy
from service.records.policy_shape import ACTIONS, REASONED
from service.reviews.history import SIGNATURES, History, Review
from service.reviews.proposal import Proposal, proposal_of
from service.reviews.request import Request, needed_by
from service.reviews.review import history_of
from service.reviews.rules import ReviewConflict, binding_caps, find_faults, refuse_conflicts
from service.store.port import RecordStore

_ANY_REASON = "-"
"""Stands for a reason, of which the rules ask only whether there is one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One action that is open to an officer.

    ``grades`` are those it may set, best first, empty where it sets none; ``codes`` the reason
    codes that serve it; ``reasoned``: it needs a reason code; ``needs_reason``: it needs a
    reason in words.
    """

    action: str
    grades: tuple[str, ...]
    codes: tuple[str, ...]
    reasoned: bool
    needs_reason: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that is open to one officer, and what it is about.

    ``closed`` says of each action that is not open why: ``corrected`` (the decision was),
    ``pending`` (an upward override waits for a second person), ``not_pending`` (none does),
    ``not_rated``, ``own`` (the officer proposed what is to be countersigned), or ``no_grade``
    (there is no grade that it may set). ``caps`` are those that bind an officer too, by name
    and grade.
    """

    proposal: Proposal
    history: History
    corrected_by: tuple[str, ...]
    open: Mapping[str, Choice]
    closed: Mapping[str, str]
    caps: tuple[tuple[str, str], ...]

    @property
    def pending(self) -> Review | None:
        """The upward override that waits for a second person."""
        return self.history.pending


def choices(
    store: RecordStore, policy: RecordsPolicy, decision_id: str, officer: str
) -> Choices | None:
    """Return what ``officer`` may decide on a decision now, ``None`` if there is no such one.

    Whether it is still so when the officer has decided is for
    :func:`~service.reviews.review.add_review` to judge. Raises what the store raises.
    """
    with store.snapshot():
        decision = store.get(decision_id)
        if decision is None:
            return None
        history = history_of(store, decision_id)
        corrected_by = store.correcting(decision_id)
    history.close(corrected_by)
    proposal = proposal_of(decision)
    review = policy.review
    opened: dict[str, Choice] = {}
    closed: dict[str, str] = {}
    for action in ACTIONS:
        found = _open(review, proposal, history, corrected_by, Request(action, officer))
        if isinstance(found, Choice):
            opened[action] = found
        else:
            closed[action] = found
    caps = tuple(dict.fromkeys(binding_caps(review, proposal)))
    return Choices(proposal, history, tuple(corrected_by), opened, closed, caps)


def _open(
    policy: ReviewPolicy,
    proposal: Proposal,
    history: History,
    corrected_by: list[str],
    asked: Request,
) -> Choice | str:
    """Return the choice that an action is, or else why it is none."""
    action, officer = asked.action, asked.officer
    signs = None
    if action in SIGNATURES:
        if history.pending is None:
            return "corrected" if corrected_by else "not_pending"
        signs = history.pending.review_id
    try:
        refuse_conflicts(history, corrected_by, Request(action, officer, signs=signs))
    except ReviewConflict:
        return "corrected" if corrected_by else "pending"
    needed = needed_by(action)
    grades: tuple[str, ...] = ()
    if "grade" in needed:
        grades = tuple(
            grade
            for grade in policy.grades
            if not _faulty(policy, proposal, history, _with_reason(action, officer, grade=grade))
        )
        if not grades:
            return "not_rated" if proposal.grade not in policy.ranks else "no_grade"
    elif faulty := _faulty(policy, proposal, history, _with_reason(action, officer, signs=signs)):
        return "own" if "/officer" in faulty else "no_grade"
    unsaid = Request(action, officer, grade=grades[-1] if grades else None, signs=signs)
    return Choice(
        action,
        grades,
        policy.serving(action),
        reasoned=action in REASONED,
        needs_reason="reason" in needed or "/reason" in _faulty(policy, proposal, history, unsaid),
    )


def _with_reason(
    action: str, officer: str, grade: str | None = None, signs: str | None = None
) -> Request:
    return Request(action, officer, grade=grade, reason=_ANY_REASON, signs=signs)


def _faulty(
    policy: ReviewPolicy, proposal: Proposal, history: History, request: Request
) -> set[str]:
    """Return the pointers of what the rules find wrong with ``request``."""
    faults = Faults()
    find_faults(policy, proposal, history, request, faults)
    return faults.pointers()
