"""What is told of a batch: how far it is, what became of its lines, and of its webhook."""

from typing import Any
from urllib.parse import urlsplit

import orjson

from service.store.batches import DONE, Batch, Done
from service.store.webhooks import Webhook

PATH = "/v1/batches"


def progress(batch: Batch, webhook: Webhook | None) -> dict[str, Any]:
    """Return how far ``batch`` is."""
    at = f"{PATH}/{batch.batch_id}"
    return {
        "batch_id": batch.batch_id,
        "state": batch.state,
        "client": batch.client,
        "received_at": batch.received_at,
        "finished_at": batch.finished_at,
        "lines": batch.lines,
        "decided": batch.decided,
        "refused": batch.refused,
        "failed": batch.failed,
        "waiting": batch.waiting,
        "results": f"{at}/results",
        "webhook": None if webhook is None else _delivery(webhook),
    }


def result(done: Done, decision: bytes | None = None) -> bytes:
    """Return what became of a line as one line of JSON, with the answer where that is given."""
    told: dict[str, Any] = {"line": done.line, "status": done.status}
    if done.problem is not None:
        told["problem"] = orjson.Fragment(done.problem)
        return orjson.dumps(told) + b"\n"
    told |= {
        "decision_id": done.decision_id,
        "location": f"/v1/decisions/{done.decision_id}",
        "erased": done.found is None,
    }
    if done.found is not None:
        told |= dict(zip(("dossier_id", "application_ref", "grade"), done.found, strict=True))
    if decision is not None:
        told["decision"] = orjson.Fragment(decision)
    return orjson.dumps(told) + b"\n"


def event(batch: Batch) -> dict[str, Any]:
    """Return what a webhook says of a batch that is done: no more than its counts."""
    return {
        "type": "batch.done",
        "timestamp": batch.finished_at,
        "data": {
            "batch_id": batch.batch_id,
            "lines": batch.lines,
            "decided": batch.decided,
            "refused": batch.refused,
            "failed": batch.failed,
            "results": f"{PATH}/{batch.batch_id}/results",
        },
    }


def finished(batch: Batch) -> bool:
    """Return whether every line of ``batch`` is done."""
    return batch.state == DONE


def _delivery(webhook: Webhook) -> dict[str, Any]:
    # The rest of an address may hold what only its owner should know.
    parts = urlsplit(webhook.address)
    return {
        "target": f"{parts.scheme}://{parts.netloc}",
        "state": webhook.state,
        "attempts": webhook.attempts,
        "last_at": webhook.last_at,
        "last_fault": webhook.last_fault,
        "next_at": webhook.next_at,
    }
