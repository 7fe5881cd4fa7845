"""Decisions and reviews for the lists to show, with what is needed of each."""

from typing import Any

import orjson

from service.decisions.rate import Rater
from service.records.policy import records_policy
from service.reviews.review import add_review
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.web.deciding import decided, dossier

REASON = {"reason_code": "MITIGANT_NOT_COVERED", "reason": "The son took over in May."}
EVIDENCE = {"reason_code": "EVIDENCE_INCOMPLETE", "reason": "The audit report is missing."}


def of(
    store: SqliteStore,
    rater: Rater,
    borrower: dict[str, Any],
    name: str = "average_manufacturer",
    client: str = "m.chen",
    **changes: Any,
) -> str:
    """Decide on a dossier of ``borrower``, whose members replace those of the dossier."""
    known = orjson.loads(dossier(name))["borrower"]
    return decided(store, rater, name, client, borrower=known | borrower, **changes)


def reviewed(store: SqliteStore, decision_id: str, action: str, officer: str, **more: str) -> str:
    """Record a review, and return its id."""
    body = orjson.dumps({"action": action, "officer": officer, **more})
    answer = add_review(store, records_policy(), decision_id, body, Client("head", True))
    assert answer is not None
    return str(answer["review_id"])
