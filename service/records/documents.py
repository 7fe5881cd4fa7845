"""The body of a decision's record: what was decided, by what, and digests of its contents."""

from collections.abc import Mapping
from typing import Any

from service.canonical import digest
from service.records.policy import records_policy


def decision_body(
    result: Mapping[str, Any],
    ruleset: Mapping[str, str | None],
    contents: Mapping[str, bytes],
    *,
    software: Mapping[str, str],
    settings: Mapping[str, Any],
    corrects: str | None = None,
    repeats: str | None = None,
    retention_class: str | None = None,
) -> dict[str, Any]:
    """Return the body of the record of a decision.

    ``ruleset`` has ``id``, ``version``, ``digest`` and ``source``, the digest of its files
    (``None`` where they are not known any more); ``contents`` are what is recorded beside it;
    ``repeats`` is the decision that this one likely repeats;
    ``retention_class`` defaults to that of the policy of records in force.
    """
    policy = records_policy()
    return {
        "dossier_id": result["dossier_id"],
        "application_ref": result["application_ref"],
        "rating_date": result["rating_date"],
        "grade": result["grade"],
        "corrects": corrects,
        "repeats": repeats,
        "ruleset": dict(ruleset),
        "engine": dict(result["engine"]),
        "software": dict(software),
        "settings": dict(settings),
        "retention": {
            "class": retention_class or policy.default_class,
            "policy": policy.reference,
        },
        "contents": {name: digest(content) for name, content in contents.items()},
    }
