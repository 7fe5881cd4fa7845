"""The shape of records: the members that whoever reads one relies on, and their types."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

Types = type | tuple[type, ...]

_TEXT_OR_NULL = (str, type(None))

_MEMBERS: Mapping[str, Types] = {
    "leaf_index": int,
    "record_id": str,
    "kind": str,
    "subject": _TEXT_OR_NULL,
    "recorded_at": str,
    "service": dict,
    "client": dict,
    "body": dict,
}

_BODIES: Mapping[str, Mapping[str, Types]] = {
    "decision": {
        "dossier_id": str,
        "application_ref": str,
        "rating_date": str,
        "grade": str,
        "corrects": _TEXT_OR_NULL,
        "ruleset": dict,
        "retention": dict,
        "contents": dict,
    },
    "key": {"event": str, "vkey": str},
}
"""Kind of record to members of its body: of those that much is read from."""

_RULESET: Mapping[str, Types] = {"id": str, "version": str, "digest": str, "source": _TEXT_OR_NULL}


def misshapen(document: object) -> str | None:
    """Return which part of a record is missing or no record's, ``None`` if it is in shape."""
    if not isinstance(document, dict):
        return "the document"
    wrong = _wrong(document, _MEMBERS) or _no_time(document["recorded_at"])
    if wrong is not None:
        return wrong
    kind, body = document["kind"], document["body"]
    wrong = _wrong(body, _BODIES.get(kind, {}))
    if wrong is None and kind == "decision":
        wrong = _wrong(body["ruleset"], _RULESET) or _wrong(body["retention"], {"class": str})
        if not all(isinstance(of, str) for of in body["contents"].values()):
            wrong = "contents"
    return wrong


def _wrong(members: Mapping[str, Any], types: Mapping[str, Types]) -> str | None:
    return next((n for n, of in types.items() if not isinstance(members.get(n, ...), of)), None)


def _no_time(text: str) -> str | None:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return "recorded_at"
    return None
