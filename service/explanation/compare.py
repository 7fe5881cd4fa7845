"""Compares two ratings: of one borrower at two dates, of two borrowers, or under two rulesets."""

from collections.abc import Mapping
from typing import Any

from service.explanation.difference import difference, head
from service.explanation.subject import Subject


def compare(one: Subject, other: Subject) -> dict[str, Any]:
    """Return both ratings in short and what differs from ``one`` to the ``other``.

    Borrowers are the same if their unified social credit codes are; where either has none, if
    legal name and country are. Raises
    :exc:`~service.explanation.reasons.ReasonsDoNotHold`.
    """
    return {
        "one": head(one),
        "other": head(other),
        "same_borrower": _same_borrower(one.dossier.document, other.dossier.document),
        "same_ruleset": one.ruleset.digest == other.ruleset.digest,
        "difference": difference(one, other),
    }


def _same_borrower(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    mine, theirs = one["borrower"], other["borrower"]
    codes = [b.get("identifiers", {}).get("uscc") for b in (mine, theirs)]
    if None not in codes:
        return bool(codes[0] == codes[1])
    return all(bool(mine[name] == theirs[name]) for name in ("legal_name", "country"))
