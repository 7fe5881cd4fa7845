"""The use cases: record a review of a decision, and read its history."""

import uuid
from typing import Any

from service.dossier.door import parse
from service.dossier.faults import Faults
from service.errors import DossierRejected
from service.records.policy import RecordsPolicy
from service.records.verified import verified
from service.reviews.history import KIND, History, Review, review_of
from service.reviews.proposal import Proposal, proposal_of
from service.reviews.request import Request, read_request
from service.reviews.rules import ReviewRejected, find_faults, refuse_conflicts
from service.store.port import Client, Draft, RecordStore

Answer = dict[str, Any]


def add_review(
    store: RecordStore, policy: RecordsPolicy, decision_id: str, body: bytes, client: Client
) -> Answer | None:
    """Record the review that ``body`` (JSON, UTF-8) asks for, and return it as JSON.

    ``None`` if there is no such decision. When this returns, the review is durable. Raises
    :exc:`~service.reviews.rules.ReviewRejected` with every fault,
    :exc:`~service.reviews.rules.ReviewConflict` where others were quicker,
    :exc:`~service.store.port.DecisionErased` and what the store raises; then nothing was
    recorded.
    """
    try:
        document = parse(body)
    except DossierRejected as unreadable:
        raise ReviewRejected(unreadable.faults) from None
    # Judged and recorded in one turn: of two who countersign at once, one comes first.
    with store.turn():
        decision = store.get(decision_id)
        if decision is None:
            return None
        proposal = proposal_of(decision)
        history = history_of(store, decision_id)
        faults = Faults()
        request = read_request(policy.review, document, faults)
        if request is not None:
            find_faults(policy.review, proposal, history, request, faults)
        if request is None or faults:
            raise ReviewRejected(faults.all())
        refuse_conflicts(history, store.correcting(decision_id), request)
        review = review_of(store.append(_draft(policy, proposal, request, client)))
    after = History((*history.reviews, review))
    return {**_json(review, after), "decision_state": after.state}


def reviews_of(store: RecordStore, decision_id: str) -> Answer | None:
    """Return the history of a decision's reviews as JSON, the model's grade beside the human one.

    ``None`` if there is no such decision. Raises what the store raises.
    """
    with store.snapshot():
        decision = store.get(decision_id)
        if decision is None:
            return None
        history = history_of(store, decision_id)
        corrected_by = store.correcting(decision_id)
        history.close(corrected_by)
    return {
        "decision_id": decision_id,
        "model_grade": decision.grade,
        "effective_grade": history.effective_grade,
        "state": history.state,
        "pending": history.pending.review_id if history.pending else None,
        "corrected_by": corrected_by,
        "reviews": [_json(review, history) for review in history.reviews],
    }


def history_of(store: RecordStore, decision_id: str) -> History:
    """Return what the reviews of a decision come to. Raises what the store raises."""
    # All are verified: no other kind that a row was given may hide a review.
    about = [verified(store, record) for record in store.about(decision_id)]
    return History(review_of(record) for record in about if record.kind == KIND)


def _draft(policy: RecordsPolicy, proposal: Proposal, request: Request, client: Client) -> Draft:
    notches = None
    if request.grade is not None:
        ranks = policy.review.ranks
        notches = ranks[request.grade] - ranks[proposal.grade]
    body = {
        "action": request.action,
        "officer": request.officer,
        "grade": request.grade,
        "notches": notches,
        "reason_code": request.reason_code,
        "reason": request.reason,
        "signs": request.signs,
        "model": {
            "grade": proposal.grade,
            "binding": list(proposal.binding),
            "record": proposal.record,
        },
        "policy": policy.reference,
    }
    return Draft(KIND, uuid.uuid4().hex, proposal.decision_id, client, body)


def _json(review: Review, history: History) -> Answer:
    return {
        "review_id": review.review_id,
        "decision_id": review.decision_id,
        "action": review.action,
        "officer": review.officer,
        "grade": review.grade,
        "notches": review.notches,
        "reason_code": review.reason_code,
        "reason": review.reason,
        "signs": review.signs,
        "recorded_at": review.recorded_at,
        "leaf_index": review.leaf_index,
        "client": review.client,
        "policy": review.policy,
        "model_grade": review.model_grade,
        "effective_grade": history.grades[review.review_id],
        "state": history.states[review.review_id],
    }
