"""What searches find of a decision: a row that its record and contents fully determine."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """The members by which a decision is found.

    ``borrower`` is the legal name; ``identifiers`` are pairs of scheme and value;
    ``findings`` are the codes of findings and of patterns, in the order of the result.
    """

    dossier_id: str
    application_ref: str
    borrower: str
    rating_date: str
    grade: str
    ruleset_id: str
    ruleset_version: str
    ruleset_digest: str
    client: str | None
    corrects: str | None
    identifiers: tuple[tuple[str, str], ...]
    findings: tuple[str, ...]


def decision_row(
    document: Mapping[str, Any], dossier: Mapping[str, Any], result: Mapping[str, Any]
) -> DecisionRow:
    """Return the row of the decision whose record, dossier and result these are."""
    body = document["body"]
    borrower = dossier["borrower"]
    named = (*result["findings"], *result["patterns"])
    return DecisionRow(
        dossier_id=body["dossier_id"],
        application_ref=body["application_ref"],
        borrower=borrower["legal_name"],
        rating_date=body["rating_date"],
        grade=body["grade"],
        ruleset_id=body["ruleset"]["id"],
        ruleset_version=body["ruleset"]["version"],
        ruleset_digest=body["ruleset"]["digest"],
        client=document["client"]["name"],
        corrects=body["corrects"],
        identifiers=tuple(sorted(borrower.get("identifiers", {}).items())),
        findings=tuple(dict.fromkeys(found["code"] for found in named)),
    )
