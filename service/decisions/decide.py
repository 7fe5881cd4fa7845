"""Decides on a dossier: rates it, records the decision, and only then gives the answer."""

import uuid
from datetime import UTC, datetime

import orjson

from service.decisions.rate import Rater
from service.store.port import Decision, DecisionStore


def decide(rater: Rater, store: DecisionStore, body: bytes) -> Decision:
    """Rate the dossier in ``body`` (JSON, UTF-8) and return the recorded decision.

    The answer, ``Decision.body``, is the result with ``decision_id`` as its first member.
    When this returns, the decision is durable. Raises what :meth:`Rater.rate` raises and
    :exc:`~service.store.port.StoreUnavailable`; then nothing was recorded.
    """
    rating = rater.rate(body)
    result = rating.result
    dossier = rating.dossier
    decision_id = uuid.uuid4().hex
    decision = Decision(
        decision_id=decision_id,
        dossier_id=dossier.dossier_id,
        application_ref=dossier.application_ref,
        rating_date=dossier.rating_date.isoformat(),
        grade=result["grade"],
        ruleset_id=result["ruleset"]["id"],
        ruleset_version=result["ruleset"]["version"],
        ruleset_digest=result["ruleset"]["digest"],
        dossier_digest=dossier.digest,
        dossier=dossier.canonical,
        body=orjson.dumps({"decision_id": decision_id, **result}),
        recorded_at=datetime.now(UTC).isoformat(timespec="microseconds"),
    )
    store.add(decision)
    return decision
