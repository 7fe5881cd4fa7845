"""What a person may decide on a proposed grade: the limits of overrides and of signatures."""

from collections.abc import Iterable

from service.dossier.faults import Faults
from service.errors import Fault
from service.records.policy import ReviewPolicy
from service.reviews.history import SIGNATURES, History
from service.reviews.proposal import Proposal
from service.reviews.request import Request
from service.ruleset.model import NOT_RATED


class ReviewRejected(Exception):
    """What is asked for has faults; nothing was recorded."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{f.pointer}: {f.message}" for f in self.faults))


class ReviewConflict(Exception):
    """What is asked for is sound, but no longer possible; nothing was recorded."""


def find_faults(
    policy: ReviewPolicy, proposal: Proposal, history: History, request: Request, faults: Faults
) -> None:
    """Add to ``faults`` everything that the policy or the proposal does not allow."""
    if request.action in ("override_down", "override_up"):
        if proposal.grade not in policy.ranks:
            why = "a grade that the policy of records does not know"
            if proposal.grade == NOT_RATED:
                why = "which is no grade that can be overridden"
            message = f"The decision is {proposal.grade}, {why}. Accept it, or refer it back."
            faults.add("grade_not_allowed", "/action", message)
        elif request.grade is not None:
            for message in _beyond(policy, proposal, request.action, request.grade):
                faults.add("grade_not_allowed", "/grade", message)
    if _betters_another(policy, proposal, history, request) and request.reason is None:
        message = "Who betters the human grade that another officer decided on needs a reason."
        # A reason that is there but has faults is told of those.
        if "/reason" not in faults.pointers():
            faults.add("missing_member", "/reason", message)
    if request.signs is not None and request.action in SIGNATURES:
        signed = history.find(request.signs)
        if signed is None or signed.action != "override_up":
            message = "No upward override of this decision has this review_id."
            faults.add("unknown_value", "/review_id", message)
        # Ids of one person in two spellings are one person.
        elif request.action == "countersign" and _same(signed.officer, request.officer):
            message = f"{signed.officer} signed the override; another officer must countersign it."
            faults.add("same_officer", "/officer", message)
        elif request.action == "countersign":
            # The policy in force may be stricter than the one it was proposed under.
            for message in _beyond(policy, proposal, signed.action, str(signed.grade)):
                faults.add("grade_not_allowed", "/review_id", message)


def _betters_another(
    policy: ReviewPolicy, proposal: Proposal, history: History, request: Request
) -> bool:
    """Return whether the human grade that another officer decided on would get better at once.

    An upward override does not: it waits for a second person, and always has a reason.
    """
    standing, before = history.standing, history.effective_grade
    if not policy.reason_to_better_a_review or standing is None or before is None:
        return False
    if request.action not in ("accept", "override_down"):
        return False
    after = request.grade or proposal.grade
    ranks = policy.ranks
    if after not in ranks or before not in ranks or _same(standing.officer, request.officer):
        return False
    return ranks[after] < ranks[before]


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _beyond(policy: ReviewPolicy, proposal: Proposal, action: str, grade: str) -> Iterable[str]:
    """Say which limits ``grade`` is beyond."""
    for given in (proposal.grade, grade):
        if given not in policy.ranks:
            yield f"The policy of records does not know {given}."
            return
    rank, proposed = policy.ranks[grade], policy.ranks[proposal.grade]
    if action == "override_down":
        if rank <= proposed:
            yield f"{grade} is not worse than the proposed {proposal.grade}."
        return
    if rank >= proposed:
        yield f"{grade} is not better than the proposed {proposal.grade}."
        return
    most = policy.max_notches_up
    if proposed - rank > most:
        grades = "grade" if most == 1 else "grades"
        yield (
            f"{grade} is {proposed - rank} better than the proposed {proposal.grade};"
            f" an override may be at most {most} {grades} better."
        )
    for name, cap in binding_caps(policy, proposal):
        # A cap at a grade that the policy does not know is worse than all it knows.
        if rank < policy.ranks.get(cap, len(policy.ranks) + 1):
            yield f"{name} caps the grade at {cap}."


def binding_caps(policy: ReviewPolicy, proposal: Proposal) -> Iterable[tuple[str, str]]:
    """Yield the name and the grade of each cap that binds an officer too, not only the model."""
    for found in proposal.findings:
        if found.severity in policy.binding_severities:
            yield f"{found.code} ({found.severity})", found.cap
    for pattern in proposal.patterns:
        if pattern.id in policy.binding_patterns:
            yield f"{pattern.code} ({pattern.id})", pattern.cap


def refuse_conflicts(history: History, corrected_by: list[str], request: Request) -> None:
    """Raise :exc:`ReviewConflict` where others were quicker."""
    if corrected_by:
        raise ReviewConflict(f"The decision was corrected by {corrected_by[-1]}; review that one.")
    if request.action == "override_up" and history.pending is not None:
        waiting = history.pending.review_id
        raise ReviewConflict(
            f"The upward override {waiting} is pending; countersign or decline it first."
        )
    if request.signs is not None:
        state = history.states[request.signs]
        if state != "pending":
            told = "countersigned" if state in ("in_force", "superseded") else state
            raise ReviewConflict(f"The upward override {request.signs} is already {told}.")
