"""A recorded decision, and what happened to it since, as text for a person."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from service.store.port import Decision

_FIRST = frozenset({"action", "event"})
"""Members of a record that say what was done."""


def record_lines(decision: Decision) -> Iterator[str]:
    """Yield the lines that show the record of ``decision``."""
    document, body = decision.record.document, decision.record.body
    client, service, engine = document["client"], document["service"], body["engine"]
    ruleset = body["ruleset"]
    said = {
        "Decision": decision.decision_id,
        "Borrower": orjson.loads(decision.dossier)["borrower"]["legal_name"],
        "Proposed grade": decision.grade,
        "Dossier": decision.dossier_id,
        "Application": decision.application_ref,
        "Rating date": decision.rating_date,
        "Recorded at": decision.recorded_at,
        "Asked by": _client(client),
        "Ruleset": f"{ruleset['id']} {ruleset['version']} {ruleset['digest']}",
        "Service": f"{service['name']} {service['version']}",
        "Engine": f"{engine['name']} {engine['version']}",
        "Leaf": decision.record.leaf_index,
        "Record": decision.record.digest,
    }
    if decision.corrects is not None:
        said["Corrects"] = decision.corrects
    for title, value in said.items():
        yield f"{title:15} {value}"


def _client(client: Mapping[str, Any]) -> str:
    if client["name"] is None:
        return "not named"
    proved = "authenticated" if client["authenticated"] else "as stated, not authenticated"
    return f"{client['name']} ({proved})"


def human_lines(human: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines that show what people made of the proposed grade."""
    grade = human["effective_grade"] or "none"
    yield f"{'Human grade':15} {grade} ({human['state'].replace('_', ' ')})"
    if human["pending"] is not None:
        yield f"{'Pending':15} upward override {human['pending']}"


def history_lines(history: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines that show what :func:`~service.records.about.history_of` gives."""
    if history["erased"]:
        yield f"Decision {history['decision_id']} was erased on order."
    for decision_id in history["corrected_by"]:
        yield f"{'Corrected by':15} {decision_id}"
    records = history["records"]
    yield "History:" if records else "No record is about this decision."
    for record in records:
        body = sorted(_flat(record["body"]), key=lambda member: member[0] not in _FIRST)
        said = ", ".join(
            f"{name.replace('_', ' ')} {value}"
            for name, value in body
            if isinstance(value, (str, int))
        )
        yield f"  {record['recorded_at'][:19]}Z  {record['kind']:9}  {said}"
        yield f"    record {record['record_id']}, leaf {record['leaf_index']}"


def _flat(body: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the members of a record's body, with what a certificate says of retention."""
    for name, value in body.items():
        if name == "retention":
            yield from ((f"retention {part}", said) for part, said in value.items())
        else:
            yield name, value
