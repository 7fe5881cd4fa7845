"""Records a decision anew with something changed: what a faulty service might have recorded."""

import uuid
from collections.abc import Mapping
from typing import Any

from service.canonical import digest
from service.store.port import Client, Decision, Draft
from service.store.sqlite import SqliteStore


def recorded_anew(
    store: SqliteStore,
    decision: Decision,
    contents: Mapping[str, bytes] | None = None,
    **members: Any,
) -> Decision:
    """Append a decision like ``decision`` but for ``contents`` and ``members`` of its body."""
    kept = {"dossier": decision.dossier, "result": decision.body}
    if decision.facts is not None:
        kept["facts"] = decision.facts
    kept |= contents or {}
    digests = {"contents": {name: digest(content) for name, content in kept.items()}}
    body = decision.record.body | digests | members
    record_id = uuid.uuid4().hex
    store.append(Draft("decision", record_id, None, Client(), body, kept))
    found = store.get(record_id)
    assert found is not None
    return found
